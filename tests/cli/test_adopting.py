"""A whole adoption through the real engine, by the commands that the page tells, on objects that nobody here made."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from reprieve_cli.command import main
from tests.accounts import Account
from tests.cli.old_program import KEY_ID, PROVIDER, VALUE, bring_in, plant
from tests.cli.states import managed, terraform
from tests.engine.cloud_side import READS

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Result, Stack

PROGRAM = """
import pulumi

class Untyped(pulumi.CustomResource):
    def __init__(self, resource, name, properties, opts=None):
        super().__init__(f"reprieve:index:{{resource}}", name, properties, opts)

site = pulumi.ComponentResource("shop:index:Site", "site")
Untyped("KmsKey", "data", {{"alias": "shop-data", "enabled": False, "recoveryWindowInDays": 7}})
Untyped(
    "Secret",
    "db",
    {{
        "name": "shop-db-password",
        "secretString": pulumi.Output.secret("theirs"),
        "recoveryWindowInDays": {window},
        {more}
    }},
    pulumi.ResourceOptions(parent=site),
)
"""


def adopt(state: str, folder: Path) -> dict[str, Any]:
    """Run the command on a state, and return what it says as data."""
    result = CliRunner().invoke(main, ["adopt", "-", "--json", "--out", str(folder)], input=state)
    assert result.exit_code == 0, result.output
    assert VALUE not in "".join(path.read_text() for path in folder.glob("adopting.*"))
    return dict(json.loads(result.stdout))


def follow(stack: Stack, adopted: dict[str, Any], *beginnings: str) -> str:
    """Run the commands of the steps that begin so, and return what they printed."""
    commands = [shlex.split(command)[1:] for step in adopted["steps"] for command in step["commands"]]
    return "".join(stack.run(*words).text for words in commands if " ".join(words).startswith(beginnings))


def types(stack: Stack) -> set[str]:
    """Return the types in the state, without the engine's own."""
    return {one["type"] for one in stack.export()["resources"] if not one["type"].startswith("pulumi:")}


def operations(result: Result) -> set[str]:
    """Return what was done with resources, without the engine's own refresh."""
    return {step.operation for step in result.steps} - {"refresh"}


def hand_over(stack: Stack, cloud: CloudSide) -> dict[str, Any]:
    """Let the old types go, and import: by the steps, up to the change of the program."""
    plant(cloud)
    bring_in(stack)
    cloud.forget()
    adopted = adopt(stack.run("stack", "export").stdout, stack.folder)
    follow(stack, adopted, "state unprotect", "state delete")
    # its plugin is not on this machine
    stack.run("state", "delete", PROVIDER, "--yes")
    return adopted


def test_an_adoption_has_one_owner_at_most_and_writes_nothing(tencentcloud: Stack, cloud: CloudSide) -> None:
    adopted = hand_over(tencentcloud, cloud)
    between = types(tencentcloud)
    printed = follow(tencentcloud, adopted, "config set", "import")

    assert between == {"shop:index:Site"}
    assert types(tencentcloud) == {"shop:index:Site", "reprieve:index:KmsKey", "reprieve:index:Secret"}
    assert tencentcloud.resource("db")["inputs"] == {"name": "shop-db-password", "recoveryWindowInDays": 30}
    assert tencentcloud.resource("db")["parent"].endswith("shop:index:Site::site")
    assert tencentcloud.resource("data")["id"] == KEY_ID
    generated = (tencentcloud.folder / "adopted.txt").read_text()
    assert "recoveryWindowInDays: 30" in generated
    assert "enabled: false" in generated
    assert VALUE not in generated + printed
    assert cloud.writes == []


