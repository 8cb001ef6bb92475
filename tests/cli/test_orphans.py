"""`reprieve orphans`: what no stack owns, what is not known, and the file that imports it; nothing is written."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cli.environment import entered
from tests.cli.shops import VALUE, Shop
from tests.cli.states import run
from tests.dynamic import programs as dynamic
from tests.engine.programs import secret

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve.lifecycle.operation import Recorded
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack


def export(shop: Shop, *made: Recorded, stack: str = "dev", **entry: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    """Return an export that has these secrets."""
    head, provider = f"urn:pulumi:{stack}::shop::", f"urn:pulumi:{stack}::shop::pulumi:providers:reprieve::default"
    settings = {"cloud": shop.cloud, "region": shop.region, "endpoint": shop.emulator.url}
    resources = [
        {"urn": f"{head}pulumi:pulumi:Stack::shop-{stack}", "type": "pulumi:pulumi:Stack"},
        {"urn": provider, "type": "pulumi:providers:reprieve", "custom": True, "id": "1", "inputs": settings},
        *(
            {
                "urn": f"{head}reprieve:index:Secret::{one.id}",
                "type": "reprieve:index:Secret",
                "custom": True,
                "id": one.id,
                "provider": f"{provider}::1",
                "inputs": {"name": one.id},
                "outputs": {key: one.state[key] for key in ("cloud", "region", "accountId", "name")},
                **entry,
            }
            for one in made
        ),
    ]
    return {"version": 3, "deployment": {"resources": resources}}


class Asked:
    """The command on files, in one account."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self.shop = shop
        self.folder = folder

    def file(self, name: str, content: object) -> str:
        """Write a file, and return the option that names it."""
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return f"--file={path}"

    def told(self, *arguments: str) -> Any:  # noqa: ANN401 - data
        """Return what is told, and look that nothing was written."""
        self.shop.writes()
        told = self.shop.data("orphans", *arguments)
        assert self.shop.writes() == []
        assert VALUE not in json.dumps(told)
        return told


@pytest.fixture
def asked(shop: Shop, tmp_path: Path) -> Asked:
    """An account of either cloud, and a folder for exports."""
    return Asked(shop, tmp_path)


def names(told: Any, which: str) -> list[str]:  # noqa: ANN401 - data
    """Return the names of those that were found to be so."""
    return sorted(one["name"] for one in told[which])


def test_what_carries_the_mark_of_no_stack_is_an_orphan(asked: Asked) -> None:
    shop = asked.shop
    kept = shop.secret("kept")
    shop.secret("left", stack="gone")
    shop.key("left-key", stack="gone")
    shop.ended(shop.secret("ended", stack="gone"), stack="gone")

    told = asked.told(asked.file("dev.json", export(shop, kept)))

    assert names(told, "orphans") == ["ended", "left", "left-key"]
    assert {one["stack"] for one in told["orphans"]} == {"shop/gone"}
    assert (told["owned"], told["unknown"], told["stacksRead"]) == (1, [], ["shop/dev"])


def test_what_a_state_holds_is_owned_whatever_its_mark_says(asked: Asked) -> None:
    renamed = asked.shop.secret("renamed", stack="before")

    told = asked.told(asked.file("dev.json", export(asked.shop, renamed)))

    assert (told["orphans"], told["owned"]) == ([], 1)


def test_what_a_state_only_refers_to_is_not_owned_by_it(asked: Asked) -> None:
    read = asked.shop.secret("read", stack="gone")

    told = asked.told(asked.file("dev.json", export(asked.shop, read, external=True)))

    assert names(told, "orphans") == ["read"]


def test_a_stack_that_cannot_be_read_makes_nothing_an_orphan(asked: Asked) -> None:
    kept = asked.shop.secret("kept")
    asked.shop.secret("left", stack="gone")
    files = asked.file("dev.json", export(asked.shop, kept)), asked.file("broken.json", "{")

    told = asked.told(*files)
    result = asked.shop.run("orphans", *files)

    assert told["orphans"] == []
    assert [(one["name"], one["why"]) for one in told["unknown"]] == [
        ("left", "its mark is that of shop/gone, and not every stack could be read")
    ]
    assert list(told["stacksNotRead"].values()) == ["it is not JSON"]
    assert result.exit_code == 1
    assert result.stdout.startswith("1 not known, 1 owned\n")


