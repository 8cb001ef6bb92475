"""The usage plans of API Gateway that a key is bound to.

No call answers that for a key. Each plan is described once for the process (a page of plans does not tell their keys),
and the plans found for a key are described again before anything is said or done.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud import apigateway
from reprieve.errors import Gone

if TYPE_CHECKING:
    from reprieve.calls import Api

PLANS_A_PAGE = 100


@dataclass(frozen=True)
class Plan:
    """A usage plan: which keys it lets in, and where."""

    id: str
    name: str
    keys: frozenset[str]
    environments: tuple[str, ...]

    def __str__(self) -> str:
        where = f" for {', '.join(self.environments)}" if self.environments else ""
        return f"usage plan {self.name} ({self.id}){where}"


class Scan:
    """The plans of the account and region, described on first use."""

    def __init__(self) -> None:
        self._plans: list[Plan] | None = None
        self._lock = threading.Lock()

    def of(self, api: Api, key_id: str) -> list[Plan]:
        """Return the plans that a key was bound to; raises CloudError where they cannot be listed."""
        with self._lock:
            if self._plans is None:
                found = (describe(api, plan_id) for plan_id in _ids(api))
                self._plans = sorted((plan for plan in found if plan), key=lambda plan: plan.name)
            return [plan for plan in self._plans if key_id in plan.keys]

    @property
    def is_done(self) -> bool:
        """Whether the plans were described already."""
        return self._plans is not None


def scan(api: Api) -> Scan:
    """Return the scan that this process shares."""
    return api.shared.lasting(Scan, Scan)


def bound(api: Api, key_id: str) -> list[Plan]:
    """Return the plans that the key is bound to now."""
    again = (describe(api, plan.id) for plan in scan(api).of(api, key_id))
    return [plan for plan in again if plan and key_id in plan.keys]


def describe(api: Api, plan_id: str) -> Plan | None:
    """Describe a plan; None where there is none any more."""
    try:
        facts = apigateway.read(api, "DescribeUsagePlan", {"UsagePlanId": plan_id})
    except Gone:
        return None
    keys, places = facts.get("BindSecretIds"), facts.get("BindEnvironments")
    return Plan(
        id=plan_id,
        name=str(facts.get("UsagePlanName") or ""),
        keys=frozenset(_key(item) for item in keys) if isinstance(keys, list) else frozenset(),
        environments=tuple(f"{at['ServiceId']} {at['EnvironmentName']}" for at in places)
        if isinstance(places, list)
        else (),
    )


def _key(item: object) -> str:
    """Take the id out of an item; tccli's definition does not say whether it is an id or an object."""
    return str(item["AccessKeyId"] if isinstance(item, Mapping) else item)


def _ids(api: Api) -> list[str]:
    found = apigateway.listed(api, "DescribeUsagePlansStatus", "UsagePlanStatusSet", PLANS_A_PAGE)
    return [str(plan["UsagePlanId"]) for plan in found]
