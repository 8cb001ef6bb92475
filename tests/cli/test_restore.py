"""`reprieve restore`: what comes back, in which order, what is refused, and what is said of an interrupted run."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.environment import entered
from tests.cli.states import run
from tests.dynamic import programs as dynamic
from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.shops import Shop
    from tests.engine.harness import Stack

COMMAND = [sys.executable, "-m", "reprieve_cli"]


def restore(shop: Shop, *arguments: str) -> Any:  # noqa: ANN401 - data
    """Restore without asking, and return what is told."""
    return shop.data("restore", "--yes", *arguments)


def test_a_secret_comes_back_by_its_name_and_twice_is_as_good_as_once(shop: Shop) -> None:
    shop.ended(shop.secret("db"))
    shop.writes()

    first = restore(shop, "db", "--stack", "shop/dev")
    called = shop.writes()
    again = shop.run("restore", "--yes", "db", "--stack", "shop/dev")

    state = "disabled" if shop.cloud == "tencentcloud" else "enabled"
    assert [(one["id"], one["status"], one["stack"]) for one in first["restored"]] == [("db", state, "shop/dev")]
    assert called == ["RestoreSecret"]
    assert (again.exit_code, again.stdout) == (0, f"Secret db: it is {state}, so there is nothing to restore\n")
    assert shop.writes() == []


def test_the_key_that_encrypts_a_secret_comes_first(shop: Shop) -> None:
    key = shop.key("db-key")
    made = [shop.secret(name, key=key.id) for name in ("a", "b")]
    for one in made:
        shop.ended(one)
    shop.ended(key)
    shop.writes()

    told = restore(shop, "a", "--stack", "shop/dev")

    assert {one["id"] for one in told["restored"]} == {"a", key.id}
    assert shop.writes() == ["CancelKeyDeletion", "RestoreSecret"]


def test_all_of_a_stack_is_no_other_s(shop: Shop) -> None:
    for name, stack in (("a", "dev"), ("b", "dev"), ("c", "test")):
        shop.ended(shop.secret(name, stack=stack), stack=stack)

    told = restore(shop, "--all", "--stack", "shop/dev")

    assert sorted(one["id"] for one in told["restored"]) == ["a", "b"]
    assert told["notRestored"] == []


def test_a_foreign_mark_is_refused_unless_it_is_named(shop: Shop) -> None:
    shop.ended(shop.secret("db", stack="test"), stack="test")

    refused = shop.run("restore", "--yes", "db", "--stack", "shop/dev")
    allowed = shop.run("restore", "--yes", "db", "--stack", "shop/dev", "--foreign", "shop/test")

    assert refused.exit_code == 1
    assert refused.stdout == (
        "not restored: Secret db: it carries the mark of stack shop/test; to restore it all the same: --foreign "
        "shop/test\n"
    )
    assert allowed.exit_code == 0


def test_a_secret_whose_key_is_another_stack_s_waits_for_that_key(shop: Shop) -> None:
    key = shop.key("theirs", stack="test")
    shop.ended(shop.secret("db", key=key.id))
    shop.ended(key, stack="test")

    refused = restore(shop, "db", "--stack", "shop/dev")
    allowed = restore(shop, "db", "--stack", "shop/dev", "--foreign", "shop/test")

    (one,) = refused["notRestored"]
    assert one["why"].endswith("encrypts it and is pending deletion, too: it carries the mark of stack shop/test")
    assert [one["id"] for one in allowed["restored"]] == [key.id, "db"]


def test_what_carries_no_mark_comes_back_only_by_its_name(tencent_shop: Shop) -> None:
    facts = {"account": tencent_shop.account.id, "region": "ap-guangzhou", "creator_uin": tencent_shop.account.id}
    pending = {"status": "PendingDelete", "delete_time": 4_000_000_000, "create_time": 1}
    tencent_shop.emulator.plant("tencentcloud_ssm_secrets", name="plain", **pending, **facts)
    tencent_shop.emulator.plant("tencentcloud_ssm_secrets", name="db", secret_type=1, **pending, **facts)

    everything = restore(tencent_shop, "--all", "--stack", "shop/dev")
    named = restore(tencent_shop, "plain")

    assert everything["restored"] == everything["notRestored"] == []
    assert [one["id"] for one in named["restored"]] == ["plain"]


def test_a_name_that_means_nothing_is_said_and_the_others_are_restored(shop: Shop) -> None:
    shop.ended(shop.secret("db"))

    result = shop.run("restore", "--yes", "db", "nothing", "--stack", "shop/dev")

    assert result.exit_code == 1
    assert "restored: Secret db, " in result.stdout
    assert "not restored: nothing: nothing of this name or id is pending deletion in" in result.stdout


def test_a_failure_says_what_the_cloud_said_and_stops_no_other(tencent_shop: Shop) -> None:
    for name in ("a", "b"):
        tencent_shop.ended(tencent_shop.secret(name))
    tencent_shop.emulator.add_fault(action="RestoreSecret", code="UnauthorizedOperation", message="no")

    told = restore(tencent_shop, "a", "b", "--stack", "shop/dev")

    (failed,) = told["notRestored"]
    assert "was not restored: ssm:RestoreSecret answered UnauthorizedOperation (no)" in failed["why"]
    assert len(told["restored"]) == 1


def test_a_secret_whose_key_did_not_come_back_is_left_as_it_is(shop: Shop) -> None:
    key = shop.key("db-key")
    shop.ended(shop.secret("db", key=key.id))
    shop.ended(key)
    shop.emulator.deny("kms:CancelKeyDeletion")
    shop.writes()

    told = restore(shop, "--all", "--stack", "shop/dev")

    assert told["notRestored"][1] == {
        "name": "Secret db",
        "why": f"it was left as it is, since its key {key.id} was not restored",
    }
    assert "RestoreSecret" not in shop.writes()


def test_every_restore_is_in_the_trail_and_the_report_tells_of_it(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail = tmp_path / "trail.jsonl"
    monkeypatch.setenv("REPRIEVE_AUDIT_LOG", str(trail))
    shop.ended(shop.secret("db"))

    restore(shop, "db", "--stack", "shop/dev")

    lines = [json.loads(line) for line in trail.read_text().splitlines()]
    assert [(line["operation"], line["phase"], line["id"]) for line in lines[2:]] == [
        ("restore", "intent", "db"),
        ("restore", "outcome", "db"),
    ]
    assert run("report", str(trail)).stdout.startswith("1 restored\n")


def test_a_trail_that_cannot_be_written_stops_the_restore(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.ended(shop.secret("db"))
    monkeypatch.setenv("REPRIEVE_AUDIT_LOG", "/nowhere/trail.jsonl")
    shop.writes()

    told = restore(shop, "db", "--stack", "shop/dev")

    assert "nothing was done, since the trail cannot be written" in told["notRestored"][0]["why"]
    assert shop.writes() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name objects, or say --all"),
        (("db", "--all"), "name objects or say --all, not both"),
        (("--all",), "--all restores what carries a stack's mark, so name the stack"),
        (("db",), "nobody can be asked here; say --yes"),
    ],
)
def test_a_command_line_that_is_not_clear_is_refused(shop: Shop, arguments: tuple[str, ...], said: str) -> None:
    result = shop.run("restore", *arguments)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


@pytest.mark.parametrize(("answer", "exit_code", "called"), [("n", 1, []), ("y", 0, ["RestoreSecret"])])
def test_it_asks_before_and_shows_what_it_asks_about(
    tencent_shop: Shop, answer: str, exit_code: int, called: list[str]
) -> None:
    tencent_shop.ended(tencent_shop.secret("db"))
    tencent_shop.writes()
    ours, theirs = pty.openpty()

    with subprocess.Popen(
        [*COMMAND, "restore", "db", "--stack", "shop/dev", *tencent_shop.where],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, f"{answer}\n".encode())
        _, err = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert process.returncode == exit_code
    assert "shop/dev" in err
    assert "restore this object? [y/N]" in err
    assert tencent_shop.writes() == called


def test_an_interrupted_run_says_of_each_object_whether_it_was_restored(tencent_shop: Shop) -> None:
    names = [f"s{number:02}" for number in range(20)]
    for name in names:
        tencent_shop.ended(tencent_shop.secret(name))
    tencent_shop.emulator.clear_requests()
    tencent_shop.emulator.add_fault(action="RestoreSecret", count=None, delay_before_answer=0.5)

    with subprocess.Popen(
        [*COMMAND, "restore", "--all", "--yes", "--json", "--stack", "shop/dev", *tencent_shop.where],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not tencent_shop.emulator.requests(action="RestoreSecret"):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
    told = json.loads(out)

    rows = {row["name"]: row["status"] for row in tencent_shop.emulator.objects("tencentcloud_ssm_secrets")}
    assert process.returncode == 130
    assert {one["id"] for one in told["restored"]} == {name for name in names if rows[name] == "Disabled"}
    assert {name.removeprefix("Secret ") for name in told["notBegun"]} == {
        name for name in names if rows[name] == "PendingDelete"
    }
    assert told["restored"]
    assert told["notBegun"]


KEYED = {
    "key": {"type": "reprieve:KmsKey", "properties": {"alias": "db-key"}},
    "password": secret(kmsKeyId="${key.id}"),
}


@pytest.mark.parametrize("which", ["tencentcloud", "alicloud"])
def test_a_destroyed_stack_comes_back_and_the_next_up_writes_what_is_declared(
    which: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack: Stack = request.getfixturevalue(which)
    stack.write_yaml(KEYED)
    stack.up()
    stack.destroy()
    entered(stack, monkeypatch)

    before = json.loads(run("pending", "-s", "dev", "--json").stdout)
    told = json.loads(run("restore", "-s", "dev", "--all", "--yes", "--json").stdout)
    after = json.loads(run("pending", "--json").stdout)
    again = stack.up()

    assert [one["resource"] for one in told["restored"]] == ["KmsKey", "Secret"]
    assert len(before["objects"]) == 2
    assert after["objects"] == []
    assert len([text for text in again.messages("warning") if "was taken over" in text]) == 2
    assert stack.resource("password")["outputs"]["status"] == "enabled"
    assert VALUE not in json.dumps([before, told])


def test_the_dynamic_flavour_is_found_by_its_stack_s_configuration(
    tencentcloud: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    tencentcloud.write_python(dynamic.secret())
    tencentcloud.up()
    tencentcloud.destroy()
    entered(tencentcloud, monkeypatch)

    told = json.loads(run("restore", "db-password", "--yes", "--json").stdout)

    assert [(one["id"], one["stack"]) for one in told["restored"]] == [("db-password", "shop/dev")]


def test_a_stack_that_does_not_say_where_is_refused_with_the_way_out(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(stack, monkeypatch)

    result = run("restore", "--all", "--yes")

    assert result.exit_code == 3
    assert result.stderr.replace("\n", " ").endswith(
        "stack shop/dev does not say where its objects are: no provider of Reprieve is in its state, and no "
        "reprieve:cloud in its configuration; say it with --cloud and --region "
    )


def test_many_secrets_under_one_key_are_looked_at_with_few_calls(tencent_shop: Shop) -> None:
    key = tencent_shop.key("db-key")
    for name in ("a", "b", "c", "d"):
        tencent_shop.ended(tencent_shop.secret(name, key=key.id))
    tencent_shop.emulator.clear_requests()

    restore(tencent_shop, "--all", "--stack", "shop/dev")

    called = [request["action"] for request in tencent_shop.emulator.requests()]
    assert called.count("RestoreSecret") == 4
    assert called.count("DescribeKey") == 1
    assert "DescribeSecret" not in called


def test_a_key_that_cannot_be_seen_stops_nothing_and_is_said(tencent_shop: Shop) -> None:
    key = tencent_shop.key("db-key")
    tencent_shop.ended(tencent_shop.secret("db", key=key.id))
    tencent_shop.emulator.deny("kms:DescribeKey")

    told = restore(tencent_shop, "db", "--stack", "shop/dev")

    assert [one["id"] for one in told["restored"]] == ["db"]
    assert told["notLookedAt"][0].startswith(
        "whether the key of Secret db is pending, too, is not known: kms:DescribeKey answered UnauthorizedOperation"
    )
