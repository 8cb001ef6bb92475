"""Secret: a generic secret; its id is its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, SecretStr, StrictBool, StrictInt

from reprieve.fields import Default, Trait
from reprieve.resources.inputs import Inputs, OnPendingDeletion, Outputs, Resource


class SecretInputs(Inputs):
    """What a program declares of a secret."""

    name: Annotated[str | None, Trait.IMMUTABLE] = Field(
        None,
        description="The name, which is also the id: up to 128 letters, digits, `-` and `_` on Tencent Cloud, up to "
        "192 with `/ + = . @` as well on Alibaba Cloud. Made from the resource's name where it is left out.",
    )
    description: Annotated[str | None, Trait.CLEARS] = Field(
        None, description="What the secret is for: at most 2,048 bytes on Tencent Cloud. Changed in place."
    )
    tags: dict[str, str] | None = Field(
        None,
        description="Tags, changed in place. Absent: tags are not managed; `{}`: there shall be none. The provider's "
        "`defaultTags` are merged in, the resource's own win.",
    )
    secret_string: Annotated[SecretStr | None, Trait.VALUE] = Field(
        None,
        description="The value as text, at most 32,768 bytes on Tencent Cloud and 30,720 on Alibaba Cloud. Exactly one "
        "of `secretString` and `secretBinary` at creation; neither afterwards means that the value is not managed "
        "here. Never read back: a version written by others is not noticed.",
    )
    secret_binary: Annotated[SecretStr | None, Trait.VALUE] = Field(
        None,
        description="The value as bytes, in base64 (standard alphabet, padded), of which the limits of `secretString` "
        "count; one of the two.",
    )
    version_id: str | None = Field(
        None,
        description="The id of the version that holds the value: up to 64 letters, digits, `-`, `_` and `.` on Tencent "
        "Cloud, up to 64 characters without spaces on Alibaba Cloud. Absent: the provider numbers versions `v1`, `v2`, "
        "and so on. Declared: Tencent Cloud overwrites it in place; on Alibaba Cloud a version never gets another "
        "value, so another value needs another id.",
    )
    kms_key_id: Annotated[str | None, Trait.IMMUTABLE] = Field(
        None,
        description="The encrypting key, by id, alias or ARN. Absent: the cloud's default at creation, and the key "
        "that the secret has afterwards. A change to another key replaces the secret.",
    )
    kms_instance_id: Annotated[str | None, Trait.IMMUTABLE] = Field(
        None,
        description="Where the secret is kept: an HSM cluster on Tencent Cloud, a KMS instance on Alibaba Cloud, in "
        "which its key lies too. Accounts of Alibaba Cloud that opened KMS after 2022-03-31 need one.",
    )
    enabled: Annotated[StrictBool | None, Default(value=True)] = Field(
        None, description="Whether the value can be read. Default `true`, which is all that Alibaba Cloud has."
    )
    recovery_window_in_days: Annotated[StrictInt | None, Trait.LOCAL] = Field(
        None,
        description="Days between the deletion and the real end, in which it can be undone: 1 to 30 on Tencent Cloud, "
        "7 to 30 on Alibaba Cloud. Default 30, not filled in with `forceDelete`. 0 is refused: that is `forceDelete`.",
    )
    force_delete: Annotated[StrictBool | None, Trait.LOCAL, Default(value=False)] = Field(
        None, description="Delete at once, without a window. This cannot be undone. Default `false`."
    )
    on_pending_deletion: Annotated[OnPendingDeletion | None, Trait.LOCAL, Default(OnPendingDeletion.AUTO)] = Field(
        None,
        description="What to do about an object that is pending deletion. `auto` (default): a creation restores one "
        "that carries this stack's mark, and fails with its date otherwise; one in the state that was scheduled for "
        "deletion outside is left alone, with a warning. `restore`: both are brought back. `fail`: both fail the "
        "preview.",
    )


class SecretOutputs(Outputs):
    """What the state holds of a secret besides its inputs."""

    current_version_id: str | None = Field(
        None, description="The version that this provider wrote last; readers ask for this one."
    )
    arn: str | None = Field(None, description="The cloud's full name of the secret, where it has one.")


SECRET = Resource(
    "Secret",
    "A generic secret of Tencent Cloud SSM or Alibaba Cloud KMS, with a declared, checked and reversible deletion.",
    SecretInputs,
    SecretOutputs,
)

OWN_VERSION = re.compile(r"v([1-9][0-9]{0,8})")
"""The ids of versions that the provider numbers, where the program declares no `versionId`."""


def own_numbers(versions: Iterable[str]) -> list[int]:
    """Return the numbers of the versions that the provider numbered, the smallest first."""
    return sorted(int(match[1]) for version in versions if (match := OWN_VERSION.fullmatch(version)))
