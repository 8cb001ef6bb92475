"""Names that are made fit the cloud, in every mode of the engine, and stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reprieve.clouds.tencentcloud.secret import RULES
from reprieve.errors import Problem
from reprieve.lifecycle.check import Checked, Naming, check
from tests.provider.stage import offline

if TYPE_CHECKING:
    from reprieve.fields import Properties

RANDOM = Naming("random", seed=bytes.fromhex("0123456789"))


def named(naming: Naming, olds: Properties | None = None, logical: str = "db") -> Checked:
    return check(offline().operation(logical), olds or {}, {"secretString": "one"}, naming)


def test_a_name_is_made_from_the_resources_and_marked_as_made() -> None:
    inputs = named(RANDOM).inputs
    assert inputs["name"] == "db-0123456"
    assert inputs["__autonamed"] is True


def test_a_made_name_stays() -> None:
    olds = named(RANDOM).inputs
    again = named(Naming("random", seed=b"other"), olds).inputs
    assert (again["name"], again["__autonamed"]) == ("db-0123456", True)


def test_a_recorded_name_stays_when_the_program_leaves_it_out() -> None:
    inputs = named(RANDOM, {"name": "db"}).inputs
    assert inputs["name"] == "db"
    assert "__autonamed" not in inputs


def test_a_name_is_demanded_where_naming_is_switched_off() -> None:
    (problem,) = named(Naming("disable")).problems
    assert problem == Problem("name", "is required: automatic naming is switched off for this stack")


def test_a_name_that_the_engine_insists_on_is_taken_or_refused() -> None:
    enforced = named(Naming("enforce", "shop-db"))
    assert enforced.inputs["name"] == "shop-db"
    (problem,) = named(Naming("enforce", "shop/db")).problems
    assert problem == Problem("name", f'the configured name "shop/db" does not fit: must be {RULES.texts["name"].said}')


@given(logical=st.text(min_size=1, max_size=200), seed=st.binary(min_size=4, max_size=32))
def test_a_random_name_fits_and_keeps_its_random_end(logical: str, seed: bytes) -> None:
    name = name_of(logical, Naming("random", seed=seed))
    assert name.endswith(seed.hex()[:7])
    assert fits(name)


@given(logical=st.text(min_size=1, max_size=200), proposed=st.text(min_size=1, max_size=300))
def test_a_proposed_name_is_made_to_fit(logical: str, proposed: str) -> None:
    name = name_of(logical, Naming("propose", proposed))
    assert fits(name)
    if fits(proposed):
        assert name == proposed


@given(st.text("ab-_", min_size=120, max_size=160), st.text("0123456789abcdef", min_size=7, max_size=7))
def test_a_proposed_name_that_is_too_long_keeps_its_end(start: str, end: str) -> None:
    assert name_of("db", Naming("propose", f"x{start}{end}")).endswith(end)


def name_of(logical: str, naming: Naming) -> str:
    result = named(naming, logical=logical.replace("::", "--"))
    assert result.problems == ()
    return str(result.inputs["name"])


def fits(name: str) -> bool:
    rule = RULES.texts["name"]
    return bool(re.fullmatch(rule.pattern, name)) and len(name.encode()) <= rule.longest
