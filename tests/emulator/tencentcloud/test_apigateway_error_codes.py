"""Every code of API Gateway's per-action lists (comments of the vendor's Go SDK): its case, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulator.calling import Caller

CODES: dict[str, set[str]] = {
    "CreateApiKey": {
        "FailedOperation.AccessKeyExist",
        "InternalError.ApigwException",
        "InternalError.OssException",
        "InvalidParameter.FormatError",
        "LimitExceeded.ApiKeyCountLimitExceeded",
        "UnauthorizedOperation.UncertifiedUser",
        "UnsupportedOperation.UnpackError",
    },
    "DescribeApiKey": {"FailedOperation.CamException", "ResourceNotFound.InvalidAccessKeyId"},
    "DescribeApiKeysStatus": {
        "FailedOperation.CamException",
        "InternalError.CamException",
        "InvalidParameterValue.InvalidFilterNotSupportedName",
        "InvalidParameterValue.InvalidRegion",
    },
    "UpdateApiKey": {
        "InternalError.OssException",
        "InvalidParameter.FormatError",
        "ResourceNotFound.InvalidAccessKeyId",
        "UnsupportedOperation.UinNotInWhiteList",
    },
    "EnableApiKey": {
        "ResourceNotFound.InvalidAccessKeyId",
        "UnsupportedOperation.UinNotInWhiteList",
        "UnsupportedOperation.UnsupportedUpdateApiKey",
    },
    "DisableApiKey": {
        "InternalError.OssException",
        "ResourceNotFound.InvalidAccessKeyId",
        "UnsupportedOperation.UinNotInWhiteList",
        "UnsupportedOperation.UnsupportedUpdateApiKey",
    },
    "DeleteApiKey": {
        "InvalidParameterValue.InvalidRegion",
        "ResourceNotFound.InvalidAccessKeyId",
        "UnsupportedOperation.InvalidStatus",
        "UnsupportedOperation.ResourceIsInUse",
    },
    "BindSecretIds": {
        "InternalError.OssException",
        "InvalidParameterValue.InvalidAccessKeyIds",
        "InvalidParameterValue.InvalidRegion",
        "LimitExceeded.AccessKeyCountInUsagePlanLimitExceeded",
        "ResourceNotFound.InvalidAccessKeyId",
        "ResourceNotFound.InvalidUsagePlan",
        "UnsupportedOperation.AlreadyBindUsagePlan",
        "UnsupportedOperation.InvalidStatus",
        "UnsupportedOperation.UnsupportedBindApiKey",
    },
    "UnBindSecretIds": {
        "InternalError.OssException",
        "ResourceNotFound.InvalidAccessKeyId",
        "ResourceNotFound.InvalidUsagePlan",
        "UnsupportedOperation.RequestPostError",
    },
    "DescribeUsagePlan": {"InvalidParameterValue.InvalidRegion", "ResourceNotFound.InvalidUsagePlan"},
    "DescribeUsagePlanSecretIds": {"InvalidParameterValue.InvalidRegion", "ResourceNotFound.InvalidUsagePlan"},
}
NOT_PRODUCED = {
    "InternalError.ApigwException": "the emulator does not fail by itself",
    "InternalError.OssException": "the emulator does not fail by itself",
    "InternalError.CamException": "the emulator does not fail by itself",
    "FailedOperation.CamException": "the emulator does not fail by itself",
    "UnsupportedOperation.RequestPostError": "the emulator does not fail by itself",
    "UnsupportedOperation.UnpackError": "no text gives a cause",
    "UnauthorizedOperation.UncertifiedUser": "identity certification is not modelled",
    "UnsupportedOperation.UinNotInWhiteList": "allow lists of accounts are not modelled",
    "InvalidParameterValue.InvalidRegion": "a wrong region is refused before the service, as UnsupportedRegion",
}


class Shop:
    """An enabled key `shop_1` in no plan, and a plan without keys."""

    def __init__(self, call: Caller) -> None:
        self.call = call
        self.make("shop_1")
        self.plan = str(self("CreateUsagePlan", UsagePlanName="basic")["Result"]["UsagePlanId"])

    def __call__(self, action: str, **fields: object) -> dict[str, Any]:
        return self.call("apigateway", action, **fields)

    def make(self, *names: str) -> list[str]:
        for name in names:
            manual = {"AccessKeyType": "manual", "AccessKeyId": name, "AccessKeySecret": "ten_letters"}
            self("CreateApiKey", SecretName="shop", **manual)
        return list(names)

    def bind(self, *names: str, plan: str = "") -> None:
        self("BindSecretIds", UsagePlanId=plan or self.plan, AccessKeyIds=list(names))

    def disable(self) -> None:
        self("DisableApiKey", AccessKeyId="shop_1")

    def bind_disabled(self) -> None:
        self.bind("shop_1")
        self.disable()

    def fill_plans(self) -> None:
        for _ in range(10):
            plan = str(self("CreateUsagePlan", UsagePlanName="more")["Result"]["UsagePlanId"])
            self.bind("shop_1", plan=plan)

    def refuse_toggles(self) -> None:
        self.call.world.switches.set("apigateway_repeated_toggle", "refused")

    def refuse_toggles_disabled(self) -> None:
        self.refuse_toggles()
        self.disable()

    def fields_of(self, action: str) -> dict[str, Any]:
        if "UsagePlan" in action or "SecretIds" in action:
            keys = {"AccessKeyIds": ["shop_1"]} if "BindSecretIds" in action.replace("Un", "") else {}
            return {"UsagePlanId": self.plan, **keys}
        named: dict[str, dict[str, Any]] = {"CreateApiKey": {"SecretName": "shop"}, "DescribeApiKeysStatus": {}}
        return named.get(action, {"AccessKeyId": "shop_1"})


Case = tuple["Callable[[Shop], object]", dict[str, Any]]
ANY: dict[str, Case] = {
    "ResourceNotFound.InvalidAccessKeyId": (lambda _: None, {"AccessKeyId": "nothing"}),
    "ResourceNotFound.InvalidUsagePlan": (lambda _: None, {"UsagePlanId": "nothing"}),
    "InvalidParameter.FormatError": (lambda _: None, {}),
}
SPECIAL: dict[tuple[str, str], Case] = {
    ("CreateApiKey", "FailedOperation.AccessKeyExist"): (
        lambda _: None,
        {"AccessKeyType": "manual", "AccessKeyId": "shop_1", "AccessKeySecret": "ten_letters"},
    ),
    ("CreateApiKey", "InvalidParameter.FormatError"): (lambda _: None, {"AccessKeyType": "other"}),
    ("CreateApiKey", "LimitExceeded.ApiKeyCountLimitExceeded"): (
        lambda shop: shop.make(*(f"key_{number}" for number in range(399))),
        {},
    ),
    ("DescribeApiKeysStatus", "InvalidParameterValue.InvalidFilterNotSupportedName"): (
        lambda _: None,
        {"Filters": [{"Name": "Colour", "Values": ["red"]}]},
    ),
    ("EnableApiKey", "UnsupportedOperation.UnsupportedUpdateApiKey"): (
        lambda shop: shop.refuse_toggles(),
        {},
    ),
    ("DisableApiKey", "UnsupportedOperation.UnsupportedUpdateApiKey"): (
        lambda shop: shop.refuse_toggles_disabled(),
        {},
    ),
    ("DeleteApiKey", "UnsupportedOperation.InvalidStatus"): (lambda _: None, {}),
    ("DeleteApiKey", "UnsupportedOperation.ResourceIsInUse"): (lambda shop: shop.bind_disabled(), {}),
    ("BindSecretIds", "InvalidParameterValue.InvalidAccessKeyIds"): (lambda _: None, {"AccessKeyIds": []}),
    ("BindSecretIds", "ResourceNotFound.InvalidAccessKeyId"): (lambda _: None, {"AccessKeyIds": ["nothing"]}),
    ("BindSecretIds", "LimitExceeded.AccessKeyCountInUsagePlanLimitExceeded"): (
        lambda shop: shop.bind(*shop.make(*(f"key_{number}" for number in range(50)))),
        {},
    ),
    ("BindSecretIds", "UnsupportedOperation.AlreadyBindUsagePlan"): (lambda shop: shop.bind("shop_1"), {}),
    ("BindSecretIds", "UnsupportedOperation.InvalidStatus"): (lambda shop: shop.disable(), {}),
    ("BindSecretIds", "UnsupportedOperation.UnsupportedBindApiKey"): (lambda shop: shop.fill_plans(), {}),
    ("UnBindSecretIds", "ResourceNotFound.InvalidAccessKeyId"): (lambda _: None, {"AccessKeyIds": ["nothing"]}),
}
LISTED = [(action, code) for action, codes in CODES.items() for code in sorted(codes)]


@pytest.mark.parametrize(("action", "code"), [pair for pair in LISTED if pair[1] not in NOT_PRODUCED])
def test_a_listed_code_is_produced_by_its_case(call: Caller, action: str, code: str) -> None:
    shop = Shop(call)
    prepare, fields = SPECIAL.get((action, code)) or ANY[code]
    prepare(shop)
    assert call.code("apigateway", action, **{**shop.fields_of(action), **fields}) == code


@pytest.mark.parametrize(("action", "code"), [pair for pair in LISTED if pair[1] in NOT_PRODUCED])
def test_a_code_without_a_case_can_be_injected(call: Caller, action: str, code: str) -> None:
    shop = Shop(call)
    call.world.faults.add({"service": "apigateway", "action": action, "code": code})
    assert call.code("apigateway", action, **shop.fields_of(action)) == code
