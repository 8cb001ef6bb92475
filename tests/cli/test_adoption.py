"""What is adopted, what stays with the old program and why, and in which order it lets go."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.states import DEFAULT_PROVIDER, adoption_of, fixture, managed, one_object, terraform, why_left

SYMMETRIC = {"key_spec": "Aliyun_AES_256", "key_usage": "ENCRYPT/DECRYPT"}


@pytest.mark.parametrize(
    ("kind", "attributes", "why"),
    [
        ("tencentcloud_ssm_secret", {"secret_type": 4}, "it is a secret of type 4, which another product manages"),
        ("alicloud_kms_secret", {"secret_type": "Rds"}, "it is a secret of type Rds, which another product manages"),
        (
            "tencentcloud_kms_key",
            {"is_archived": True},
            "it is archived, which Reprieve cannot declare; take it out of the archive first",
        ),
        ("alicloud_kms_key", {"origin": "EXTERNAL"}, "its material was imported: not managed by Reprieve"),
        (
            "alicloud_kms_key",
            {"key_spec": "Aliyun_AES_128", "key_usage": "ENCRYPT/DECRYPT"},
            "its kind, Aliyun_AES_128 ENCRYPT/DECRYPT, is none that Reprieve offers",
        ),
        ("tencentcloud_kms_key", {"key_usage": "HMAC_SHA_256"}, "its kind, HMAC_SHA_256, is none that Reprieve offers"),
        ("tencentcloud_ssm_secret", {"id": ""}, "its state has no id"),
        (
            "tencentcloud_ssm_product_secret",
            {},
            "it is a database credential, which the product manages: not managed by Reprieve",
        ),
        ("tencentcloud_kms_external_key", {}, "it is a key with imported material: not managed by Reprieve"),
        ("tencentcloud_ssm_secret_version", {"secret_name": "elsewhere"}, "what it belongs to is not adopted"),
        ("alicloud_kms_alias", {"key_id": "elsewhere"}, "what it belongs to is not adopted"),
    ],
)
def test_what_is_left_alone_is_said_with_its_reason(kind: str, attributes: dict[str, Any], why: str) -> None:
    assert why_left(kind, **attributes) == why


def test_what_waits_for_its_deletion_or_is_tainted_or_only_read_is_left_alone() -> None:
    raw, shown, export = (fixture(f"{name}.json") for name in ("terraform-state", "terraform-show", "pulumi-export"))
    whys = {one.entry.name: one.why for state in (raw, shown, export) for one in adoption_of(state).left}

    waits = "it was replaced and waits for its deletion by the old program; finish that first"
    assert whys["gone"] == whys["db-old"] == waits
    assert whys["data"] == "it is tainted: the old program would replace it; untaint it first"
    assert whys["shared"] == "the stack only reads it"


def test_the_two_forms_of_a_terraform_state_say_the_same() -> None:
    raw, shown = (adoption_of(fixture(f"terraform-{form}.json")) for form in ("state", "show"))
    by_address = {one.entry.address: (one.name, one.entry.id, one.deletion) for one in raw.adopted}

    assert len(shown.adopted) == 3
    assert all(by_address[one.entry.address] == (one.name, one.entry.id, one.deletion) for one in shown.adopted)


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("tencentcloud:Ssm/secret:Secret", "tencentcloud_ssm_secret"),
        ("tencentcloud:index/ssmSecret:SsmSecret", "tencentcloud_ssm_secret"),
        ("tencentcloud:Ssm/secretVersionV2:SecretVersionV2", "tencentcloud_ssm_secret_version_v2"),
        ("tencentcloud:ApiGateway/apiKey:ApiKey", "tencentcloud_api_gateway_api_key"),
        ("tencentcloud:index/apiGatewayApiKey:ApiGatewayApiKey", "tencentcloud_api_gateway_api_key"),
        ("alicloud:kms/key:Key", "alicloud_kms_key"),
    ],
)
def test_both_pulumi_packages_of_a_terraform_provider_are_known(token: str, kind: str) -> None:
    name = f"urn:pulumi:dev::shop::{token}::it"
    parts = {"secretName": "x", "keyId": "x"}
    resource = {"urn": name, "custom": True, "id": "x", "type": token, "inputs": {}, "outputs": parts}
    adoption = adoption_of({"version": 3, "deployment": {"resources": [resource]}})

    (entry,) = adoption.state.entries
    assert entry.type == kind


def test_types_of_other_things_are_counted_and_not_looked_at() -> None:
    assert adoption_of(fixture("terraform-state.json")).state.others == {"tencentcloud_vpc": 1}
    assert adoption_of(fixture("pulumi-export.json")).state.others == {
        "shop:index:Site": 1,
        "tencentcloud:ApiGateway/apiKeyAttachment:ApiKeyAttachment": 1,
        "tencentcloud:Vpc/instance:Instance": 1,
    }


def test_versions_and_aliases_go_with_what_they_belong_to() -> None:
    adoption = adoption_of(fixture("terraform-state.json"))

    parts = {one.name: [part.address for part in one.parts] for one in adoption.adopted if one.parts}
    assert parts == {
        "shop-db": ["module.shop.tencentcloud_ssm_secret_version.db"],
        "ledger": ["alicloud_kms_alias.ledger", "alicloud_kms_alias.books"],
    }


def test_a_version_belongs_to_the_secret_of_its_own_region() -> None:
    regions = {"here": DEFAULT_PROVIDER, "far": DEFAULT_PROVIDER + ".far"}
    secrets = [managed("tencentcloud_ssm_secret", name, at, id="db") for name, at in regions.items()]
    version = managed("tencentcloud_ssm_secret_version", "far", regions["far"], secret_name="db")

    parts = {one.name: len(one.parts) for one in adoption_of(terraform(*secrets, version)).adopted}

    assert parts == {"here": 0, "far": 1}


def test_what_depends_on_others_is_let_go_before_them() -> None:
    released = [entry.name for entry in adoption_of(fixture("pulumi-export.json")).released()]

    assert released == ["ledger-token", "ledger-alias", "ledger", "db-v1", "db", "data"]


def test_what_something_else_depends_on_changes_hands_in_the_program() -> None:
    adoption = adoption_of(fixture("pulumi-export.json"))

    (partner,) = adoption.by_program
    assert partner.name == "partner"
    assert adoption.held[partner.entry.address] == (
        "urn:pulumi:dev::shop::tencentcloud:ApiGateway/apiKeyAttachment:ApiKeyAttachment::partner-plan",
    )


def test_what_is_held_holds_what_it_depends_on() -> None:
    export = fixture("pulumi-export.json")
    by_name = {one["urn"].rpartition("::")[2]: one for one in export["deployment"]["resources"]}
    by_name["net"]["propertyDependencies"] = {"name": [by_name["ledger-token"]["urn"]], "other": None}

    held = {one.name for one in adoption_of(export).by_program}

    assert held == {"partner", "ledger-token", "ledger"}


def test_what_reprieve_owns_already_has_two_owners() -> None:
    export = fixture("pulumi-export.json")
    ours = {"urn": "urn:pulumi:dev::shop::reprieve:index:Secret::db", "custom": True, "id": "shop-db-password"}
    export["deployment"]["resources"].append({**ours, "type": "reprieve:index:Secret"})

    whys = {one.entry.name: one.why for one in adoption_of(export).left}

    assert whys["db"] == "Reprieve owns it in this stack already, so it has two owners: let the old one go now"


def test_names_are_made_of_modules_and_indexes_and_differ() -> None:
    there, here = "alicloud_kms_secret", "tencentcloud_ssm_secret"
    names = [
        one.name for one in adoption_of(terraform(managed(there), managed(here), managed("alicloud_kms_key"))).adopted
    ]

    assert names == ["it", "it-tencentcloud-2", "it"]
    assert [one.name for one in adoption_of(fixture("terraform-show.json")).adopted] == [
        "worker-0",
        "worker-eu",
        "shop-db",
    ]


def test_a_region_is_taken_from_what_the_same_provider_owns() -> None:
    arn = "acs:kms:cn-hangzhou:1234567890123456:key/x"
    alias = DEFAULT_PROVIDER + ".beijing"
    resources = [
        managed("alicloud_kms_key", arn=arn),
        managed("alicloud_kms_secret"),
        managed("alicloud_kms_secret", "far", provider=alias),
    ]

    regions = [one.entry.region for one in adoption_of(terraform(*resources)).adopted]

    assert regions == ["cn-hangzhou", "cn-hangzhou", ""]


@pytest.mark.parametrize(
    ("kind", "attributes", "note"),
    [
        ("tencentcloud_kms_key", {"is_enabled": False}, "disabled: is_enabled is false, the old provider's default"),
        ("tencentcloud_ssm_secret", {"status": "PendingDelete"}, "pending deletion now"),
        ("alicloud_kms_secret", {"planned_delete_time": "2026-12-01T00:00:00Z"}, "pending deletion now"),
        ("alicloud_kms_key", {"status": "PendingDeletion", **SYMMETRIC}, "pending deletion now"),
        ("alicloud_kms_secret", {"secret_data_type": "binary"}, "give secretBinary from where"),
        ("tencentcloud_ssm_secret", {}, "give secretString from where"),
        ("alicloud_kms_key", {"policy": "{}"}, "its policy stays in the cloud as it is, and nobody manages it"),
        ("tencentcloud_api_gateway_api_key", {"access_key_type": "manual"}, "its id and secret were chosen by you"),
    ],
)
def test_what_else_is_worth_knowing_is_noted(kind: str, attributes: dict[str, Any], note: str) -> None:
    assert any(said.startswith(note) for said in one_object(kind, **attributes).notes)


def test_several_versions_and_aliases_are_noted() -> None:
    version = {"secret_name": "id-of-it"}
    versions = [managed("tencentcloud_ssm_secret_version", f"v{number}", **version) for number in (1, 2)]
    (secret,) = adoption_of(terraform(managed("tencentcloud_ssm_secret"), *versions)).adopted
    (ledger,) = (one for one in adoption_of(fixture("terraform-state.json")).adopted if one.name == "ledger")

    assert secret.notes[-1] == ("2 versions were managed one by one; Reprieve writes only the newest, the others stay")
    assert ledger.notes[-1] == (
        "it has 2 aliases (alias/ledger, alias/books); Reprieve manages the one that the import finds, the others stay"
    )
