"""ApiKey: a key pair of an API gateway; its id is the access key id."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SecretStr, StrictBool

from reprieve.fields import Choice, Default, Trait
from reprieve.resources.inputs import Inputs, Outputs, Resource


class WhenProductOffline(Choice):
    """What a deletion does when the vendor has switched the product off."""

    FAIL = "fail", "It fails, and says the way out."
    FORGET = "forget", "The key is dropped from the state, with a warning."


class ApiKeyInputs(Inputs):
    """What a program declares of an API key."""

    name: Annotated[str | None, Trait.IMMUTABLE] = Field(
        None,
        description="The key's name, of at most 200 bytes, which need not be unique. Made from the resource's name "
        "where it is left out. A change replaces the key: the product cannot rename one.",
    )
    access_key_id: Annotated[str | None, Trait.IMMUTABLE] = Field(
        None,
        description="The id of a key of one's own choice: 5 to 50 letters, digits and `_`, together with "
        "`accessKeySecret`. Absent: both are generated. A change replaces the key.",
    )
    access_key_secret: SecretStr | None = Field(
        None,
        description="The secret of a key of one's own choice: 10 to 50 letters, digits and `_`, together with "
        "`accessKeyId`. Changed in place. A generated one is never renewed.",
    )
    tags: dict[str, str] | None = Field(
        None,
        description="Tags, written at creation only: a later change is a warning. The provider's `defaultTags` are "
        "merged in, the resource's own win.",
    )
    enabled: Annotated[StrictBool | None, Default(value=True)] = Field(
        None, description="Whether the key is let in. Default `true`."
    )
    delete_while_in_use: Annotated[StrictBool | None, Trait.LOCAL, Default(value=False)] = Field(
        None, description="Unbind the key from its usage plans before it is deleted. Default `false`."
    )
    when_product_offline: Annotated[WhenProductOffline | None, Trait.LOCAL, Default(WhenProductOffline.FAIL)] = Field(
        None,
        description="What a deletion does when API Gateway does not answer any more, since the vendor has been "
        "switching it off since 2026-10-30. `fail` (default): it fails. `forget`: the key is dropped from the state, "
        "with a warning.",
    )


class ApiKeyOutputs(Outputs):
    """What the state holds of an API key besides its inputs: nothing more."""


API_KEY = Resource(
    "ApiKey",
    "A key pair of Tencent Cloud API Gateway, with a declared and checked deletion. The vendor switches this product "
    "off in batches since 2026-10-30, and it has taken no new customers since 2024-07-01.",
    ApiKeyInputs,
    ApiKeyOutputs,
)
