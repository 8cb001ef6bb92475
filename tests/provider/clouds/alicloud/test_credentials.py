"""Every source of credentials, asked for who it makes the caller, over the vendor's own addresses."""

from __future__ import annotations

import importlib
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from alibabacloud_credentials.utils import auth_util

from reprieve.clouds.alicloud.client import Client
from reprieve.config import Config
from reprieve.errors import ConfigurationError, Denied, Unavailable
from tests.accounts import Account

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reprieve.fields import Tree
    from reprieve_emulator.control import Control
    from tests.provider.clouds.internet import Answer, Asked, Internet

IDENTITY = "sts:GetCallerIdentity"
MACHINE = "100.100.100.200"
ROLES = "/latest/meta-data/ram/security-credentials/"
STS = "sts.aliyuncs.com"
NONE = (
    "no credentials for Alibaba Cloud were found; set accessKey and secretKey of the provider, or "
    "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment"
)


@pytest.fixture(autouse=True)
def _no_machine(internet: Internet) -> None:
    """A machine of another cloud."""
    internet.answers[MACHINE] = lambda _: (404, "")


@pytest.fixture
def user(emulator: Control, account: Account) -> Account:
    """A user of the account: the account itself may take on no role."""
    key = emulator.add_access_key(account.id, user_id="deployer")
    return Account(account.id, key["access_key_id"], key["access_key_secret"])


def client(**settings: Tree) -> Client:
    importlib.reload(auth_util)  # the library reads the environment when it is loaded, as it is in a process of its own
    return Client(Config.read({"cloud": "alicloud", "region": "cn-hangzhou", **settings}))


def caller(**settings: Tree) -> str:
    """Say who the credentials that are found make the caller."""
    return str(client(**settings).send(IDENTITY, {})["Arn"])


def of_user(account: Account) -> str:
    return f"acs:ram::{account.id}:user/deployer"


def of_role(account: Account, role: str) -> str:
    return f"acs:ram::{account.id}:assumed-role/{role}/"


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


def write_profiles(home: Path, *profiles: Mapping[str, object], current: str = "") -> None:
    """Write profiles as `aliyun configure` does."""
    write(home / ".aliyun" / "config.json", {"current": current, "profiles": list(profiles)})


def keys(account: Account, **others: object) -> dict[str, object]:
    return {"access_key_id": account.access_key, "access_key_secret": account.secret_key, **others}


def role(account: Account, name: str = "releases", **others: object) -> dict[str, object]:
    """Give what a profile says of a role."""
    arn = f"acs:ram::{account.id}:role/{name}"
    return {"ram_role_arn": arn, "ram_session_name": "ci", "expired_seconds": 900, **others}


class Temporary:
    """A source of temporary credentials, which last as long as a test says."""

    def __init__(self, emulator: Control, account: Account, name: str) -> None:
        self.emulator = emulator
        self.account = account
        self.name = name
        self.seconds = 3600
        self.given: list[Mapping[str, Any]] = []

    def answer(self) -> dict[str, str]:
        token = self.emulator.add_token(self.account.id, user_id=self.name, session_name="s")
        self.given.append(token)
        return {
            "AccessKeyId": token["access_key_id"],
            "AccessKeySecret": token["access_key_secret"],
            "SecurityToken": token["token"],
            "Expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + self.seconds)),
            "Code": "Success",
        }


class Machine(Temporary):
    """An instance with a role, which speaks the second version of its protocol, the first, or both."""

    versions: tuple[int, ...] = (1, 2)

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/latest/api/token":
            return (200, "m-token") if 2 in self.versions else (404, "")
        if 1 not in self.versions and asked.headers.get("x-aliyun-ecs-metadata-token") != "m-token":
            return 403, ""
        return 200, self.name if asked.path == ROLES else json.dumps(self.answer())


# keys


def test_configured_keys_win_over_the_environment(bare: pytest.MonkeyPatch, user: Account) -> None:
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "of the environment")
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "of the environment")

    assert caller(accessKey=user.access_key, secretKey=user.secret_key) == of_user(user)


def test_the_environments_keys_are_taken_with_their_token(
    bare: pytest.MonkeyPatch, emulator: Control, account: Account
) -> None:
    token = emulator.add_token(account.id, user_id="releases")
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", token["access_key_id"])
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", token["access_key_secret"])
    bare.setenv("ALIBABA_CLOUD_SECURITY_TOKEN", token["token"])

    assert caller().startswith(of_role(account, "releases"))


