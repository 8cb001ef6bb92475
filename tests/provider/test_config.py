from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reprieve.config import REGION_VARIABLES, Config, Limits, check_config, is_loopback, limits_of
from reprieve.errors import InputError
from reprieve.fields import UNKNOWN, Hidden

if TYPE_CHECKING:
    from reprieve.fields import Tree

GOOD: dict[str, Any] = {"cloud": "tencentcloud", "region": "ap-guangzhou"}
HTTPS = "plain http is for loopback addresses only; use https"
WHOLE = "must be a whole number"
SECRET = "deletion.secret"


@pytest.fixture(autouse=True)
def _no_region_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variables in REGION_VARIABLES.values():
        for variable in variables:
            monkeypatch.delenv(variable, raising=False)


def said(**settings: Tree) -> list[tuple[str, str]]:
    _, problems = check_config({**GOOD, **settings})
    return [(problem.path, problem.reason) for problem in problems]


@pytest.mark.parametrize(
    ("settings", "path", "reason"),
    [
        ({"cloud": "aws"}, "cloud", "must be one of tencentcloud, alicloud"),
        ({"cloud": None}, "cloud", "is required"),
        ({"region": None}, "region", "is required"),
        ({"site": "europe"}, "site", "must be one of china, international"),
        ({"liveChecks": "maybe"}, "liveChecks", "must be true or false"),
        ({"allowedAccountIds": "100"}, "allowedAccountIds", "must be a list"),
        ({"allowedAccountIds": [100]}, "allowedAccountIds[0]", "must be a text"),
        ({"defaultTags": {"a": 1}}, "defaultTags.a", "must be a text"),
        ({"accessKey": "id"}, "secretKey", "is required: accessKey and secretKey belong together"),
        ({"secretKey": "key"}, "accessKey", "is required: accessKey and secretKey belong together"),
        ({"endpoint": "http://cloud.example"}, "endpoint", HTTPS),
        ({"endpoint": "ftp://127.0.0.1"}, "endpoint", "must be an address such as https://host or host:port"),
        ({"endpoint": "http://[::1"}, "endpoint", "must be an address such as https://host or host:port"),
        ({"endpoint": "https://a.example:99999"}, "endpoint", "must be an address such as https://host or host:port"),
        ({"defaultTags": "[" * 100_000}, "defaultTags", "must be a map of texts"),
        ({"defaultTags": '{"a": "\\ud800"}'}, "defaultTags", "must be a map of texts"),
        ({"endpoints": {"ssm": "http://10.0.0.1"}}, "endpoints.ssm", HTTPS),
        ({"deletion": {"secret": {"allowForceDelete": "no"}}}, f"{SECRET}.allowForceDelete", "must be true or false"),
        ({"deletion": {"secret": {"minRecoveryWindowInDays": "7"}}}, f"{SECRET}.minRecoveryWindowInDays", WHOLE),
        ({"deletion": {"apiKey": {"allowForceDelete": True}}}, "deletion.apiKey.allowForceDelete", "is not a property"),
        ({"deletions": {}}, "deletions", 'is not a property of the provider; did you mean "deletion"?'),
        ({"secretId": "id"}, "secretId", "is not a property of the provider"),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_named(settings: dict[str, Any], path: str, reason: str) -> None:
    found = said(**settings)
    assert [name for name, _ in found] == [path]
    assert found[0][1].startswith(reason)


def test_every_problem_is_named_at_once() -> None:
    assert {path for path, _ in said(cloud="aws", site="europe", colour="blue")} == {"cloud", "site", "colour"}


def test_what_the_engine_sends_as_json_is_read() -> None:
    whole: dict[str, Any] = {
        "liveChecks": False,
        "allowedAccountIds": ["100"],
        "defaultTags": {"team": "a"},
        "deletion": {"secret": {"minRecoveryWindowInDays": 9}},
    }
    config = Config.read({**GOOD, **{key: json.dumps(value) for key, value in whole.items()}})
    assert config == Config.read({**GOOD, **whole})
    assert not config.looks
    assert config.deletion
    assert config.deletion.secret
    assert config.deletion.secret.min_recovery_window_in_days == 9


def test_a_text_that_looks_like_json_stays_a_text() -> None:
    assert Config.read({**GOOD, "owner": "123"}).owner == "123"


@pytest.mark.parametrize("hidden", [False, True])
def test_what_is_not_known_yet_passes(*, hidden: bool) -> None:
    unknown = Hidden(UNKNOWN) if hidden else UNKNOWN
    assert said(region=unknown, accessKey=unknown, endpoint=unknown, deletion={"secret": unknown}) == []


def test_live_checks_are_on_unless_they_are_switched_off() -> None:
    assert Config.read(GOOD).looks
    assert not Config.read({**GOOD, "liveChecks": False}).looks


@pytest.mark.parametrize(("cloud", "variables"), REGION_VARIABLES.items())
def test_the_region_of_the_environment_is_filled_in(
    monkeypatch: pytest.MonkeyPatch, cloud: str, variables: tuple[str, ...]
) -> None:
    for number, variable in reversed(list(enumerate(variables))):
        monkeypatch.setenv(variable, f"region-{number}")
        inputs, problems = check_config({"cloud": str(cloud)})
        assert (inputs["region"], problems) == (f"region-{number}", [])


def test_a_region_of_the_program_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENCENTCLOUD_REGION", "ap-shanghai")
    assert check_config(dict(GOOD))[0]["region"] == "ap-guangzhou"


def test_no_credential_of_the_environment_turns_into_an_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENCENTCLOUD_SECRET_ID", "planted")
    monkeypatch.setenv("TENCENTCLOUD_SECRET_KEY", "planted")
    inputs, _ = check_config(dict(GOOD))
    assert inputs == GOOD


def test_secret_settings_stay_hidden_everywhere() -> None:
    keys = {"accessKey": Hidden("planted"), "secretKey": Hidden("planted"), "securityToken": Hidden("planted")}
    inputs, _ = check_config({**GOOD, **keys})
    assert "planted" not in repr(inputs)
    assert "planted" not in repr(Config.read(inputs))
    _, problems = check_config({**GOOD, "accessKey": Hidden(["planted"]), "secretKey": "x"})
    assert [(problem.path, problem.secret) for problem in problems] == [("accessKey", True)]
    assert "planted" not in str(problems)


def test_a_configuration_that_cannot_work_raises_every_problem() -> None:
    with pytest.raises(InputError) as caught:
        Config.read({"cloud": "aws"})
    assert {problem.path for problem in caught.value.problems} == {"cloud", "region"}


def test_the_address_of_a_service_wins_over_the_address_of_all() -> None:
    config = Config.read({**GOOD, "endpoint": "https://all.example", "endpoints": {"ssm": "https://ssm.example"}})
    assert config.endpoint_of("ssm") == "https://ssm.example"
    assert config.endpoint_of("kms") == "https://all.example"
    assert Config.read(GOOD).endpoint_of("ssm") is None


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8320", True),
        ("127.9.9.9", True),
        ("localhost:8320", True),
        ("[::1]:8320", True),
        ("10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loopback(address: str, *, loopback: bool) -> None:
    assert is_loopback(address) == loopback


def test_limits_say_where_they_are_set() -> None:
    assert limits_of(Config.read(GOOD), "Secret") == Limits("deletion.secret")
    config = Config.read(
        {
            **GOOD,
            "deletion": {
                "secret": {
                    "recoveryWindowInDays": 9,
                    "minRecoveryWindowInDays": 7,
                    "allowForceDelete": False,
                    "requireProtection": True,
                },
                "kmsKey": {"minRecoveryWindowInDays": 14},
                "apiKey": {"requireProtection": True},
            },
        }
    )
    assert limits_of(config, "Secret") == Limits("deletion.secret", 9, 7, force_allowed=False, protection_required=True)
    assert limits_of(config, "KmsKey") == Limits("deletion.kmsKey", None, 14)
    assert limits_of(config, "ApiKey") == Limits("deletion.apiKey", protection_required=True)
