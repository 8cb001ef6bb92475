"""What AWS's provider has for the same objects. Reprieve does not manage AWS: these are judged, never adopted."""

from __future__ import annotations

from reprieve.driver import Bounds, Rules, Status, Step
from reprieve.peers.kinds import Kind

CLOUD = "aws"

KINDS: dict[str, Kind] = {
    "aws_secretsmanager_secret": Kind(CLOUD, frozenset({"recovery_window_in_days"}), "Secret"),
    "aws_kms_key": Kind(CLOUD, frozenset({"deletion_window_in_days"}), "KmsKey"),
}

_LIVE = frozenset({Status.ENABLED, Status.DISABLED})

RULES: dict[str, Rules] = {
    "Secret": Rules(
        cloud="AWS",
        resource="Secret",
        name_field="name",
        name_is_id=False,
        steps=(Step("DeleteSecret", undo=None, needed_in=_LIVE),),
        undo="RestoreSecret within the window",
        window=Bounds(7, 30),  # Secrets Manager, DeleteSecret, parameter RecoveryWindowInDays
        force=True,
    ),
    "KmsKey": Rules(
        cloud="AWS",
        resource="KmsKey",
        name_field="alias",
        name_is_id=False,
        steps=(Step("ScheduleKeyDeletion", undo=None, needed_in=_LIVE),),
        undo="CancelKeyDeletion, EnableKey within the window",
        window=Bounds(7, 30),  # KMS, ScheduleKeyDeletion, parameter PendingWindowInDays
        # RotateDays of EnableKeyRotation; asymmetric and HMAC keys and imported material are never rotated
        numbers={"rotationPeriodInDays": Bounds(90, 2560)},
        only_with={"rotationPeriodInDays": ("keySpec", frozenset({"SYMMETRIC_DEFAULT"}))},
    ),
}
"""What AWS allows, as far as a declared deletion is judged by it."""
