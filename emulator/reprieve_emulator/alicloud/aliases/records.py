"""What is kept of aliases."""

from dataclasses import dataclass

from reprieve_emulator.alicloud import errors
from reprieve_emulator.cloud import Call
from reprieve_emulator.store import Record
from reprieve_emulator.world import World

SERVICE_PREFIX = "alias/acs"
"""Aliases of the keys that products made."""


@dataclass
class Alias(Record, table="alicloud_aliases", key=("account", "region", "name"), index=("key_id",)):
    """One name of one key; it can be moved to another."""

    account: str
    region: str
    name: str
    """With its prefix: `alias/...`."""
    key_id: str

    @property
    def arn(self) -> str:
        """The alias's name across accounts and regions."""
        return f"acs:kms:{self.region}:{self.account}:{self.name}"


def need_alias(call: Call, name: str, world: World) -> Alias:
    """Give an alias; Forbidden.AliasNotFound without it."""
    alias = world.store.get(Alias, account=call.account, region=call.region, name=name)
    if alias is None:
        raise errors.refusal("Forbidden.AliasNotFound", "The specified Alias is not found.")
    return alias
