from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.lifecycle.session import Severity
from reprieve.plugin import progress
from reprieve.plugin.progress import EngineVoice
from reprieve.plugin.stubs import engine_pb2

if TYPE_CHECKING:
    from tests.provider.plugin.fakes import Engine

URN = "urn:pulumi:dev::shop::reprieve:index:Secret::db"


@pytest.mark.parametrize("severity", Severity)
def test_a_line_arrives_with_its_severity_on_its_resource(engine: Engine, severity: Severity) -> None:
    voice = EngineVoice()
    voice.connect(engine.address)

    voice.say(severity, "db: not checked", URN)

    assert engine.lines == [
        engine_pb2.LogRequest(
            severity=engine_pb2.LogSeverity.Value(severity.name), message="db: not checked", urn=URN, ephemeral=False
        )
    ]


def test_a_line_is_said_once_for_each_resource_and_text(engine: Engine) -> None:
    voice = EngineVoice()
    voice.connect(engine.address)

    for text, urn in (("a", URN), ("a", URN), ("b", URN), ("a", ""), ("a", "")):
        voice.say(Severity.WARNING, text, urn)

    assert [(line.message, line.urn) for line in engine.lines] == [("a", URN), ("b", URN), ("a", "")]


def test_progress_is_repeated_and_leaves_nothing_behind(engine: Engine) -> None:
    voice = EngineVoice()
    voice.connect(engine.address)

    voice.progress("waiting", URN)
    voice.progress("waiting", URN)

    assert [(line.message, line.urn, line.ephemeral) for line in engine.lines] == [("waiting", URN, True)] * 2


def test_another_engine_hears_what_was_said_before(engine: Engine) -> None:
    voice = EngineVoice()
    for _ in range(2):
        voice.connect(engine.address)
        voice.say(Severity.INFO, "a", URN)

    assert len(engine.lines) == 2


def test_an_engine_that_does_not_answer_holds_nothing_up(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DEADLINE", 0.05)
    voice = EngineVoice()
    voice.connect(engine.address)

    voice.say(Severity.INFO, "wait", URN)
    voice.say(Severity.INFO, "heard", URN)

    assert [line.message for line in engine.lines] == ["heard"]


@pytest.mark.parametrize("text", ["a", "\ud800"])
def test_nobody_to_speak_to_is_no_error(text: str) -> None:
    voice = EngineVoice()
    voice.say(Severity.INFO, text, URN)
    voice.connect("127.0.0.1:1")

    voice.say(Severity.ERROR, f"{text}!", URN)
    voice.progress(text, URN)