def test_what_carries_the_mark_of_a_stack_that_does_not_have_it_is_unrecorded(asked: Asked) -> None:
    kept = asked.shop.secret("kept")
    asked.shop.secret("lost")
    asked.shop.ended(asked.shop.secret("ended"))

    told = asked.told(asked.file("dev.json", export(asked.shop, kept)))

    assert [(one["name"], one["why"]) for one in told["unrecorded"]] == [
        ("lost", "the state of shop/dev does not have it; its next up takes it over")
    ]
    assert (told["orphans"], told["owned"]) == ([], 2)


def test_the_owner_of_a_configuration_is_part_of_its_marks(asked: Asked) -> None:
    shop = asked.shop
    content = export(shop, shop.secret("kept"))
    content["deployment"]["resources"][1]["inputs"]["owner"] = "acme"
    lost = shop.secret("lost", stack="other")
    for row in shop.emulator.objects(TAGS[shop.cloud]):
        if lost.id in str(row) and "shop/other" in str(row):
            changed = {key: "acme/shop/dev" if value == "shop/other" else value for key, value in row.items()}
            shop.emulator.plant(TAGS[shop.cloud], **changed)

    told = asked.told(asked.file("dev.json", content))

    assert (names(told, "unrecorded"), told["orphans"]) == (["lost"], [])


TAGS = {"tencentcloud": "tencentcloud_tag_attachments", "alicloud": "alicloud_tags"}


def test_tags_that_cannot_be_read_make_an_object_unknown(tencent_shop: Shop, tmp_path: Path) -> None:
    asked = Asked(tencent_shop, tmp_path)
    content = export(tencent_shop, tencent_shop.secret("kept"))
    tencent_shop.secret("left", stack="gone")
    tencent_shop.emulator.deny("tag:GetResources")

    told = asked.told(asked.file("dev.json", content))

    assert [(one["name"], one["why"]) for one in told["unknown"]] == [("left", "its tags cannot be read")]


def test_what_cannot_be_listed_and_accounts_out_of_reach_are_named(tencent_shop: Shop, tmp_path: Path) -> None:
    asked = Asked(tencent_shop, tmp_path)
    content = export(tencent_shop, tencent_shop.secret("kept"))
    content["deployment"]["resources"][2]["outputs"]["accountId"] = "100000000001"
    tencent_shop.emulator.deny("kms:ListKeyDetail")

    gaps = asked.told(asked.file("dev.json", content))["notLookedAt"]

    assert gaps[0].startswith("KmsKeys in tencentcloud ap-guangzhou could not be listed: kms:ListKeyDetail answered")
    assert gaps[1] == (
        "tencentcloud ap-guangzhou, account 100000000001: the states have objects there, and these credentials do not "
        "lead there"
    )


def test_what_carries_no_mark_is_counted_only(tencent_shop: Shop, tmp_path: Path) -> None:
    asked = Asked(tencent_shop, tmp_path)
    facts = {"account": tencent_shop.account.id, "region": "ap-guangzhou", "creator_uin": tencent_shop.account.id}
    tencent_shop.emulator.plant("tencentcloud_ssm_secrets", name="plain", create_time=1, **facts)

    told = asked.told(asked.file("dev.json", export(tencent_shop)))

    assert (told["withoutMark"], told["orphans"]) == (1, [])


