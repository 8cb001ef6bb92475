"""What API Gateway allows (tccli's definitions, vendor's pages 628/36595 and 628/31716, comments of the Go SDK)."""

import re

from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.tencentcloud.apigateway.records import ApiKey, PlanKey, RetiredId, UsagePlan, keys_in
from reprieve_emulator.world import World

_MANUAL_ID = re.compile(r"\w{5,50}", re.ASCII)
_MANUAL_SECRET = re.compile(r"\w{10,50}", re.ASCII)
_KEYS, _PLANS, _KEYS_PER_PLAN, _PLANS_PER_KEY = 400, 200, 50, 10
_PLAN_RANGES = {"MaxRequestNum": range(1, 100_000_000), "MaxRequestNumPreSec": range(1, 2001)}
LIST_PAGE = 100
FILTERS = ("AccessKeyId", "AccessKeySecret", "SecretName", "NotUsagePlanId", "Status", "KeyWord")


def check_manual_secret(secret: str) -> None:
    """Refuse a secret outside its charset or length."""
    if not _MANUAL_SECRET.fullmatch(secret):
        raise CloudError("InvalidParameter.FormatError", "AccessKeySecret: 10 to 50 letters, digits or _.")


def check_manual(call: Call, world: World) -> None:
    """Refuse a manual key without its parts, or whose id is taken."""
    access_key_id = call.parameters.get("AccessKeyId", "")
    if not _MANUAL_ID.fullmatch(access_key_id):
        raise CloudError("InvalidParameter.FormatError", "AccessKeyId: 5 to 50 letters, digits or _.")
    check_manual_secret(call.parameters.get("AccessKeySecret", ""))
    place = {"account": call.account, "region": call.region, "access_key_id": access_key_id}
    retired = world.switches["apigateway_id_reuse"] == "refused" and world.store.get(RetiredId, **place)
    if retired or world.store.get(ApiKey, **place):
        raise CloudError("FailedOperation.AccessKeyExist", f"The key {access_key_id} exists already.")


def check_key_quota(call: Call, world: World) -> None:
    """Refuse more keys than an account may have."""
    if world.store.count(ApiKey, account=call.account) >= _KEYS:
        raise CloudError("LimitExceeded.ApiKeyCountLimitExceeded", f"An account has at most {_KEYS} keys.")


def check_plan_rates(call: Call) -> None:
    """Refuse request limits outside their ranges; -1 is no limit."""
    for name, allowed in _PLAN_RANGES.items():
        given = call.parameters.get(name, -1)
        if given != -1 and given not in allowed:
            raise CloudError("InvalidParameterValue", f"{name}: -1, or {allowed.start} to {allowed.stop - 1}.")


def check_plan_quota(call: Call, world: World) -> None:
    """Refuse more plans than an account may have."""
    if world.store.count(UsagePlan, account=call.account) >= _PLANS:
        raise CloudError("LimitExceeded", f"An account has at most {_PLANS} usage plans.")


def plans_of(key: ApiKey, world: World) -> int:
    """Count the plans that a key is in."""
    return world.store.count(PlanKey, account=key.account, region=key.region, access_key_id=key.access_key_id)


def check_toggle(key: ApiKey, status: int, world: World) -> None:
    """Refuse EnableApiKey and DisableApiKey where the switches say so."""
    if key.status == status and world.switches["apigateway_repeated_toggle"] == "refused":
        raise CloudError("UnsupportedOperation.UnsupportedUpdateApiKey", "The key is in that state already.")
    if not status and plans_of(key, world) and world.switches["apigateway_disable_bound"] == "refused":
        raise CloudError("UnsupportedOperation.UnsupportedUpdateApiKey", "The key is bound to a usage plan.")


def check_deletable(key: ApiKey, world: World) -> None:
    """Refuse to delete what is enabled or bound."""
    checks = [_check_disabled, _check_unbound]
    if world.switches["apigateway_delete_check"] == "binding_first":
        checks.reverse()
    for check in checks:
        check(key, world)


def check_named(access_key_ids: list[str]) -> None:
    """Refuse to bind nothing."""
    if not access_key_ids:
        raise CloudError("InvalidParameterValue.InvalidAccessKeyIds", "AccessKeyIds is empty.")


def check_bindable(key: ApiKey, plan: UsagePlan, world: World) -> None:
    """Refuse to put a key into a plan where state or counts do not allow it."""
    bound = keys_in(plan, world)
    if key.access_key_id in bound:
        raise CloudError("UnsupportedOperation.AlreadyBindUsagePlan", "The key is bound to this plan already.")
    if not key.status and world.switches["apigateway_bind_disabled"] == "refused":
        raise CloudError("UnsupportedOperation.InvalidStatus", "The key is disabled.")
    if len(bound) >= _KEYS_PER_PLAN:
        code = "LimitExceeded.AccessKeyCountInUsagePlanLimitExceeded"
        raise CloudError(code, f"A usage plan has at most {_KEYS_PER_PLAN} keys.")
    if plans_of(key, world) >= _PLANS_PER_KEY:
        raise CloudError("UnsupportedOperation.UnsupportedBindApiKey", f"A key is in at most {_PLANS_PER_KEY} plans.")


def _check_disabled(key: ApiKey, world: World) -> None:
    del world
    if key.status:
        raise CloudError("UnsupportedOperation.InvalidStatus", "The key must be disabled first.")


def _check_unbound(key: ApiKey, world: World) -> None:
    if plans_of(key, world):
        raise CloudError("UnsupportedOperation.ResourceIsInUse", "The key is bound to a usage plan.")
