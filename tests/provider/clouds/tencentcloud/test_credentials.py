"""Every source of credentials, asked for who it makes the caller, over the vendor's own addresses."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from reprieve.clouds.tencentcloud.client import Client
from reprieve.config import Config
from reprieve.errors import ConfigurationError, Denied, Unavailable
from tests.provider.stage import REGION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reprieve.fields import Tree
    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.provider.clouds.internet import Answer, Asked, Internet

IDENTITY = "sts:GetCallerIdentity"
MACHINE = "metadata.tencentyun.com"
ROLES = "/latest/meta-data/cam/security-credentials/"
STS = "sts.tencentcloudapi.com"
NONE = (
    "no credentials for Tencent Cloud were found; set accessKey and secretKey of the provider, or "
    "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY in the environment"
)


@pytest.fixture(autouse=True)
def _no_machine(internet: Internet) -> None:
    """A machine of another cloud."""
    internet.answers[MACHINE] = lambda _: (404, "")


def client(**settings: Tree) -> Client:
    return Client(Config.read({"cloud": "tencentcloud", "region": REGION, **settings}))


def caller(**settings: Tree) -> str:
    """Say who the credentials that are found make the caller."""
    return str(client(**settings).send(IDENTITY, {})["Arn"])


def of_user(account: Account) -> str:
    return f"qcs::cam:{account.id}:uin/{account.id}"


def of_role(account: Account, role: str) -> str:
    return f"qcs::sts:{account.id}:assumed-role/{role}"


def arn(account: Account, role: str = "releases") -> str:
    return f"qcs::cam::uin/{account.id}:roleName/{role}"


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


def write_profile(home: Path, account: Account, name: str = "shop", **fields: object) -> None:
    """Write a profile as `tccli configure` does."""
    keys = {"secretId": account.access_key, "secretKey": account.secret_key}
    write(home / ".tccli" / f"{name}.credential", keys | fields)


def in_environment(bare: pytest.MonkeyPatch, account: Account, **others: str) -> None:
    for name, value in (account.environment | others).items():
        bare.setenv(name, value)


class Machine:
    """A virtual machine with a role, whose credentials last as long as a test says."""

    def __init__(self, emulator: Control, account: Account, role: str = "node") -> None:
        self.emulator = emulator
        self.account = account
        self.role = role
        self.seconds = 3600
        self.given: list[Mapping[str, Any]] = []

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == ROLES:
            return 200, self.role
        assert asked.path == ROLES + self.role
        token = self.emulator.add_token(self.account.id, user_id=self.role, session_name="cvm")
        self.given.append(token)
        ends = {"ExpiredTime": int(time.time()) + self.seconds, "Code": "Success"}
        return 200, json.dumps(keys_of(token) | ends)


def keys_of(token: Mapping[str, Any]) -> dict[str, str]:
    """Spell temporary credentials as the vendor does."""
    return {
        "TmpSecretId": token["access_key_id"],
        "TmpSecretKey": token["access_key_secret"],
        "Token": token["token"],
    }


# keys


def test_configured_keys_win_over_the_environment(bare: pytest.MonkeyPatch, account: Account) -> None:
    for name in account.environment:
        bare.setenv(name, "of the environment")

    assert caller(accessKey=account.access_key, secretKey=account.secret_key) == of_user(account)


@pytest.mark.parametrize("variable", ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"])
def test_a_token_is_read_from_the_environment_under_both_names(
    bare: pytest.MonkeyPatch, emulator: Control, account: Account, variable: str
) -> None:
    token = emulator.add_token(account.id, user_id="releases")
    bare.setenv("TENCENTCLOUD_SECRET_ID", token["access_key_id"])
    bare.setenv("TENCENTCLOUD_SECRET_KEY", token["access_key_secret"])
    bare.setenv(variable, token["token"])

    assert caller() == of_role(account, "releases")


def test_keys_in_the_environment_need_no_token(bare: pytest.MonkeyPatch, account: Account) -> None:
    in_environment(bare, account)

    assert caller() == of_user(account)


def test_what_stands_around_a_key_is_no_part_of_it(bare: pytest.MonkeyPatch, account: Account) -> None:
    for name, value in account.environment.items():
        bare.setenv(name, f" {value}\n")

    assert caller() == of_user(account)


def test_an_empty_key_is_an_error_of_the_configuration() -> None:
    with pytest.raises(ConfigurationError) as caught:
        client(accessKey=" ", secretKey=" ").send(IDENTITY, {})

    assert str(caught.value) == (
        "the access key for Tencent Cloud that was found is empty; set both its id and its key"
    )


def test_a_role_that_the_environment_names_is_taken_on(bare: pytest.MonkeyPatch, account: Account) -> None:
    in_environment(bare, account, TENCENTCLOUD_ROLE_ARN=arn(account), TENCENTCLOUD_ROLE_SESSION_NAME="ci")

    assert client().send(IDENTITY, {})["UserId"] == "releases:ci"


def test_temporary_credentials_take_on_a_role_too(
    bare: pytest.MonkeyPatch, emulator: Control, account: Account
) -> None:
    token = emulator.add_token(account.id, user_id="first")
    bare.setenv("TENCENTCLOUD_SECRET_ID", token["access_key_id"])
    bare.setenv("TENCENTCLOUD_SECRET_KEY", token["access_key_secret"])
    bare.setenv("TENCENTCLOUD_TOKEN", token["token"])
    bare.setenv("TENCENTCLOUD_ROLE_ARN", arn(account, "second"))

    assert caller() == of_role(account, "second")


# profiles


def test_a_configured_profile_is_the_command_line_clients(
    bare: pytest.MonkeyPatch, tmp_path: Path, account: Account
) -> None:
    for name in account.environment:
        bare.setenv(name, "of the environment")
    write_profile(tmp_path, account)

    assert caller(profile="shop") == of_user(account)


def test_a_profile_with_a_token_sends_it(tmp_path: Path, emulator: Control, account: Account) -> None:
    token = emulator.add_token(account.id, user_id="releases")
    keys = {"secretId": token["access_key_id"], "secretKey": token["access_key_secret"], "token": token["token"]}
    write_profile(tmp_path, account, **keys)

    assert caller(profile="shop") == of_role(account, "releases")


def test_a_profile_with_a_role_takes_it_on(tmp_path: Path, account: Account) -> None:
    write_profile(tmp_path, account, **{"role-arn": arn(account), "role-session-name": "me"})

    assert client(profile="shop").send(IDENTITY, {})["UserId"] == "releases:me"


def test_a_profile_may_be_the_machines_role(
    tmp_path: Path, internet: Internet, emulator: Control, account: Account
) -> None:
    internet.answers[MACHINE] = Machine(emulator, account)
    write(tmp_path / ".tccli" / "shop.credential", {"type": "cvm-role"})

    assert caller(profile="shop") == of_role(account, "node")


def test_a_session_of_the_command_line_client_that_has_ended_asks_for_a_login(tmp_path: Path, account: Account) -> None:
    write_profile(tmp_path, account, type="oauth", token="t0ken", expiresAt=time.time() - 1)

    with pytest.raises(ConfigurationError) as caught:
        client(profile="shop").send(IDENTITY, {})

    assert str(caught.value) == "the configured profile's session has ended; log in again with tccli"


def test_a_configured_profile_may_stand_in_the_credentials_file(tmp_path: Path, account: Account) -> None:
    section = f"[shop]\nsecret_id = {account.access_key}\nsecret_key = {account.secret_key}\n"
    write(tmp_path / ".tencentcloud" / "credentials", section)

    assert caller(profile="shop") == of_user(account)


def test_without_a_profile_the_default_section_of_the_credentials_file_is_taken(
    tmp_path: Path, account: Account
) -> None:
    section = f"[default]\nsecret_id = {account.access_key}\nsecret_key = {account.secret_key}\n"
    write(tmp_path / ".tencentcloud" / "credentials", section)

    assert caller() == of_user(account)


@pytest.mark.parametrize("content", ["", "no section", "[other]\nsecret_id = x\nsecret_key = y\n"])
def test_a_profile_that_is_not_there_is_an_error_that_keeps_its_name(tmp_path: Path, content: str) -> None:
    write(tmp_path / ".tencentcloud" / "credentials", content)

    with pytest.raises(ConfigurationError) as caught:
        client(profile="shop").send(IDENTITY, {})

    assert str(caught.value) == (
        "no credentials were found for the configured profile; make it with tccli configure, or name another one"
    )


# roles of pods and machines


def test_a_pod_has_its_own_role_and_not_its_nodes(
    bare: pytest.MonkeyPatch, tmp_path: Path, internet: Internet, emulator: Control, account: Account
) -> None:
    seen: list[Asked] = []

    def sts(asked: Asked) -> Answer | None:
        if asked.action != "AssumeRoleWithWebIdentity":
            return None
        seen.append(asked)
        given = keys_of(emulator.add_token(account.id, user_id="pod"))
        return 200, json.dumps({"Response": {"Credentials": given, "ExpiredTime": int(time.time()) + 7200}})

    internet.answers |= {MACHINE: Machine(emulator, account), STS: sts}
    write(tmp_path / "token", "the pod's identity\n")
    variables = {"REGION": REGION, "PROVIDER_ID": "tke", "ROLE_ARN": arn(account, "pod")}
    for name, value in (variables | {"WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token")}).items():
        bare.setenv(f"TKE_{name}", value)

    assert caller() == of_role(account, "pod")
    (asked,) = seen
    assert asked.headers["authorization"] == "SKIP"
    assert json.loads(asked.body) == {
        "ProviderId": "tke",
        "WebIdentityToken": "the pod's identity",
        "RoleArn": arn(account, "pod"),
        "RoleSessionName": "reprieve",
    }


def test_the_machines_role_comes_last_and_is_renewed_before_it_ends(
    internet: Internet, emulator: Control, account: Account
) -> None:
    machine = internet.answers[MACHINE] = Machine(emulator, account)
    machine.seconds = 60
    working = client()
    first = working.send(IDENTITY, {})["Arn"]

    # the first credentials end, in the middle of a run
    for token in machine.given:
        emulator.remove_access_key(token["access_key_id"])

    assert working.send(IDENTITY, {})["Arn"] == first == of_role(account, "node")


def test_a_machine_that_stops_renewing_ends_in_the_clouds_own_words(
    internet: Internet, emulator: Control, account: Account
) -> None:
    machine = internet.answers[MACHINE] = Machine(emulator, account)
    machine.seconds = 60
    working = client()
    working.send(IDENTITY, {})
    internet.answers[MACHINE] = lambda _: (500, "")
    emulator.move_clock(days=1)

    with pytest.raises(Denied) as caught:
        working.send(IDENTITY, {})

    assert caught.value.code == "AuthFailure.TokenFailure"
    assert caught.value.hint == "the temporary credentials have expired or are wrong; get new ones"


def test_where_nothing_is_found_it_is_said_again_and_again_without_looking_again(internet: Internet) -> None:
    searching = client()

    for _ in range(2):
        with pytest.raises(ConfigurationError) as caught:
            searching.send(IDENTITY, {})
        assert str(caught.value) == NONE
        caught.value.about("db: reading")
    assert {asked.host for asked in internet.asked} == {MACHINE}
    assert len(internet.asked) == 1


# what goes wrong


def test_credentials_of_a_role_are_asked_for_again_only_when_they_are_about_to_end(
    bare: pytest.MonkeyPatch, internet: Internet, emulator: Control, account: Account
) -> None:
    in_environment(bare, account, TENCENTCLOUD_ROLE_ARN=arn(account))
    working, began = client(), time.time()
    actions = []

    for passed in (0, 6000, 7000):
        bare.setattr(time, "time", lambda: began + passed)  # noqa: B023 - it is asked within this turn
        emulator.set_clock(began + passed)
        emulator.skew_signature_clock(passed)
        internet.asked.clear()
        working.send(IDENTITY, {})
        actions.append([asked.action for asked in internet.asked])

    one = ["GetCallerIdentity"]
    assert actions == [["AssumeRole", *one], one, ["AssumeRole", *one]]


def test_a_role_that_is_refused_is_said_with_the_vendors_code_and_nothing_else(
    bare: pytest.MonkeyPatch, account: Account
) -> None:
    in_environment(bare, account, TENCENTCLOUD_ROLE_ARN="qcs::cam::uin/1:roleName/nobody")

    with pytest.raises(Unavailable) as caught:
        client().send("ssm:DeleteSecret", {"SecretName": "db"})

    assert str(caught.value) == (
        "ssm:DeleteSecret got no answer (not sent, for want of credentials: ResourceNotFound.RoleNotFound); "
        "look at where they come from"
    )


def test_a_source_that_answers_nonsense_shows_none_of_it(
    bare: pytest.MonkeyPatch, internet: Internet, account: Account
) -> None:
    in_environment(bare, account, TENCENTCLOUD_ROLE_ARN=arn(account))
    reply = {"Response": {"Credentials": {"Token": "t0p-secret"}}}
    internet.answers[STS] = lambda _: (200, json.dumps(reply))

    with pytest.raises(Unavailable) as caught:
        client().send(IDENTITY, {})

    assert "not sent, for want of credentials: KeyError" in str(caught.value)
    assert "t0p-secret" not in str(caught.value)
    assert caught.value.__cause__ is None
