from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reprieve.clouds.tencentcloud.secret import RULES
from reprieve.lifecycle.marks import mark_of, stack_mark

NAMES = st.text("abcABC019-_.", min_size=1, max_size=30)


def test_a_mark_names_project_and_stack() -> None:
    urn = "urn:pulumi:dev::shop::reprieve:index:Secret::db"
    assert stack_mark(urn, None) == "shop/dev"
    assert stack_mark(urn, "acme") == "acme/shop/dev"
    assert mark_of(urn, "acme").stack == "acme/shop/dev"


def test_children_of_two_components_have_marks_of_their_own() -> None:
    urns = [
        "urn:pulumi:dev::shop::reprieve:index:Secret::db",
        "urn:pulumi:dev::shop::my:app:Shop$reprieve:index:Secret::db",
        "urn:pulumi:dev::shop::reprieve:index:Secret::db::x",
    ]
    assert len({mark_of(urn, None).resource for urn in urns}) == 3


def test_a_mark_is_the_same_in_every_version_of_this_provider() -> None:
    mark = mark_of("urn:pulumi:dev::shop::reprieve:index:Secret::db", None)
    assert mark.resource == "f7e87341a863"


@given(stack=NAMES, project=NAMES, name=st.text(min_size=1))
def test_a_mark_fits_into_a_tag(stack: str, project: str, name: str) -> None:
    mark = mark_of(f"urn:pulumi:{stack}::{project}::a$reprieve:index:Secret::{name}", None)
    assert mark.stack == f"{project}/{stack}"
    assert re.fullmatch("[0-9a-f]{12}", mark.resource)
    assert RULES.tag
    assert re.fullmatch(RULES.tag.pattern, mark.stack)


@given(name=st.text(min_size=1))
def test_the_stack_does_not_change_the_resources_part(name: str) -> None:
    one, two = (f"urn:pulumi:{stack}::shop::reprieve:index:Secret::{name}" for stack in ("dev", "prod"))
    assert mark_of(one, None).resource == mark_of(two, None).resource