def test_the_program_that_the_import_describes_changes_nothing_and_then_only_what_it_declares(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    adopted = hand_over(tencentcloud, cloud)
    follow(tencentcloud, adopted, "config set", "import")
    tencentcloud.write_python(PROGRAM.format(window=30, more=""))

    first = tencentcloud.up()
    unchanged = cloud.writes
    marked = cloud.tags("shop-db-password")
    tencentcloud.write_python(PROGRAM.format(window=14, more='"description": "of the shop",'))
    tencentcloud.up()

    assert "create" not in operations(first)
    assert unchanged == []
    assert marked == {}
    assert cloud.tags("shop-db-password")["reprieve:stack"] == "shop/dev"
    assert "UpdateDescription" in cloud.writes
    assert not {"DisableKey", "EnableKey", "PutSecretValue", "UpdateSecret"} & set(cloud.writes)
    assert cloud.secrets()["shop-db-password"]["description"] == "of the shop"


def test_a_destroy_preview_after_the_adoption_tells_the_windows(tencentcloud: Stack, cloud: CloudSide) -> None:
    adopted = hand_over(tencentcloud, cloud)
    follow(tencentcloud, adopted, "config set", "import")
    tencentcloud.write_python(PROGRAM.format(window=30, more=""))
    tencentcloud.up()

    shown = tencentcloud.destroy("--preview-only").text

    assert "shop-db-password: deleting makes it unreadable now, final after 30 days" in shown
    assert (
        "shop-data: deleting makes all that it encrypted unreadable now, live secrets too, final after 7 days" in shown
    )
    assert cloud.writes == []


def test_the_options_count_from_the_import_on_before_any_up(tencentcloud: Stack, cloud: CloudSide) -> None:
    hand_over(tencentcloud, cloud)
    tencentcloud.run("import", "--file", "import.json", "--yes", "--protect=false")

    tencentcloud.destroy()

    assert cloud.windows == [30]
    (scheduled,) = cloud.requests("ScheduleKeyDeletion")
    assert scheduled["parameters"]["PendingWindowInDays"] == 7


@pytest.fixture
def other(emulator: Control) -> Account:
    """An account of Alibaba Cloud."""
    return Account.of(emulator.add_account("shop", cloud="alicloud"))


def test_objects_in_two_clouds_are_imported_with_a_provider_each(
    tencentcloud: Stack, cloud: CloudSide, emulator: Control, other: Account
) -> None:
    cloud.plant("db-here")
    place = {"account": other.id, "region": "cn-hangzhou"}
    emulator.plant("alicloud_secrets", **place, name="db-there", creator=other.id, create_time=1, update_time=1)
    version = {"version_id": "v1", "data": VALUE, "create_time": 1, "stages": ["ACSCurrent"]}
    emulator.plant("alicloud_secret_versions", **place, name="db-there", **version)
    tencentcloud.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = other.access_key
    tencentcloud.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = other.secret_key
    here = managed("tencentcloud_ssm_secret", "here", id="db-here", recovery_window_in_days=14)
    arn = "acs:kms:cn-hangzhou:1234567890123456:secret/db-there"
    there = managed("alicloud_kms_secret", "there", id="db-there", arn=arn)
    adopted = adopt(json.dumps(terraform(here, there)), tencentcloud.folder)
    for provider in (one for one in adopted["importFile"]["resources"] if "id" not in one):
        provider["inputs"] = {"region": "ap-guangzhou", "endpoint": emulator.url, **provider["inputs"]}
    (tencentcloud.folder / "import.json").write_text(json.dumps(adopted["importFile"]))

    follow(tencentcloud, adopted, "import")

    regions = {name: tencentcloud.resource(name)["outputs"]["region"] for name in ("here", "there")}
    assert regions == {"here": "ap-guangzhou", "there": "cn-hangzhou"}
    assert all(request["action"].startswith(READS) for request in emulator.requests())


def test_a_protected_key_stays_protected_and_keeps_its_alias(
    tencentcloud: Stack, emulator: Control, other: Account
) -> None:
    place = {"account": other.id, "region": "cn-hangzhou"}
    emulator.plant("alicloud_keys", **place, key_id=KEY_ID, creator=other.id, create_time=1, deletion_protection=True)
    version = {"version_id": "22222222-2222-4333-8444-555555555555", "create_time": 1, "material": "00" * 32}
    emulator.plant("alicloud_key_versions", key_id=KEY_ID, **version)
    emulator.plant("alicloud_aliases", **place, name="alias/ledger", key_id=KEY_ID)
    tencentcloud.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = other.access_key
    tencentcloud.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = other.secret_key
    arn = f"acs:kms:cn-hangzhou:{other.id}:key/{KEY_ID}"
    key = managed("alicloud_kms_key", "ledger", id=KEY_ID, arn=arn, deletion_protection="Enabled")
    adopted = adopt(json.dumps(terraform(key)), tencentcloud.folder)

    follow(tencentcloud, adopted, "config set", "import")
    declared = yaml.safe_load((tencentcloud.folder / "adopted.txt").read_text())["resources"]
    del declared["ledger"]["options"]
    tencentcloud.write_yaml(declared)
    tencentcloud.up()
    refused = tencentcloud.destroy(expect_failure=True)

    expected = {"alias": "ledger", "deletionProtection": True, "recoveryWindowInDays": 30}
    assert declared == {"ledger": {"type": "reprieve:KmsKey", "properties": expected}}
    assert "deletionProtection is recorded in the state" in refused.text
    assert all(request["action"].startswith(READS) for request in emulator.requests())
