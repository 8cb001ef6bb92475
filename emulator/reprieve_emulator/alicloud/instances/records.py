"""What is kept of KMS instances. They are bought, so they are planted."""

from dataclasses import dataclass

from reprieve_emulator.alicloud import errors
from reprieve_emulator.cloud import Call
from reprieve_emulator.store import Record
from reprieve_emulator.world import World


@dataclass
class Instance(Record, table="alicloud_instances", key=("instance_id",)):
    """One KMS instance: the home of keys and secrets."""

    account: str
    region: str
    instance_id: str
    create_time: int
    name: str = ""
    status: str = "Connected"
    """Uninitialized, Connecting, Connected, Disconnected or Error."""
    product_type: str = "kms_ddi_public_cn"
    is_hardware: bool = False
    key_num: int = 1000
    """Keys that were bought."""
    secret_num: int = 1000
    vpc_num: int = 5
    spec: int = 1000
    """Requests per second."""
    vpc_id: str = ""
    end_time: int = 0
    """Seconds since 1970; 0: paid as used."""
    is_backed_up: bool = False
    deletion_protection: bool = False
    deletion_protection_description: str = ""

    @property
    def arn(self) -> str:
        """The instance's name across accounts and regions."""
        return f"acs:kms:{self.region}:{self.account}:keystore/{self.instance_id}"


@dataclass
class Generation(Record, table="alicloud_generations", key=("account",)):
    """Whether an account is of those that must buy an instance, as all are that first used KMS since 2022-03-31."""

    account: str
    needs_instance: bool


def need_instance(call: Call, instance_id: str, world: World) -> Instance:
    """Give an instance; Forbidden.DKMSInstanceNotFound without it."""
    instance = world.store.get(Instance, account=call.account, region=call.region, instance_id=instance_id)
    if instance is None:
        raise errors.refusal("Forbidden.DKMSInstanceNotFound", "The specified DKMS instance is not found.")
    return instance


def needs_instance(account: str, world: World) -> bool:
    """Say whether an account must buy an instance; by default none must."""
    generation = world.store.get(Generation, account=account)
    return generation is not None and generation.needs_instance
