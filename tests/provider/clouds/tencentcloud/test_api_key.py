from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.errors import Held, Refused
from reprieve.fields import Hidden, reveal
from reprieve.resources.api_key import API_KEY
from tests.contract.runs import state_of
from tests.provider.clouds.tencentcloud.api_keys import (
    MANUAL,
    SECRET,
    begin,
    keys,
    writes,
)
from tests.provider.stage import REGION

if TYPE_CHECKING:
    from tests.provider.stage import Stage


# what is declared


@pytest.mark.parametrize(
    ("declared", "path", "reason"),
    [
        (
            {"accessKeyId": "shop_key"},
            "accessKeySecret",
            "is required: accessKeyId and accessKeySecret belong together",
        ),
        (
            {"accessKeySecret": SECRET},
            "accessKeyId",
            "is required: accessKeyId and accessKeySecret belong together",
        ),
        ({**MANUAL, "accessKeyId": "four"}, "accessKeyId", "must be 5 to 50 letters, digits and _"),
        ({**MANUAL, "accessKeySecret": "short"}, "accessKeySecret", "must be 10 to 50 letters, digits and _"),
        ({"recoveryWindowInDays": 7}, "recoveryWindowInDays", "is not a property of ApiKey"),
        ({"whenProductOffline": "ignore"}, "whenProductOffline", "must be one of fail, forget"),
    ],
)
def test_what_the_cloud_does_not_have_fails_the_check(
    stage: Stage, declared: dict[str, object], path: str, reason: str
) -> None:
    (problem,) = begin(stage).problems(**{"name": "shop", **declared})

    assert problem.path == path
    assert reason in problem.reason
    assert problem.secret == (path == "accessKeySecret")


# creation


def test_a_generated_key_is_one_call_and_its_secret_is_a_secret_output(stage: Stage) -> None:
    run = begin(stage)

    made = run.create(name="shop", tags={"team": "a"})

    row = keys(stage)[made.id]
    assert stage.calls()[-1] == "apigateway:CreateApiKey"
    assert isinstance(made.state["accessKeySecret"], Hidden)
    assert (state_of(made, "accessKeyId"), state_of(made, "accessKeySecret")) == (made.id, row["access_key_secret"])
    tags = stage.emulator.objects("tencentcloud_tag_attachments")
    assert {row["tag_key"] for row in tags if row["resource"] == made.id} >= {"team", "reprieve:stack"}


def test_a_declared_key_has_the_declared_id_and_secret(stage: Stage) -> None:
    made = begin(stage).create(**MANUAL)

    assert made.id == "shop_key"
    assert keys(stage)["shop_key"]["access_key_secret"] == SECRET


def test_a_creation_warns_before_of_the_products_end(stage: Stage) -> None:
    run = begin(stage)

    run.preview_create(name="shop")

    (said,) = run.warnings
    assert said == (
        "shop: API Gateway takes no new customers since 2024-07-01, and is switched off in batches since 2026-10-30"
    )


@pytest.mark.parametrize("declared", [{"name": "shop"}, MANUAL], ids=["generated", "declared"])
def test_a_lost_answer_of_the_creation_makes_no_second_key(stage: Stage, declared: dict[str, object]) -> None:
    stage.emulator.add_fault(service="apigateway", action="CreateApiKey", cut="after_commit")
    run = begin(stage)

    made = run.create(**declared)

    assert list(keys(stage)) == [made.id]
    assert run.warnings == [
        "shop existed already with this resource's mark: it was taken over, and is made as declared"
    ]


def test_an_id_of_somebody_else_is_not_taken(stage: Stage) -> None:
    row = {"account": stage.account.id, "region": REGION, "access_key_id": "shop_key", "access_key_secret": SECRET}
    stage.emulator.plant("tencentcloud_apigateway_keys", **row, name="theirs", kind="manual", created=1, modified=1)

    with pytest.raises(Held, match="the accessKeyId is held by an object without an ownership mark"):
        begin(stage).create(**MANUAL)


