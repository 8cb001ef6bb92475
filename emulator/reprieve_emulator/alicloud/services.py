"""The services of Alibaba Cloud that are served. KMS is one service to its callers, and one folder here per object."""

from reprieve_emulator.alicloud.aliases import switches as aliases_switches
from reprieve_emulator.alicloud.aliases import table as aliases
from reprieve_emulator.alicloud.instances import switches as instances_switches
from reprieve_emulator.alicloud.instances import table as instances
from reprieve_emulator.alicloud.keys import rotation
from reprieve_emulator.alicloud.keys import switches as keys_switches
from reprieve_emulator.alicloud.keys import table as keys
from reprieve_emulator.alicloud.secrets import records as secrets_records
from reprieve_emulator.alicloud.secrets import switches as secrets_switches
from reprieve_emulator.alicloud.secrets import table as secrets
from reprieve_emulator.alicloud.service import Service
from reprieve_emulator.alicloud.sts import table as sts
from reprieve_emulator.alicloud.tags import switches as tags_switches
from reprieve_emulator.alicloud.tags import table as tags

_KMS = Service(
    name="kms",
    version="2016-01-20",
    actions={**secrets.ACTIONS, **keys.ACTIONS, **aliases.ACTIONS, **tags.ACTIONS, **instances.ACTIONS},
    objects={**secrets.OBJECTS, **tags.OBJECTS},
    switches=(
        *secrets_switches.SWITCHES,
        *keys_switches.SWITCHES,
        *aliases_switches.SWITCHES,
        *tags_switches.SWITCHES,
        *instances_switches.SWITCHES,
    ),
    settles=(secrets_records.settle, rotation.settle),
)
_STS = Service(name="sts", version="2015-04-01", actions=sts.ACTIONS, objects={})

SERVICES = {service.name: service for service in (_KMS, _STS)}
