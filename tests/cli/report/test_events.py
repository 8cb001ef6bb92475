"""The engine's events: what only it knows, beside what the trail has."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

from reprieve_cli.report.account import Fate
from tests.cli.report.written import NOW, account, deletion, step, summary, told, urn_of

BEGUN, ENDED, FAILED = "resourcePreEvent", "resOutputsEvent", "resOpFailedEvent"
LATER = NOW + timedelta(seconds=4)
SAID = "db was deleted: final on 2026-12-09 12:00 UTC (14 days left); undo: pulumi up"


def test_a_deletion_without_a_trail_is_told_by_the_engine_with_its_day() -> None:
    (one,) = account([step(BEGUN), told("info", SAID), step(ENDED, at=LATER), summary()]).told

    assert one.said(NOW) == "restorable until 2026-12-09 12:00 UTC (14 days left)"
    assert (one.deed.said, one.deed.account, one.deed.region) == (SAID, "100", "ap-guangzhou")


def test_what_the_trail_has_is_told_once_and_with_its_requests() -> None:
    (one,) = account([step(BEGUN), step(ENDED, at=LATER), summary()], deletion()).told

    assert one.deed.calls
    assert one.deed.began == NOW


def test_a_deletion_of_another_day_is_another_one() -> None:
    events = [step(BEGUN), step(ENDED, at=LATER), summary()]

    assert len(account(events, deletion(days_ago=3)).told) == 2


def test_a_failure_has_what_the_engine_was_told() -> None:
    refused = "db was not deleted, and nothing was called: deletionProtection is recorded in the state"

    (one,) = account([step(BEGUN), told("error", refused), step(FAILED, at=LATER), summary()]).told

    assert (one.fate, one.deed.why) == (Fate.FAILED, refused)


def test_what_a_log_does_not_end_was_interrupted() -> None:
    assert account([step(BEGUN)]).summary() == "1 interrupted"
    assert account([step(BEGUN), summary()]).summary() == "1 interrupted"


def test_a_preview_deletes_nothing() -> None:
    planned = [step(BEGUN, planning=True), step(ENDED, planning=True), summary(preview=True)]

    assert account(planned).summary() == "nothing was deleted or restored"


def test_what_was_gone_already_is_not_said_to_be_restorable() -> None:
    said = "db was gone already: it does not exist in account 100, region ap-guangzhou"

    (one,) = account([step(BEGUN), told("info", said), step(ENDED), summary()]).told

    assert one.said(NOW) == "gone already"


def test_what_the_engine_only_forgets_is_kept_in_the_cloud() -> None:
    old = {"retainOnDelete": True}

    assert account([step(BEGUN, old=old), step(ENDED, old=old), summary()]).summary() == "1 kept in the cloud"


def test_what_nothing_is_said_of_was_dropped_without_asking() -> None:
    assert account([step(BEGUN), step(ENDED), summary()]).summary() == "1 kept in the cloud"


def test_the_engines_colours_are_no_part_of_a_message() -> None:
    said = told("error", "<{%fg 1%}>db was not deleted<{%reset%}>: no<{%reset%}>")

    (one,) = account([step(BEGUN), said, step(FAILED), summary()]).told

    assert one.deed.why == "db was not deleted: no"


def test_other_types_are_counted_and_their_failures_told() -> None:
    kind = "tencentcloud:Vpc/instance:Instance"
    of = {"type": kind, "urn": urn_of("net", kind), "old": {"id": "vpc-1", "outputs": {"deletionPlan": "theirs"}}}
    broken = of | {"urn": urn_of("other", kind)}
    events = [step(BEGUN, of=of), step(ENDED, of=of), step(BEGUN, of=broken), step(FAILED, of=broken), summary()]

    found = account(events)

    assert found.others == {kind: 1}
    assert found.summary() == "1 failed, 1 of other types"


def test_the_dynamic_flavour_is_ours_too() -> None:
    kind = "pulumi-python:dynamic/reprieve:Secret"
    of = {"type": kind, "urn": urn_of("db", kind)}

    said = told("info", SAID) | {"diagnosticEvent": {"urn": of["urn"], "severity": "info", "message": SAID}}

    (one,) = account([step(BEGUN, of=of), said, step(ENDED, of=of), summary()]).told

    assert (one.deed.resource, one.fate) == ("Secret", Fate.PENDING)


def test_two_runs_in_one_log_are_two() -> None:
    failed = [step(BEGUN), told("error", "no"), step(FAILED), summary()]
    done = [step(BEGUN, at=LATER), told("info", SAID), step(ENDED, at=LATER), summary()]

    assert [one.fate for one in account(chain(failed, done)).told] == [Fate.FOLLOWED, Fate.PENDING]
