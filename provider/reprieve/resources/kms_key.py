"""KmsKey: a key that the cloud's KMS made and keeps; its id is the key id."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from reprieve.fields import Choice, Default, Trait
from reprieve.resources.inputs import Inputs, OnPendingDeletion, Outputs, Resource


class KeySpec(Choice):
    """What kind of key it is; each cloud offers some of them."""

    SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT", "The cloud's own kind of symmetric key; AES of 256 bits on Alibaba Cloud."
    RSA_2048 = "RSA_2048", "A pair of RSA keys of 2,048 bits."
    RSA_3072 = "RSA_3072", "A pair of RSA keys of 3,072 bits. Alibaba Cloud only."
    SM2 = "SM2", "A pair of SM2 keys."
    SM4 = "SM4", "A symmetric SM4 key. Alibaba Cloud only."
    ECC_NIST_P256 = "ECC_NIST_P256", "A pair of keys on the curve P-256, to sign."
    ECC_NIST_P384 = "ECC_NIST_P384", "A pair of keys on the curve P-384, to sign. Tencent Cloud only."
    ECC_SECG_P256K1 = "ECC_SECG_P256K1", "A pair of keys on the curve secp256k1, to sign. Alibaba Cloud only."


class KeyUsage(Choice):
    """What a key is for."""

    ENCRYPT_DECRYPT = "ENCRYPT_DECRYPT", "To encrypt and decrypt."
    SIGN_VERIFY = "SIGN_VERIFY", "To sign and verify."


class KmsKeyInputs(Inputs):
    """What a program declares of a key."""

    alias: str | None = Field(
        None,
        description="The key's name, without `alias/`: up to 60 letters, digits, `-` and `_` on Tencent Cloud, up to "
        "249 with `/` as well on Alibaba Cloud. Made from the resource's name where it is left out. Changed in place. "
        "A key that replaces another takes the alias from it.",
    )
    description: Annotated[str | None, Trait.CLEARS] = Field(
        None,
        description="What the key is for: at most 1,024 bytes on Tencent Cloud, 8,192 on Alibaba Cloud. Changed in "
        "place.",
    )
    tags: dict[str, str] | None = Field(
        None,
        description="Tags, changed in place. Absent: tags are not managed; `{}`: there shall be none. The provider's "
        "`defaultTags` are merged in, the resource's own win.",
    )
    key_spec: Annotated[KeySpec | None, Trait.IMMUTABLE, Default(KeySpec.SYMMETRIC_DEFAULT)] = Field(
        None,
        description="What kind of key it is. Default `SYMMETRIC_DEFAULT`. Tencent Cloud has SYMMETRIC_DEFAULT, "
        "RSA_2048, SM2, ECC_NIST_P256 and ECC_NIST_P384; Alibaba Cloud SYMMETRIC_DEFAULT, RSA_2048, RSA_3072, SM2, "
        "SM4, ECC_NIST_P256 and ECC_SECG_P256K1.",
    )
    key_usage: Annotated[KeyUsage | None, Trait.IMMUTABLE, Default(KeyUsage.ENCRYPT_DECRYPT)] = Field(
        None,
        description="What the key is for. Default `ENCRYPT_DECRYPT`. RSA and SM2 keys serve either use, symmetric "
        "keys only ENCRYPT_DECRYPT, ECC keys only SIGN_VERIFY.",
    )
    enabled: Annotated[StrictBool | None, Default(value=True)] = Field(
        None, description="Whether the key can be used. Default `true`."
    )
    rotation_period_in_days: Annotated[StrictInt | None, Trait.CLEARS] = Field(
        None,
        description="Days after which the cloud makes new material for a symmetric key, which goes on to decrypt what "
        "the older material encrypted: 7 to 365 on Tencent Cloud, 7 to 730 on Alibaba Cloud. Absent: the "
        "material is never renewed.",
    )
    kms_instance_id: Annotated[str | None, Trait.IMMUTABLE] = Field(
        None,
        description="Where the key is kept: an HSM cluster on Tencent Cloud, a KMS instance on Alibaba Cloud.",
    )
    recovery_window_in_days: Annotated[StrictInt | None, Trait.LOCAL] = Field(
        None,
        description="Days between the deletion and the real end, in which it can be undone: 7 to 30 on Tencent Cloud, "
        "7 to 366 on Alibaba Cloud. Default 30. No cloud can delete a key at once.",
    )
    delete_while_in_use: Annotated[StrictBool | None, Trait.LOCAL, Default(value=False)] = Field(
        None,
        description="Delete the key although something still uses it, such as a secret that it encrypts. Default "
        "`false`.",
    )
    on_pending_deletion: Annotated[OnPendingDeletion | None, Trait.LOCAL, Default(OnPendingDeletion.AUTO)] = Field(
        None,
        description="What to do about a key that is pending deletion. `auto` (default): a creation restores one that "
        "carries this resource's mark; one in the state that was scheduled for deletion outside is left alone, with a "
        "warning. `restore`: both are brought back. `fail`: both fail the preview.",
    )


class KmsKeyOutputs(Outputs):
    """What the state holds of a key besides its inputs."""

    arn: str | None = Field(
        None,
        description="The cloud's full name of the key (Tencent Cloud: six parts, `qcs::kms:...`, filled by the first "
        "read).",
    )


KMS_KEY = Resource(
    "KmsKey",
    "A key of Tencent Cloud KMS or Alibaba Cloud KMS, with a declared, checked and reversible deletion.",
    KmsKeyInputs,
    KmsKeyOutputs,
)
