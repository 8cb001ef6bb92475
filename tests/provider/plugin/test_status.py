from __future__ import annotations

import inspect

import pytest
from grpc import StatusCode

from reprieve import errors
from reprieve.errors import Problem
from reprieve.fields import Hidden
from reprieve.plugin.status import code_of, failures, half_made, message_of, with_detail
from reprieve.plugin.stubs import provider_pb2, status_pb2
from reprieve.plugin.values import decode, encode

PLANTED = "hunter2-planted"
REPORT = "; this is a defect of reprieve, please report it"

EXPECTED = {
    errors.InputError: StatusCode.INVALID_ARGUMENT,
    errors.ConfigurationError: StatusCode.INVALID_ARGUMENT,
    errors.Refused: StatusCode.FAILED_PRECONDITION,
    errors.Held: StatusCode.ALREADY_EXISTS,
    errors.InUse: StatusCode.FAILED_PRECONDITION,
    errors.CloudError: StatusCode.FAILED_PRECONDITION,
    errors.Denied: StatusCode.PERMISSION_DENIED,
    errors.Gone: StatusCode.NOT_FOUND,
    errors.Conflict: StatusCode.FAILED_PRECONDITION,
    errors.Exists: StatusCode.ALREADY_EXISTS,
    errors.InvalidRequest: StatusCode.INVALID_ARGUMENT,
    errors.ServiceOff: StatusCode.FAILED_PRECONDITION,
    errors.Discontinued: StatusCode.FAILED_PRECONDITION,
    errors.LimitReached: StatusCode.RESOURCE_EXHAUSTED,
    errors.TagMissing: StatusCode.FAILED_PRECONDITION,
    errors.Unavailable: StatusCode.UNAVAILABLE,
    errors.Throttled: StatusCode.RESOURCE_EXHAUSTED,
    errors.OutcomeUnknown: StatusCode.UNKNOWN,
    errors.Interrupted: StatusCode.CANCELLED,
    errors.HalfMade: StatusCode.UNKNOWN,
}
MEAN_CORRUPTION = {StatusCode.UNKNOWN, StatusCode.INTERNAL, StatusCode.DATA_LOSS}


def instance(kind: type[errors.ReprieveError]) -> errors.ReprieveError:
    if issubclass(kind, errors.CloudError):
        return kind("ssm:CreateSecret", "FailedOperation", "no", "req-1", "try again")
    if issubclass(kind, errors.HalfMade):
        return kind("db", {}, ["it is disabled"])
    if issubclass(kind, errors.InputError):
        return kind([Problem("name", "is too long")])
    return kind("it cannot be")


def test_every_error_has_a_code_in_the_table() -> None:
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.ReprieveError)}

    assert kinds - EXPECTED.keys() == {errors.ReprieveError, errors.Bug}


@pytest.mark.parametrize(("kind", "code"), EXPECTED.items())
@pytest.mark.parametrize("wrote", [True, False])
def test_an_error_has_one_code_and_its_own_words(
    kind: type[errors.ReprieveError], code: StatusCode, *, wrote: bool
) -> None:
    error = instance(kind)

    assert code_of(error, wrote=wrote) is code
    assert message_of(error, "Create") == str(error)


def test_only_an_unknown_outcome_says_that_the_state_may_be_wrong() -> None:
    saying_so = {kind for kind, code in EXPECTED.items() if code in MEAN_CORRUPTION}

    assert saying_so == {errors.OutcomeUnknown, errors.HalfMade}


@pytest.mark.parametrize(("wrote", "code"), [(True, StatusCode.UNKNOWN), (False, StatusCode.ABORTED)])
def test_a_defect_leaves_an_unknown_outcome_only_where_something_was_written(*, wrote: bool, code: StatusCode) -> None:
    assert code_of(KeyError("a"), wrote=wrote) is code
    assert code_of(errors.Bug("a"), wrote=wrote) is code


def test_a_defect_is_told_by_type_and_place_without_a_value() -> None:
    with pytest.raises(ValueError, match=PLANTED) as outside:
        int(PLANTED)
    with pytest.raises(UnicodeEncodeError) as inside:
        encode({"value": f"{PLANTED}\ud800"})

    assert message_of(outside.value, "Check") == f"ValueError at an unknown place{REPORT}"
    assert message_of(inside.value, "Check").startswith("UnicodeEncodeError at plugin/values.py:")
    assert message_of(inside.value, "Check").endswith(REPORT)


def test_a_defect_that_reprieve_found_itself_keeps_its_words() -> None:
    assert message_of(errors.Bug("no step"), "Delete") == f"no step{REPORT}"


@pytest.mark.parametrize("rereads", [True, False])
def test_a_half_made_resource_goes_back_whole(*, rereads: bool) -> None:
    error = errors.HalfMade("db", {"name": "db", "secretString": Hidden(PLANTED)}, ["it is disabled", "no tags"])

    status = status_pb2.Status.FromString(with_detail(StatusCode.UNKNOWN, "text", half_made(error, rereads=rereads)))
    detail = provider_pb2.ErrorResourceInitFailed()

    assert (status.code, status.message) == (2, "text")
    assert status.details[0].Unpack(detail)
    assert (detail.id, list(detail.reasons)) == ("db", ["it is disabled", "no tags"])
    assert decode(detail.properties) == error.state
    assert detail.refresh_before_update is rereads


@pytest.mark.parametrize(
    ("problem", "property_", "reason"),
    [
        (Problem("enabled", "must be true or false"), "enabled", "must be true or false"),
        (Problem("tags.a", "is too long"), "", "tags.a: is too long"),
        (Problem("name", "is required"), "", "name: is required"),
        (Problem("", "one of both"), "", "one of both"),
        (Problem("secretString", "is empty", secret=True), "", "secretString: is empty"),
        (Problem("description", "is too long"), "", "description: is too long"),
        (Problem("labels.a", "is too long"), "", "labels.a: is too long"),
    ],
)
def test_only_a_plain_input_is_named_as_the_property(problem: Problem, property_: str, reason: str) -> None:
    inputs = {"description": Hidden(PLANTED), "labels": {"a": Hidden(PLANTED)}, "tags": {"a": ""}, "enabled": 1}

    assert failures([problem], inputs) == [provider_pb2.CheckFailure(property=property_, reason=reason)]
