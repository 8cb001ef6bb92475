"""One list of a whole account: what it tells of marks, and of namesakes elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.driver import Mark
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.driver import Live
    from reprieve.resources.inputs import Resource
    from tests.provider.stage import Stage


def listed(stage: Stage, resource: Resource, stack: str | None = None, region: str = "ap-guangzhou") -> Sequence[Live]:
    """List as a new process does."""
    process = stage.process(region=region)
    return process.cloud.driver(resource, process.job(""), "").list_objects(stack)


def test_the_marks_of_a_whole_account_come_with_its_list(stage: Stage) -> None:
    for name in "abc":
        stage.process().create(name)
    stage.plant_secret("theirs")
    stage.calls()

    found = {live.id: live for live in listed(stage, SECRET)}

    assert stage.calls() == ["ssm:ListSecrets", "tag:GetResources"]
    assert {mark.stack for name in "abc" if (mark := found[name].mark)} == {"shop/dev"}
    assert (found["theirs"].mark, found["theirs"].mark_known, found["theirs"].tags) == (None, True, None)


@pytest.mark.parametrize("resource", [SECRET, KMS_KEY])
def test_without_the_right_to_read_tags_no_object_is_said_to_be_without_a_mark(
    stage: Stage, resource: Resource
) -> None:
    stage.process().create("a")
    where = {"account": stage.account.id, "region": "ap-guangzhou", "creator_uin": stage.account.id}
    stage.emulator.plant("tencentcloud_kms_keys", key_id="k", alias="k", create_time=1, **where)
    stage.emulator.deny("tag:GetResources")

    assert [live.mark_known for live in listed(stage, resource)] == [False]


def test_a_namesake_in_another_region_keeps_its_own_tags(stage: Stage) -> None:
    stage.process().create("a", tags={"in": "south"})
    stage.process(region="ap-beijing").create("a", tags={"in": "north"})

    (south,), (north,) = (listed(stage, SECRET, "shop/dev", region) for region in ("ap-guangzhou", "ap-beijing"))

    assert (south.tags, north.tags) == ({"in": "south"}, {"in": "north"})
    assert isinstance(south.mark, Mark)
    assert south.mark == north.mark
