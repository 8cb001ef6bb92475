"""A sample of what `make fuzz` sends; the same messages for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from grpc import StatusCode

from tests.fuzz.messages import RPCS, World, message
from tests.fuzz.plugin_process import wrong
from tests.fuzz.plugin_run import fuzz_plugin
from tests.fuzz.trees import encoded_struct

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control

PER_RPC = 60


def test_no_message_crashes_hangs_or_confuses_the_plugin(emulator: Control, tmp_path: Path) -> None:
    verdict = fuzz_plugin(emulator, tmp_path, per_rpc=PER_RPC, seed="sample")

    assert verdict.failures == []
    assert {rpc: codes.total() for rpc, codes in verdict.codes.items()} == dict.fromkeys(RPCS, PER_RPC)
    assert {"OK", "INVALID_ARGUMENT"} <= verdict.codes["Create"].keys()


def test_the_same_seed_draws_the_same_message() -> None:
    world = World(({"cloud": "tencentcloud"},))

    assert message("Check", 7, 3, world) == message("Check", 7, 3, world)
    assert message("Check", 7, 3, world) != message("Check", 7, 4, world)


def test_a_tree_has_the_bytes_that_protobuf_gives_it() -> None:
    written = encoded_struct({"a": [1.5, True, None, "ü"], "b": {"c": "d"}})

    assert json_format.MessageToDict(Struct.FromString(written)) == {"a": [1.5, True, None, "ü"], "b": {"c": "d"}}


@pytest.mark.parametrize(
    ("code", "said", "detail", "reason"),
    [
        (StatusCode.OK, "", False, ""),
        (StatusCode.INVALID_ARGUMENT, "name: is required", False, ""),
        (StatusCode.UNKNOWN, "half made", True, ""),
        (StatusCode.UNKNOWN, "lost", False, "UNKNOWN: lost"),
        (StatusCode.INTERNAL, "lost", True, "INTERNAL: lost"),
        (StatusCode.ABORTED, "KeyError at x.py:1; this is a defect of reprieve", False, "ABORTED: KeyError"),
        (StatusCode.DEADLINE_EXCEEDED, "", False, "no answer after"),
    ],
)
def test_the_judge_knows_a_failure_from_an_answer(code: StatusCode, said: str, detail: bool, reason: str) -> None:  # noqa: FBT001 - a row
    found = wrong(code, said, detail=detail)

    assert found.startswith(reason)
    assert bool(found) == bool(reason)
