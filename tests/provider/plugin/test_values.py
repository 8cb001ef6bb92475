from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import Bug, InputError, Problem
from reprieve.fields import EXACT, UNKNOWN, Hidden
from reprieve.plugin.values import REFUSED, SIGNATURE, UNKNOWNS, decode, encode

if TYPE_CHECKING:
    from reprieve.fields import Properties, Tree

PLANTED = "hunter2-planted"

texts = st.text(max_size=12).filter(lambda text: text not in UNKNOWNS)
keys = texts.filter(lambda key: key != SIGNATURE)
plain = (
    st.none()
    | st.booleans()
    | st.integers(-EXACT, EXACT)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
    | texts
    | st.just(UNKNOWN)
)
trees: st.SearchStrategy[Tree] = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4) | inner.map(Hidden),
    max_leaves=20,
)


@given(st.dictionaries(keys, trees, max_size=5))
def test_what_is_sent_and_comes_back_is_the_same_tree(properties: Properties) -> None:
    assert decode(Struct.FromString(encode(properties).SerializeToString())) == properties


@given(st.recursive(st.just(Hidden(PLANTED)), lambda inner: st.lists(inner) | st.dictionaries(keys, inner)))
def test_a_decoded_secret_is_in_no_repr_at_any_depth(tree: Tree) -> None:
    assert PLANTED not in repr(decode(encode({"value": tree})))


@pytest.mark.parametrize("sentinel", sorted(UNKNOWNS))
def test_each_sentinel_is_an_unknown_also_inside_a_secret(sentinel: str) -> None:
    assert decode(encode({"plain": sentinel, "hidden": Hidden([sentinel])})) == {
        "plain": UNKNOWN,
        "hidden": Hidden([UNKNOWN]),
    }


def test_there_are_seven_sentinels() -> None:
    assert len(UNKNOWNS) == 7


@pytest.mark.parametrize(
    ("double", "number"), [(14.0, int), (-1.0, int), (0.5, float), (2.0**60, float), (float("inf"), float)]
)
def test_whole_doubles_become_integers_while_they_are_exact(double: float, number: type) -> None:
    decoded = decode(encode({"days": double}))["days"]

    assert decoded == double
    assert type(decoded) is number


def test_a_truth_value_stays_one() -> None:
    assert decode(encode({"yes": True}))["yes"] is True


def test_a_secret_inside_a_secret_object_is_kept() -> None:
    tree: Properties = {"outer": Hidden({"inner": Hidden("x"), "plain": 1})}

    assert decode(encode(tree)) == tree


@pytest.mark.parametrize(
    ("signature", "reason"), [*REFUSED.items(), ("other", "a value of this kind is not accepted here")]
)
def test_values_that_no_field_takes_are_refused_by_path(signature: str, reason: str) -> None:
    value: Properties = {SIGNATURE: signature, "text": PLANTED}

    with pytest.raises(InputError) as caught:
        decode(encode({"tags": {"a": [value], "b.c": Hidden(value)}}))

    assert set(caught.value.problems) == {
        Problem("tags.a[0]", reason, secret=True),
        Problem('tags["b.c"]', reason, secret=True),
    }
    assert PLANTED not in str(caught.value)


def test_a_value_that_the_wire_has_no_word_for_is_a_defect_named_by_its_type() -> None:
    with pytest.raises(Bug, match=r"^a bytes cannot be sent to the engine$"):
        encode({"value": PLANTED.encode()})
