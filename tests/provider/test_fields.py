from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.fields import EXACT, UNKNOWN, Hidden, hides, number, reveal, unknown_in, without_nulls

if TYPE_CHECKING:
    from reprieve.fields import Tree

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda tree: st.lists(tree, max_size=3) | st.dictionaries(st.text(max_size=3), tree, max_size=3),
)


@st.composite
def covered(draw: st.DrawFn) -> tuple[Tree, Tree]:
    """A plain tree, and the same with some of its parts hidden, some of them twice."""
    plain = draw(PLAIN)
    return plain, cover(draw, plain)


def cover(draw: st.DrawFn, tree: Tree) -> Tree:
    if isinstance(tree, dict):
        tree = {key: cover(draw, value) for key, value in tree.items()}
    elif isinstance(tree, list):
        tree = [cover(draw, value) for value in tree]
    return Hidden(tree) if draw(st.booleans()) else tree


@given(covered())
def test_revealing_returns_the_plain_tree(trees: tuple[Tree, Tree]) -> None:
    plain, hidden = trees
    assert reveal(hidden) == plain


@given(PLAIN)
def test_a_plain_tree_hides_nothing_and_knows_all(tree: Tree) -> None:
    assert not hides(tree)
    assert not unknown_in(tree)


@pytest.mark.parametrize(
    "tree",
    [Hidden("x"), [Hidden("x")], {"a": [{"b": Hidden(None)}]}, Hidden([Hidden("x")])],
)
def test_a_hidden_value_is_found_at_any_depth(tree: Tree) -> None:
    assert hides(tree)


@pytest.mark.parametrize(
    "tree",
    [UNKNOWN, [UNKNOWN], {"a": [{"b": UNKNOWN}]}, Hidden(UNKNOWN), Hidden({"a": UNKNOWN}), {"a": Hidden([UNKNOWN])}],
)
def test_an_unknown_value_is_found_at_any_depth_also_hidden(tree: Tree) -> None:
    assert unknown_in(tree)


@pytest.mark.parametrize("wrapped", [Hidden("planted"), [Hidden("planted")], {"a": Hidden({"b": "planted"})}])
def test_a_hidden_value_is_never_printed(wrapped: Tree) -> None:
    assert "planted" not in f"{wrapped} {wrapped!r} {wrapped!s}"
    assert "planted" not in "%s %r" % (wrapped, wrapped)  # noqa: UP031 - a logger formats so


@pytest.mark.parametrize("leave", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_hidden_value_does_not_leave_the_process(leave: object) -> None:
    with pytest.raises(TypeError, match=r"^a hidden value is not pickled$"):
        leave(Hidden("planted"))  # type: ignore[operator]  # one of three functions


def test_hidden_values_are_compared_by_what_they_hide() -> None:
    assert Hidden("x") == Hidden("x")
    assert Hidden("x") != Hidden("y")
    assert Hidden("x") != "x"
    assert len({Hidden("x"), Hidden("x"), Hidden({"a": [1]})}) == 2


def test_hiding_twice_is_hiding_once() -> None:
    assert Hidden(Hidden("x")).reveal() == "x"


def test_what_is_not_known_says_so() -> None:
    assert repr(UNKNOWN) == "UNKNOWN"


def test_null_is_dropped_also_where_it_is_hidden() -> None:
    assert without_nulls({"a": None, "b": Hidden(None), "c": False, "d": "", "e": UNKNOWN}) == {
        "c": False,
        "d": "",
        "e": UNKNOWN,
    }


@given(st.integers(-EXACT, EXACT))
def test_a_whole_number_survives_being_a_double(whole: int) -> None:
    assert number(float(whole)) == whole
    assert isinstance(number(float(whole)), int)


@pytest.mark.parametrize("double", [0.5, 2.0**60, float("inf")])
def test_a_number_that_is_not_whole_or_not_exact_stays_a_double(double: float) -> None:
    assert isinstance(number(double), float)
