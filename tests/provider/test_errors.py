from __future__ import annotations

import inspect
import re
import traceback

import pytest

from reprieve import errors
from reprieve.errors import CloudError, HalfMade, InputError, Problem, Refused, ReprieveError, Throttled, Unavailable


def classes() -> dict[str, type[BaseException]]:
    return {name: kind for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)}


def test_the_tree_on_top_of_the_module_is_the_tree_of_the_classes() -> None:
    """Each line is a class, indented under the one that it is a kind of."""
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"( {4,})([A-Z]\w+)(?:\s{2,}|$)", line):
            depth = len(found[1])
            above = [(indent, name) for indent, name in above if indent < depth]
            drawn[found[2]] = above[-1][1] if above else "Exception"
            above.append((depth, found[2]))
    assert drawn == {name: kind.__mro__[1].__name__ for name, kind in classes().items()}


def test_every_error_has_a_docstring() -> None:
    assert [name for name, kind in classes().items() if not kind.__doc__] == []


def test_what_was_attempted_stands_before_the_message() -> None:
    error = Refused("it is protected").about("db was not deleted")
    assert isinstance(error, Refused)
    assert str(error) == "db was not deleted: it is protected"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CloudError("ssm:CreateSecret", "SomeCode"), "ssm:CreateSecret answered SomeCode"),
        (
            CloudError("ssm:CreateSecret", "SomeCode", "no", "r-1", "try again"),
            "ssm:CreateSecret answered SomeCode (no), request r-1; try again",
        ),
        (
            CloudError("ssm:CreateSecret", "", "the endpoint cannot be reached", hint="check endpoint"),
            "ssm:CreateSecret got no answer (the endpoint cannot be reached); check endpoint",
        ),
    ],
)
def test_an_answer_of_the_cloud_is_said_with_code_and_request_id(error: CloudError, said: str) -> None:
    assert str(error) == said


def test_redacting_takes_the_longest_value_first_and_the_cause_away() -> None:
    error = CloudError("ssm:CreateSecret", "SomeCode", "planted-and-more, planted")
    error.__cause__ = ValueError("planted-and-more")
    error.redact(["", "planted", "planted-and-more"])
    assert error.said == "[secret], [secret]"
    assert "planted" not in "".join(traceback.format_exception(error))


def test_a_throttled_call_is_one_that_may_work_later() -> None:
    assert issubclass(Throttled, Unavailable)


def test_input_errors_list_every_problem() -> None:
    error = InputError([Problem("name", "is required"), Problem("", "give one of the two")])
    assert str(error) == "name: is required; give one of the two"
    assert [problem.path for problem in error.problems] == ["name", ""]


def test_a_half_made_object_carries_its_id_state_and_reasons() -> None:
    error = HalfMade("db", {"name": "db"}, ["tags could not be written", "enabled could not be written"])
    assert (error.id, error.state) == ("db", {"name": "db"})
    assert str(error) == "tags could not be written; enabled could not be written"
    assert isinstance(error, ReprieveError)
