"""What the lines of a trail come to: the fate of every object at the time of the report."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import chain

import pytest

from reprieve_cli.report.account import Fate
from reprieve_cli.report.tell import as_data, as_text
from tests.cli.report.written import NOW, account, deletion
from tests.engine.harness import REPOSITORY

RIGHT = "failed: db was not deleted: ssm:DeleteSecret answered UnauthorizedOperation; it is now enabled; grant it"


def fates(*deeds: list[dict[str, object]]) -> list[str]:
    """Return what became of each deed."""
    return [one.said(NOW) for one in account(chain(*deeds)).told]


def test_a_deletion_with_a_window_is_restorable_until_its_day() -> None:
    assert fates(deletion(days_ago=3)) == ["restorable until 2026-12-06 12:00 UTC (11 days left)"]


def test_a_window_that_is_over_is_final_since_then() -> None:
    assert fates(deletion(days_ago=20)) == ["final since 2026-11-19 12:00 UTC"]


@pytest.mark.parametrize("window", [0, None])
def test_without_a_window_a_deletion_is_final_from_its_end_on(window: int | None) -> None:
    assert fates(deletion(days_ago=1, window=window)) == ["final since 2026-11-24 12:00 UTC"]


def test_a_day_that_the_cloud_did_not_tell_is_counted_and_said_to_be() -> None:
    intent, outcome = deletion(days_ago=1)

    assert fates([intent, outcome | {"final_on": None}]) == [
        "restorable until about 2026-12-08 12:00 UTC (14 days left)"
    ]


def test_what_came_back_is_restored_and_counted_once() -> None:
    found = account(chain(deletion(days_ago=3), deletion(days_ago=1, operation="restore", window=None)))

    assert [one.said(NOW) for one in found.told] == ["restored on 2026-11-24 12:00 UTC"] * 2
    assert found.summary() == "1 restored"
    assert not found.in_trouble


def test_a_failure_says_why_and_stays_until_a_later_run_makes_it_good() -> None:
    failed, later = deletion(days_ago=2, outcome=RIGHT), deletion(days_ago=1)

    (one,) = account(failed).told
    assert (one.fate, one.deed.why) == (Fate.FAILED, RIGHT.removeprefix("failed: "))
    assert fates(failed, later)[0] == "followed by a deletion on 2026-11-24 12:00 UTC"
    assert account(failed).in_trouble
    assert not account(chain(failed, later)).in_trouble


def test_an_intent_without_an_outcome_was_interrupted() -> None:
    found = account(deletion(outcome=None))

    assert found.summary() == "1 interrupted"
    assert found.told[0].deed.why == "it was begun, and no outcome was written"
    assert found.in_trouble


def test_of_two_intents_the_older_one_was_interrupted() -> None:
    first, second = deletion(days_ago=2, outcome=None), deletion(days_ago=1)

    assert fates(first, second) == [
        "followed by a deletion on 2026-11-24 12:00 UTC",
        "restorable until 2026-12-08 12:00 UTC (13 days left)",
    ]


def test_an_outcome_whose_intent_is_in_another_file_is_told_all_the_same() -> None:
    _, outcome = deletion()

    assert account([outcome]).summary() == "1 restorable"


def test_objects_of_one_name_in_two_places_are_two() -> None:
    here = deletion(days_ago=3)
    there = deletion(days_ago=1, operation="restore", window=None, region="ap-beijing")

    assert account(chain(here, there)).summary() == "1 restorable, 1 restored"


def test_nothing_at_all_is_said_to_be_nothing() -> None:
    assert as_text(account([])) == "nothing was deleted or restored\n"


def test_a_deed_is_told_with_who_did_it_and_every_request() -> None:
    assert as_text(account(deletion(days_ago=1, override=True))).splitlines() == [
        "1 restorable",
        "",
        "Deleted, and restorable",
        "  Secret db (shop/dev): restorable until 2026-12-08 12:00 UTC (13 days left)",
        "    deletion 2026-11-24 12:00:01 UTC; by qcs::cam:100:uin/100; tencentcloud ap-guangzhou account 100",
        "    done: DisableSecret, DeleteSecret; recovery window of 14 days; by REPRIEVE_FORCE_DELETE",
        "    requests: ssm:DisableSecret r-DisableSecret, ssm:DeleteSecret r-DeleteSecret",
    ]


def test_the_data_has_the_same() -> None:
    data = as_data(account(deletion(days_ago=1)))

    assert data["summary"] == {"restorable": 1}
    assert data["objects"] == [
        {
            "operation": "deletion",
            "outcome": "done",
            "state": "pending deletion",
            "resource": "Secret",
            "id": "db",
            "urn": "urn:pulumi:dev::shop::reprieve:index:Secret::db",
            "stack": "shop/dev",
            "cloud": "tencentcloud",
            "region": "ap-guangzhou",
            "account": "100",
            "caller": "qcs::cam:100:uin/100",
            "began": "2026-11-24T12:00:00Z",
            "ended": "2026-11-24T12:00:01Z",
            "restorableUntil": "2026-12-08T12:00:00Z",
            "daysLeft": 13,
            "recoveryWindowInDays": 14,
            "override": False,
            "steps": ["DisableSecret", "DeleteSecret"],
            "done": ["DisableSecret", "DeleteSecret"],
            "calls": [
                {"action": "ssm:DisableSecret", "code": None, "requestId": "r-DisableSecret"},
                {"action": "ssm:DeleteSecret", "code": None, "requestId": "r-DeleteSecret"},
            ],
            "why": None,
        }
    ]


def test_every_field_of_the_data_stands_on_the_page_of_the_command() -> None:
    page = (REPOSITORY / "docs" / "command.md").read_text()
    section = page.partition("## reprieve report\n")[2].partition("\n## ")[0]
    told = {name for line in section.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line)}
    (one,) = as_data(account(deletion(days_ago=1)))["objects"]

    assert one.keys() <= told
    assert {str(fate) for fate in Fate} <= set(re.findall(r"`([a-z ]+)`", section))


def test_the_same_trail_read_later_tells_what_has_ended_since() -> None:
    lines = deletion(days_ago=1)

    assert account(lines, now=NOW + timedelta(days=30)).summary() == "1 final"
