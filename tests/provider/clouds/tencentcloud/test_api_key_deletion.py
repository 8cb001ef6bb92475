from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from reprieve.fields import reveal
from reprieve.resources.api_key import API_KEY
from tests.contract.runs import Run
from tests.provider.clouds.tencentcloud.api_keys import (
    OFFLINE,
    begin,
    bind,
    go_offline,
    keys,
    plans_of,
    refused,
    writes,
)

if TYPE_CHECKING:
    from tests.provider.stage import Stage


def test_a_deletion_disables_and_deletes_and_is_final(stage: Stage) -> None:
    made = begin(stage).create(name="shop")
    run = begin(stage)
    stage.calls()

    run.delete(made)

    assert writes(stage.calls()) == ["DisableApiKey", "DeleteApiKey"]
    assert keys(stage) == {}
    assert run.infos == ["shop was deleted and cannot be restored"]


def test_a_bound_key_is_refused_with_its_plans_and_where_they_are_in_force(stage: Stage) -> None:
    made = begin(stage).create(name="shop")
    bind(stage, made.id, "gold", "silver")
    stage.calls()

    said = refused(begin(stage), made)

    assert said == (
        "shop was not deleted, and nothing was called: it is bound to usage plan gold (usagePlan-gold) for service-1 "
        "release; it is bound to usage plan silver (usagePlan-silver); to delete it all the same, record "
        "deleteWhileInUse: true in an up before this one"
    )
    assert writes(stage.calls()) == []


def test_a_bound_key_is_unbound_where_that_is_declared_and_its_plans_are_told_before(stage: Stage) -> None:
    made = begin(stage).create(name="shop", deleteWhileInUse=True)
    bind(stage, made.id, "gold", "silver")
    run = begin(stage)
    stage.calls()

    run.delete(made)

    assert writes(stage.calls()) == ["DisableApiKey", "UnBindSecretIds", "UnBindSecretIds", "DeleteApiKey"]
    assert keys(stage) == {}
    assert run.warnings == [
        "shop is deleted although it is bound to usage plan gold (usagePlan-gold) for service-1 release",
        "shop is deleted although it is bound to usage plan silver (usagePlan-silver)",
    ]


def test_the_plan_says_that_a_key_may_have_to_be_unbound(stage: Stage) -> None:
    made = begin(stage).create(name="shop", deleteWhileInUse=True)

    assert reveal(made.state["deletionPlan"]) == {
        "steps": ["DisableApiKey", "UnBindSecretIds (if it is in use)", "DeleteApiKey (final at once)"],
        "reversible": False,
        "undo": "none: the deletion is final",
    }


def test_a_refused_deletion_enables_the_key_and_binds_it_again(stage: Stage) -> None:
    made = begin(stage).create(name="shop", deleteWhileInUse=True)
    bind(stage, made.id, "gold", "silver")
    stage.emulator.add_fault(service="apigateway", action="DeleteApiKey", code="UnauthorizedOperation", count=None)
    stage.calls()

    said = refused(begin(stage), made)

    assert writes(stage.calls())[-3:] == ["EnableApiKey", "BindSecretIds", "BindSecretIds"]
    assert "; done before: DisableApiKey, UnBindSecretIds, undone by EnableApiKey, BindSecretIds" in said
    assert plans_of(stage, made.id) == {"usagePlan-gold", "usagePlan-silver"}
    assert keys(stage)[made.id]["status"] == 1


def test_an_unbinding_that_stops_half_way_is_undone_too(stage: Stage) -> None:
    made = begin(stage).create(name="shop", deleteWhileInUse=True)
    bind(stage, made.id, "gold", "silver")
    denied = {"code": "UnauthorizedOperation", "skip": 1, "count": None}
    stage.emulator.add_fault(service="apigateway", action="UnBindSecretIds", **denied)

    refused(begin(stage), made)

    assert plans_of(stage, made.id) == {"usagePlan-gold", "usagePlan-silver"}
    assert keys(stage)[made.id]["status"] == 1


