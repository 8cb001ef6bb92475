from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from reprieve.clouds import CLOUDS
from reprieve.fields import Trait
from reprieve.resources.catalogue import RESOURCES
from reprieve.schema import package
from reprieve.version import VERSION

if TYPE_CHECKING:
    from reprieve.driver import Rules

CREDENTIALS = {"accessKey", "secretKey", "securityToken", "profile"}
SCHEMA: dict[str, Any] = package()
SECRET: dict[str, Any] = SCHEMA["resources"]["reprieve:index:Secret"]


def specs(tree: object) -> list[dict[str, Any]]:
    """List every object of the schema, at any depth."""
    if isinstance(tree, dict):
        return [tree, *(spec for value in tree.values() for spec in specs(value))]
    return [spec for value in tree for spec in specs(value)] if isinstance(tree, list) else []


def test_every_resource_is_there_in_the_one_version() -> None:
    assert set(SCHEMA["resources"]) == set(RESOURCES)
    assert SCHEMA["version"] == VERSION
    assert SCHEMA["language"].keys() == {"python", "nodejs", "go", "csharp", "java"}
    versioned = [language for name, language in SCHEMA["language"].items() if name != "java"]  # it always is
    assert all(language["respectSchemaVersion"] for language in versioned)


@pytest.mark.parametrize("settings", [SCHEMA["config"]["variables"], SCHEMA["provider"]["inputProperties"]])
def test_credentials_are_secret_and_no_setting_is_read_from_the_environment(settings: dict[str, Any]) -> None:
    assert {name for name, spec in settings.items() if spec.get("secret")} == CREDENTIALS
    assert not any("defaultInfo" in spec for spec in settings.values())
    assert {name: spec["default"] for name, spec in settings.items() if "default" in spec} == {"liveChecks": True}


def test_only_the_cloud_is_demanded_of_a_provider() -> None:
    assert SCHEMA["provider"]["requiredInputs"] == ["cloud"]


def test_immutable_inputs_say_that_the_provider_replaces_and_none_tells_the_engine_to() -> None:
    for token, resource in RESOURCES.items():
        inputs = SCHEMA["resources"][token]["inputProperties"]
        replacing = {name for name, spec in inputs.items() if spec.get("willReplaceOnChanges")}

        assert replacing == resource.having(Trait.IMMUTABLE)
    assert not any("replaceOnChanges" in spec for spec in specs(SCHEMA))


def test_secret_fields_are_secret_as_inputs_and_as_outputs() -> None:
    for token, resource in RESOURCES.items():
        spec = SCHEMA["resources"][token]
        for properties in (spec["inputProperties"], spec["properties"]):
            secret = {name for name, each in properties.items() if each.get("secret")}

            assert secret == resource.secret_fields & properties.keys()


def test_every_input_is_an_output_and_only_what_is_always_there_is_required() -> None:
    assert SECRET["inputProperties"].keys() <= SECRET["properties"].keys()
    assert SECRET["requiredInputs"] == []
    assert set(SECRET["required"]) == {"name", "cloud", "region", "accountId", "status", "deletionPlan"}


def test_every_property_is_described_and_spelt_in_camel_case() -> None:
    for spec in specs(SCHEMA):
        for properties in (spec.get(key, {}) for key in ("properties", "inputProperties", "variables")):
            assert all(each["description"] for each in properties.values())
            assert not any("_" in name for name in properties)


def test_enums_name_their_values_in_words() -> None:
    statuses = {each["name"]: each["value"] for each in SCHEMA["types"]["reprieve:index:Status"]["enum"]}

    assert statuses["PendingDeletion"] == "pendingDeletion"


def test_every_value_of_an_enum_is_described() -> None:
    for token, spec in SCHEMA["types"].items():
        assert spec["description"], token
        assert all(value["description"] for value in spec.get("enum", [])), token


def test_inputs_have_the_defaults_that_a_check_fills_in() -> None:
    secret = {name: spec["default"] for name, spec in SECRET["inputProperties"].items() if "default" in spec}

    assert secret == {"deletionProtection": False, "enabled": True, "forceDelete": False, "onPendingDeletion": "auto"}
    for token, resource in RESOURCES.items():
        inputs, outputs = (SCHEMA["resources"][token][key] for key in ("inputProperties", "properties"))

        assert {name: spec["default"] for name, spec in inputs.items() if "default" in spec} == resource.defaults
        assert not any("default" in spec for spec in outputs.values())


def test_what_a_program_leaves_out_and_the_configuration_decides_has_no_default() -> None:
    for token in ("reprieve:index:Secret", "reprieve:index:KmsKey"):
        assert "default" not in SCHEMA["resources"][token]["inputProperties"]["recoveryWindowInDays"]


def test_every_reference_has_its_type() -> None:
    references = {spec["$ref"].removeprefix("#/types/") for spec in specs(SCHEMA) if "$ref" in spec}

    assert references == SCHEMA["types"].keys()


@pytest.mark.parametrize("token", RESOURCES)
def test_the_bounds_of_every_cloud_stand_in_the_description_of_their_field(token: str) -> None:
    inputs = SCHEMA["resources"][token]["inputProperties"]
    for cloud in CLOUDS:
        if not (offered := import_module(CLOUDS[cloud]).OFFERS.get(token.rpartition(":")[2])):
            continue
        rules: Rules = offered[0]
        bounds = {field: [text.longest] for field, text in rules.texts.items()}
        bounds |= {field: [number.least, number.most] for field, number in rules.numbers.items()}
        bounds |= {"recoveryWindowInDays": [rules.window.least, rules.window.most]} if rules.window else {}

        for field, figures in bounds.items():
            said = inputs[field]["description"]
            assert not [figure for figure in figures if f"{figure:,}" not in said], f"{rules.cloud}: {field}: {said}"
