"""Lines that are damaged, foreign or hostile: named by number, never shown, and no harm to the others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve_cli.report.page import as_page
from reprieve_cli.report.tell import as_data, as_text
from tests.cli.report.written import VALUE, account, deletion, step, summary

NEITHER = "neither a line of the trail nor an event of the engine"


def flaws(*lines: bytes | dict[str, Any]) -> list[str]:
    """Return what is said of lines between two good ones, which have to be told all the same."""
    first, last = deletion()
    found = account([first, *lines, last])
    assert found.summary() == "1 restorable"
    assert found.in_trouble == bool(found.flaws)
    return [str(flaw) for flaw in found.flaws]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"time": "2026-11', "no JSON, or not whole"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b"[]", NEITHER),
        (b'{"level": "info"}', NEITHER),
        (b"[" * 100_000, "no JSON, or not whole"),
        (b'{"phase": "intent"}', "damaged: time is not as expected"),
        (b'{"phase": "begin", "time": "2026-11-25T12:00:00Z"}', "damaged: phase is not as expected"),
        (b'{"sequence": 1, "timestamp": "soon"}', "damaged: timestamp is not as expected"),
        (b'{"sequence": 1, "timestamp": 1e300}', "damaged: timestamp is not as expected"),
        (
            b'{"sequence": 1, "timestamp": 1, "diagnosticEvent": {"message": 1, "severity": "error"}}',
            "damaged: diagnosticEvent.message is not as expected",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_its_number(line: bytes, why: str) -> None:
    assert flaws(line) == [f"log-1, line 2: {why}"]


def test_empty_lines_are_no_flaw() -> None:
    assert flaws(b"\n", b"  \n") == []


def test_nothing_of_a_damaged_line_is_shown() -> None:
    assert flaws(f'{{"phase": "intent", "time": "{VALUE}", "{VALUE}": 1}}'.encode(), VALUE.encode()) == [
        "log-1, line 2: damaged: time is not as expected",
        "log-1, line 3: no JSON, or not whole",
    ]


def test_no_value_of_an_event_log_is_taken_over() -> None:
    events = [step("resourcePreEvent"), step("resOutputsEvent"), summary()]
    found = account(events)

    shown = [as_text(found), json.dumps(as_data(found)), as_page(found)]

    assert VALUE in json.dumps(events)
    assert not [text for text in shown if VALUE in text]


def test_a_name_commands_no_terminal_and_turns_no_line_around() -> None:
    name = "db\x1b[2J\x9b1m\u202egpj\nsecond line\ud800"

    text = as_text(account(deletion(name)))

    assert "db\\x1b[2J\\x9b1m\\u202egpj second line\\ud800" in text
    assert all(char.isprintable() or char == "\n" for char in text)


def test_a_name_stays_text_in_the_page() -> None:
    hostile = '<script>alert("1")</script><img src=x onerror=alert(1)>{{ 7*7 }}'

    page = as_page(account(deletion(hostile), deletion("x", days_ago=1, outcome=f"failed: {hostile}")))

    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "phase",
        "time",
        "operation",
        "id",
        "urn",
        "plan",
        "window",
        "final_on",
        "calls",
        "outcome",
        "sequence",
        "timestamp",
        "resourcePreEvent",
        "resOutputsEvent",
        "resOpFailedEvent",
        "diagnosticEvent",
        "summaryEvent",
    ]
)
LINES = st.one_of(
    st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")),
    st.tuples(FIELDS, ANYTHING).map(lambda change: json.dumps(deletion()[1] | dict([change])).encode()),
    st.tuples(FIELDS, ANYTHING).map(lambda change: json.dumps(step("resourcePreEvent") | dict([change])).encode()),
    st.dictionaries(FIELDS, ANYTHING).map(lambda fields: json.dumps(fields).encode()),
)


@given(lines=st.lists(LINES, max_size=6))
def test_no_line_whatever_ends_the_report(lines: list[bytes]) -> None:
    found = account([*lines, *deletion("certain", region="elsewhere")])

    assert any(one.deed.id == "certain" for one in found.told)
    assert "certain" in as_text(found)
    assert "certain" in as_page(found)
    json.dumps(as_data(found)).encode()
