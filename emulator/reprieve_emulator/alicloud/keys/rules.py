"""What keys may be, and which action a state permits.

Sources: parameter texts in the vendor's SDK; the vendor's page on the effect of key states on API calls, where every
refusal is HTTP 409; the vendor's page on limits.
"""

import re

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.keys.records import Key
from reprieve_emulator.cloud import Call
from reprieve_emulator.world import World

ENCRYPT, SIGN = "ENCRYPT/DECRYPT", "SIGN/VERIFY"
SPECS = {
    "Aliyun_AES_256": (ENCRYPT,),
    "Aliyun_SM4": (ENCRYPT,),
    "RSA_2048": (SIGN, ENCRYPT),
    "RSA_3072": (SIGN, ENCRYPT),
    "EC_P256": (SIGN,),
    "EC_P256K": (SIGN,),
    "EC_SM2": (SIGN, ENCRYPT),
}
"""The usages of each kind of key, the default first."""
SYMMETRIC = ("Aliyun_AES_256", "Aliyun_SM4")
ORIGINS = ("Aliyun_KMS", "EXTERNAL")
_WINDOW_SHORTEST = 7
_DESCRIPTION_LENGTH = 8192
_DAY = 86_400
_ROTATION_SHORTEST, _ROTATION_CREATE, _ROTATION_UPDATE = 7, 365, 730
_INTERVAL = re.compile(r"(?P<number>[0-9]{1,9})(?P<unit>[dhms])")
_UNITS = {"d": _DAY, "h": 3600, "m": 60, "s": 1}
_UNUSABLE = {
    "Disabled": "Rejected.Disabled",
    "PendingDeletion": "Rejected.PendingDeletion",
    "PendingImport": "Rejected.PendingImport",
}


def check_description(name: str, description: str) -> None:
    """Refuse a description that is too long."""
    if len(description) > _DESCRIPTION_LENGTH:
        raise errors.invalid_parameter(name, f"It has up to {_DESCRIPTION_LENGTH} characters.")


def read_spec(call: Call) -> tuple[str, str]:
    """Give kind and usage of a new key."""
    spec = call.parameters.get("KeySpec") or SYMMETRIC[0]
    if spec not in SPECS:
        raise errors.invalid_parameter("KeySpec", f"It is one of {', '.join(SPECS)}.")
    usage = call.parameters.get("KeyUsage") or SPECS[spec][0]
    if usage not in SPECS[spec]:
        raise errors.invalid_parameter("KeyUsage", f"For {spec} it is {' or '.join(SPECS[spec])}.")
    return spec, usage


def read_interval(text: str, world: World, *, is_new: bool) -> int:
    """Give a rotation interval in seconds."""
    limits = {"as_documented": _ROTATION_CREATE if is_new else _ROTATION_UPDATE, "365": 365, "730": 730}
    longest = limits[world.switches["alicloud_rotation_longest_days"]]
    match = _INTERVAL.fullmatch(text)
    seconds = int(match["number"]) * _UNITS[match["unit"]] if match else 0
    if not _ROTATION_SHORTEST * _DAY <= seconds <= longest * _DAY:
        message = f"It is {_ROTATION_SHORTEST} to {longest} days, a number with d, h, m or s."
        raise errors.invalid_parameter("RotationInterval", message)
    return seconds


def check_rotatable(spec: str, origin: str) -> None:
    """Refuse rotation of what KMS did not make, or of a pair."""
    if origin == "EXTERNAL":
        raise errors.refusal("Unsupported.Origin", "This key origin is not valid for this api.")
    if spec not in SYMMETRIC:
        raise errors.invalid_parameter("EnableAutomaticRotation", "Only symmetric keys are rotated.")


def shown_state(key: Key, world: World) -> str:
    """Give the state that the key shows; after EnableKey and DisableKey it may lag behind."""
    return world.lags.look(key.place, key.state)


def change_state(key: Key, state: str, world: World) -> None:
    """Move a key to a state, which may show late."""
    looks = world.switches.number("alicloud_key_lag_looks")
    milliseconds = world.switches.number("alicloud_key_lag_milliseconds")
    if key.state != state:
        world.lags.start(key.place, key.state, looks=looks, milliseconds=milliseconds)
    key.state = state
    world.store.put(key)


def check_usable(key: Key, world: World) -> None:
    """Refuse what only an enabled key may do."""
    state = shown_state(key, world)
    if state != "Enabled":
        raise errors.refusal(_UNUSABLE[state], f"The request was rejected because the key state is {state}.")


def check_not_pending(key: Key, code: str = "Rejected.PendingDeletion") -> None:
    """Refuse a change of what is pending."""
    if key.state == "PendingDeletion":
        raise errors.refusal(code, "The request was rejected because the key state is PendingDeletion.")


def check_state(key: Key, *allowed: str) -> None:
    """Refuse a move from another state."""
    if key.state not in allowed:
        raise errors.refusal("Rejected.StateModifiedFailed", "Keystate modified failed.")


def check_own(key: Key, world: World) -> None:
    """Refuse to change a key that a product made."""
    if key.owner:
        code = world.switches["alicloud_service_key_code"]
        raise errors.refusal(code, f"The key {key.key_id} is managed by {key.owner}.")


def check_schedulable(key: Key, window: int, world: World) -> None:
    """Refuse ScheduleKeyDeletion where window, owner, state or protection do not allow it."""
    longest = world.switches.number("alicloud_key_window_longest_days")
    if not _WINDOW_SHORTEST <= window <= longest:
        raise errors.invalid_parameter("PendingWindowInDays", f"It is {_WINDOW_SHORTEST} to {longest}.")
    check_own(key, world)
    check_state(key, "Enabled", "Disabled", "PendingImport")
    if key.deletion_protection:
        code = world.switches["alicloud_protected_key_code"]
        raise errors.refusal(code, f"The key {key.key_id} has deletion protection enabled.")
