"""ApiKey, as Python programs declare it; the arguments are those of the generated SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from reprieve.dynamic.declared import Declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi import Input, Output, ResourceOptions

    from reprieve.resources.api_key import WhenProductOffline


class ApiKeyArguments(TypedDict, total=False):
    """What a program declares of an API key.

    access_key_id: the id of a key of one's own choice, with access_key_secret. A change replaces the key.
    access_key_secret: the secret of a key of one's own choice. Changed in place.
    delete_while_in_use: unbind the key from its usage plans before it is deleted. Default False.
    deletion_protection: refuse every deletion while this is recorded in the state. Default False.
    enabled: whether the key is let in. Default True.
    name: the key's name, which need not be unique. A change replaces the key.
    tags: tags, written at creation only.
    when_product_offline: what a deletion does when API Gateway does not answer any more: fail (default) or forget.
    """

    access_key_id: Input[str] | None
    access_key_secret: Input[str] | None
    delete_while_in_use: Input[bool] | None
    deletion_protection: Input[bool] | None
    enabled: Input[bool] | None
    name: Input[str] | None
    tags: Input[Mapping[str, Input[str]]] | None
    when_product_offline: Input[WhenProductOffline | str] | None


class ApiKey(Declared, module="reprieve", name="ApiKey"):
    """A key pair of Tencent Cloud API Gateway; the vendor switches the product off in batches since 2026-10-30."""

    access_key_id: Output[str]
    access_key_secret: Output[str]
    account_id: Output[str]
    cloud: Output[str]
    creation_date: Output[str | None]
    delete_while_in_use: Output[bool | None]
    deletion_date: Output[str | None]
    deletion_plan: Output[Mapping[str, object]]
    deletion_protection: Output[bool]
    enabled: Output[bool]
    name: Output[str]
    ownership_mark: Output[Mapping[str, str] | None]
    region: Output[str]
    status: Output[str]
    tags: Output[Mapping[str, str] | None]
    when_product_offline: Output[str]

    def __init__(
        self, resource_name: str, opts: ResourceOptions | None = None, **arguments: Unpack[ApiKeyArguments]
    ) -> None:
        """Declare an API key; `ApiKeyArguments` says what each argument is."""
        super().__init__(resource_name, opts, arguments)
