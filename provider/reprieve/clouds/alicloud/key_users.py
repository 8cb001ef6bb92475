"""What a key encrypts: secrets of this account and region, whatever their type.

ListSecrets tells no keys, so each secret is described, once for the process. Users in other accounts, and data that was
encrypted by calls of Encrypt, cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reprieve.clouds.alicloud.replies import moment, pages
from reprieve.driver import Blocker
from reprieve.errors import CloudError, Gone
from reprieve.users import Scan, User, said, users_after

if TYPE_CHECKING:
    from reprieve.calls import Api, Reply
    from reprieve.driver import Ends

UNCHECKED = Blocker("what it encrypts is not checked", checked=False)
"""What is known of a key's users without describing every secret."""


def look(api: Api, key_id: str, after: Ends) -> list[Blocker]:
    """Look for every secret that the key encrypts; what cannot be looked at is told as not checked."""
    try:
        names = api.shared.lasting(Scan, Scan).of(key_id, lambda: _all_secrets(api))
        return list(said("secret", users_after(names, after, lambda name: _secret(api, key_id, name))))
    except CloudError as error:
        return [Blocker(f"which secrets it encrypts is not known: {error}", checked=False)]


def note(api: Api, key_id: str, name: str) -> None:
    """Remember a secret that this process makes with the key."""
    api.shared.lasting(Scan, Scan).add(key_id, name)


def _all_secrets(api: Api) -> Iterator[tuple[str, str]]:
    """Yield key and name of every secret that has a key of the user."""
    for listed in pages(api, "kms:ListSecrets", {}, "SecretList", "Secret"):
        facts = _describe(api, listed["SecretName"])
        if facts and facts.get("EncryptionKeyId"):
            yield str(facts["EncryptionKeyId"]), str(listed["SecretName"])


def _secret(api: Api, key_id: str, name: str) -> Iterator[User]:
    """Describe a secret that the key encrypted when all were listed."""
    facts = _describe(api, name)
    if facts and facts.get("EncryptionKeyId") == key_id:
        yield User(name, moment(facts.get("PlannedDeleteTime")))


def _describe(api: Api, name: str) -> Reply | None:
    try:
        return api.read("kms:DescribeSecret", {"SecretName": name})
    except Gone:
        return None
