from __future__ import annotations

from pulumi.output import Unknown
from pulumi.runtime import rpc

from reprieve.dynamic.wire import decode, decode_recorded, encode, encode_recorded
from reprieve.fields import UNKNOWN, Hidden
from reprieve.resources.secret import SECRET

NAMED = {"__urn": "urn:pulumi:dev::shop::pulumi-python:dynamic/reprieve:Secret::password"}


def secret_of(value: object) -> dict[str, object]:
    return {rpc._special_sig_key: rpc._special_secret_sig, "value": value}  # noqa: SLF001 - the protocol's own words


def test_fields_that_are_always_secret_and_those_that_the_program_names_are_hidden() -> None:
    decoded = decode(SECRET, {"secretString": "a", "description": "b", "name": "c", "__secrets": ["description"]})

    assert decoded["secretString"] == Hidden("a")
    assert decoded["description"] == Hidden("b")
    assert decoded["name"] == "c"


def test_nothing_hidden_leaves_in_plain() -> None:
    assert encode({"secretString": Hidden("a"), "tags": {"team": Hidden("b")}}) == {
        "secretString": secret_of("a"),
        "tags": {"team": secret_of("b")},
    }


def test_what_is_not_known_yet_stays_so_both_ways() -> None:
    decoded = decode(SECRET, {"secretString": Unknown(), "tags": {"team": [Unknown()]}})  # type: ignore[no-untyped-call]

    assert decoded == {"secretString": Hidden(UNKNOWN), "tags": {"team": [UNKNOWN]}}
    assert encode(decoded) == {"secretString": secret_of(rpc.UNKNOWN), "tags": {"team": [rpc.UNKNOWN]}}


def test_whole_numbers_that_travelled_as_doubles_are_whole_again() -> None:
    assert decode(SECRET, {"recoveryWindowInDays": 14.0}) == {"recoveryWindowInDays": 14}


def test_null_is_absent_and_the_provider_is_none_of_the_inputs() -> None:
    assert decode(SECRET, {"description": None, "__provider": "gASV"}) == {}


def test_recorded_inputs_travel_in_the_outputs_and_the_secret_content_only_once() -> None:
    inputs = {**NAMED, "name": "db", "secretString": Hidden("a"), "recoveryWindowInDays": 7}
    state = {**NAMED, "name": "db", "secretString": Hidden("a"), "status": "disabled", "accountId": "1"}

    sent = encode_recorded(SECRET, inputs, state)
    recorded = decode_recorded(SECRET, "db", {**sent, "secretString": "a"})

    assert "secretString" not in sent["__inputs"]
    assert recorded.inputs == inputs
    assert recorded.state == state
