"""What a key encrypts: secrets of SSM in this account and region, and data keys that KMS keeps.

No call answers that for a key. All secrets are listed once for the process, by type and by kind of encryption, since
ListSecrets without them tells of the plainest only; what this process creates afterwards is added, and the secrets
found for a key are described again before anything is said of them. Users in other accounts cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud.pages import pages
from reprieve.driver import Blocker
from reprieve.errors import CloudError, Gone, InvalidRequest
from reprieve.users import Scan, User, said, users_after

if TYPE_CHECKING:
    from reprieve.calls import Api
    from reprieve.driver import Ends

SECRET_TYPES = range(5)
ENCRYPT_TYPES = range(2)
"""Both of the parameters of ListSecrets have a default that leaves the others out."""

SECRETS_A_PAGE = 100
DATA_KEYS_A_PAGE = 200


def look(api: Api, key_id: str, after: Ends) -> list[Blocker]:
    """Look for everything that the key encrypts; what cannot be looked at is told as not checked."""
    found: list[Blocker] = []
    try:
        names = api.shared.lasting(Scan, Scan).of(key_id, lambda: _all_secrets(api))
        found += said("secret", users_after(names, after, lambda name: _secret(api, key_id, name)))
    except CloudError as error:
        found.append(Blocker(f"which secrets it encrypts is not known: {error}", checked=False))
    try:
        found += said("data key", list(_data_keys(api, key_id)))
    except CloudError as error:
        found.append(Blocker(f"which data keys it encrypts is not known: {error}", checked=False))
    return found


def known(api: Api, key_id: str, stack: str) -> list[Blocker]:
    """Tell what the list of this stack's secrets holds already of pending ones; the rest is not checked.

    Live secrets of the stack are no blockers here: what deletes the key deletes them before it.
    """
    listed = api.shared.peek(("secrets", stack))
    mine = [facts for facts in listed if facts.get("KmsKeyId") == key_id] if isinstance(listed, list) else []
    users = [_user(facts["SecretName"], facts.get("DeleteTime")) for facts in mine]
    pending = [user for user in users if user.ends]
    return [*said("secret", pending), Blocker("what else it encrypts is not checked", checked=False)]


def note(api: Api, key_id: str, name: str) -> None:
    """Remember a secret that this process makes with the key."""
    api.shared.lasting(Scan, Scan).add(key_id, name)


def _all_secrets(api: Api) -> Iterator[tuple[str, str]]:
    """Yield key and name of every secret, whatever its type and encryption."""
    for secret_type in SECRET_TYPES:
        for encrypt_type in ENCRYPT_TYPES:
            filters = {"SecretType": secret_type, "EncryptType": encrypt_type}
            try:
                yield from _of_type(api, filters)
            except InvalidRequest:
                if not secret_type and not encrypt_type:
                    raise
                # a region that does not know the type has no secret of it


def _of_type(api: Api, filters: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    oldest_first = {**filters, "OrderType": 1}
    for facts in pages(api, "ssm:ListSecrets", "SecretMetadatas", oldest_first, SECRETS_A_PAGE):
        if facts.get("KmsKeyId"):
            yield str(facts["KmsKeyId"]), str(facts["SecretName"])


def _secret(api: Api, key_id: str, name: str) -> Iterator[User]:
    """Describe a secret that the key encrypted when all were listed."""
    try:
        facts = api.read("ssm:DescribeSecret", {"SecretName": name})
    except Gone:
        return
    if facts.get("KmsKeyId") == key_id:
        yield _user(name, facts.get("DeleteTime"))


def _data_keys(api: Api, key_id: str) -> Iterator[User]:
    for facts in pages(api, "kms:ListDataKeyDetail", "DataKeyMetadatas", {"KeyId": key_id}, DATA_KEYS_A_PAGE):
        yield _user(facts["DataKeyName"], facts.get("DeletionDate"))


def _user(name: object, ends: object) -> User:
    return User(str(name), datetime.fromtimestamp(int(str(ends)), UTC) if ends else None)
