"""The versions of a secret's value on Tencent Cloud: at most ten, numbered by us where the program names none.

A declared version is overwritten in place, so that its readers go on. Our own are numbered: a change makes the next
one; a restore, which has no version on record, overwrites the newest, so that destroy and up use none up. At the limit
the oldest of our own goes, never the newest version or the one before it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reprieve.driver import Live, Objection
from reprieve.errors import CloudError, Exists, Gone, LimitReached, Refused
from reprieve.fields import Hidden
from reprieve.resources.secret import OWN_VERSION, own_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reprieve.calls import Api
    from reprieve.resources.secret import SecretInputs

MOST = 10
"""Versions that a secret holds (PutSecretValue, parameter VersionId)."""


def write(api: Api, live: Live, inputs: SecretInputs) -> str:
    """Write the declared value and return its version."""
    if inputs.version_id:
        return _write_declared(api, live, inputs, inputs.version_id)
    if current := OWN_VERSION.fullmatch(str(live.observed.get("currentVersionId") or "")):
        return _put_next(api, live.id, inputs, int(current[1]) + 1)
    numbers = own_numbers(newest_first(api, live.id))
    if numbers and "currentVersionId" not in live.observed:
        return _overwrite(api, live.id, inputs, f"v{numbers[-1]}")
    return _put_next(api, live.id, inputs, numbers[-1] + 1 if numbers else 1)


def newest_first(api: Api, name: str) -> list[str]:
    """Return the version ids of a secret."""
    found = api.read("ssm:ListSecretVersionIds", {"SecretName": name}).get("Versions")
    versions = found if isinstance(found, list) else []
    return [str(version["VersionId"]) for version in sorted(versions, key=_age, reverse=True)]


def objections(api: Api, name: str) -> Iterator[Objection]:
    """Say what another version would cost a secret that is full."""
    try:
        versions = newest_first(api, name)
    except CloudError as error:
        yield Objection(f"its versions could not be counted, so it may be full: {error}", certain=False)
        return
    if len(versions) < MOST:
        return
    victim = prunable(versions)
    if victim is None:
        yield Objection(_full(name), certain=True)
    else:
        said = f"holds {MOST} versions, so the oldest that this provider numbered, {victim}, is deleted for the new one"
        yield Objection(said, certain=False)


def prunable(versions: Sequence[str]) -> str | None:
    """Return the version that may go, of versions with the newest first."""
    numbers = own_numbers(versions[2:])
    return f"v{numbers[0]}" if numbers else None


def content(inputs: SecretInputs) -> dict[str, object]:
    """Return the value as a parameter that cannot be printed."""
    if inputs.secret_string is not None:
        return {"SecretString": Hidden(inputs.secret_string.get_secret_value())}
    if inputs.secret_binary is not None:
        return {"SecretBinary": Hidden(inputs.secret_binary.get_secret_value())}
    return {}


def _write_declared(api: Api, live: Live, inputs: SecretInputs, version: str) -> str:
    """Overwrite the version that the program names, or add it."""
    with suppress(Gone):
        if version == live.observed.get("currentVersionId"):
            return _overwrite(api, live.id, inputs, version)
    return _put(api, live.id, inputs, version, overwrite=True)


def _put_next(api: Api, name: str, inputs: SecretInputs, number: int) -> str:
    """Write the next number, or the one after the newest where that is taken."""
    try:
        return _put(api, name, inputs, f"v{number}", overwrite=False)
    except Exists:
        numbers = own_numbers(newest_first(api, name))
        return _put(api, name, inputs, f"v{numbers[-1] + 1}", overwrite=False)


def _put(api: Api, name: str, inputs: SecretInputs, version: str, *, overwrite: bool) -> str:
    params = {"SecretName": name, "VersionId": version} | content(inputs)
    try:
        api.write("ssm:PutSecretValue", params)
    except LimitReached:
        if overwrite and version in newest_first(api, name):
            return _overwrite(api, name, inputs, version)
        _prune(api, name)
        api.write("ssm:PutSecretValue", params)
    except Exists:
        if not overwrite:
            raise
        return _overwrite(api, name, inputs, version)
    return version


def _overwrite(api: Api, name: str, inputs: SecretInputs, version: str) -> str:
    api.write("ssm:UpdateSecret", {"SecretName": name, "VersionId": version} | content(inputs))
    return version


def _prune(api: Api, name: str) -> None:
    """Delete the version that may go."""
    victim = prunable(newest_first(api, name))
    if victim is None:
        raise Refused(_full(name))
    api.write("ssm:DeleteSecretVersion", {"SecretName": name, "VersionId": victim})


def _full(name: str) -> str:
    return (
        f"{name} holds {MOST} versions, and none that this provider numbered can go; delete one that nobody reads, or "
        "declare versionId to overwrite one in place"
    )


def _age(version: Mapping[str, object]) -> tuple[int, int]:
    """Order versions by time; those of one second by our own number."""
    match = OWN_VERSION.fullmatch(str(version["VersionId"]))
    return int(str(version.get("CreateTime") or 0)), int(match[1]) if match else 0