def test_a_key_that_cannot_be_disabled_after_its_creation_is_finished_by_the_next_up(stage: Stage) -> None:
    stage.emulator.add_fault(
        service="apigateway", action="DisableApiKey", code="UnsupportedOperation.UinNotInWhiteList"
    )

    half = begin(stage).create(name="shop", enabled=False)
    run = begin(stage)
    run.update(run.refreshed(half), name="shop", enabled=False)

    assert state_of(half, "unfinishedSteps") == ["enabled"]
    assert keys(stage)[half.id]["status"] == 0


# update


def test_only_a_declared_secret_is_ever_renewed(stage: Stage) -> None:
    generated = begin(stage).create(name="shop")
    run = begin(stage).of(API_KEY, "other")
    manual = run.create(**MANUAL)
    stage.calls()

    run.update(manual, **MANUAL | {"accessKeySecret": Hidden("another_secret_of_tests")})
    begin(stage).update(generated, name="shop", deleteWhileInUse=True)

    assert writes(stage.calls()) == ["UpdateApiKey"]
    assert keys(stage)["shop_key"]["access_key_secret"] == "another_secret_of_tests"
    assert keys(stage)[generated.id]["access_key_secret"] == state_of(generated, "accessKeySecret")


def test_a_declared_secret_that_was_changed_outside_is_written_again(stage: Stage) -> None:
    made = begin(stage).create(**MANUAL)
    stage.emulator.plant("tencentcloud_apigateway_keys", **keys(stage)["shop_key"] | {"access_key_secret": "x" * 10})
    run = begin(stage)
    read = run.refreshed(made)

    changes = run.diff(read, **MANUAL).changes
    run.update(read, **MANUAL)

    assert changes.keys() == {"accessKeySecret"}
    assert isinstance(read.inputs["accessKeySecret"], Hidden)
    assert keys(stage)["shop_key"]["access_key_secret"] == SECRET


def test_changed_tags_are_a_warning_and_nothing_else(stage: Stage) -> None:
    made = begin(stage).create(name="shop", tags={"team": "a"})
    run = begin(stage)
    read = run.refreshed(made)

    difference = run.diff(read, name="shop", tags={"team": "b"})

    assert difference.changes == {}
    (said,) = run.warnings
    assert said == (
        "shop: its tags differ from the declared ones and stay as they are, since Tencent Cloud writes them at "
        "creation only; change them in its console"
    )


# replacement


def test_another_name_or_id_replaces_and_the_new_key_is_made_first(stage: Stage) -> None:
    made = begin(stage).create(**MANUAL)
    run = begin(stage)
    read = run.refreshed(made)
    declared = MANUAL | {"name": "web", "accessKeyId": "web_key"}

    difference = run.diff(read, **declared)
    new = run.create(**declared)
    run.delete(read)

    assert difference.replaces
    assert not difference.delete_before_replace
    assert list(keys(stage)) == [new.id] == ["web_key"]


def test_another_name_with_the_same_id_is_refused_at_preview(stage: Stage) -> None:
    made = begin(stage).create(**MANUAL)
    run = begin(stage)
    read = run.refreshed(made)

    with pytest.raises(Refused) as caught:
        run.diff(read, **MANUAL | {"name": "web"})

    assert str(caught.value) == (
        "shop: changing name replaces it, and the new one cannot have accessKeyId shop_key while the old one is there; "
        "declare another accessKeyId with it"
    )


# finding


def test_an_import_leaves_id_and_secret_out_of_the_inputs(stage: Stage) -> None:
    made = begin(stage).create(**MANUAL, tags={"team": "a"}, enabled=False)

    found = begin(stage).imports(made.id)

    assert found is not None
    assert found.inputs == {"name": "shop", "enabled": False, "tags": {"team": "a"}}
    assert reveal(found.state["accessKeySecret"]) == SECRET
    assert SECRET not in repr(found)


def test_many_keys_are_read_by_one_list(stage: Stage) -> None:
    run = begin(stage)
    made = {name: run.of(API_KEY, name).create(name=name) for name in ("one", "two", "three")}
    stage.calls()
    later = begin(stage)

    found = [later.of(API_KEY, name).refreshed(recorded).id for name, recorded in made.items()]

    assert found == [recorded.id for recorded in made.values()]
    assert stage.calls() == ["apigateway:DescribeApiKeysStatus"]
