"""Which resources can carry tags: the Tag product asks here whether a resource exists."""

import re
from collections.abc import Callable

from reprieve_emulator.cloud import CloudError
from reprieve_emulator.tencentcloud.kms.records import Key
from reprieve_emulator.tencentcloud.ssm.records import Secret
from reprieve_emulator.tencentcloud.tag.records import Resource
from reprieve_emulator.world import World

_SIX_PARTS = re.compile(
    r"qcs:(?P<project>[^:]*):(?P<service>\w+):(?P<region>[\w-]*):uin/(?P<account>\d*):(?P<prefix>[\w-]+)/(?P<id>.+)"
)


def parse_resource(text: str, account: str) -> Resource:
    """Read a resource's six parts; an account left out is the caller's, another one's is refused."""
    match = _SIX_PARTS.fullmatch(text)
    if match is None or match["account"] not in {"", account}:
        raise CloudError("InvalidParameterValue.ResourceDescriptionError", f"The resource {text} is not valid.")
    return Resource(account, match["service"], match["region"], match["prefix"], match["id"])


def exists(resource: Resource, world: World) -> bool:
    """Say whether a resource exists; one of a service that is not emulated does."""
    finder = _FINDERS.get((resource.service, resource.prefix))
    return finder is None or finder(resource, world)


def _secret_exists(resource: Resource, world: World) -> bool:
    name = resource.id.rpartition("/")[2]
    secret = world.store.get(Secret, account=resource.account, region=resource.region, name=name)
    return secret is not None and secret.resource == resource


def _key_exists(resource: Resource, world: World) -> bool:
    key = world.store.get(Key, key_id=resource.id.rpartition("/")[2])
    return key is not None and key.resource == resource


_FINDERS: dict[tuple[str, str], Callable[[Resource, World], bool]] = {
    ("ssm", "secret"): _secret_exists,
    ("kms", "key"): _key_exists,
}
