"""The actions that change an instance or the account."""

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.conditions import activate
from reprieve_emulator.alicloud.instances.records import need_instance
from reprieve_emulator.alicloud.keys.records import Key, destroy_key
from reprieve_emulator.alicloud.secrets.records import Secret, destroy_secret
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World


def open_kms_service(call: Call, world: World) -> Reply:
    """Activate KMS for the account; to repeat it succeeds."""
    activate(call.account, world)
    return {}


def release_kms_instance(call: Call, world: World) -> Reply:
    """Give an instance back: all keys and secrets in it are gone at once, whatever their windows."""
    instance = need_instance(call, call.parameters["KmsInstanceId"], world)
    forced = call.parameters.get("ForceDeleteWithoutBackup", False)
    if instance.deletion_protection or not (instance.is_backed_up or forced):
        reason = "is protected" if instance.deletion_protection else "has no backup"
        raise errors.refusal(world.switches["alicloud_release_code"], f"The instance {instance.instance_id} {reason}.")
    for secret in world.store.find(Secret, instance_id=instance.instance_id):
        destroy_secret(secret, world)
    for key in world.store.find(Key, instance_id=instance.instance_id):
        destroy_key(key, world)
    world.store.delete(instance)
    return {}
