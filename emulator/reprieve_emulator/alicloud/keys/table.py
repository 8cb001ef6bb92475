"""What is served for keys. Parameters: the vendor's SDK."""

from reprieve_emulator.alicloud.groups import ASYMMETRIC, KEY_CREATION, KEY_READS, KEY_WRITES, SYMMETRIC
from reprieve_emulator.alicloud.keys import reads, uses, writes
from reprieve_emulator.alicloud.listing import PAGE
from reprieve_emulator.alicloud.service import Action, table

_KEY = "KeyId!"
_CREATE = (
    "Description KeySpec KeyUsage Origin ProtectionLevel EnableAutomaticRotation:bool RotationInterval DKMSInstanceId"
    " KeyStorageMechanism Policy Tags"
)
_PROTECTION = "EnableDeletionProtection!:bool ProtectedResourceArn KeyId DeletionProtectionDescription KmsInstanceId"
_DATA_KEY = "KeyId! KeySpec NumberOfBytes:uint EncryptionContext DryRun:bool"
_RE_ENCRYPT = (
    "CiphertextBlob! DestinationKeyId! SourceEncryptionContext DestinationEncryptionContext SourceKeyId"
    " SourceKeyVersionId SourceEncryptionAlgorithm DryRun:bool"
)
_PAIR = "KeyId! KeyVersionId Algorithm! DryRun:bool"
_WITHOUT_PLAINTEXT = "GenerateDataKeyWithoutPlaintext"

ACTIONS = table(
    Action("CreateKey", _CREATE, writes.create_key, KEY_CREATION),
    Action("DescribeKey", _KEY, reads.describe_key, KEY_READS),
    Action("ListKeys", f"{PAGE} Filters", reads.list_keys, KEY_READS),
    Action("EnableKey", _KEY, writes.enable_key, KEY_WRITES),
    Action("DisableKey", _KEY, writes.disable_key, KEY_WRITES),
    Action("UpdateKeyDescription", "KeyId! Description!", writes.update_key_description, KEY_WRITES),
    Action(
        "UpdateRotationPolicy",
        "KeyId! EnableAutomaticRotation!:bool RotationInterval",
        writes.update_rotation_policy,
        KEY_WRITES,
    ),
    Action("SetDeletionProtection", _PROTECTION, writes.set_deletion_protection, KEY_WRITES),
    Action("ScheduleKeyDeletion", "KeyId! PendingWindowInDays!:uint", writes.schedule_key_deletion, KEY_WRITES),
    Action("CancelKeyDeletion", _KEY, writes.cancel_key_deletion, KEY_WRITES),
    Action("CreateKeyVersion", _KEY, writes.create_key_version, KEY_WRITES),
    Action("ListKeyVersions", f"KeyId! {PAGE}", reads.list_key_versions, KEY_READS),
    Action("DescribeKeyVersion", "KeyId! KeyVersionId!", reads.describe_key_version, KEY_READS),
    Action("Encrypt", "KeyId! Plaintext! EncryptionContext DryRun:bool", uses.encrypt, SYMMETRIC),
    Action("Decrypt", "CiphertextBlob! EncryptionContext DryRun:bool", uses.decrypt, SYMMETRIC),
    Action("ReEncrypt", _RE_ENCRYPT, uses.re_encrypt, SYMMETRIC),
    Action("GenerateDataKey", _DATA_KEY, uses.generate_data_key, SYMMETRIC),
    Action(_WITHOUT_PLAINTEXT, _DATA_KEY, uses.generate_data_key_without_plaintext, SYMMETRIC),
    Action("AsymmetricEncrypt", f"{_PAIR} Plaintext!", uses.asymmetric_encrypt, ASYMMETRIC),
    Action("AsymmetricDecrypt", f"{_PAIR} CiphertextBlob!", uses.asymmetric_decrypt, ASYMMETRIC),
    Action("AsymmetricSign", f"{_PAIR} Digest!", uses.asymmetric_sign, ASYMMETRIC),
    Action("AsymmetricVerify", f"{_PAIR} Digest! Value!", uses.asymmetric_verify, ASYMMETRIC),
    Action("GetPublicKey", "KeyId! KeyVersionId DryRun:bool", uses.get_public_key, ASYMMETRIC),
)