def test_orphans_of_two_places_have_a_provider_each(tencent_shop: Shop, tmp_path: Path) -> None:
    asked = Asked(tencent_shop, tmp_path)
    tencent_shop.secret("south", stack="gone")
    north = export(tencent_shop, tencent_shop.secret("kept"), stack="north")
    replace(tencent_shop, region="ap-beijing").secret("north", stack="gone")
    north["deployment"]["resources"][1]["inputs"]["region"] = "ap-beijing"

    written = asked.told(asked.file("north.json", north))["importFile"]["resources"]

    assert [(one["name"], one.get("inputs", {}).get("region"), one.get("provider")) for one in written] == [
        ("tencentcloud-ap-beijing", "ap-beijing", None),
        ("tencentcloud-ap-guangzhou", "ap-guangzhou", None),
        ("south", None, "tencentcloud-ap-guangzhou"),
        ("north", None, "tencentcloud-ap-beijing"),
    ]


def test_no_stack_and_no_place_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text('{"deployment": {}}')

    nowhere, missing = run("orphans", "--file", str(empty)), run("orphans", "--file", str(tmp_path / "none.json"))

    assert (nowhere.exit_code, missing.exit_code) == (3, 3)
    assert nowhere.stderr.endswith("no stack says where its objects are; say it with --cloud and --region\n")
    assert missing.stderr.endswith("none.json: No such file or directory\n")


def another(stack: Stack, name: str) -> None:
    """Make another stack of the project, configured like the first."""
    stack.run("stack", "init", name)
    config = yaml.safe_load((stack.folder / f"Pulumi.{stack.name}.yaml").read_text())["config"]
    path = stack.folder / f"Pulumi.{name}.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {"config": config}))


def test_a_whole_backend_is_asked_in_both_flavours_and_its_orphans_are_imported(
    tencentcloud: Stack, cloud: CloudSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    tencentcloud.write_yaml({"left": secret(name="left")})
    another(tencentcloud, "gone")
    tencentcloud.up("--stack", "gone")
    tencentcloud.run("stack", "rm", "gone", "--force", "--yes")
    tencentcloud.write_python(dynamic.secret())
    another(tencentcloud, "prod")
    tencentcloud.up("--stack", "prod")
    tencentcloud.write_yaml({"kept": secret(name="kept")})
    tencentcloud.up("--stack", "dev")
    entered(tencentcloud, monkeypatch)
    cloud.forget()

    result = run("orphans", "--out", "import.json", "--json")
    told = json.loads(result.stdout)
    called = cloud.writes
    imported = tencentcloud.run("import", "--file", "import.json", "--yes", "--generate-code=false", "--stack", "dev")
    again = run("orphans", "--json")

    assert result.exit_code == 1
    assert (names(told, "orphans"), told["owned"], told["stacksRead"]) == (["left"], 2, ["shop/dev", "shop/prod"])
    assert called == []
    assert "1 imported" in imported.text
    assert (again.exit_code, json.loads(again.stdout)["owned"]) == (0, 3)


def test_a_stack_of_the_backend_that_cannot_be_exported_makes_its_objects_unknown(
    tencentcloud: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tencentcloud.write_yaml({"kept": secret(name="kept")})
    tencentcloud.up()
    another(tencentcloud, "second")
    entered(tencentcloud, monkeypatch)
    broken = tmp_path / "bin" / "pulumi"
    broken.parent.mkdir()
    refuses = "*export*shop/dev*) echo error: the state is locked away >&2; exit 1"
    broken.write_text(f'#!/bin/sh\ncase "$*" in {refuses};; esac\nexec {shutil.which("pulumi")} "$@"\n')
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent), prepend=os.pathsep)

    told = json.loads(run("orphans", "--json").stdout)

    assert (names(told, "unknown"), told["orphans"]) == (["kept"], [])
    assert told["stacksNotRead"] == {
        "organization/shop/dev": "reading the state of organization/shop/dev: pulumi said: the state is locked away"
    }


def test_a_backend_whose_stacks_cannot_be_listed_is_named(
    tencentcloud: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(tencentcloud, monkeypatch)
    nowhere = f"file://{tmp_path / 'nowhere'}"

    result = run("orphans", "--backend", nowhere)

    assert result.exit_code == 3
    assert f"{nowhere}: listing the stacks: pulumi said: " in result.stderr
