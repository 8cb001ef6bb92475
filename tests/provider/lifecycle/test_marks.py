from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.clouds.alicloud.secret import RULES as ALICLOUD
from reprieve.clouds.tencentcloud.secret import RULES
from reprieve.lifecycle.marks import mark_of, stack_mark

if TYPE_CHECKING:
    from reprieve.lifecycle.operation import Recorded
    from tests.provider.stage import Stage

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


@pytest.mark.parametrize(
    ("owner", "project", "stack"),
    [("the shop (Berlin)", "shop", "dev"), (None, "p" * 100, "s" * 100)],
    ids=["characters", "length"],
)
def test_a_stack_that_no_tag_of_the_cloud_can_name_is_hashed(owner: str | None, project: str, stack: str) -> None:
    mark = mark_of(f"urn:pulumi:{stack}::{project}::reprieve:index:Secret::db", owner, ALICLOUD.tag)
    assert re.fullmatch("[0-9a-f]{32}", mark.stack)
    assert mark_of("urn:pulumi:dev::shop::reprieve:index:Secret::db", "acme", ALICLOUD.tag).stack == "acme/shop/dev"


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


# a mark that an older name of the resource left


def made_as_old(stage: Stage, **declared: object) -> Recorded:
    """What an earlier run made for a resource that has another name now."""
    process = stage.process()
    seen = process.read(process.create("old", name="db", **declared), "old")
    assert seen
    stage.calls()
    return seen


def test_a_stale_mark_is_rewritten_before_the_window_begins(stage: Stage) -> None:
    db = made_as_old(stage)
    process = stage.process()
    process.delete(db, "new")
    writes = stage.writes(stage.calls())
    assert writes == ["tag:TagResources", "ssm:DisableSecret", "ssm:DeleteSecret"]
    assert stage.process().create("new", name="db").id == "db"
    assert stage.status() == "Enabled"


def test_a_stale_mark_that_cannot_be_rewritten_is_said(stage: Stage) -> None:
    db = made_as_old(stage)
    stage.emulator.deny("tag:TagResources")
    process = stage.process()
    process.delete(db, "new")
    (warning,) = process.voice.warnings
    assert warning.startswith(
        "db: the ownership mark could not be renewed, so pulumi up will not know it as its own while it is pending: "
        "tag:TagResources answered UnauthorizedOperation ("
    )
    assert stage.status() == "PendingDelete"


def test_a_final_deletion_needs_no_mark(stage: Stage) -> None:
    db = made_as_old(stage, forceDelete=True)
    stage.process().delete(db, "new")
    assert stage.writes(stage.calls()) == ["ssm:DisableSecret", "ssm:DeleteSecret"]
