"""`reprieve pending`: everything in its window, whose it is, how long it has, and what brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.shops import VALUE
from tests.cli.states import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.shops import Shop


def test_all_that_is_pending_is_told_the_first_to_end_first(shop: Shop) -> None:
    late = shop.ended(shop.secret("late", recoveryWindowInDays=30))
    soon = shop.ended(shop.key("soon"), stack="dev")
    first = shop.ended(shop.secret("first", recoveryWindowInDays=7, stack="test"), stack="test")
    shop.secret("live")

    told = shop.data("pending")["objects"]

    assert (told[0]["id"], told[0]["daysLeft"]) == (first.id, 7)
    assert {one["id"] for one in told} == {late.id, soon.id, first.id}
    assert {(one["name"], one["stack"], one["resource"]) for one in told} == {
        ("late", "shop/dev", "Secret"),
        ("soon", "shop/dev", "KmsKey"),
        ("first", "shop/test", "Secret"),
    }
    assert {one["account"] for one in told} == {shop.account.id}
    assert all(one["undo"].startswith(f"reprieve restore {one['id']}, or pulumi up") for one in told)


def test_a_stack_that_is_named_has_its_own_and_no_others(shop: Shop) -> None:
    shop.ended(shop.secret("mine"))
    shop.ended(shop.secret("theirs", stack="test"), stack="test")

    own = shop.data("pending", "--stack", "shop/dev")["objects"]
    everybodys = shop.data("pending", "--stack", "shop/dev", "--account")["objects"]

    assert [one["id"] for one in own] == ["mine"]
    assert sorted(one["id"] for one in everybodys) == ["mine", "theirs"]


def test_a_table_tells_it_to_people(tencent_shop: Shop) -> None:
    made = tencent_shop.ended(tencent_shop.secret("db", recoveryWindowInDays=14))

    result = tencent_shop.run("pending")

    head, line, way = result.stdout.splitlines()
    day = str(tencent_shop.data("pending")["objects"][0]["deletionDate"])
    assert result.exit_code == 0
    assert head.split() == ["object", "whose", "left", "final", "on"]
    assert line.split() == [made.id, "Secret", "shop/dev", "14", "days", day[:10], day[11:16], "UTC"]
    assert way == "bring them back: pulumi up, as declared; or reprieve restore, with the old value"


def test_nothing_is_called_that_writes_and_no_value_is_told(shop: Shop) -> None:
    shop.ended(shop.secret("db"))
    shop.writes()

    told = shop.run("pending").output + shop.run("pending", "--json").output

    assert shop.writes() == []
    assert "db" in told
    assert VALUE not in told


def test_a_name_commands_no_terminal(tencent_shop: Shop) -> None:
    facts = {"account": tencent_shop.account.id, "region": "ap-guangzhou", "creator_uin": tencent_shop.account.id}
    pending = {"status": "PendingDelete", "delete_time": 4_000_000_000, "create_time": 1}
    tencent_shop.emulator.plant("tencentcloud_ssm_secrets", name="db\x1b[2J", **pending, **facts)

    told = tencent_shop.run("pending").stdout

    assert "db\\x1b[2J" in told
    assert all(char.isprintable() or char == "\n" for char in told)


def test_nothing_pending_is_said(shop: Shop) -> None:
    assert shop.run("pending").stdout == "nothing is pending deletion\n"


def test_what_cannot_be_listed_is_named_beside_what_can(tencent_shop: Shop) -> None:
    tencent_shop.ended(tencent_shop.secret("db"))
    tencent_shop.emulator.deny("kms:ListKeyDetail")

    result = tencent_shop.run("pending")

    assert result.exit_code == 1
    assert "db" in result.stdout
    assert "KmsKeys in tencentcloud ap-guangzhou could not be listed: kms:ListKeyDetail answered" in " ".join(
        result.stdout.split()
    )


def test_what_carries_no_mark_is_told_without_a_stack(tencent_shop: Shop) -> None:
    facts = {"account": tencent_shop.account.id, "region": "ap-guangzhou", "creator_uin": tencent_shop.account.id}
    tencent_shop.emulator.plant(
        "tencentcloud_ssm_secrets", name="a", status="PendingDelete", delete_time=4_000_000_000, create_time=1, **facts
    )

    (one,) = tencent_shop.data("pending")["objects"]

    assert (one.get("stack"), one["markKnown"]) == (None, True)


def test_a_place_needs_its_cloud() -> None:
    result = run("pending", "--region", "ap-guangzhou")

    assert result.exit_code == 2
    assert "--region needs --cloud beside it" in result.stderr


def test_a_stack_beside_a_cloud_is_named_with_its_project(shop: Shop) -> None:
    result = shop.run("pending", "--stack", "dev")

    assert (result.exit_code, result.stderr) == (
        3,
        "with --cloud no stack is read, so name it as project/stack: dev\n",
    )


def test_without_pulumi_the_message_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    result = run("pending", "--stack", "dev")

    assert (result.exit_code, "there is no pulumi on PATH" in result.stderr) == (3, True)
