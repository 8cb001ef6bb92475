from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, SecretStr, StrictBool, StrictInt

from reprieve.resources.catalogue import RESOURCES
from reprieve.shapes import SYNONYMS, Model, names, problems_of

if TYPE_CHECKING:
    from reprieve.errors import Problem


class Colour(StrEnum):
    """Two colours."""

    RED = "red"
    BLUE = "blue"


class Inner(Model):
    """A shape inside another."""

    big_number: StrictInt


class Outer(Model):
    """One field of each type."""

    some_text: str
    some_number: StrictInt | None = None
    some_flag: StrictBool | None = None
    some_map: dict[str, str] | None = None
    some_list: list[str] | None = None
    some_colour: Colour | None = None
    some_secret: SecretStr | None = None
    some_inner: Inner | None = None
    force_delete: StrictBool | None = None


def said(**values: Any) -> list[Problem]:  # noqa: ANN401 - values of any type are tried
    return problems_of(Outer, {"someText": "x", **values}, "Outer")


def test_names_are_spelled_as_the_schema_spells_them() -> None:
    assert names(Inner) == ["bigNumber"]


def test_what_fits_has_no_problem() -> None:
    assert said(someNumber=1, someFlag=True, someMap={"a": "b"}, someColour="red", someInner={"bigNumber": 1}) == []


@pytest.mark.parametrize(
    ("values", "path", "reason"),
    [
        ({"someText": 7}, "someText", "must be a text"),
        ({"someNumber": "7"}, "someNumber", "must be a whole number"),
        ({"someNumber": 7.5}, "someNumber", "must be a whole number"),
        ({"someFlag": "yes"}, "someFlag", "must be true or false"),
        ({"someMap": []}, "someMap", "must be a map of texts"),
        ({"someMap": {"a-b": 1}}, 'someMap["a-b"]', "must be a text"),
        ({"someMap": {"ab": 1}}, "someMap.ab", "must be a text"),
        ({"someList": "x"}, "someList", "must be a list"),
        ({"someList": ["x", 1]}, "someList[1]", "must be a text"),
        ({"someColour": "green"}, "someColour", "must be one of red, blue"),
        ({"someInner": 1}, "someInner", "must be an object"),
        ({"someInner": {}}, "someInner.bigNumber", "is required"),
        ({"someInner": {"bigNumber": 1, "bigNumbr": 2}}, "someInner.bigNumbr", "is not a property of Outer"),
        ({"colour": 1}, "colour", 'is not a property of Outer; did you mean "someColour"?'),
        ({"some_text": 7}, "some_text", 'is not a property of Outer; did you mean "someText"?'),
        ({"force": True}, "force", 'is not a property of Outer; did you mean "forceDelete"?'),
        ({"zzz": 1}, "zzz", "is not a property of Outer"),
    ],
)
def test_what_does_not_fit_is_named_by_its_path(values: dict[str, Any], path: str, reason: str) -> None:
    found = said(**values)
    assert [problem.path for problem in found] == [path]
    assert found[0].reason.startswith(reason)


def test_everything_that_does_not_fit_is_named_at_once() -> None:
    assert {problem.path for problem in said(someNumber="x", someFlag="y", zzz=1)} == {"someNumber", "someFlag", "zzz"}


def test_no_problem_shows_the_value() -> None:
    found = said(someSecret=["planted"], someMap={"a": ["planted"]}, someColour="planted", someInner="planted")
    assert len(found) == 4
    assert "planted" not in str(found)


def test_every_synonym_leads_to_a_property_of_some_resource() -> None:
    known = {name for resource in RESOURCES.values() for name in names(resource.inputs)}
    later = {"accessKeyId"}  # of ApiKey
    assert set(SYNONYMS.values()) - known <= later
    assert not set(SYNONYMS) & known - {"accessKey"}


def test_a_model_is_frozen_and_hides_its_input() -> None:
    assert issubclass(Model, BaseModel)
    assert Model.model_config["frozen"] is True
    assert Model.model_config["hide_input_in_errors"] is True
