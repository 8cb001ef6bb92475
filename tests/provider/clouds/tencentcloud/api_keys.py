"""API keys in a test: those of the cloud, their usage plans, and runs of the provider at one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reprieve.errors import ReprieveError
from reprieve.fields import Hidden
from reprieve.resources.api_key import API_KEY
from tests.contract.runs import Run
from tests.provider.stage import REGION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.lifecycle.operation import Recorded
    from tests.provider.stage import Stage

SECRET = "the_secret_of_tests"
MANUAL: dict[str, object] = {"name": "shop", "accessKeyId": "shop_key", "accessKeySecret": Hidden(SECRET)}
OFFLINE = "the vendor switches API Gateway off in batches since 2026-10-30: if that has reached this account, record "


def begin(stage: Stage) -> Run:
    return Run.begin(stage.config(), API_KEY)


def keys(stage: Stage) -> dict[str, dict[str, Any]]:
    """The keys of the cloud, by their ids."""
    rows = stage.emulator.objects("tencentcloud_apigateway_keys", values=True)
    return {row["access_key_id"]: row for row in rows}


def bind(stage: Stage, key_id: str, *plans: str) -> None:
    """Put a key into usage plans, the first of which is in force somewhere."""
    place = {"account": stage.account.id, "region": REGION}
    for plan in plans:
        told = {"name": plan, "created": 1_700_000_000, "modified": 1_700_000_000}
        stage.emulator.plant("tencentcloud_apigateway_plans", **place, plan_id=f"usagePlan-{plan}", **told)
        stage.emulator.plant(
            "tencentcloud_apigateway_plan_keys", **place, plan_id=f"usagePlan-{plan}", access_key_id=key_id
        )
    where = {"service_id": "service-1", "environment": "release", "api_id": "", "created": 1_700_000_000}
    stage.emulator.plant("tencentcloud_apigateway_plan_environments", **place, plan_id=f"usagePlan-{plans[0]}", **where)


def plans_of(stage: Stage, key_id: str) -> set[str]:
    rows = stage.emulator.objects("tencentcloud_apigateway_plan_keys")
    return {row["plan_id"] for row in rows if row["access_key_id"] == key_id}


def go_offline(stage: Stage) -> None:
    stage.emulator.plant("tencentcloud_conditions", account=stage.account.id, service="apigateway", state="offline")


def writes(calls: Sequence[str]) -> list[str]:
    return [call.removeprefix("apigateway:") for call in calls if ":Describe" not in call and "apigateway" in call]


def refused(run: Run, recorded: Recorded) -> str:
    with pytest.raises(ReprieveError) as caught:
        run.delete(recorded)
    return str(caught.value)
