"""The actions of API Gateway that change nothing."""

from typing import Any

from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud.apigateway import rules
from reprieve_emulator.tencentcloud.apigateway.records import (
    ApiKey,
    PlanEnvironment,
    UsagePlan,
    iso,
    keys_in,
    need_api_key,
    need_plan,
)
from reprieve_emulator.tencentcloud.tag.records import Resource, tags_of
from reprieve_emulator.world import World

_PLAN_FILTERS = ("UsagePlanId", "UsagePlanName", "NotServiceId", "NotApiId", "Environment")


def describe_api_key(call: Call, world: World) -> Reply:
    """Give a key, its secret in clear."""
    return {"Result": show_api_key(need_api_key(call, world), world)}


def describe_api_keys_status(call: Call, world: World) -> Reply:
    """Give a page of the keys that match all filters, newest first."""
    found = world.store.find(ApiKey, account=call.account, region=call.region)
    found.reverse()
    for term in call.parameters.get("Filters", []):
        found = [key for key in found if _key_matches(key, term["Name"], term["Values"], call, world)]
    page = [show_api_key(key, world) for key in _page(call, found)]
    return {"Result": {"TotalCount": len(found), "ApiKeySet": page}}


def describe_usage_plan(call: Call, world: World) -> Reply:
    """Give a plan with its keys and environments."""
    return {"Result": show_plan(need_plan(call, world), world)}


def describe_usage_plans_status(call: Call, world: World) -> Reply:
    """Give a page of the plans that match all filters, newest first, without their keys."""
    found = world.store.find(UsagePlan, account=call.account, region=call.region)
    found.reverse()
    for term in call.parameters.get("Filters", []):
        found = [plan for plan in found if _plan_matches(plan, term["Name"], term["Values"], world)]
    page = [_plan_summary(plan, world) for plan in _page(call, found)]
    return {"Result": {"TotalCount": len(found), "UsagePlanStatusSet": page}}


def describe_usage_plan_secret_ids(call: Call, world: World) -> Reply:
    """Give a page of a plan's keys."""
    found = _shown_keys(need_plan(call, world), world)
    keys = [need_api_key(call, world, access_key_id) for access_key_id in _page(call, found)]
    listed = [{"AccessKeyId": key.access_key_id, "SecretName": key.name, "Status": key.status} for key in keys]
    return {"Result": {"TotalCount": len(found), "AccessKeyList": listed}}


def describe_usage_plan_environments(call: Call, world: World) -> Reply:
    """Give a page of the environments where a plan applies, of services or of APIs."""
    plan = need_plan(call, world)
    by_api = call.parameters["BindType"] == "API"
    found = [row for row in _environments(plan, world) if bool(row.api_id) == by_api]
    listed = [_environment(row, plan) for row in _page(call, found)]
    return {"Result": {"TotalCount": len(found), "EnvironmentList": listed}}


def show_api_key(key: ApiKey, world: World) -> dict[str, Any]:
    """Give a key as the service shows it."""
    return {
        "AccessKeyId": key.access_key_id,
        "AccessKeySecret": key.access_key_secret,
        "AccessKeyType": key.kind,
        "SecretName": key.name,
        "ModifiedTime": iso(key.modified),
        "Status": key.status,
        "CreatedTime": iso(key.created),
        "Tags": _tags(key.resource, world),
    }


def show_plan(plan: UsagePlan, world: World) -> dict[str, Any]:
    """Give a plan as the service shows it, its keys and environments included."""
    keys, environments = _shown_keys(plan, world), _environments(plan, world)
    return {
        **_plan_summary(plan, world),
        "BindSecretIdTotalCount": len(keys),
        "BindSecretIds": keys,
        "BindEnvironmentTotalCount": len(environments),
        "BindEnvironments": [{"EnvironmentName": row.environment, "ServiceId": row.service_id} for row in environments],
    }


def _plan_summary(plan: UsagePlan, world: World) -> dict[str, Any]:
    return {
        "UsagePlanId": plan.plan_id,
        "UsagePlanName": plan.name,
        "UsagePlanDesc": plan.description,
        "MaxRequestNumPreSec": plan.max_requests_per_second,
        "MaxRequestNum": plan.max_requests,
        "CreatedTime": iso(plan.created),
        "ModifiedTime": iso(plan.modified),
        "Tags": _tags(plan.resource, world),
    }


def _environment(row: PlanEnvironment, plan: UsagePlan) -> dict[str, Any]:
    return {
        "ServiceId": row.service_id,
        "ServiceName": row.service_id,
        "ApiId": row.api_id,
        "ApiName": row.api_id,
        "Path": "/",
        "Method": "ANY",
        "Environment": row.environment,
        "InUseRequestNum": 0,
        "MaxRequestNum": plan.max_requests,
        "MaxRequestNumPreSec": plan.max_requests_per_second,
        "CreatedTime": iso(row.created),
        "ModifiedTime": iso(row.created),
    }


def _shown_keys(plan: UsagePlan, world: World) -> list[str]:
    shown = world.lags.look(plan.place, ",".join(keys_in(plan, world)))
    return shown.split(",") if shown else []


def _environments(plan: UsagePlan, world: World) -> list[PlanEnvironment]:
    return world.store.find(PlanEnvironment, account=plan.account, region=plan.region, plan_id=plan.plan_id)


def _key_matches(key: ApiKey, name: str, values: list[str], call: Call, world: World) -> bool:
    if name not in rules.FILTERS:
        raise CloudError("InvalidParameterValue.InvalidFilterNotSupportedName", f"No filter {name}.")
    if name == "NotUsagePlanId":
        return all(key.access_key_id not in keys_in(need_plan(call, world, plan_id), world) for plan_id in values)
    if name == "KeyWord":
        return any(word in key.name or word in key.access_key_id for word in values)
    held = {
        "AccessKeyId": key.access_key_id,
        "AccessKeySecret": key.access_key_secret,
        "SecretName": key.name,
        "Status": str(key.status),
    }
    return held[name] in values


def _plan_matches(plan: UsagePlan, name: str, values: list[str], world: World) -> bool:
    if name not in _PLAN_FILTERS:
        raise CloudError("InvalidParameterValue.InvalidFilterNotSupportedName", f"No filter {name}.")
    rows = _environments(plan, world)
    return {
        "UsagePlanId": plan.plan_id in values,
        "UsagePlanName": plan.name in values,
        "NotServiceId": all(row.service_id not in values for row in rows),
        "NotApiId": all(row.api_id not in values for row in rows),
        "Environment": any(row.environment in values for row in rows),
    }[name]


def _page(call: Call, found: list[Any]) -> list[Any]:
    offset, limit = call.parameters.get("Offset", 0), call.parameters.get("Limit", 20)
    if not 1 <= limit <= rules.LIST_PAGE or offset < 0:
        raise CloudError("InvalidParameterValue", f"Limit: 1 to {rules.LIST_PAGE}.")
    return found[offset : offset + limit]


def _tags(resource: Resource, world: World) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags_of(world.store, resource).items()]
