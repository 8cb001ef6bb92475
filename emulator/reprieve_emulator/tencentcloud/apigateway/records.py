"""What API Gateway keeps: API keys, usage plans, which key is in which plan, and where a plan applies."""

from dataclasses import dataclass
from datetime import UTC, datetime

from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.store import Record
from reprieve_emulator.tencentcloud.tag.records import Resource
from reprieve_emulator.world import World


@dataclass
class ApiKey(
    Record,
    table="tencentcloud_apigateway_keys",
    key=("account", "region", "access_key_id"),
    secret=("access_key_secret",),
):
    """One API key; `manual` ones have an id and a secret of the user's choice."""

    account: str
    region: str
    access_key_id: str
    access_key_secret: str
    name: str
    kind: str
    created: int
    modified: int
    status: int = 1
    """1 enabled, 0 disabled."""

    @property
    def resource(self) -> Resource:
        """The key as the Tag product knows it; the prefix is unconfirmed."""
        return Resource(self.account, "apigw", self.region, "apiKey", self.access_key_id)


@dataclass
class RetiredId(Record, table="tencentcloud_apigateway_retired_ids", key=("account", "region", "access_key_id")):
    """An id that was used before, for the switch that forbids its reuse."""

    account: str
    region: str
    access_key_id: str


@dataclass
class UsagePlan(Record, table="tencentcloud_apigateway_plans", key=("account", "region", "plan_id")):
    """One usage plan."""

    account: str
    region: str
    plan_id: str
    name: str
    created: int
    modified: int
    description: str = ""
    max_requests: int = -1
    max_requests_per_second: int = -1

    @property
    def place(self) -> tuple[str, ...]:
        """What tells this plan from all others."""
        return ("apigateway", self.account, self.region, self.plan_id)

    @property
    def resource(self) -> Resource:
        """The plan as the Tag product knows it; the prefix is unconfirmed."""
        return Resource(self.account, "apigw", self.region, "usagePlan", self.plan_id)


@dataclass
class PlanKey(Record, table="tencentcloud_apigateway_plan_keys", key=("account", "region", "plan_id", "access_key_id")):
    """One key in one plan."""

    account: str
    region: str
    plan_id: str
    access_key_id: str


@dataclass
class PlanEnvironment(
    Record,
    table="tencentcloud_apigateway_plan_environments",
    key=("account", "region", "plan_id", "service_id", "api_id", "environment"),
):
    """One environment of a service, or of one of its APIs, where a plan applies."""

    account: str
    region: str
    plan_id: str
    service_id: str
    api_id: str
    environment: str
    created: int


def need_api_key(call: Call, world: World, access_key_id: str = "") -> ApiKey:
    """Give the key that a call names; InvalidAccessKeyId without one."""
    access_key_id = access_key_id or call.parameters["AccessKeyId"]
    key = world.store.get(ApiKey, account=call.account, region=call.region, access_key_id=access_key_id)
    if key is None:
        raise CloudError("ResourceNotFound.InvalidAccessKeyId", f"The key {access_key_id} does not exist.")
    return key


def need_plan(call: Call, world: World, plan_id: str = "") -> UsagePlan:
    """Give the plan that a call names; InvalidUsagePlan without one."""
    plan_id = plan_id or call.parameters["UsagePlanId"]
    plan = world.store.get(UsagePlan, account=call.account, region=call.region, plan_id=plan_id)
    if plan is None:
        raise CloudError("ResourceNotFound.InvalidUsagePlan", f"The usage plan {plan_id} does not exist.")
    return plan


def keys_in(plan: UsagePlan, world: World) -> list[str]:
    """Give the ids of a plan's keys."""
    rows = world.store.find(PlanKey, account=plan.account, region=plan.region, plan_id=plan.plan_id)
    return [row.access_key_id for row in rows]


def iso(moment: int) -> str:
    """Write a time as this service does: ISO 8601, UTC, to the second."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
