"""Secret, as Python programs declare it; the arguments are those of the generated SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from reprieve.dynamic.declared import Declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi import Input, Output, ResourceOptions

    from reprieve.resources.inputs import OnPendingDeletion


class SecretArguments(TypedDict, total=False):
    """What a program declares of a secret.

    deletion_protection: refuse every deletion while this is recorded in the state. Default False.
    description: what the secret is for. Changed in place.
    enabled: whether the value can be read. Default True.
    force_delete: delete at once, without a window. This cannot be undone. Default False.
    kms_instance_id: the instance that holds the secret's key. A change replaces the secret.
    kms_key_id: the encrypting key, by id or alias. A change to another key replaces the secret.
    name: the name, which is also the id. Left out: made from the resource's name. A change replaces the secret.
    on_pending_deletion: what to do about a secret that is pending deletion: auto (default), restore or fail.
    recovery_window_in_days: days between the deletion and the real end: 1 to 30 on Tencent Cloud, 7 to 30 on Alibaba
        Cloud. Default 30.
    secret_binary: the value as base64 of bytes. Exactly one of it and secret_string at creation.
    secret_string: the value as text.
    tags: tags, changed in place. Left out: not managed; empty: there shall be none.
    version_id: the id of the version that holds the value. Left out: numbered v1, v2, and so on.
    """

    deletion_protection: Input[bool] | None
    description: Input[str] | None
    enabled: Input[bool] | None
    force_delete: Input[bool] | None
    kms_instance_id: Input[str] | None
    kms_key_id: Input[str] | None
    name: Input[str] | None
    on_pending_deletion: Input[OnPendingDeletion | str] | None
    recovery_window_in_days: Input[int] | None
    secret_binary: Input[str] | None
    secret_string: Input[str] | None
    tags: Input[Mapping[str, Input[str]]] | None
    version_id: Input[str] | None


class Secret(Declared, module="reprieve", name="Secret"):
    """A generic secret of Tencent Cloud SSM or Alibaba Cloud KMS, with a checked and reversible deletion."""

    account_id: Output[str]
    arn: Output[str | None]
    cloud: Output[str]
    creation_date: Output[str | None]
    current_version_id: Output[str | None]
    deletion_date: Output[str | None]
    deletion_plan: Output[Mapping[str, object]]
    deletion_protection: Output[bool]
    description: Output[str | None]
    enabled: Output[bool]
    force_delete: Output[bool]
    kms_instance_id: Output[str | None]
    kms_key_id: Output[str | None]
    name: Output[str]
    on_pending_deletion: Output[str]
    ownership_mark: Output[Mapping[str, str] | None]
    recovery_window_in_days: Output[int | None]
    region: Output[str]
    secret_binary: Output[str | None]
    secret_string: Output[str | None]
    status: Output[str]
    tags: Output[Mapping[str, str] | None]
    version_id: Output[str | None]

    def __init__(
        self, resource_name: str, opts: ResourceOptions | None = None, **arguments: Unpack[SecretArguments]
    ) -> None:
        """Declare a secret; `SecretArguments` says what each argument is."""
        super().__init__(resource_name, opts, arguments)
