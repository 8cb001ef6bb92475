from __future__ import annotations

import threading
import time

import pytest

from reprieve.driver import Identity, Live, Status
from reprieve.errors import ConfigurationError, Interrupted, Refused
from reprieve.lifecycle.session import SUMMARY_FROM, Memory, Note, Session, Severity
from tests.provider.stage import Heard, Process, offline, urn_of


def noted(*severities: Severity) -> Process:
    process = offline()
    for number, severity in enumerate(severities):
        process.note(urn_of(f"s{number}"), Note(severity, f"s{number}: deleting ..."))
    return process


def said(process: Process) -> list[tuple[Severity, str]]:
    process.cancel()
    return [(severity, text) for severity, text, _ in process.voice.lines]


def test_few_notes_are_said_one_by_one_on_their_resources() -> None:
    process = noted(Severity.INFO, Severity.WARNING)
    process.cancel()
    assert process.voice.lines == [
        (Severity.INFO, "s0: deleting ...", urn_of("s0")),
        (Severity.WARNING, "s1: deleting ...", urn_of("s1")),
    ]


def test_many_notes_are_one_line_and_the_warnings() -> None:
    process = noted(Severity.WARNING, *[Severity.INFO] * (SUMMARY_FROM - 1))
    assert said(process) == [
        (Severity.WARNING, "s0: deleting ..."),
        (
            Severity.INFO,
            (
                f"deleting these {SUMMARY_FROM - 1} objects of Reprieve could be undone by pulumi up: each stays "
                "recoverable for its recovery window"
            ),
        ),
    ]
    assert process.voice.lines[-1][2] == ""


def test_many_warnings_are_all_said_without_a_summary() -> None:
    assert len(said(noted(*[Severity.WARNING] * SUMMARY_FROM))) == SUMMARY_FROM


def test_a_note_is_said_once() -> None:
    process = noted(Severity.INFO)
    process.cancel()
    process.cancel()
    assert len(process.voice.lines) == 1


def test_a_note_that_is_withdrawn_is_not_said() -> None:
    process = noted(Severity.INFO, Severity.WARNING)
    process.withdraw(urn_of("s1"))
    process.withdraw(urn_of("never noted"))
    assert said(process) == [(Severity.INFO, "s0: deleting ...")]


def test_a_program_that_fails_its_check_withdraws_every_note() -> None:
    process = noted(Severity.INFO, Severity.WARNING)
    process.withdraw_all()
    assert said(process) == []


def test_a_newer_note_of_a_resource_replaces_the_older() -> None:
    process = noted(Severity.INFO)
    process.note(urn_of("s0"), Note(Severity.WARNING, "newer"))
    assert said(process) == [(Severity.WARNING, "newer")]


def test_a_cancel_ends_every_wait_of_the_process() -> None:
    session = Session(offline().config, Heard())
    job = session.job(urn_of("db"))
    threading.Timer(0.05, session.cancel).start()
    with pytest.raises(Interrupted):
        job.wait(60)
    with pytest.raises(Interrupted):
        session.job(urn_of("other")).wait(0)


def test_the_engines_time_out_is_honoured() -> None:
    session = Session(offline().config, Heard())
    assert session.job(urn_of("db"), 7).deadline - time.monotonic() == pytest.approx(7, abs=1)
    assert session.job(urn_of("db")).deadline - time.monotonic() == pytest.approx(300, abs=1)


def test_who_calls_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    process, asked = offline(), list[int]()

    def identity(_: object) -> Identity:
        asked.append(1)
        return Identity("1", "qcs::cam::uin/1:uin/1")

    monkeypatch.setattr(process.cloud, "identity", identity)
    job = process.job(urn_of("db"))
    assert [process.identity(job).account, process.identity(job).account] == ["1", "1"]
    assert asked == [1]


def test_an_account_that_is_not_allowed_is_refused_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    process = offline(allowedAccountIds=["2", "3"])
    monkeypatch.setattr(process.cloud, "identity", lambda _: Identity("1", "caller"))
    for _ in range(2):
        with pytest.raises(
            Refused, match=r"^the credentials belong to account 1, which allowedAccountIds does not name;"
        ):
            process.identity(process.job(urn_of("db")))


@pytest.mark.parametrize(
    ("variable", "overrides"),
    [
        ("shop/dev", True),
        ("shop/prod, shop/dev", True),
        ("shop/devel", False),
        ("dev", False),
        ("*", False),
        ("true", False),
        ("", False),
    ],
)
def test_the_override_names_whole_stacks(monkeypatch: pytest.MonkeyPatch, variable: str, *, overrides: bool) -> None:
    monkeypatch.setenv("REPRIEVE_FORCE_DELETE", variable)
    assert offline().operation().overrides == overrides


def test_the_owner_is_no_part_of_the_override(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPRIEVE_FORCE_DELETE", "shop/dev")
    assert offline(owner="acme").operation().overrides


def test_a_cloud_that_is_not_offered_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reprieve.clouds.CLOUDS", {"tencentcloud": "reprieve.clouds.tencentcloud"})
    with pytest.raises(ConfigurationError) as caught:
        offline(cloud="alicloud")
    assert str(caught.value) == "cloud alicloud is not offered by this version; use tencentcloud"


def test_memory_knows_whose_an_id_is() -> None:
    memory = Memory()
    memory.met("urn-1", "db")
    assert (memory.holder("db"), memory.holder("other")) == ("urn-1", None)


def test_memory_tells_what_was_made_and_deleted_here() -> None:
    memory = Memory()
    memory.saw(Live("db", Status.ENABLED))
    memory.created("new")
    memory.deleted("urn-1", "db")
    assert (memory.made_here("new"), memory.made_here("db")) == (True, False)
    assert (memory.was_deleted("urn-1", "db"), memory.was_deleted("urn-2", "db")) == (True, False)
    assert memory.newest("db") is None


def test_memory_tells_what_makes_room_for_its_successor() -> None:
    memory = Memory()
    memory.replacing("urn-1", "db")
    assert (memory.goes_first("urn-1", "db"), memory.goes_first("urn-2", "db")) == (True, False)
