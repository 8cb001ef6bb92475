"""What fuzzing found: requests that no client sends, each with the answer that it gets."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.faults import Denial, Fault
from tests.emulator.alicloud.calling import Caller as AliCloud

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from reprieve_emulator.world import World


def posted(emulator: Control, path: str, body: bytes) -> tuple[int, str]:
    request = urllib.request.Request(f"{emulator.url}{path}", data=body)  # noqa: S310 - loopback
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(request, timeout=10)
    with caught.value as refusal:
        return refusal.code, refusal.read().decode()


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("clock", {"set": 1e300}, "the time is between the years 1970 and 3000"),
        ("clock", {"move": float("nan")}, "the time is between the years 1970 and 3000"),
        ("clock", {"skew": float("inf")}, "skew is a number of seconds"),
        ("dump", {"now": 0, "tables": "x"}, "tables is an object of lists of objects"),
        ("dump", {"now": 0, "tables": {"accounts": ["x"]}}, "tables is an object of lists of objects"),
        ("faults", {"count": "many"}, "count is a whole number"),
        ("faults", {"service": 7}, "service is a text"),
        ("faults", {"throttle": 1}, "throttle is true or false"),
        ("faults", {"skip": True}, "skip is not true or false"),
        ("denials", {"action": []}, "action is a text"),
        ("switches", {"\ud800": "x"}, "?"),
    ],
)
def test_a_wrong_word_to_the_control_api_is_named(
    emulator: Control, path: str, body: dict[str, object], said: str
) -> None:
    code, answer = posted(emulator, f"/_control/{path}", json.dumps(body).encode())

    assert code == 400
    assert said in json.loads(answer)["error"]


def test_nesting_without_end_is_refused(emulator: Control) -> None:
    assert posted(emulator, "/_control/clock", b"[" * 100_000) == (400, '{"error":"it is nested too deeply"}')


def test_a_query_that_is_no_text_is_answered(emulator: Control) -> None:
    assert posted(emulator, "/?%ff", b"x") == (404, "no emulated cloud speaks this protocol\n")


def test_a_ciphertext_with_letters_that_base64_has_not_is_refused_as_such(world: World) -> None:
    assert AliCloud.of(world).code("Decrypt", CiphertextBlob="ü") == "400 InvalidParameter"


def test_a_fault_and_a_denial_take_what_they_should() -> None:
    assert Fault(delay_before_work=1, count=None).delay_before_work == 1
    assert Denial("ssm:*").action == "ssm:*"
