"""Versions of keys: made with the key, on demand, and when time has brought the next rotation."""

import uuid

from reprieve_emulator.alicloud.keys import rules
from reprieve_emulator.alicloud.keys.records import Key, KeyVersion, destroy_key
from reprieve_emulator.ciphers import make_symmetric
from reprieve_emulator.world import World


def add_version(key: Key, moment: int, world: World) -> KeyVersion:
    """Give a key new material."""
    has_material = key.origin != "EXTERNAL" and key.spec in rules.SYMMETRIC
    material = make_symmetric() if has_material else ""
    version = KeyVersion(key.key_id, str(uuid.uuid4()), moment, material)
    world.store.put(version)
    key.last_rotation_time = moment
    world.store.put(key)
    return version


def set_rotation(key: Key, seconds: int, world: World) -> None:
    """Renew a key's material every so many seconds, 0: never."""
    key.rotation_seconds = seconds
    key.next_rotation_time = world.clock.seconds() + seconds if seconds else 0
    world.store.put(key)


def settle(world: World) -> None:
    """Destroy the keys whose window has ended, and rotate those whose time has come."""
    now = world.clock.seconds()
    for key in world.store.find(Key, "delete_time BETWEEN 1 AND ?", (now,)):
        destroy_key(key, world)
    for key in world.store.find(Key, "next_rotation_time BETWEEN 1 AND ?", (now,)):
        _rotate(key, now, world)


def _rotate(key: Key, now: int, world: World) -> None:
    # rotation is suspended while the key is not in use, and the turns of that time are left out
    while key.next_rotation_time <= now:
        moment = key.next_rotation_time
        key.next_rotation_time += key.rotation_seconds
        if key.state == "Enabled":
            add_version(key, moment, world)
    world.store.put(key)
