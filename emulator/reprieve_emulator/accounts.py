"""Who may call: accounts, their users' access keys and temporary credentials, of any cloud."""

import hashlib
import secrets
from dataclasses import dataclass

from reprieve_emulator.store import Record, Store


@dataclass
class Account(Record, table="accounts", key=("account_id",)):
    """One account: what it owns is apart from all others."""

    account_id: str
    """Tencent Cloud's uin of the root user, Alibaba Cloud's account id."""
    cloud: str
    app_id: str
    name: str


@dataclass
class AccessKey(Record, table="access_keys", key=("access_key_id",), secret=("access_key_secret", "token")):
    """What a caller signs with; temporary ones have a token and an end."""

    access_key_id: str
    access_key_secret: str
    account_id: str
    cloud: str
    user_id: str
    """The caller's own id: the account's for the root user."""
    kind: str = "user"
    """`user`, `role` or `federated`; the last two are temporary."""
    session_name: str = ""
    token: str = ""
    expires: int = 0
    """Seconds since 1970; 0: never."""


@dataclass(frozen=True)
class Caller:
    """Who signed a request."""

    account_id: str
    app_id: str
    user_id: str
    kind: str
    session_name: str
    access_key_id: str


NOBODY = Caller("", "", "", "", "", "")


def caller_of(store: Store, access_key: AccessKey) -> Caller:
    """Say who an access key belongs to."""
    account = store.get(Account, account_id=access_key.account_id)
    return Caller(
        account_id=access_key.account_id,
        app_id=account.app_id if account else "",
        user_id=access_key.user_id,
        kind=access_key.kind,
        session_name=access_key.session_name,
        access_key_id=access_key.access_key_id,
    )


def make_account(  # noqa: PLR0913 - an account has so many parts
    store: Store, cloud: str, name: str, digits: int, *, account_id: str = "", app_id: str = ""
) -> Account:
    """Make an account; its ids are derived from cloud and name unless given, the account's with so many digits."""
    account = Account(
        account_id=account_id or f"1000{_digits(f'{cloud} {name} account', digits - 4)}",
        cloud=cloud,
        app_id=app_id or f"13{_digits(f'{cloud} {name} app', 8)}",
        name=name,
    )
    store.put(account)
    return account


def make_access_key(store: Store, account: Account, prefix: str, *, user_id: str = "", seed: str = "") -> AccessKey:
    """Make an access key of the root user, or of the user named; the same seed makes the same key."""
    seed = seed or secrets.token_hex()
    access_key = AccessKey(
        access_key_id=prefix + _letters(f"{seed} id", 32),
        access_key_secret=_letters(f"{seed} secret", 32),
        account_id=account.account_id,
        cloud=account.cloud,
        user_id=user_id or account.account_id,
    )
    store.put(access_key)
    return access_key


def make_token(  # noqa: PLR0913 - a credential has so many parts
    store: Store, account: Account, prefix: str, *, expires: int, kind: str, session_name: str, user_id: str = ""
) -> AccessKey:
    """Make temporary credentials that end at a moment (seconds since 1970)."""
    access_key = make_access_key(store, account, prefix, user_id=user_id)
    access_key.kind, access_key.session_name, access_key.expires = kind, session_name, expires
    access_key.token = secrets.token_urlsafe(96)
    store.put(access_key)
    return access_key


def _digits(text: str, length: int) -> str:
    return str(int(hashlib.sha256(text.encode()).hexdigest(), 16))[-length:]


def _letters(text: str, length: int) -> str:
    return hashlib.sha512(text.encode()).hexdigest()[:length]
