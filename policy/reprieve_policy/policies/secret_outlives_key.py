"""A pending secret can be restored only while its key lives, so the key's window is at least as long as the secret's.

A stack policy: it looks at which secrets a key of the same stack encrypts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from pulumi_policy import EnforcementLevel
from pydantic import Field, StrictInt

from reprieve.driver import Blocker
from reprieve.lifecycle.deletion_plan import Declared, Destroy, days, plan_deletion
from reprieve_policy.policy import Stack, StackPolicy
from reprieve_policy.settings import Settings
from reprieve_policy.subjects import Declaration, Subject, Unknowns, subjects_of

KEY, WINDOW = "kmsKeyId", "recoveryWindowInDays"


class SecretOutlivesKey(Settings):
    """How much longer."""

    extra_days: StrictInt = Field(
        0, ge=0, description="Days for which a key lives on after the last of its secrets can be restored."
    )


def judge(
    resources: Sequence[Declaration],
    settings: SecretOutlivesKey,
    stack: Stack,  # noqa: ARG001 - one shape
) -> Iterator[tuple[str, str]]:
    """Find the keys that would end before a secret that they encrypt, and those that the engine may delete first."""
    unknowns = Unknowns()
    subjects = subjects_of(resources, unknowns)
    keys = {subject.declared.urn: subject for subject in subjects if subject.resource == "KmsKey"}
    for secret in (subject for subject in subjects if KEY in subject.spelling):
        for urn in sorted(_sources(secret) & keys.keys()):
            with unknowns.noted():
                yield from _too_early(keys[urn], secret, settings.extra_days)
        yield from _named_by_text(secret, keys.values())
    unknowns.told()


def _sources(secret: Subject) -> frozenset[str]:
    """Return the urns that the key of a secret comes from."""
    return secret.declared.by_property.get(secret.spelling[KEY], frozenset())


def _too_early(key: Subject, secret: Subject, extra: int) -> Iterator[tuple[str, str]]:
    """Say what is wrong where the key would end first; how long it has to live is the core's judgement."""
    needed, has = secret.plan, key.plan
    if needed is None or has is None or not needed.window:
        return
    today = datetime.now(UTC)
    pending = Blocker(secret.declared.name, until=today + timedelta(days=needed.window + extra))
    options = Declared(window=has.window)
    if plan_deletion(options, key.rules, key.limits, destroy=Destroy(today, blockers=(pending,))).refusals:
        more = f"; extraDays demands {days(extra)} more" if extra else ""
        fault = (
            f"{key.found(WINDOW)}, and {secret.declared.name}, which it encrypts, can be restored for "
            f"{days(needed.window)}{more}: {_to_do(key, needed.window + extra)}"
        )
        yield key.declared.urn, fault


def _to_do(key: Subject, needed: int) -> str:
    most = key.rules.window.most if key.rules.window else needed
    if needed <= most:
        return f"set {key.spelling[WINDOW]} to {needed}"
    return f"{key.rules.cloud} takes at most {days(most)}, so shorten the secret's window"


def _named_by_text(secret: Subject, keys: Iterable[Subject]) -> Iterator[tuple[str, str]]:
    """Find a key of the stack that a secret names without depending on it: the engine may delete it first."""
    declared = secret.declared
    named = None if _sources(secret) else declared.known(secret.spelling[KEY])
    for key in keys:
        if isinstance(named, str) and key.declared.urn not in declared.depends and named in _names(key):
            fault = (
                f"{secret.spelling[KEY]} names {key.declared.name} by text, so the engine may delete the key before "
                "the secret: give it the key's output, such as its id"
            )
            yield declared.urn, fault


def _names(key: Subject) -> set[str]:
    """Return what a key is called, as far as its outputs say."""
    told = (key.declared.known(name) for name in ("alias", "arn", "keyId"))
    names = {name for name in told if isinstance(name, str)}
    return names | {f"alias/{name}" for name in names}


POLICY: StackPolicy[SecretOutlivesKey] = StackPolicy(
    name="secret-outlives-key",
    demand="no key ends, or is deleted, before a secret that it encrypts",
    settings=SecretOutlivesKey,
    level=EnforcementLevel.MANDATORY,
    to_do="give the key a window at least as long as its secrets', and the secrets the key's output",
    judge=judge,
)
