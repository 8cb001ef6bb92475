"""An API key's whole life through the real engine: made, bound, unbound where that is declared, and gone for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.cloud_side import HOME

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

SECRET = "the_secret_of_tests"


def api_key(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    """Return the key `shop` for a YAML program."""
    return {"type": "reprieve:ApiKey", "properties": {"name": "shop", **properties}}


def manual(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    """Return the key `shop` with an id and a secret of the user's own."""
    return api_key(**{"accessKeyId": "shop_key", "accessKeySecret": {"fn::secret": SECRET}, **properties})


def keys(cloud: CloudSide) -> dict[str, dict[str, Any]]:
    """The keys of the cloud, by their ids."""
    rows = cloud.control.objects("tencentcloud_apigateway_keys", values=True)
    return {row["access_key_id"]: row for row in rows}


def bind(cloud: CloudSide, key_id: str) -> None:
    """Put a key into the usage plan `gold`."""
    place = {"account": cloud.account.id, "region": HOME, "plan_id": "usagePlan-gold"}
    told = {"name": "gold", "created": 1_700_000_000, "modified": 1_700_000_000}
    cloud.control.plant("tencentcloud_apigateway_plans", **place, **told)
    cloud.control.plant("tencentcloud_apigateway_plan_keys", **place, access_key_id=key_id)


def operations(result: Any) -> list[str]:  # noqa: ANN401 - a result of any command
    """What was done, without the reads."""
    return [step.operation for step in result.steps if step.operation != "refresh"]


def test_a_generated_key_lives_and_is_gone_for_good(tencentcloud: Stack, cloud: CloudSide) -> None:
    outputs = {"id": "${key.accessKeyId}", "secret": "${key.accessKeySecret}"}
    tencentcloud.write_yaml({"key": api_key(tags={"team": "shop"})}, outputs=outputs)
    created = tencentcloud.up()
    (row,) = keys(cloud).values()
    given = tencentcloud.outputs()
    again = tencentcloud.up()

    previewed = tencentcloud.destroy("--preview-only")
    cloud.forget()
    tencentcloud.destroy()

    assert given == {"id": row["access_key_id"], "secret": row["access_key_secret"]}
    assert row["access_key_secret"] not in created.text + str(tencentcloud.export())
    assert operations(again) == ["same"]
    assert previewed.messages("warning") == [
        "shop: deleting is final at once and cannot be undone; which usage plans it is bound to is not checked"
    ]
    assert cloud.writes == ["DisableApiKey", "DeleteApiKey"]
    assert keys(cloud) == {}


def test_a_declared_secret_is_changed_in_place(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": manual()})
    tencentcloud.up()
    cloud.forget()
    tencentcloud.write_yaml({"key": manual(accessKeySecret={"fn::secret": "another_secret"})})

    updated = tencentcloud.up()

    assert operations(updated) == ["update"]
    assert cloud.writes == ["UpdateApiKey"]
    assert keys(cloud)["shop_key"]["access_key_secret"] == "another_secret"


def test_a_key_with_another_name_is_made_before_the_old_one_goes(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": api_key()})
    tencentcloud.up()
    cloud.forget()
    tencentcloud.write_yaml({"key": api_key(name="web")})

    tencentcloud.up()

    assert cloud.writes == ["CreateApiKey", "DisableApiKey", "DeleteApiKey"]
    assert [row["name"] for row in keys(cloud).values()] == ["web"]


def test_another_name_with_the_same_id_fails_the_preview(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": manual()})
    tencentcloud.up()
    tencentcloud.write_yaml({"key": manual(name="web")})

    refused = tencentcloud.preview(expect_failure=True)

    assert "the new one cannot have accessKeyId shop_key while the old one is there" in refused.text
    assert list(keys(cloud)) == ["shop_key"]


def test_changed_tags_are_a_warning_on_every_run_and_never_a_change(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml({"key": api_key(tags={"team": "shop"})})
    tencentcloud.up()
    tencentcloud.write_yaml({"key": api_key(tags={"team": "web"})})

    runs = [tencentcloud.up(), tencentcloud.up()]

    for run in runs:
        assert operations(run) == ["same"]
        (said,) = run.messages("warning")
        assert said.startswith("shop: its tags differ from the declared ones and stay as they are")


def test_a_bound_key_stays_unless_its_unbinding_is_declared(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": manual()})
    tencentcloud.up()
    bind(cloud, "shop_key")
    cloud.forget()

    refused = tencentcloud.destroy(expect_failure=True)
    untouched = cloud.writes
    tencentcloud.write_yaml({"key": manual(deleteWhileInUse=True)})
    tencentcloud.up()
    cloud.forget()
    deleted = tencentcloud.destroy()

    assert "it is bound to usage plan gold (usagePlan-gold); to delete it all the same, record deleteWhileInUse" in (
        refused.text
    )
    assert untouched == []
    assert "shop is deleted although it is bound to usage plan gold (usagePlan-gold)" in deleted.messages("warning")
    assert cloud.writes == ["DisableApiKey", "UnBindSecretIds", "DeleteApiKey"]
    assert keys(cloud) == {}


def test_a_stack_whose_product_is_offline_can_still_be_destroyed(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": api_key(whenProductOffline="forget")})
    tencentcloud.up()
    cloud.control.plant("tencentcloud_conditions", account=cloud.account.id, service="apigateway", state="offline")

    kept = tencentcloud.up()
    destroyed = tencentcloud.destroy()

    assert operations(kept) == ["same"]
    assert any("its recorded state is kept" in line for line in kept.messages("warning"))
    assert any("was dropped from the state and not deleted" in line for line in destroyed.messages("warning"))
    assert not any(each["type"].startswith("reprieve:") for each in tencentcloud.export().get("resources", []))
