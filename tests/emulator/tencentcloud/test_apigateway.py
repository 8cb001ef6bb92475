"""API keys and usage plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.tencentcloud.conditions import Condition
from tests.emulator.calling import Caller, RefusedError

if TYPE_CHECKING:
    from reprieve_emulator.world import World

MANUAL = {"AccessKeyType": "manual", "AccessKeyId": "shop_1", "AccessKeySecret": "ten_letters"}


def make(call: Caller, **fields: object) -> str:
    return str(call("apigateway", "CreateApiKey", SecretName="shop", **fields)["Result"]["AccessKeyId"])


def make_plan(call: Caller, *keys: str) -> str:
    plan = str(call("apigateway", "CreateUsagePlan", UsagePlanName="basic")["Result"]["UsagePlanId"])
    if keys:
        call("apigateway", "BindSecretIds", UsagePlanId=plan, AccessKeyIds=list(keys))
    return plan


def test_a_new_key_is_enabled_and_has_times_in_iso_form(world: World, call: Caller) -> None:
    world.clock.freeze()
    world.clock.set(1_700_000_000)
    key = call("apigateway", "CreateApiKey", SecretName="shop", Tags=[{"Key": "team", "Value": "shop"}])["Result"]
    assert key["AccessKeyId"].startswith("AKID")
    assert (key["Status"], key["AccessKeyType"], key["CreatedTime"]) == (1, "auto", "2023-11-14T22:13:20Z")
    assert key["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert call("apigateway", "DescribeApiKey", AccessKeyId=key["AccessKeyId"])["Result"] == key


@pytest.mark.parametrize(
    "fields",
    [
        {"AccessKeyType": "other"},
        {"AccessKeyType": "manual"},
        {**MANUAL, "AccessKeyId": "four"},
        {**MANUAL, "AccessKeyId": "with-dash"},
        {**MANUAL, "AccessKeySecret": "nine_char"},
        {**MANUAL, "AccessKeySecret": "a" * 51},
    ],
)
def test_a_key_outside_its_limits_is_refused(call: Caller, fields: dict[str, str]) -> None:
    assert call.code("apigateway", "CreateApiKey", SecretName="shop", **fields) == "InvalidParameter.FormatError"


def test_a_manual_id_is_taken_while_it_exists_and_by_switch_for_ever(world: World, call: Caller) -> None:
    make(call, **MANUAL)
    taken = call.code("apigateway", "CreateApiKey", SecretName="b", **MANUAL)
    assert taken == "FailedOperation.AccessKeyExist"
    call("apigateway", "DisableApiKey", AccessKeyId="shop_1")
    call("apigateway", "DeleteApiKey", AccessKeyId="shop_1")
    world.switches.set("apigateway_id_reuse", "refused")
    taken = call.code("apigateway", "CreateApiKey", SecretName="b", **MANUAL)
    assert taken == "FailedOperation.AccessKeyExist"
    world.switches.set("apigateway_id_reuse", "allowed")
    assert make(call, **MANUAL) == "shop_1"


def test_an_update_gives_a_new_secret_under_the_same_id(call: Caller) -> None:
    auto, manual = make(call), make(call, **MANUAL)
    before = call("apigateway", "DescribeApiKey", AccessKeyId=auto)["Result"]["AccessKeySecret"]
    after = call("apigateway", "UpdateApiKey", AccessKeyId=auto)["Result"]["AccessKeySecret"]
    assert after != before
    assert call.code("apigateway", "UpdateApiKey", AccessKeyId=manual) == "InvalidParameter.FormatError"
    updated = call("apigateway", "UpdateApiKey", AccessKeyId=manual, AccessKeySecret="other_letters")["Result"]
    assert updated["AccessKeySecret"] == "other_letters"


def test_a_key_is_deleted_only_disabled_and_unbound(world: World, call: Caller) -> None:
    key = make(call)
    plan = make_plan(call, key)
    assert call.code("apigateway", "DeleteApiKey", AccessKeyId=key) == "UnsupportedOperation.InvalidStatus"
    world.switches.set("apigateway_delete_check", "binding_first")
    assert call.code("apigateway", "DeleteApiKey", AccessKeyId=key) == "UnsupportedOperation.ResourceIsInUse"
    call("apigateway", "DisableApiKey", AccessKeyId=key)
    assert call.code("apigateway", "DeleteApiKey", AccessKeyId=key) == "UnsupportedOperation.ResourceIsInUse"
    call("apigateway", "UnBindSecretIds", UsagePlanId=plan, AccessKeyIds=[key])
    assert call("apigateway", "DeleteApiKey", AccessKeyId=key) == {"Result": True}
    with pytest.raises(RefusedError, match="does not exist") as refusal:
        call("apigateway", "DescribeApiKey", AccessKeyId=key)
    assert refusal.value.code == "ResourceNotFound.InvalidAccessKeyId"


def test_a_null_result_has_worked_all_the_same(world: World, call: Caller) -> None:
    key = make(call)
    world.switches.set("apigateway_null_results", "yes")
    assert call("apigateway", "DisableApiKey", AccessKeyId=key) == {"Result": None}
    assert call("apigateway", "DescribeApiKey", AccessKeyId=key)["Result"]["Status"] == 0


@pytest.mark.parametrize("limits", [{"MaxRequestNum": 0}, {"MaxRequestNumPreSec": 2001}])
def test_a_plan_outside_its_limits_is_refused(call: Caller, limits: dict[str, int]) -> None:
    code = call.code("apigateway", "CreateUsagePlan", UsagePlanName="basic", **limits)
    assert code == "InvalidParameterValue"


def test_keys_are_bound_all_or_none(call: Caller) -> None:
    first, second = make(call), make(call)
    plan = make_plan(call, first)
    bind = {"UsagePlanId": plan, "AccessKeyIds": [second, first]}
    assert call.code("apigateway", "BindSecretIds", **bind) == "UnsupportedOperation.AlreadyBindUsagePlan"
    described = call("apigateway", "DescribeUsagePlan", UsagePlanId=plan)["Result"]
    assert (described["BindSecretIds"], described["BindSecretIdTotalCount"]) == ([first], 1)
    call("apigateway", "DisableApiKey", AccessKeyId=second)
    bind["AccessKeyIds"] = [second]
    assert call.code("apigateway", "BindSecretIds", **bind) == "UnsupportedOperation.InvalidStatus"
    bind["AccessKeyIds"] = ["nothing"]
    assert call.code("apigateway", "BindSecretIds", **bind) == "ResourceNotFound.InvalidAccessKeyId"
    bind["UsagePlanId"] = "nothing"
    assert call.code("apigateway", "BindSecretIds", **bind) == "ResourceNotFound.InvalidUsagePlan"


def test_a_binding_may_show_late(world: World, call: Caller) -> None:
    key = make(call)
    world.switches.set("apigateway_lag_looks", "1")
    plan = make_plan(call, key)
    shown = [call("apigateway", "DescribeUsagePlan", UsagePlanId=plan)["Result"]["BindSecretIds"] for _ in range(2)]
    assert shown == [[], [key]]


def test_keys_are_found_by_filters(call: Caller) -> None:
    first, second = make(call), make(call, **MANUAL)
    plan = make_plan(call, first)

    def found(name: str, *values: str) -> list[str]:
        reply = call("apigateway", "DescribeApiKeysStatus", Filters=[{"Name": name, "Values": list(values)}])
        return [key["AccessKeyId"] for key in reply["Result"]["ApiKeySet"]]

    assert found("AccessKeyId", first) == [first]
    assert found("SecretName", "shop") == [second, first]
    assert found("NotUsagePlanId", plan) == [second]
    assert found("Status", "0") == []
    assert found("KeyWord", "shop_") == [second]
    wrong = call.code("apigateway", "DescribeApiKeysStatus", Filters=[{"Name": "Colour", "Values": ["red"]}])
    assert wrong == "InvalidParameterValue.InvalidFilterNotSupportedName"


def test_the_limits_of_keys_per_plan_and_plans_per_key_are_kept(call: Caller) -> None:
    keys = [make(call) for _ in range(51)]
    plan = make_plan(call, *keys[:50])
    over = call.code("apigateway", "BindSecretIds", UsagePlanId=plan, AccessKeyIds=keys[50:])
    assert over == "LimitExceeded.AccessKeyCountInUsagePlanLimitExceeded"
    for _ in range(9):
        make_plan(call, keys[0])
    eleventh = make_plan(call)
    over = call.code("apigateway", "BindSecretIds", UsagePlanId=eleventh, AccessKeyIds=keys[:1])
    assert over == "UnsupportedOperation.UnsupportedBindApiKey"


def test_a_plan_applies_to_environments_and_is_in_use_by_them(call: Caller) -> None:
    plan = make_plan(call)
    place = {"UsagePlanIds": [plan], "BindType": "SERVICE", "Environment": "release", "ServiceId": "service-1"}
    call("apigateway", "BindEnvironment", **place)
    listed = call("apigateway", "DescribeUsagePlanEnvironments", UsagePlanId=plan, BindType="SERVICE")["Result"]
    assert [row["ServiceId"] for row in listed["EnvironmentList"]] == ["service-1"]
    assert call.code("apigateway", "DeleteUsagePlan", UsagePlanId=plan) == "UnsupportedOperation.ResourceIsInUse"
    call("apigateway", "UnBindEnvironment", **place)
    call("apigateway", "DeleteUsagePlan", UsagePlanId=plan)
    assert call("apigateway", "DescribeUsagePlansStatus")["Result"]["TotalCount"] == 0


def test_an_offline_product_says_so(world: World, call: Caller) -> None:
    world.store.put(Condition(call.account_id, "apigateway", "offline"))
    with pytest.raises(RefusedError, match="offline") as refusal:
        make(call)
    assert refusal.value.code == "ActionOffline"
