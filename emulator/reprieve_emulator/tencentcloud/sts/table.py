"""What STS serves. Parameters: tccli's definitions. The rates are unconfirmed."""

from reprieve_emulator.tencentcloud.service import Action, Service, table
from reprieve_emulator.tencentcloud.sts import reads, writes

STS = Service(
    name="sts",
    version="2018-08-13",
    is_regional=False,
    objects={"Tag": "Key! Value!"},
    actions=table(
        Action("GetCallerIdentity", "", reads.get_caller_identity, 20),
        Action(
            "AssumeRole",
            "RoleArn! RoleSessionName! DurationSeconds:uint Policy ExternalId Tags:Tag[] SourceIdentity"
            " SerialNumber TokenCode",
            writes.assume_role,
            20,
        ),
        Action("GetFederationToken", "Name! Policy! DurationSeconds:uint", writes.get_federation_token, 20),
    ),
)
