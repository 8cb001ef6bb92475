"""What SSM keeps: secrets and their versions, by account, region and name."""

from dataclasses import dataclass

from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.store import Record
from reprieve_emulator.tencentcloud.tag.records import Resource, detach_all
from reprieve_emulator.world import World


@dataclass
class Secret(Record, table="tencentcloud_ssm_secrets", key=("account", "region", "name"), index=("delete_time",)):
    """One secret; types other than 0 and states Creating and Failed are made by products, or planted."""

    account: str
    region: str
    name: str
    creator_uin: str
    create_time: int
    description: str = ""
    kms_key_id: str = ""
    kms_key_type: str = "DEFAULT"
    status: str = "Enabled"
    delete_time: int = 0
    """Seconds since 1970; 0 unless pending."""
    secret_type: int = 0
    product_name: str = "default"
    encrypt_type: int = 0
    additional_config: str = ""
    hsm_cluster_id: str = ""
    resource_id: str = ""
    instance_id: str = ""
    rotation: bool = False
    rotation_days: int = 0

    @property
    def place(self) -> tuple[str, ...]:
        """What tells this secret from all others."""
        return ("ssm", self.account, self.region, self.name)

    @property
    def resource(self) -> Resource:
        """The secret as the Tag product knows it."""
        return Resource(self.account, "ssm", self.region, "secret", f"creatorUin/{self.creator_uin}/{self.name}")


@dataclass
class Version(
    Record,
    table="tencentcloud_ssm_versions",
    key=("account", "region", "name", "version_id"),
    secret=("secret_string", "secret_binary"),
):
    """One version's content: text or base64, the other one empty."""

    account: str
    region: str
    name: str
    version_id: str
    create_time: int
    secret_string: str = ""
    secret_binary: str = ""


@dataclass
class Flow(Record, table="tencentcloud_ssm_flows", key=("account", "flow_id")):
    """One asynchronous task."""

    account: str
    flow_id: int

    @property
    def place(self) -> tuple[str, ...]:
        """What tells this task from all others."""
        return ("ssm flow", self.account, str(self.flow_id))


def find_secret(call: Call, world: World) -> Secret | None:
    """Give the secret that a call names, None without one."""
    return world.store.get(Secret, account=call.account, region=call.region, name=call.parameters["SecretName"])


def need_secret(call: Call, world: World, code: str = "ResourceNotFound") -> Secret:
    """Give the secret that a call names; ResourceNotFound without one."""
    secret = find_secret(call, world)
    if secret is None:
        raise CloudError(code, f"The secret {call.parameters['SecretName']} does not exist.")
    return secret


def need_version(secret: Secret, version_id: str, world: World) -> Version:
    """Give a version of a secret; ResourceNotFound without it."""
    version = world.store.get(
        Version, account=secret.account, region=secret.region, name=secret.name, version_id=version_id
    )
    if version is None:
        raise CloudError("ResourceNotFound", f"The version {version_id} of secret {secret.name} does not exist.")
    return version


def versions_of(secret: Secret, world: World) -> list[Version]:
    """Give a secret's versions, oldest first."""
    return world.store.find(Version, account=secret.account, region=secret.region, name=secret.name)


def destroy(secret: Secret, world: World) -> None:
    """Remove a secret for good, with its versions and tags."""
    world.store.delete_where(Version, account=secret.account, region=secret.region, name=secret.name)
    detach_all(world.store, secret.resource)
    world.store.delete(secret)


def settle(world: World) -> None:
    """Destroy the secrets whose window has ended."""
    for secret in world.store.find(Secret, "delete_time BETWEEN 1 AND ?", (world.clock.seconds(),)):
        destroy(secret, world)
