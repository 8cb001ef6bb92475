"""What an instance allows, and what an account may do without one.

Since 2022-03-31 new accounts must buy an instance: without one they have a single default key in each region and no
secrets (vendor's pages on KMS instances). How KMS refuses the rest is unconfirmed.
"""

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.instances.records import Instance, need_instance, needs_instance
from reprieve_emulator.cloud import Call
from reprieve_emulator.world import World

_LIMIT = "The request was rejected because user create resource limit was exceeded."


def check_home(call: Call, world: World) -> Instance | None:
    """Give the instance in which a call creates something, None for the shared service; refuse one not connected."""
    instance_id = call.parameters.get("DKMSInstanceId")
    if not instance_id:
        return None
    instance = need_instance(call, instance_id, world)
    if instance.status != "Connected":
        message = f"The DKMS instance {instance_id} is {instance.status}."
        raise errors.refusal("Forbidden.DKMSInstanceStateInvalid", message)
    return instance


def check_room(used: int, bought: int) -> None:
    """Refuse one too many."""
    if used >= bought:
        raise errors.refusal("Rejected.LimitExceeded", _LIMIT)


def check_default_key(call: Call, used: int, world: World) -> None:
    """Refuse a second key outside any instance to an account that must buy one."""
    if used and needs_instance(call.account, world):
        raise errors.refusal(world.switches["alicloud_second_default_key_code"], _LIMIT)


def check_shared_secret(call: Call, world: World) -> None:
    """Refuse a secret outside any instance to an account that must buy one."""
    if needs_instance(call.account, world):
        code = world.switches["alicloud_secret_without_instance_code"]
        raise errors.refusal(code, 'The parameter "DKMSInstanceId" is needed for this account.')
