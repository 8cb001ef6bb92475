"""What STS serves."""

from reprieve_emulator.alicloud.groups import IDENTITY
from reprieve_emulator.alicloud.service import Action, table
from reprieve_emulator.alicloud.sts import reads, writes

ACTIONS = table(
    Action("GetCallerIdentity", "", reads.get_caller_identity, IDENTITY),
    Action(
        "AssumeRole",
        "RoleArn! RoleSessionName! DurationSeconds:uint Policy ExternalId SourceIdentity",
        writes.assume_role,
        IDENTITY,
    ),
)
