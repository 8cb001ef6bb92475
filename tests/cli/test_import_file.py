"""The file for `pulumi import --file`: names, parents and providers."""

from __future__ import annotations

from typing import Any

from reprieve_cli.adopt.import_file import PROVIDER, import_file
from tests.cli.states import DEFAULT_PROVIDER, adoption_of, fixture, managed, terraform


def specs(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the file's resources by their names."""
    return {one["name"]: one for one in import_file(adoption_of(state))["resources"]}


def test_one_place_needs_no_provider() -> None:
    file = import_file(adoption_of(fixture("terraform-show.json")))

    assert file["nameTable"] == {}
    assert file["resources"][0] == {
        "type": "reprieve:index:Secret",
        "name": "worker-0",
        "id": "shop-worker-0",
        "inputs": {"recoveryWindowInDays": 14},
    }
    assert not any("provider" in one for one in file["resources"])


def test_several_places_get_a_provider_each() -> None:
    found = specs(fixture("pulumi-export.json"))

    assert found["alicloud-cn-hangzhou"] == {
        "type": PROVIDER,
        "name": "alicloud-cn-hangzhou",
        "inputs": {"cloud": "alicloud", "region": "cn-hangzhou"},
    }
    assert found["ledger"]["provider"] == "alicloud-cn-hangzhou"
    assert found["db"]["provider"] == "tencentcloud-ap-guangzhou"


def test_a_region_that_the_state_does_not_tell_is_left_to_be_filled_in() -> None:
    here, far = (managed("tencentcloud_ssm_secret", name, provider) for name, provider in _providers())

    found = specs(terraform(here, far))

    assert found["tencentcloud"]["inputs"] == found["tencentcloud-2"]["inputs"] == {"cloud": "tencentcloud"}
    assert {found["here"]["provider"], found["far"]["provider"]} == {"tencentcloud", "tencentcloud-2"}


def _providers() -> list[tuple[str, str]]:
    return [("here", DEFAULT_PROVIDER), ("far", DEFAULT_PROVIDER + ".far")]


def test_a_provider_that_the_stack_has_is_used() -> None:
    export = fixture("pulumi-export.json")
    urn = "urn:pulumi:dev::shop::pulumi:providers:reprieve::hangzhou"
    inputs = {"cloud": "alicloud", "region": "cn-hangzhou"}
    export["deployment"]["resources"].append(
        {"urn": urn, "custom": True, "id": "c3", "type": PROVIDER, "inputs": inputs}
    )

    file = import_file(adoption_of(export))

    assert file["nameTable"]["hangzhou"] == urn
    assert [one["name"] for one in file["resources"] if one["type"] == PROVIDER] == ["tencentcloud-ap-guangzhou"]


def test_a_child_keeps_its_component_as_parent() -> None:
    file = import_file(adoption_of(fixture("pulumi-export.json")))

    assert file["nameTable"] == {"site": "urn:pulumi:dev::shop::shop:index:Site::site"}
    assert [one["name"] for one in file["resources"] if one.get("parent") == "site"] == ["db"]


def test_a_parent_that_is_adopted_itself_is_named_by_its_successor() -> None:
    export = fixture("pulumi-export.json")
    by_name = {one["urn"].rpartition("::")[2]: one for one in export["deployment"]["resources"]}
    by_name["ledger-token"]["parent"] = by_name["ledger"]["urn"]

    assert specs(export)["ledger-token"]["parent"] == "ledger"


def test_a_name_in_the_table_is_taken_by_nothing_else() -> None:
    export = fixture("pulumi-export.json")
    by_name = {one["urn"].rpartition("::")[2]: one for one in export["deployment"]["resources"]}
    by_name["data"]["urn"] = by_name["data"]["urn"].replace("::data", "::site")
    by_name["db"]["dependencies"] = []

    assert specs(export)["db"]["parent"] == "site-2"


def test_what_changes_hands_in_the_program_is_not_in_the_file() -> None:
    assert "partner" not in specs(fixture("pulumi-export.json"))
