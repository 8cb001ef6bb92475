"""Keys of KMS, API version 2019-01-18: looking for them by id, alias or six-part name, and what is told of them.

ListKeyDetail tells of each key all that DescribeKey does (both answer KeyMetadata), pending and archived keys included,
where ListKeys leaves them out. Without KeyUsage it lists symmetric keys only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from reprieve.clouds.tencentcloud import tags
from reprieve.clouds.tencentcloud.pages import pages
from reprieve.driver import Live, Status
from reprieve.errors import CloudError, Gone, Refused

if TYPE_CHECKING:
    from reprieve.calls import Api

Facts: TypeAlias = Mapping[str, object]

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEYS_A_PAGE = 200

STATES = {
    "Enabled": Status.ENABLED,
    "Disabled": Status.DISABLED,
    "PendingDelete": Status.PENDING_DELETION,
    "PendingImport": Status.PENDING_IMPORT,
    "Archived": Status.ARCHIVED,
}

WORDS = {
    ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"): "ENCRYPT_DECRYPT",
    ("RSA_2048", "ENCRYPT_DECRYPT"): "ASYMMETRIC_DECRYPT_RSA_2048",
    ("RSA_2048", "SIGN_VERIFY"): "ASYMMETRIC_SIGN_VERIFY_RSA_2048",
    ("SM2", "ENCRYPT_DECRYPT"): "ASYMMETRIC_DECRYPT_SM2",
    ("SM2", "SIGN_VERIFY"): "ASYMMETRIC_SIGN_VERIFY_SM2",
    ("ECC_NIST_P256", "SIGN_VERIFY"): "ASYMMETRIC_SIGN_VERIFY_ECC",
    ("ECC_NIST_P384", "SIGN_VERIFY"): "ASYMMETRIC_SIGN_VERIFY_ECDSA384",
}
"""The parameter KeyUsage of CreateKey, by the schema's keySpec and keyUsage."""


class InvalidKey(CloudError):
    """No key has the id or alias that was given."""


def describe(api: Api, text: str) -> Facts | None:
    """Return what KMS knows of the key that a text names; None where there is no such key."""
    named = _last_part(api, text)
    if not ID.fullmatch(named):
        return with_alias(api, named)
    try:
        facts = api.read("kms:DescribeKey", {"KeyId": named}).get("KeyMetadata")
    except Gone:
        return None
    return facts if isinstance(facts, Mapping) else None


def with_alias(api: Api, alias: str) -> Facts | None:
    """Return what KMS knows of the key that has the alias, in whatever state; None where none has it."""
    return next((key for key in matching(api, {"SearchKeyAlias": alias}) if key["Alias"] == alias), None)


def id_of(api: Api, text: str) -> str:
    """Return the id of the key that a text names; an id is not looked up. Raises `InvalidKey`."""
    named = _last_part(api, text)
    if ID.fullmatch(named):
        return named
    if facts := with_alias(api, named):
        return str(facts["KeyId"])
    raise InvalidKey("kms:ListKeyDetail", "", f"no key has the alias {named}")


def matching(api: Api, filters: Mapping[str, object]) -> Iterator[Facts]:
    """Yield the keys of users that match, the oldest first, so that new ones do not shift the pages."""
    oldest_first = {**filters, "OrderType": 1, "KeyUsage": "ALL"}
    return pages(api, "kms:ListKeyDetail", "KeyMetadatas", oldest_first, KEYS_A_PAGE)


def six_parts(region: str, facts: Facts) -> str:
    """Return the name by which CAM and the Tag product know a key."""
    uin = facts.get("CreatorUinString") or facts.get("CreatorUin")
    return f"qcs::kms:{region}:uin/:key/creatorUin/{uin}/{facts['KeyId']}"


def _last_part(api: Api, text: str) -> str:
    """Take the id out of a six-part name, which has to be of this region, and the alias out of alias/..."""
    parts = text.split(":")
    if parts[0] == "qcs" and parts[3:4] != [api.region]:
        raise Refused(f"{text} names a key of another region than {api.region}; use a provider for that region")
    return text.rpartition("/")[2]


def live(region: str, facts: Facts, known: Mapping[str, str] | None = None) -> Live:
    """Read what KMS knows of a key; `known` are its tags, None where they could not be read."""
    own, mark = tags.part(known) if known is not None else (None, None)
    return Live(
        id=str(facts["KeyId"]),
        status=STATES.get(str(facts["KeyState"]), Status.FAILED),
        observed=_observed(facts),
        tags=own,
        mark=mark,
        mark_known=known is not None,
        created=moment(facts.get("CreateTime")),
        deletes=moment(facts.get("DeletionDate")),
        kind=_kind(facts),
        arn=six_parts(region, facts),
    )


def _observed(facts: Facts) -> dict[str, object]:
    """Name what KMS tells of a key as the schema does."""
    usage = str(facts["KeyUsage"])
    spec, use = next((pair for pair, word in WORDS.items() if word == usage), (None, None))
    observed: dict[str, object] = {
        "alias": facts["Alias"],
        "description": facts.get("Description") or "",
        "keySpec": spec,
        "keyUsage": use,
        "kmsInstanceId": facts.get("HsmClusterId") or None,
    }
    state = STATES.get(str(facts["KeyState"]))
    if state in {Status.ENABLED, Status.DISABLED, Status.ARCHIVED}:
        observed["enabled"] = state is Status.ENABLED
    if facts.get("KeyRotationEnabled"):
        observed["rotationPeriodInDays"] = int(str(facts.get("RotateDays") or 365))
    elif state is Status.ENABLED:
        # what cannot be used may have its rotation suspended, which is no drift
        observed["rotationPeriodInDays"] = None
    return observed


def _kind(facts: Facts) -> str:
    """Name the keys that are not managed here."""
    if (owner := facts.get("Owner")) not in {"user", None, ""}:
        return f"a key of the product {owner}"
    if facts.get("Origin") == "EXTERNAL":
        return "a key with imported material"
    if facts.get("IsSyncReplica"):
        return f"a replica of a key in {facts.get('SourceRegion')}"
    return ""


def moment(seconds: object) -> datetime | None:
    """Read a time: seconds since 1970, 0 for none."""
    return datetime.fromtimestamp(int(str(seconds)), UTC) if seconds else None
