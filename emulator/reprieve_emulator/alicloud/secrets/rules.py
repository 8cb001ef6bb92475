"""What secrets may be, and what a pending one forbids.

Sources: parameter texts in the vendor's SDK; the error tables of the vendor's pages on CreateSecret, DeleteSecret and
RestoreSecret. The window of 7 to 30 days is stated by the newer page on DeleteSecret only.
"""

import base64
import binascii
import re

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.secrets.records import NAME, Secret
from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.world import World

_VERSION_ID = re.compile(r".{1,64}")
_DAYS = re.compile(r"[0-9]{1,4}")
_VALUE_BYTES = 30_720
_DATA_TYPES = ("text", "binary")
_DESCRIPTION_LENGTH = 8192
_WINDOW_DAYS = range(7, 31)
DEFAULT_WINDOW_DAYS = 30
GENERIC = "Generic"


def check_name(name: str) -> None:
    """Refuse a name outside charset and length, or reserved for products."""
    if not NAME.fullmatch(name) or name.startswith("acs/"):
        message = "It is 1 to 192 letters, digits, _, /, +, =, ., @ or -, not starting with acs/."
        raise errors.invalid_parameter("SecretName", message)


def check_version_id(version_id: str) -> None:
    """Refuse a version id outside its length."""
    if not _VERSION_ID.fullmatch(version_id):
        raise errors.invalid_parameter("VersionId", "It has 1 to 64 characters.")


def check_description(description: str) -> None:
    """Refuse a description that is too long."""
    if len(description) > _DESCRIPTION_LENGTH:
        raise errors.invalid_parameter("Description", f"It has up to {_DESCRIPTION_LENGTH} characters.")


def check_value(call: Call) -> None:
    """Refuse a value of another type or size."""
    data, data_type = call.parameters["SecretData"], call.parameters.get("SecretDataType") or _DATA_TYPES[0]
    if data_type not in _DATA_TYPES:
        raise errors.invalid_parameter("SecretDataType", "It is text or binary.")
    if not 0 < _size(data, data_type) <= _VALUE_BYTES:
        raise errors.invalid_parameter("SecretData", f"It has 1 to {_VALUE_BYTES} bytes.")


def read_window(call: Call, world: World) -> int:
    """Give the recovery window of a deletion in days; it comes as text."""
    text = call.parameters.get("RecoveryWindowInDays") or str(DEFAULT_WINDOW_DAYS)
    days = int(text) if _DAYS.fullmatch(text) else 0
    is_limited = world.switches["alicloud_recovery_window"] == "7_to_30"
    if days == 0 or (is_limited and days not in _WINDOW_DAYS):
        raise errors.invalid_parameter("RecoveryWindowInDays", "It is 7 to 30.")
    return days


def check_not_pending(secret: Secret) -> None:
    """Refuse what a pending secret does not allow."""
    if secret.delete_time:
        raise in_delete_window()


def check_writable(secret: Secret, world: World) -> None:
    """Refuse to change a pending secret, if the switch says so."""
    if world.switches["alicloud_write_while_pending"] == "refused":
        check_not_pending(secret)


def check_generic(secret: Secret) -> None:
    """Refuse to write the versions of a secret that a product owns."""
    if secret.kind != GENERIC:
        message = f"The secret {secret.name} is of type {secret.kind}."
        raise errors.refusal("Rejected.UnsupportedOperation", message)


def in_delete_window() -> CloudError:
    """Name the refusal that a pending secret causes."""
    return errors.refusal("Rejected.ResourceInDeleteWindow", "The secret is planned to be deleted.")


def _size(data: str, data_type: str) -> int:
    if data_type == "text":
        return len(data.encode())
    try:
        return len(base64.b64decode(data, validate=True))
    except (binascii.Error, ValueError):
        raise errors.invalid_parameter("SecretData", "Binary data is base64.") from None
