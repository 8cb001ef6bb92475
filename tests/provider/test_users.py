from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reprieve.errors import Denied
from reprieve.users import Scan, User, said

SOON, LATER = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 24, tzinfo=UTC)


def test_live_users_are_told_apart_from_pending_ones_with_the_day_of_the_last() -> None:
    live, pending = said("secret", [User("a"), User("b", SOON), User("c", LATER)])

    assert (live.text, live.until) == ("it encrypts 1 live secret (a)", None)
    assert pending.text == "it encrypts 2 secrets (b, c), pending deletion until 2026-12-24"
    assert pending.until == LATER


def test_of_many_users_five_are_named() -> None:
    (blocker,) = said("secret", [User(str(number)) for number in range(7)])

    assert blocker.text == "it encrypts 7 live secrets (0, 1, 2, 3, 4 and 2 more)"


def test_a_scan_lists_once_and_knows_what_is_made_afterwards() -> None:
    listings = iter([[("key", "old"), ("other", "theirs")]])
    scan = Scan()

    first = scan.of("key", lambda: next(listings))
    scan.add("key", "new")

    assert first == ["old"]
    assert scan.of("key", lambda: next(listings)) == ["new", "old"]


def test_a_scan_that_failed_is_tried_again() -> None:
    def refuse() -> list[tuple[str, str]]:
        raise Denied("kms:ListSecrets", "Forbidden.NoPermission")

    scan = Scan()
    with pytest.raises(Denied):
        scan.of("key", refuse)

    assert scan.of("key", lambda: [("key", "a")]) == ["a"]