def test_plans_that_show_a_change_late_are_waited_for(stage: Stage) -> None:
    stage.emulator.set_switches(apigateway_lag_looks=3)
    made = begin(stage).create(name="shop", deleteWhileInUse=True)
    bind(stage, made.id, "gold")
    stage.emulator.add_fault(service="apigateway", action="DeleteApiKey", code="UnauthorizedOperation", count=None)

    said = refused(begin(stage), made)

    assert "undone by EnableApiKey, BindSecretIds" in said
    assert plans_of(stage, made.id) == {"usagePlan-gold"}


def test_results_that_are_null_are_proven_by_reading(stage: Stage) -> None:
    stage.emulator.set_switches(apigateway_null_results="yes")
    made = begin(stage).create(name="shop", deleteWhileInUse=True)
    bind(stage, made.id, "gold")

    begin(stage).delete(made)

    assert keys(stage) == {}


def test_plans_that_cannot_be_listed_are_not_taken_for_none(stage: Stage) -> None:
    made = begin(stage).create(name="shop")
    stage.emulator.deny("apigateway:DescribeUsagePlansStatus")

    said = refused(begin(stage), made)

    assert "nothing was called: which usage plans it is bound to is not known" in said
    assert "apigateway:DescribeUsagePlansStatus answered UnauthorizedOperation" in said


def test_one_scan_of_plans_serves_all_keys_of_a_process(stage: Stage) -> None:
    run = begin(stage)
    one, two = (run.of(API_KEY, name).create(name=name) for name in ("one", "two"))
    bind(stage, one.id, "gold", "silver")
    later = begin(stage)
    refused(later.of(API_KEY, "one"), one)
    stage.calls()

    later.of(API_KEY, "two").delete(two)

    assert [call for call in stage.calls() if "UsagePlan" in call] == []


def test_a_read_says_that_the_end_is_final_and_the_plans_were_not_looked_for(stage: Stage) -> None:
    made = begin(stage).create(name="shop")
    run = begin(stage)

    run.refreshed(made)

    assert run.notes() == [
        "shop: deleting is final at once and cannot be undone; which usage plans it is bound to is not checked"
    ]


# the product's end


@pytest.fixture
def closed_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_a_read_of_a_product_that_is_offline_keeps_the_state_and_says_why(stage: Stage) -> None:
    made = begin(stage).create(name="shop")
    go_offline(stage)
    run = begin(stage)

    kept = run.read(made)

    assert kept == made
    (said,) = run.warnings
    assert said.startswith("shop was not checked, its recorded state is kept: apigateway:")
    assert OFFLINE in said


def test_a_deletion_fails_with_the_way_out_where_the_product_is_offline(stage: Stage) -> None:
    made = begin(stage).create(name="shop")
    go_offline(stage)

    said = refused(begin(stage), made)

    assert said.startswith("shop was not deleted, since it could not be looked at first: apigateway:")
    assert "answered ActionOffline" in said
    assert said.endswith(
        f"{OFFLINE}whenProductOffline: forget before the deletion, or drop the key with pulumi state delete"
    )


def test_a_key_of_a_product_that_is_offline_is_forgotten_where_that_is_declared(stage: Stage) -> None:
    made = begin(stage).create(name="shop", whenProductOffline="forget")
    go_offline(stage)
    run = begin(stage)

    run.delete(made)

    (said,) = run.warnings
    assert said == (
        "shop was dropped from the state and not deleted, as whenProductOffline declares: "
        "apigateway:DescribeApiKeysStatus answered ActionOffline"
    )


@pytest.mark.parametrize("page", ["nothing", "a page"])
def test_an_endpoint_that_no_longer_answers_as_an_api_is_the_products_end(
    stage: Stage, closed_port: int, page: str
) -> None:
    made = begin(stage).create(name="shop")
    settings: dict[str, object] = {}
    if page == "nothing":
        settings["endpoints"] = {"apigateway": f"http://127.0.0.1:{closed_port}"}
    else:
        stage.emulator.add_fault(service="apigateway", body="malformed", count=None)

    said = refused(Run.begin(stage.config(**settings), API_KEY), made)

    assert OFFLINE in said