def test_what_stands_around_a_key_is_no_part_of_it(bare: pytest.MonkeyPatch, user: Account) -> None:
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", f" {user.access_key}\n")
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", f"{user.secret_key}\n")

    assert caller() == of_user(user)


# profiles


def test_a_profile_of_the_command_line_client_holds_keys(tmp_path: Path, user: Account) -> None:
    write_profiles(tmp_path, {"name": "shop", "mode": "AK", **keys(user)})

    assert caller(profile="shop") == of_user(user)


def test_its_current_profile_is_taken_where_none_is_configured(tmp_path: Path, user: Account) -> None:
    write_profiles(tmp_path, {"name": "other"}, {"name": "shop", "mode": "AK", **keys(user)}, current="shop")

    assert caller() == of_user(user)


def test_a_profile_holds_temporary_credentials(tmp_path: Path, emulator: Control, account: Account) -> None:
    token = emulator.add_token(account.id, user_id="releases")
    session = Account(account.id, token["access_key_id"], token["access_key_secret"])
    write_profiles(tmp_path, {"name": "shop", "mode": "StsToken", **keys(session, sts_token=token["token"])})

    assert caller(profile="shop").startswith(of_role(account, "releases"))


def test_a_profile_takes_on_a_role(tmp_path: Path, user: Account) -> None:
    write_profiles(tmp_path, {"name": "shop", "mode": "RamRoleArn", **keys(user), **role(user)})

    assert caller(profile="shop") == of_role(user, "releases") + "ci"


def test_a_profile_takes_on_a_role_by_another_profile(tmp_path: Path, user: Account) -> None:
    first = {"name": "first", "mode": "RamRoleArn", **keys(user), **role(user, "first")}
    second = {"name": "shop", "mode": "ChainableRamRoleArn", "source_profile": "first", **role(user, "second")}
    write_profiles(tmp_path, first, second)

    assert caller(profile="shop") == of_role(user, "second") + "ci"


def test_a_profile_may_stand_in_the_credentials_file(tmp_path: Path, user: Account) -> None:
    section = f"type = access_key\naccess_key_id = {user.access_key}\naccess_key_secret = {user.secret_key}\n"
    write(tmp_path / ".alibabacloud" / "credentials.ini", f"[shop]\n{section}[default]\n{section}")

    assert caller(profile="shop") == of_user(user)
    assert caller() == of_user(user)


def test_the_credentials_file_is_where_the_environment_says(
    bare: pytest.MonkeyPatch, tmp_path: Path, user: Account
) -> None:
    lines = (
        f"[shop]\ntype = ram_role_arn\naccess_key_id = {user.access_key}\naccess_key_secret = {user.secret_key}\n"
        f"role_arn = acs:ram::{user.id}:role/releases\nrole_session_name = ci\n"
    )
    write(tmp_path / "elsewhere", lines)
    bare.setenv("ALIBABA_CLOUD_CREDENTIALS_FILE", str(tmp_path / "elsewhere"))

    assert caller(profile="shop") == of_role(user, "releases") + "ci"


def test_a_profile_that_is_not_there_is_an_error_that_keeps_its_name() -> None:
    with pytest.raises(ConfigurationError) as caught:
        client(profile="shop").send(IDENTITY, {})

    assert str(caught.value) == (
        "no credentials were found for the configured profile; make it with aliyun configure, or name another one"
    )


