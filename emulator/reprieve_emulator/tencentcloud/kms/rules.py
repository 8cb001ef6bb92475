"""What KMS allows: names, sizes, windows, and which action a state permits.

Sources: tccli's definitions, the error lists in the comments of the vendor's Go SDK, the vendor's page on
ScheduleKeyDeletion. Which code a state's refusal has is inferred from the action's list; doubtful ones are switches.
"""

import re

from reprieve_emulator.cloud import CloudError
from reprieve_emulator.tencentcloud.kms.records import Binding, Key
from reprieve_emulator.tencentcloud.ssm.records import Secret
from reprieve_emulator.world import World

_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_DESCRIPTION_BYTES = 1024
WINDOW_DAYS = range(7, 31)
ROTATE_DAYS = range(7, 366)
SYMMETRIC = "ENCRYPT_DECRYPT"
USAGES = (
    SYMMETRIC,
    "ASYMMETRIC_DECRYPT_RSA_2048",
    "ASYMMETRIC_DECRYPT_SM2",
    "ASYMMETRIC_SIGN_VERIFY_SM2",
    "ASYMMETRIC_SIGN_VERIFY_ECC",
    "ASYMMETRIC_SIGN_VERIFY_RSA_2048",
    "ASYMMETRIC_SIGN_VERIFY_ECDSA384",
)
LIST_PAGE = 200
BATCH = 100
_BINDING_STATES = {"live": ("Enabled", "Disabled"), "pending": ("Enabled", "Disabled", "PendingDelete"), "never": ()}
"""The states in which a secret binds its key, by switch."""


def check_alias(account: str, region: str, alias: str, world: World) -> None:
    """Refuse an alias outside its charset, reserved for products, or taken."""
    if not _ALIAS.fullmatch(alias) or alias.startswith("kms-"):
        message = "Alias: 1 to 60 letters, digits, - or _, starting with a letter or digit, not with kms-."
        raise CloudError("InvalidParameterValue.InvalidAlias", message)
    where = "" if world.switches["kms_alias_while_pending"] == "held" else "status != 'PendingDelete'"
    if world.store.count(Key, where, account=account, region=region, alias=alias):
        raise CloudError("InvalidParameterValue.AliasAlreadyExists", f"The alias {alias} exists already.")


def check_description(description: str) -> None:
    """Refuse a description that is too long."""
    if len(description.encode()) > _DESCRIPTION_BYTES:
        raise CloudError("InvalidParameter", f"Description: at most {_DESCRIPTION_BYTES} bytes.")


def check_own(key: Key) -> None:
    """Refuse to change a key that a product made."""
    if key.owner != "user":
        raise CloudError("UnsupportedOperation.NotUserCreatedCmk", f"The CMK {key.key_id} belongs to {key.owner}.")


def check_state(key: Key, *allowed: str, code: str = "CmkStateNotSupport") -> None:
    """Refuse a key in another state."""
    if key.status not in allowed:
        raise CloudError(f"ResourceUnavailable.{code}", f"The CMK {key.key_id} is {key.status}.")


def check_toggle(key: Key, target: str, world: World) -> None:
    """Refuse EnableKey and DisableKey where the state does not allow them."""
    check_own(key)
    check_state(key, "Enabled", "Disabled")
    if key.status == target and world.switches["kms_repeated_toggle"] == "refused":
        check_state(key)
    if target == "Disabled":
        check_unused(key, world)


def check_unused(key: Key, world: World) -> None:
    """Refuse what would take a key away from a product that uses it."""
    uses = world.store.count(Binding, key_id=key.key_id)
    for status in _BINDING_STATES[world.switches["ssm_binds_key"]]:
        uses += world.store.count(Secret, account=key.account, kms_key_id=key.key_id, status=status)
    if uses:
        message = f"The CMK {key.key_id} is used by a cloud product."
        raise CloudError("FailedOperation.CmkUsedByCloudProduct", message)


def check_schedulable(key: Key, window: int, world: World) -> None:
    """Refuse ScheduleKeyDeletion where window, use or state do not allow it."""
    if window not in WINDOW_DAYS:
        raise CloudError("InvalidParameter.InvalidPendingWindowInDays", "PendingWindowInDays: 7 to 30.")
    check_own(key)
    if key.status == "PendingDelete":
        check_state(key, code=world.switches["kms_schedule_pending_code"])
    if key.status in {"PendingImport", "Archived"} and world.switches["kms_schedule_unusable"] == "accepted":
        return check_unused(key, world)
    check_state(key, "Enabled", "Disabled")
    check_state(key, "Disabled", code="CmkShouldBeDisabled")
    return check_unused(key, world)


def check_editable(key: Key, world: World) -> None:
    """Refuse a new alias or description for what is pending."""
    check_own(key)
    if key.status == "PendingDelete":
        raise CloudError(world.switches["kms_update_pending_code"], f"The CMK {key.key_id} is pending deletion.")


def check_rotatable(key: Key, world: World) -> None:
    """Refuse rotation of what KMS did not make or may not use."""
    check_own(key)
    if key.origin == "EXTERNAL":
        raise CloudError("UnsupportedOperation.ExternalCmkCanNotRotate", f"The CMK {key.key_id} is imported.")
    if key.usage != SYMMETRIC:
        raise CloudError("InvalidParameter", f"The CMK {key.key_id} is not symmetric.")
    also = ("Disabled",) if world.switches["kms_rotation_when_disabled"] == "accepted" else ()
    check_state(key, "Enabled", *also)


def check_usage(key: Key, *prefixes: str) -> None:
    """Refuse a key of another purpose."""
    if not key.usage.startswith(prefixes):
        raise CloudError("InvalidParameterValue.InvalidKeyUsage", f"The CMK {key.key_id} is for {key.usage}.")


def check_readable(key: Key) -> None:
    """Refuse to decrypt with a key that is not in use; an archived one still decrypts."""
    if key.status == "PendingDelete":
        check_state(key, code="KeyPendingDelete")
    check_state(key, "Enabled", "Archived", code="CmkDisabled")


def check_usable(key: Key) -> None:
    """Refuse to encrypt with a key that is not in use."""
    if key.status == "Archived":
        check_state(key, code="CmkArchived")
    check_readable(key)
