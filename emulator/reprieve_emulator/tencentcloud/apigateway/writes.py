"""The actions of API Gateway that change something."""

import secrets
import string

from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud.apigateway import rules
from reprieve_emulator.tencentcloud.apigateway.reads import show_api_key, show_plan
from reprieve_emulator.tencentcloud.apigateway.records import (
    ApiKey,
    PlanEnvironment,
    PlanKey,
    RetiredId,
    UsagePlan,
    keys_in,
    need_api_key,
    need_plan,
)
from reprieve_emulator.tencentcloud.tag.records import attach, detach_all
from reprieve_emulator.world import World

_LETTERS = string.ascii_letters + string.digits
_AUTO_ID, _AUTO_SECRET = 47, 40
"""Characters of generated ids (after AKID) and secrets, as in the published examples."""


def create_api_key(call: Call, world: World) -> Reply:
    """Make an enabled key, generated or with the user's own id and secret."""
    kind = call.parameters.get("AccessKeyType") or "auto"
    if kind not in {"auto", "manual"}:
        raise CloudError("InvalidParameter.FormatError", "AccessKeyType: auto or manual.")
    if not call.parameters["SecretName"]:
        raise CloudError("InvalidParameter.FormatError", "SecretName is empty.")
    rules.check_key_quota(call, world)
    if kind == "manual":
        rules.check_manual(call, world)
    key = _new_api_key(call, world, kind)
    world.store.put(key)
    _tag(key, call, world)
    return {"Result": show_api_key(key, world)}


def update_api_key(call: Call, world: World) -> Reply:
    """Give a key a new secret; a generated key gets a generated one."""
    key = need_api_key(call, world)
    if key.kind == "manual":
        rules.check_manual_secret(call.parameters.get("AccessKeySecret", ""))
        key.access_key_secret = call.parameters["AccessKeySecret"]
    else:
        key.access_key_secret = _random(_AUTO_SECRET)
    key.modified = world.clock.seconds()
    world.store.put(key)
    return {"Result": show_api_key(key, world)}


def enable_api_key(call: Call, world: World) -> Reply:
    """Let a key be used."""
    return _toggle(call, world, 1)


def disable_api_key(call: Call, world: World) -> Reply:
    """Let a key not be used."""
    return _toggle(call, world, 0)


def delete_api_key(call: Call, world: World) -> Reply:
    """Remove a disabled, unbound key for good."""
    key = need_api_key(call, world)
    rules.check_deletable(key, world)
    detach_all(world.store, key.resource)
    world.store.delete(key)
    world.store.put(RetiredId(key.account, key.region, key.access_key_id))
    return _done(world)


def create_usage_plan(call: Call, world: World) -> Reply:
    """Make a usage plan."""
    rules.check_plan_rates(call)
    rules.check_plan_quota(call, world)
    now = world.clock.seconds()
    plan = UsagePlan(
        account=call.account,
        region=call.region,
        plan_id=f"usagePlan-{_random(8).lower()}",
        name=call.parameters["UsagePlanName"],
        created=now,
        modified=now,
        description=call.parameters.get("UsagePlanDesc", ""),
        max_requests=call.parameters.get("MaxRequestNum", -1),
        max_requests_per_second=call.parameters.get("MaxRequestNumPreSec", -1),
    )
    world.store.put(plan)
    _tag(plan, call, world)
    return {"Result": show_plan(plan, world)}


def delete_usage_plan(call: Call, world: World) -> Reply:
    """Remove a plan that holds no keys and applies nowhere."""
    plan = need_plan(call, world)
    place = {"account": plan.account, "region": plan.region, "plan_id": plan.plan_id}
    if keys_in(plan, world) or world.store.count(PlanEnvironment, **place):
        raise CloudError("UnsupportedOperation.ResourceIsInUse", "The usage plan is in use.")
    detach_all(world.store, plan.resource)
    world.store.delete(plan)
    return _done(world)


def bind_secret_ids(call: Call, world: World) -> Reply:
    """Put keys into a plan, all or none."""
    plan = need_plan(call, world)
    before = keys_in(plan, world)
    rules.check_named(call.parameters["AccessKeyIds"])
    for access_key_id in call.parameters["AccessKeyIds"]:
        key = need_api_key(call, world, access_key_id)
        rules.check_bindable(key, plan, world)
        world.store.put(PlanKey(plan.account, plan.region, plan.plan_id, access_key_id))
    _start_lag(plan, before, world)
    return _done(world)


def unbind_secret_ids(call: Call, world: World) -> Reply:
    """Take keys out of a plan, all or none."""
    plan = need_plan(call, world)
    before = keys_in(plan, world)
    for access_key_id in call.parameters["AccessKeyIds"]:
        key = need_api_key(call, world, access_key_id)
        if access_key_id not in before and world.switches["apigateway_unbind_absent"] == "refused":
            raise CloudError("ResourceNotFound.InvalidAccessKeyId", "The key is not bound to this plan.")
        world.store.delete(PlanKey(plan.account, plan.region, plan.plan_id, key.access_key_id))
    _start_lag(plan, before, world)
    return _done(world)


def bind_environment(call: Call, world: World) -> Reply:
    """Let plans apply to an environment of a service or of its APIs."""
    for row in _environments(call, world):
        world.store.put(row)
    return _done(world)


def unbind_environment(call: Call, world: World) -> Reply:
    """Let plans no longer apply to an environment."""
    for row in _environments(call, world):
        world.store.delete(row)
    return _done(world)


def _new_api_key(call: Call, world: World, kind: str) -> ApiKey:
    given, now = call.parameters, world.clock.seconds()
    is_manual = kind == "manual"
    return ApiKey(
        account=call.account,
        region=call.region,
        access_key_id=given["AccessKeyId"] if is_manual else f"AKID{_random(_AUTO_ID)}",
        access_key_secret=given["AccessKeySecret"] if is_manual else _random(_AUTO_SECRET),
        name=given["SecretName"],
        kind=kind,
        created=now,
        modified=now,
    )


def _tag(carrier: ApiKey | UsagePlan, call: Call, world: World) -> None:
    attach(world.store, carrier.resource, {tag["Key"]: tag["Value"] for tag in call.parameters.get("Tags", [])})


def _toggle(call: Call, world: World, status: int) -> Reply:
    key = need_api_key(call, world)
    rules.check_toggle(key, status, world)
    key.status, key.modified = status, world.clock.seconds()
    world.store.put(key)
    return _done(world)


def _start_lag(plan: UsagePlan, before: list[str], world: World) -> None:
    looks = world.switches.number("apigateway_lag_looks")
    world.lags.start(plan.place, ",".join(before), looks=looks, milliseconds=0)


def _environments(call: Call, world: World) -> list[PlanEnvironment]:
    given, now = call.parameters, world.clock.seconds()
    api_ids = given.get("ApiIds", []) if given["BindType"] == "API" else [""]
    return [
        PlanEnvironment(
            call.account,
            call.region,
            need_plan(call, world, plan_id).plan_id,
            given["ServiceId"],
            api_id,
            given["Environment"],
            now,
        )
        for plan_id in given["UsagePlanIds"]
        for api_id in api_ids
    ]


def _done(world: World) -> Reply:
    return {"Result": None if world.switches["apigateway_null_results"] == "yes" else True}


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