def test_a_role_that_is_refused_is_said_with_the_vendors_code_and_nothing_else(
    tmp_path: Path, user: Account, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = {"ram_role_arn": "acs:ram::1:role/nobody"}
    write_profiles(tmp_path, {"name": "shop", "mode": "RamRoleArn", **keys(user), **role(user, **nobody)})

    with pytest.raises(ConfigurationError) as caught:
        client(profile="shop").send(IDENTITY, {})

    assert str(caught.value) == (
        "no credentials were found for the configured profile (a source answered EntityNotExist.Role); "
        "make it with aliyun configure, or name another one"
    )
    assert caplog.text == ""


# roles of workloads and instances


def test_a_workload_takes_on_its_role_by_its_identity(
    bare: pytest.MonkeyPatch, tmp_path: Path, internet: Internet, emulator: Control, account: Account
) -> None:
    source = Temporary(emulator, account, "pod")
    seen: list[Asked] = []

    def sts(asked: Asked) -> Answer | None:
        if asked.action != "AssumeRoleWithOIDC":
            return None
        seen.append(asked)
        return 200, json.dumps({"Credentials": source.answer()})

    internet.answers |= {MACHINE: Machine(emulator, account, "node"), STS: sts}
    write(tmp_path / "token", "the pod's identity")
    arn = f"acs:ram::{account.id}:role/pod"
    bare.setenv("ALIBABA_CLOUD_ROLE_ARN", arn)
    bare.setenv("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/ack")
    bare.setenv("ALIBABA_CLOUD_OIDC_TOKEN_FILE", str(tmp_path / "token"))

    assert caller().startswith(of_role(account, "pod"))
    assert seen[0].parameters["OIDCToken"] == "the pod's identity"
    assert seen[0].parameters["RoleArn"] == arn


@pytest.mark.parametrize("versions", [(1,), (2,), (1, 2)])
def test_an_instances_role_is_found_by_either_version_of_its_protocol(
    versions: tuple[int, ...], internet: Internet, emulator: Control, account: Account
) -> None:
    machine = internet.answers[MACHINE] = Machine(emulator, account, "node")
    machine.versions = versions

    assert caller().startswith(of_role(account, "node"))


def test_the_older_version_is_left_out_where_the_environment_says_so(
    bare: pytest.MonkeyPatch, internet: Internet, emulator: Control, account: Account
) -> None:
    machine = internet.answers[MACHINE] = Machine(emulator, account, "node")
    machine.versions = (1,)
    bare.setenv("ALIBABA_CLOUD_IMDSV1_DISABLED", "true")

    with pytest.raises(ConfigurationError, match="no credentials for Alibaba Cloud were found; set"):
        caller()


def test_a_role_is_renewed_in_the_middle_of_a_run(internet: Internet, emulator: Control, account: Account) -> None:
    machine = internet.answers[MACHINE] = Machine(emulator, account, "node")
    machine.seconds = 60
    working = client()
    first = working.send(IDENTITY, {})["Arn"]

    for token in machine.given:
        emulator.remove_access_key(token["access_key_id"])

    assert working.send(IDENTITY, {})["Arn"] == first


def test_credentials_come_from_an_address_that_the_environment_names(
    bare: pytest.MonkeyPatch, internet: Internet, emulator: Control, account: Account
) -> None:
    source = Temporary(emulator, account, "sidecar")
    internet.answers["credentials.internal"] = lambda _: (200, json.dumps(source.answer()))
    bare.setenv("ALIBABA_CLOUD_CREDENTIALS_URI", "http://credentials.internal/shop")

    assert caller().startswith(of_role(account, "sidecar"))


# what goes wrong


def test_a_source_that_fails_later_leaves_the_call_unsent_and_shows_nothing(
    bare: pytest.MonkeyPatch,
    internet: Internet,
    emulator: Control,
    account: Account,
    caplog: pytest.LogCaptureFixture,
) -> None:
    source = Temporary(emulator, account, "sidecar")
    source.seconds = 60
    bare.setenv("ALIBABA_CLOUD_CREDENTIALS_URI", "http://credentials.internal/shop")
    internet.answers["credentials.internal"] = lambda _: (200, json.dumps(source.answer()))
    working = client()
    working.send(IDENTITY, {})
    broken = source.answer() | {"Code": "Forbidden.Elsewhere"}
    internet.answers["credentials.internal"] = lambda _: (200, json.dumps(broken))
    internet.asked.clear()

    with pytest.raises(Unavailable) as caught:
        working.send("kms:DeleteSecret", {"SecretName": "db"})

    assert str(caught.value) == (
        "kms:DeleteSecret got no answer (not sent, for want of credentials: Forbidden.Elsewhere); "
        "look at where they come from"
    )
    assert {asked.host for asked in internet.asked} == {"credentials.internal"}
    assert caplog.text == ""


def test_credentials_that_have_ended_are_refused_in_the_clouds_own_words(
    bare: pytest.MonkeyPatch, emulator: Control, account: Account
) -> None:
    token = emulator.add_token(account.id, seconds=60)
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", token["access_key_id"])
    bare.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", token["access_key_secret"])
    bare.setenv("ALIBABA_CLOUD_SECURITY_TOKEN", token["token"])
    emulator.move_clock(seconds=61)

    with pytest.raises(Denied) as caught:
        client().send(IDENTITY, {})

    assert caught.value.code == "InvalidSecurityToken.Expired"
    assert caught.value.hint == "the temporary credentials have expired; get new ones"


def test_where_nothing_is_found_it_is_said_again_and_again_without_looking_again(internet: Internet) -> None:
    searching = client()
    said = []

    for _ in range(2):
        with pytest.raises(ConfigurationError) as caught:
            searching.send(IDENTITY, {})
        said.append((str(caught.value), len(internet.asked)))
        caught.value.about("db: reading")

    assert said[0][0] == NONE
    assert said[1] == said[0]
