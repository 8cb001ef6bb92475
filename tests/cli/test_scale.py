"""A stack of 1,000 objects is previewed with shared calls, and a rate limit ends no preview."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.cli.made import Made
from tests.cli.states import run

if TYPE_CHECKING:
    from tests.provider.stage import Stage

SECRETS, KEYS = 980, 20
MOST_CALLS = 60


@pytest.fixture
def made(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Made:
    for name, value in stage.account.environment.items():
        monkeypatch.setenv(name, value)
    return Made.on(stage)


def test_a_thousand_objects_are_previewed_with_calls_that_they_share(made: Made, stage: Stage) -> None:
    made.make_many("KmsKey", KEYS)
    made.make_many("Secret", SECRETS)
    stage.calls()

    told = json.loads(run("preview", "--file", "-", "--json", stdin=made.export()).stdout)

    calls = Counter(stage.calls())
    assert Counter(one["outcome"] for one in told["stacks"][0]["objects"]) == {"reversible": SECRETS + KEYS}
    assert calls.keys() == {
        "sts:GetCallerIdentity",
        "ssm:ListSecrets",  # ten pages of a hundred each time, and one of each other type for the users of the keys
        "kms:ListKeyDetail",
        "kms:ListDataKeyDetail",  # no list tells the data keys of several keys
        "tag:GetResources",
    }
    assert calls.total() <= MOST_CALLS


def test_a_rate_limit_ends_no_preview(made: Made, stage: Stage) -> None:
    made.make_many("KmsKey", 3)
    made.make_many("Secret", 30)
    stage.emulator.add_fault(throttle=True, count=3)

    result = run("preview", "--file", "-", "--json", stdin=made.export())

    assert result.exit_code == 0
    (stack,) = json.loads(result.stdout)["stacks"]
    assert {one["outcome"] for one in stack["objects"]} == {"reversible"}
