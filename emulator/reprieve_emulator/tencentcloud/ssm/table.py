"""What SSM serves. Parameters: tccli's definitions. Rates: vendor's page 1078/38633; 20 where it says "others"."""

from reprieve_emulator.tencentcloud.service import Action, Service, table
from reprieve_emulator.tencentcloud.ssm import reads, writes
from reprieve_emulator.tencentcloud.ssm.records import settle
from reprieve_emulator.tencentcloud.ssm.switches import SWITCHES

_NAME = "SecretName!"
_VALUE = "SecretName! VersionId! SecretBinary SecretString"
_CREATE = (
    "SecretName! VersionId Description KmsKeyId SecretType:uint SecretBinary SecretString AdditionalConfig"
    " Tags:Tag[] KmsHsmClusterId EncryptType:uint"
)
_LIST = (
    "Offset:uint Limit:uint OrderType:uint State:uint SearchSecretName TagFilters:TagFilter[] SecretType:uint"
    " ProductName EncryptType:uint InstanceID"
)

SSM = Service(
    name="ssm",
    version="2019-09-23",
    objects={"Tag": "TagKey! TagValue!", "TagFilter": "TagKey! TagValue:string[]"},
    switches=SWITCHES,
    settle=settle,
    actions=table(
        Action("CreateSecret", _CREATE, writes.create_secret, 100),
        Action("PutSecretValue", _VALUE, writes.put_secret_value, 100),
        Action("UpdateSecret", _VALUE, writes.update_secret, 20),
        Action("UpdateDescription", "SecretName! Description!", writes.update_description, 20),
        Action("EnableSecret", _NAME, writes.enable_secret, 50),
        Action("DisableSecret", _NAME, writes.disable_secret, 50),
        Action(
            "DeleteSecret",
            "SecretName! RecoveryWindowInDays:uint CleanSSHKey:bool DeleteMode:uint",
            writes.delete_secret,
            50,
        ),
        Action("RestoreSecret", _NAME, writes.restore_secret, 50),
        Action("DeleteSecretVersion", "SecretName! VersionId!", writes.delete_secret_version, 50),
        Action("DescribeSecret", _NAME, reads.describe_secret, 40),
        Action("ListSecrets", _LIST, reads.list_secrets, 30),
        Action("ListSecretVersionIds", _NAME, reads.list_secret_version_ids, 40),
        Action(
            "GetSecretValue",
            "SecretName! VersionId! EncryptionPublicKey EncryptionAlgorithm",
            reads.get_secret_value,
            300,
        ),
        Action("GetServiceStatus", "", reads.get_service_status, 50),
        Action("DescribeAsyncRequestInfo", "FlowID!:int", reads.describe_async_request_info, 20),
        Action("GetRegions", "", reads.get_regions, 20),
        Action("DescribeSupportedProducts", "", reads.describe_supported_products, 20),
    ),
)
