"""The versions of a secret's value on Alibaba Cloud: ten, of which the cloud itself deletes the oldest for a new one.

A version never changes: the same id with the same value is accepted again, with another it is rejected. Our own are
numbered. A restore, which has no version on record, offers the newest number again, so that destroy and up of the same
value use none up, and writes another value under the next.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reprieve.clouds.alicloud.replies import pages, rows
from reprieve.errors import Exists, InvalidRequest
from reprieve.fields import Hidden
from reprieve.resources.secret import OWN_VERSION, own_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reprieve.calls import Api
    from reprieve.driver import Live
    from reprieve.resources.secret import SecretInputs

CURRENT = "ACSCurrent"
"""The stage of the version that readers get who name none."""

ANOTHER_VALUE = (Exists, InvalidRequest)
"""What PutSecretValue may answer for a version that holds another value; the vendor's page names no code."""


def write(api: Api, live: Live, inputs: SecretInputs) -> str:
    """Write the declared value and return its version."""
    if inputs.version_id:
        return _put(api, live.id, inputs, inputs.version_id)
    if on_record := OWN_VERSION.fullmatch(str(live.observed.get("currentVersionId") or "")):
        return _put_next(api, live.id, inputs, int(on_record[1]) + 1)
    versions = _list(api, live.id)
    current = next((str(one["VersionId"]) for one in versions if CURRENT in _stages(one)), "")
    if OWN_VERSION.fullmatch(current) and "currentVersionId" not in live.observed:
        with suppress(*ANOTHER_VALUE):
            return _put(api, live.id, inputs, current)
    return _put_next(api, live.id, inputs, _next(versions))


def content(inputs: SecretInputs) -> dict[str, object]:
    """Return the value as parameters that cannot be printed."""
    if inputs.secret_string is not None:
        return {"SecretData": Hidden(inputs.secret_string.get_secret_value()), "SecretDataType": "text"}
    if inputs.secret_binary is not None:
        return {"SecretData": Hidden(inputs.secret_binary.get_secret_value()), "SecretDataType": "binary"}
    return {}


def _put_next(api: Api, name: str, inputs: SecretInputs, number: int) -> str:
    """Write under a number, or under the one after the newest where that is taken."""
    try:
        return _put(api, name, inputs, f"v{number}")
    except ANOTHER_VALUE:
        return _put(api, name, inputs, f"v{_next(_list(api, name))}")


def _put(api: Api, name: str, inputs: SecretInputs, version: str) -> str:
    api.write("kms:PutSecretValue", {"SecretName": name, "VersionId": version} | content(inputs))
    return version


def _next(versions: Sequence[Mapping[str, Any]]) -> int:
    return max(own_numbers([str(one["VersionId"]) for one in versions]), default=0) + 1


def _list(api: Api, name: str) -> list[Mapping[str, Any]]:
    """Return all versions, those without a stage included."""
    params = {"SecretName": name, "IncludeDeprecated": True}
    return list(pages(api, "kms:ListSecretVersionIds", params, "VersionIds", "VersionId"))


def _stages(version: Mapping[str, Any]) -> list[Any]:
    return rows(version, "VersionStages", "VersionStage")
