"""What SSM allows: names, sizes, counts, and which action a state permits.

Sources: the parameter texts in the vendor's SDKs and tccli's definitions, the error lists in the comments of the
vendor's Go SDK. The code of a refused transition is a guess unless said otherwise, and then a switch.
"""

import base64
import re

from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.tencentcloud import errors
from reprieve_emulator.tencentcloud.ssm.records import Secret
from reprieve_emulator.world import World

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
_VERSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_DESCRIPTION_BYTES = 2048
_VALUE_BYTES = 32 * 1024
VERSIONS = 10
"""Versions per secret."""
WINDOW_DAYS = 30
"""Longest recovery window; 0 destroys at once and is the default."""
UNNUMBERED = "SSM_Current"
"""The version's id when the caller gives none."""
SSH_KEY = 2
FLOW_RUNNING, FLOW_DONE = "0", "1"
"""The states of a task, as DescribeAsyncRequestInfo numbers them; 2 would be failed."""
_UNINITIALIZED = {"Creating", "Failed"}
_READY = {"Enabled", "Disabled"}


def check_name(name: str) -> None:
    """Refuse a secret name outside the charset or length."""
    if not _NAME.fullmatch(name):
        raise errors.invalid_value("SecretName: 1 to 128 letters, digits, - or _, starting with a letter or digit.")


def check_version_id(version_id: str) -> None:
    """Refuse a version id outside the charset or length."""
    if not _VERSION_ID.fullmatch(version_id):
        raise errors.invalid_value("VersionId: 1 to 64 letters, digits, -, _ or ., starting with a letter or digit.")


def check_description(description: str) -> None:
    """Refuse a description that is too long."""
    if len(description.encode()) > _DESCRIPTION_BYTES:
        raise errors.invalid_value(f"Description: at most {_DESCRIPTION_BYTES} bytes.")


def read_value(call: Call) -> dict[str, str]:
    """Give the value that a call carries, text or base64; refuse none, both, and what is too large."""
    text, binary = call.parameters.get("SecretString", ""), call.parameters.get("SecretBinary", "")
    if bool(text) == bool(binary):
        raise errors.invalid_value("Exactly one of SecretString and SecretBinary must have a value.")
    if len(text.encode()) > _VALUE_BYTES or len(_decode(binary)) > _VALUE_BYTES:
        raise errors.invalid_value(f"The value has more than {_VALUE_BYTES} bytes.")
    return {"secret_string": text, "secret_binary": binary}


def check_choice(call: Call, name: str, allowed: range) -> None:
    """Refuse a number outside a parameter's list."""
    if call.parameters.get(name, allowed.start) not in allowed:
        raise errors.invalid_value(f"{name}: {allowed.start} to {allowed.stop - 1}.")


def shown_status(secret: Secret, world: World) -> str:
    """Give the state that the secret shows; after a change it may lag behind."""
    return world.lags.look(secret.place, secret.status)


def start_lag(secret: Secret, target: str, world: World) -> None:
    """Let a toggled secret show its old state for a while, if the switches say so."""
    looks, milliseconds = world.switches.number("ssm_lag_looks"), world.switches.number("ssm_lag_milliseconds")
    if secret.status != target:
        world.lags.start(secret.place, secret.status, looks=looks, milliseconds=milliseconds)


def check_initialized(secret: Secret) -> None:
    """Refuse a secret that its product has not finished."""
    if secret.status in _UNINITIALIZED:
        raise CloudError("ResourceUnavailable.ResourceUninitialized", f"The secret {secret.name} is not initialized.")


def check_changeable(secret: Secret) -> None:
    """Refuse a change of what is pending."""
    check_initialized(secret)
    if secret.status not in _READY:
        raise errors.failed_operation(f"The secret {secret.name} is {secret.status}.")


def check_custom(secret: Secret) -> None:
    """Refuse to write the versions of a secret that a product owns."""
    if secret.rotation:
        raise CloudError("OperationDenied.AutoRotatedResource", f"The secret {secret.name} is rotated by its product.")
    if secret.secret_type:
        raise errors.failed_operation(f"The secret {secret.name} belongs to the product {secret.product_name}.")


def check_toggle(secret: Secret, target: str, world: World) -> None:
    """Refuse EnableSecret and DisableSecret where the state does not allow them."""
    check_changeable(secret)
    if secret.status == target and world.switches["ssm_repeated_toggle"] == "refused":
        raise errors.failed_operation(f"The secret {secret.name} is {target} already.")


def check_deletable(secret: Secret, window: int, world: World) -> None:
    """Refuse DeleteSecret where window, kind or state do not allow it."""
    if window > WINDOW_DAYS or (secret.secret_type == SSH_KEY and window):
        raise errors.invalid_value("RecoveryWindowInDays: 0 to 30, for an SSH key only 0.")
    check_initialized(secret)
    status = shown_status(secret, world)
    if status == "Enabled":
        raise CloudError(world.switches["ssm_delete_enabled_code"], f"The secret {secret.name} must be disabled first.")
    if status == "PendingDelete" and world.switches["ssm_delete_pending"] == "refused":
        raise errors.failed_operation(f"The secret {secret.name} is pending deletion already.")


def _decode(binary: str) -> bytes:
    try:
        return base64.b64decode(binary, validate=True)
    except ValueError:
        raise errors.invalid_value("SecretBinary is not base64.") from None
