"""What is served for secrets. Parameters: the vendor's SDK, where several truths and numbers are text."""

from reprieve_emulator.alicloud.groups import SECRET_CREATION, SECRET_LISTS, SECRET_VALUES
from reprieve_emulator.alicloud.listing import PAGE
from reprieve_emulator.alicloud.secrets import reads, writes
from reprieve_emulator.alicloud.service import Action, table

_NAME = "SecretName!"
_VALUE = f"{_NAME} VersionId! SecretData! SecretDataType"
_CREATE = (
    f"{_VALUE} SecretType Description EncryptionKeyId DKMSInstanceId ExtendedConfig EnableAutomaticRotation:bool"
    " RotationInterval Policy Tags"
)
_STAGE = f"{_NAME} VersionStage! MoveToVersion RemoveFromVersion"

OBJECTS = {"ExtendedConfig": "CustomData"}
ACTIONS = table(
    Action("CreateSecret", _CREATE, writes.create_secret, SECRET_CREATION),
    Action(
        "DeleteSecret",
        f"{_NAME} ForceDeleteWithoutRecovery RecoveryWindowInDays",
        writes.delete_secret,
        SECRET_CREATION,
    ),
    Action("RestoreSecret", _NAME, writes.restore_secret, SECRET_LISTS),
    Action("PutSecretValue", f"{_VALUE} VersionStages", writes.put_secret_value, SECRET_LISTS),
    Action("UpdateSecret", f"{_NAME} Description ExtendedConfig:ExtendedConfig", writes.update_secret, SECRET_LISTS),
    Action("UpdateSecretVersionStage", _STAGE, writes.update_secret_version_stage, SECRET_LISTS),
    Action("DescribeSecret", f"{_NAME} FetchTags", reads.describe_secret, SECRET_VALUES),
    Action(
        "GetSecretValue",
        f"{_NAME} VersionId VersionStage FetchExtendedConfig:bool DryRun:bool",
        reads.get_secret_value,
        SECRET_VALUES,
    ),
    Action("ListSecrets", f"{PAGE} FetchTags Filters", reads.list_secrets, SECRET_LISTS),
    Action("ListSecretVersionIds", f"{_NAME} IncludeDeprecated {PAGE}", reads.list_secret_version_ids, SECRET_LISTS),
)
