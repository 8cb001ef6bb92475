"""What is served for instances and the account. Parameters: the vendor's SDK."""

from reprieve_emulator.alicloud.groups import ACTIVATION, INSTANCE_READS, INSTANCE_WRITES
from reprieve_emulator.alicloud.instances import reads, writes
from reprieve_emulator.alicloud.listing import PAGE
from reprieve_emulator.alicloud.service import Action, table

_ONE = "KmsInstanceId!"

ACTIONS = table(
    Action("ListKmsInstances", PAGE, reads.list_kms_instances, INSTANCE_READS),
    Action("GetKmsInstance", _ONE, reads.get_kms_instance, INSTANCE_READS),
    Action("GetKmsInstanceQuotaInfos", f"{_ONE} ResourceType", reads.get_kms_instance_quota_infos, INSTANCE_READS),
    Action("ReleaseKmsInstance", f"{_ONE} ForceDeleteWithoutBackup:bool", writes.release_kms_instance, INSTANCE_WRITES),
    Action("DescribeAccountKmsStatus", "", reads.describe_account_kms_status, ACTIVATION),
    Action("OpenKmsService", "", writes.open_kms_service, ACTIVATION),
    Action("DescribeRegions", "", reads.describe_regions, INSTANCE_READS),
)
