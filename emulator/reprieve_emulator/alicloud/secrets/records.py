"""What is kept of secrets: secrets and their versions, by account, region and name."""

import re
from dataclasses import dataclass, field

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.tags.records import Target, detach_all
from reprieve_emulator.cloud import Call
from reprieve_emulator.store import Record
from reprieve_emulator.world import World

NAME = re.compile(r"[A-Za-z0-9_/+=.@-]{1,192}")
_ARN = re.compile(r"acs:kms:(?P<region>[\w-]+):(?P<account>\d+):secret/(?P<name>.+)")


@dataclass
class Secret(
    Record,
    table="alicloud_secrets",
    key=("account", "region", "name"),
    index=("delete_time", "instance_id"),
):
    """One secret; types other than Generic are planted. There is no state: a pending secret has a delete time."""

    account: str
    region: str
    name: str
    creator: str
    create_time: int
    update_time: int
    description: str = ""
    kind: str = "Generic"
    """Generic, Rds, Redis, RAMCredentials, ECS or PolarDB."""
    encryption_key_id: str = ""
    """Empty: KMS encrypts with a key of its own."""
    instance_id: str = ""
    delete_time: int = 0
    """Seconds since 1970; 0 unless pending."""
    extended_config: str = ""
    rotation_seconds: int = 0
    last_rotation_time: int = 0
    next_rotation_time: int = 0
    owner: str = ""
    """The product that made the secret: OwingService."""

    @property
    def arn(self) -> str:
        """The secret's name across accounts and regions."""
        return f"acs:kms:{self.region}:{self.account}:secret/{self.name}"

    @property
    def target(self) -> Target:
        """The secret as tags know it."""
        return Target(self.account, self.region, "secret", self.name)


@dataclass
class Version(
    Record,
    table="alicloud_secret_versions",
    key=("account", "region", "name", "version_id"),
    secret=("data",),
):
    """One version's content and its stages."""

    account: str
    region: str
    name: str
    version_id: str
    create_time: int
    data: str
    data_type: str = "text"
    stages: list[str] = field(default_factory=list)


def find_secret(call: Call, name: str, world: World) -> Secret | None:
    """Give a secret by name or ARN, None without it."""
    arn = _ARN.fullmatch(name)
    if arn and (arn["region"], arn["account"]) == (call.region, call.account):
        name = arn["name"]
    return world.store.get(Secret, account=call.account, region=call.region, name=name)


def named_secret(call: Call, name: str, world: World) -> Secret:
    """Give a secret; InvalidParameter for what is no name, Forbidden.ResourceNotFound without it."""
    if not (NAME.fullmatch(name) or _ARN.fullmatch(name)):
        raise errors.invalid_parameter("SecretName")
    secret = find_secret(call, name, world)
    if secret is None:
        raise errors.refusal("Forbidden.ResourceNotFound", "The resource is not found.")
    return secret


def need_secret(call: Call, world: World) -> Secret:
    """Give the secret that a call names."""
    return named_secret(call, call.parameters["SecretName"], world)


def versions_of(secret: Secret, world: World) -> list[Version]:
    """Give a secret's versions, oldest first."""
    return world.store.find(Version, account=secret.account, region=secret.region, name=secret.name)


def find_version(secret: Secret, version_id: str, world: World) -> Version | None:
    """Give a version of a secret, None without it."""
    place = {"account": secret.account, "region": secret.region, "name": secret.name}
    return world.store.get(Version, **place, version_id=version_id)


def destroy_secret(secret: Secret, world: World) -> None:
    """Remove a secret for good, with its versions and tags."""
    world.store.delete_where(Version, account=secret.account, region=secret.region, name=secret.name)
    detach_all(world.store, secret.target)
    world.store.delete(secret)


def settle(world: World) -> None:
    """Destroy the secrets whose window has ended."""
    for secret in world.store.find(Secret, "delete_time BETWEEN 1 AND ?", (world.clock.seconds(),)):
        destroy_secret(secret, world)
