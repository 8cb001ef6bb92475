"""What a deletion by the old provider would have been, its hidden defaults included, and what to declare instead.

The defaults are those of terraform-provider-tencentcloud 1.82, terraform-provider-alicloud 1.285 and
terraform-provider-aws 6, which the bridged Pulumi packages inherit; the ranges are those of the clouds' RULES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve import clouds
from reprieve.config import Limits
from reprieve.lifecycle.deletion_plan import days, default_window
from reprieve.peers import aws
from reprieve.peers.kinds import KINDS

if TYPE_CHECKING:
    from reprieve.driver import Rules
    from reprieve.fields import Properties

WINDOW, FORCE, PROTECTION = "recoveryWindowInDays", "forceDelete", "deletionProtection"
OPTIONS = frozenset(
    {
        "recovery_window_in_days",
        "force_delete_without_recovery",
        "pending_delete_window_in_days",
        "pending_window_in_days",
        "deletion_window_in_days",
        "deletion_protection",
    }
)
"""The attributes that decide it."""

TENCENT_KEY_WINDOW, ALIBABA_SECRET_WINDOW, AWS_WINDOW = 7, 30, 30


@dataclass(frozen=True)
class Deletion:
    """What it was, in our options (None: they cannot say it) and in words; what to declare, and why if that differs."""

    was: Properties | None
    said: str
    declare: Properties
    advice: str = ""


def rules_of(kind: str) -> Rules:
    """Return what the cloud allows for the objects of a type (Terraform's word for it)."""
    known = KINDS | aws.KINDS
    if known[kind].cloud == aws.CLOUD:
        return aws.RULES[known[kind].resource]
    return clouds.rules_of(known[kind].cloud, known[kind].resource)


def deletion_of(kind: str, values: Mapping[str, object], hidden: frozenset[str] = frozenset()) -> Deletion:
    """Tell what the old provider would do with an object of a type; `hidden` are attributes that are encrypted."""
    rules = rules_of(kind)
    if encrypted := sorted(OPTIONS & hidden):
        said = f"not known: {', '.join(encrypted)} is encrypted in the export"
        usual = _usual(rules)
        return Deletion(None, said, usual, f"{days(_window_of(usual))}; take the value from the old program instead")
    return _BY_TYPE[kind](values, rules)


def _tencent_secret(values: Mapping[str, object], rules: Rules) -> Deletion:
    window = _number(values.get("recovery_window_in_days"))
    if window:
        return _with_window(window, rules)
    usual = _usual(rules)
    return Deletion(
        {FORCE: True},
        "at once and for good: recovery_window_in_days is 0, which is what the old provider takes when it is left out",
        usual,
        f"{days(_window_of(usual))} instead; deleting at once again would be forceDelete: true",
    )


def _tencent_key(values: Mapping[str, object], rules: Rules) -> Deletion:
    window = _number(values.get("pending_delete_window_in_days"))
    if window is None:
        return _with_window(TENCENT_KEY_WINDOW, rules, ", the old provider's default")
    return _with_window(window, rules)


def _aws_secret(values: Mapping[str, object], rules: Rules) -> Deletion:
    window = _number(values.get("recovery_window_in_days"))
    if window is None:
        return _with_window(AWS_WINDOW, rules, ", the old provider's default")
    if window:
        return _with_window(window, rules)
    usual = _usual(rules)
    return Deletion({FORCE: True}, "at once and for good: recovery_window_in_days is 0", usual)


def _aws_key(values: Mapping[str, object], rules: Rules) -> Deletion:
    window = _number(values.get("deletion_window_in_days"))
    if window is None:
        return _with_window(AWS_WINDOW, rules, ", which KMS takes when none is given")
    return _with_window(window, rules)


def _alibaba_secret(values: Mapping[str, object], rules: Rules) -> Deletion:
    window = _number(values.get("recovery_window_in_days"))
    if values.get("force_delete_without_recovery") is not True:
        if window is None:
            return _with_window(ALIBABA_SECRET_WINDOW, rules, ", the old provider's default")
        return _with_window(window, rules)
    if window in {None, ALIBABA_SECRET_WINDOW}:
        said = "at once and for good: force_delete_without_recovery is true; the window sent with it counts for nothing"
        return Deletion({FORCE: True}, said, {FORCE: True})
    said = (
        f"at once and for good: force_delete_without_recovery is true, and its window of {days(window or 0)} is ignored"
    )
    meant = _with_window(window or 0, rules).declare
    advice = (
        f"the window that was written, {days(_window_of(meant))}; deleting at once again would be forceDelete: true"
    )
    return Deletion({FORCE: True}, said, meant, advice)


def _alibaba_key(values: Mapping[str, object], rules: Rules) -> Deletion:
    protection: Properties = {PROTECTION: True} if values.get("deletion_protection") == "Enabled" else {}
    window = _number(values.get("pending_window_in_days")) or _number(values.get("deletion_window_in_days"))
    if window:
        plain = _with_window(window, rules)
        was = plain.was | protection if plain.was is not None else None
        return Deletion(was, plain.said + _protected(protection), plain.declare | protection, plain.advice)
    usual = _usual(rules)
    said = "an error at the destroy: neither pending_window_in_days nor deletion_window_in_days is set"
    advice = f"{days(_window_of(usual))}, Reprieve's default"
    return Deletion(None, said + _protected(protection), usual | protection, advice)


def _protected(protection: Properties) -> str:
    return "; refused by the cloud while deletion_protection is Enabled" if protection else ""


def _api_key(values: Mapping[str, object], rules: Rules) -> Deletion:  # noqa: ARG001 - one shape for all types
    return Deletion({}, "at once and for good, as it stays: API Gateway has no window", {})


_BY_TYPE: dict[str, Callable[[Mapping[str, object], Rules], Deletion]] = {
    "tencentcloud_ssm_secret": _tencent_secret,
    "tencentcloud_kms_key": _tencent_key,
    "tencentcloud_api_gateway_api_key": _api_key,
    "alicloud_kms_secret": _alibaba_secret,
    "alicloud_kms_key": _alibaba_key,
    "aws_secretsmanager_secret": _aws_secret,
    "aws_kms_key": _aws_key,
}


def _with_window(window: int, rules: Rules, origin: str = "") -> Deletion:
    """Tell of a window, which neither old provider checks against the cloud's range for secrets."""
    bounds = rules.window
    if bounds is None or bounds.least <= window <= bounds.most:
        return Deletion({WINDOW: window}, f"a window of {days(window)}{origin}", {WINDOW: window})
    nearest = min(max(window, bounds.least), bounds.most)
    said = f"refused by the cloud: a window of {days(window)}, and {rules.cloud} takes {bounds}"
    return Deletion(None, said, {WINDOW: nearest}, f"{days(nearest)}, the nearest that it takes")


def _usual(rules: Rules) -> Properties:
    window = default_window(rules, Limits(where=""))
    return {WINDOW: window} if window else {}


def _window_of(declared: Properties) -> int:
    window = declared[WINDOW]
    return window if isinstance(window, int) else 0


def _number(value: object) -> int | None:
    """Return a whole number, which a state may hold as a double or as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(float(value))
    except ValueError:
        return None
