"""What KMS serves. Parameters: tccli's definitions. Rate: 100 is stated for key changes, unconfirmed for the rest.

The organisation parameter MemberAccount is not offered.
"""

from reprieve_emulator.tencentcloud.kms import reads, uses, writes
from reprieve_emulator.tencentcloud.kms.records import settle
from reprieve_emulator.tencentcloud.kms.switches import SWITCHES
from reprieve_emulator.tencentcloud.service import Action, Service, table

_RATE = 100
_KEY = "KeyId!"
_KEYS = "KeyIds!:string[]"
_LIST = "Offset:uint Limit:uint Role:uint"
_DETAIL = f"{_LIST} OrderType:uint KeyState:uint SearchKeyAlias Origin HsmClusterId TagFilters:TagFilter[]"
_RESOURCE = "KeyId! ProductId! ResourceId!"
_CREATE = "Alias! Description KeyUsage Type:uint Tags:Tag[] HsmClusterId"
_GENERATE = (
    "KeyId! KeySpec NumberOfBytes:uint EncryptionContext EncryptionPublicKey EncryptionAlgorithm IsHostedByKms:uint"
    " DataKeyName Description HsmClusterId Tags:Tag[]"
)
_DECRYPT = "CiphertextBlob! EncryptionContext EncryptionPublicKey EncryptionAlgorithm"
_RE_ENCRYPT = "CiphertextBlob! DestinationKeyId SourceEncryptionContext DestinationEncryptionContext"
_SIGNED = "KeyId! SignatureValue! Message! Algorithm! MessageType"

KMS = Service(
    name="kms",
    version="2019-01-18",
    objects={"Tag": "TagKey! TagValue!", "TagFilter": "TagKey! TagValue:string[]"},
    switches=SWITCHES,
    settle=settle,
    actions=table(
        Action("CreateKey", _CREATE, writes.create_key, _RATE),
        Action("DescribeKey", _KEY, reads.describe_key, _RATE),
        Action("DescribeKeys", _KEYS, reads.describe_keys, _RATE),
        Action("ListKeys", f"{_LIST} HsmClusterId", reads.list_keys, _RATE),
        Action("ListKeyDetail", f"{_DETAIL} KeyUsage", reads.list_key_detail, _RATE),
        Action("UpdateAlias", "Alias! KeyId!", writes.update_alias, _RATE),
        Action("UpdateKeyDescription", "Description! KeyId!", writes.update_key_description, _RATE),
        Action("EnableKey", _KEY, writes.enable_key, _RATE),
        Action("DisableKey", _KEY, writes.disable_key, _RATE),
        Action("EnableKeys", _KEYS, writes.enable_keys, _RATE),
        Action("DisableKeys", _KEYS, writes.disable_keys, _RATE),
        Action("EnableKeyRotation", "KeyId! RotateDays:uint", writes.enable_key_rotation, _RATE),
        Action("DisableKeyRotation", _KEY, writes.disable_key_rotation, _RATE),
        Action("GetKeyRotationStatus", _KEY, reads.get_key_rotation_status, _RATE),
        Action("RotateKey", _KEY, writes.rotate_key, _RATE),
        Action("ScheduleKeyDeletion", "KeyId! PendingWindowInDays!:uint", writes.schedule_key_deletion, _RATE),
        Action("CancelKeyDeletion", _KEY, writes.cancel_key_deletion, _RATE),
        Action("ArchiveKey", _KEY, writes.archive_key, _RATE),
        Action("CancelKeyArchive", _KEY, writes.cancel_key_archive, _RATE),
        Action("BindCloudResource", _RESOURCE, writes.bind_cloud_resource, _RATE),
        Action("UnbindCloudResource", _RESOURCE, writes.unbind_cloud_resource, _RATE),
        Action("Encrypt", "KeyId! Plaintext! EncryptionContext", uses.encrypt, _RATE),
        Action("Decrypt", _DECRYPT, uses.decrypt, _RATE),
        Action("ReEncrypt", _RE_ENCRYPT, uses.re_encrypt, _RATE),
        Action("GenerateDataKey", _GENERATE, uses.generate_data_key, _RATE),
        Action("GenerateRandom", "NumberOfBytes!:uint", uses.generate_random, _RATE),
        Action("SignByAsymmetricKey", "Algorithm! Message! KeyId! MessageType", uses.sign_by_asymmetric_key, _RATE),
        Action("VerifyByAsymmetricKey", _SIGNED, uses.verify_by_asymmetric_key, _RATE),
        Action("AsymmetricRsaDecrypt", "KeyId! Ciphertext! Algorithm!", uses.asymmetric_rsa_decrypt, _RATE),
        Action("GetPublicKey", _KEY, uses.get_public_key, _RATE),
        Action("ListDataKeyDetail", f"{_DETAIL} KeyId DataKeyLen:uint", reads.list_data_key_detail, _RATE),
        Action("GetServiceStatus", "", reads.get_service_status, _RATE),
        Action("GetRegions", "", reads.get_regions, _RATE),
        Action("ListAlgorithms", "", reads.list_algorithms, _RATE),
    ),
)
