"""KmsKey, as Python programs declare it; the arguments are those of the generated SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from reprieve.dynamic.declared import Declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulumi import Input, Output, ResourceOptions

    from reprieve.resources.inputs import OnPendingDeletion
    from reprieve.resources.kms_key import KeySpec, KeyUsage


class KmsKeyArguments(TypedDict, total=False):
    """What a program declares of a key.

    alias: the key's name, without `alias/`. Left out: made from the resource's name. Changed in place.
    delete_while_in_use: delete the key although something still uses it. Default False.
    deletion_protection: refuse every deletion while this is recorded in the state. Default False.
    description: what the key is for. Changed in place.
    enabled: whether the key can be used. Default True.
    key_spec: what kind of key it is. Default SYMMETRIC_DEFAULT. A change replaces the key.
    key_usage: what the key is for. Default ENCRYPT_DECRYPT. A change replaces the key.
    kms_instance_id: where the key is kept. A change replaces the key.
    on_pending_deletion: what to do about a key that is pending deletion: auto (default), restore or fail.
    recovery_window_in_days: days between the deletion and the real end: 7 to 30 on Tencent Cloud, 7 to 366 on Alibaba
        Cloud. Default 30.
    rotation_period_in_days: days after which the cloud makes new material. Left out: never.
    tags: tags, changed in place. Left out: not managed; empty: there shall be none.
    """

    alias: Input[str] | None
    delete_while_in_use: Input[bool] | None
    deletion_protection: Input[bool] | None
    description: Input[str] | None
    enabled: Input[bool] | None
    key_spec: Input[KeySpec | str] | None
    key_usage: Input[KeyUsage | str] | None
    kms_instance_id: Input[str] | None
    on_pending_deletion: Input[OnPendingDeletion | str] | None
    recovery_window_in_days: Input[int] | None
    rotation_period_in_days: Input[int] | None
    tags: Input[Mapping[str, Input[str]]] | None


class KmsKey(Declared, module="reprieve", name="KmsKey"):
    """A key of Tencent Cloud KMS or Alibaba Cloud KMS, with a checked and reversible deletion."""

    account_id: Output[str]
    alias: Output[str]
    arn: Output[str | None]
    cloud: Output[str]
    creation_date: Output[str | None]
    delete_while_in_use: Output[bool | None]
    deletion_date: Output[str | None]
    deletion_plan: Output[Mapping[str, object]]
    deletion_protection: Output[bool]
    description: Output[str | None]
    enabled: Output[bool]
    key_spec: Output[str]
    key_usage: Output[str]
    kms_instance_id: Output[str | None]
    on_pending_deletion: Output[str]
    ownership_mark: Output[Mapping[str, str] | None]
    recovery_window_in_days: Output[int]
    region: Output[str]
    rotation_period_in_days: Output[int | None]
    status: Output[str]
    tags: Output[Mapping[str, str] | None]

    def __init__(
        self, resource_name: str, opts: ResourceOptions | None = None, **arguments: Unpack[KmsKeyArguments]
    ) -> None:
        """Declare a key; `KmsKeyArguments` says what each argument is."""
        super().__init__(resource_name, opts, arguments)
