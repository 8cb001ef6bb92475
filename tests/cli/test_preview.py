"""`reprieve preview` over exported states: what it says of each object, of the engine's part, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reprieve_cli.accounts import Accounts
from reprieve_cli.preview.engine_part import PROTECTED
from reprieve_cli.preview.forecast import Outcome
from reprieve_cli.preview.foretell import OPEN, foretell
from reprieve_cli.preview.notes import notes_of
from reprieve_cli.preview.saved import differences
from reprieve_cli.reading import read_file, stack_of
from reprieve_cli.screen import Screen
from tests.accounts import Account
from tests.cli.made import VALUE, Made
from tests.cli.states import run
from tests.provider.clouds.tencentcloud.api_keys import go_offline
from tests.provider.stage import Stage

if TYPE_CHECKING:
    from click.testing import Result

DAY = 86_400


@pytest.fixture
def made(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Made:
    """An empty stack whose credentials are in the environment."""
    for name, value in stage.account.environment.items():
        monkeypatch.setenv(name, value)
    return Made.on(stage)


def preview(made: Made, *options: str) -> Result:
    return run("preview", "--file", "-", *options, stdin=made.export())


def told(made: Made, *options: str) -> dict[str, dict[str, Any]]:
    """What the preview says as JSON, by the objects' names."""
    (stack,) = json.loads(preview(made, "--json", *options).stdout)["stacks"]
    return {one["name"]: one for one in stack["objects"]}


def outcomes(made: Made, *options: str) -> dict[str, str]:
    return {name: one["outcome"] for name, one in told(made, *options).items()}


def test_what_a_deletion_does_is_said_with_steps_window_day_and_undo(made: Made) -> None:
    made.make("Secret", "db-password", recoveryWindowInDays=14)

    (one,) = told(made).values()

    assert one["steps"] == ["DisableSecret", "DeleteSecret"]
    assert (one["outcome"], one["recoveryWindowInDays"], one["status"]) == ("reversible", 14, "enabled")
    assert one["undo"] == "pulumi up within the window: RestoreSecret, the value written, EnableSecret"
    assert one["finalOn"]


def test_a_key_goes_after_what_it_encrypts_and_not_before_it_is_final(made: Made) -> None:
    key = made.make("KmsKey", "db-key", recoveryWindowInDays=7)
    made.make("Secret", "db-password", made.urn("KmsKey", "db-key"), kmsKeyId=key, recoveryWindowInDays=14)

    found = told(made)

    assert list(found) == ["db-password", "db-key"]
    assert found["db-key"]["outcome"] == "refused"
    (why,) = found["db-key"]["why"]
    assert why.startswith("it encrypts 1 secret (db-password), pending deletion until ")
    assert "a recovery window of 14 days suffices" in why


def test_a_key_is_recoverable_where_its_window_suffices(made: Made) -> None:
    key = made.make("KmsKey", "db-key", recoveryWindowInDays=14)
    made.make("Secret", "db-password", made.urn("KmsKey", "db-key"), kmsKeyId=key, recoveryWindowInDays=14)
    made.make("Secret", "scratch", made.urn("KmsKey", "db-key"), kmsKeyId=key, forceDelete=True)

    assert outcomes(made) == {"db-password": "reversible", "scratch": "final", "db-key": "reversible"}


def test_what_nobody_knows_before_the_call_is_said(made: Made) -> None:
    key = made.make("KmsKey", "db-key", recoveryWindowInDays=14)
    made.make("Secret", "db-password", made.urn("KmsKey", "db-key"), kmsKeyId=key, recoveryWindowInDays=14)
    made.make("KmsKey", "unused-key")

    found = told(made)

    said = "KMS may refuse, since whether a secret binds its key, live or pending, is not confirmed"
    assert (found["db-key"]["unsure"], found["unused-key"]["unsure"]) == (said, "")


def test_a_key_whose_secret_stays_is_not_deleted_either(made: Made) -> None:
    key = made.make("KmsKey", "db-key")
    made.make("Secret", "db-password", made.urn("KmsKey", "db-key"), kmsKeyId=key, deletionProtection=True)

    found = told(made)

    assert found["db-password"]["outcome"] == "refused"
    assert found["db-key"]["outcome"] == "kept"
    assert found["db-key"]["why"] == ["db-password needs it and is not deleted"]


def test_a_key_that_goes_in_the_round_of_its_secret_is_said_to_have_an_open_order(made: Made) -> None:
    key = made.make("KmsKey", "db-key")
    made.make("Secret", "db-password", kmsKeyId=key)

    found = told(made)

    assert found["db-key"]["outcome"] == "refused"
    assert found["db-key"]["why"][0].startswith("it encrypts 1 live secret (db-password)")
    assert found["db-key"]["why"][1] == OPEN


@pytest.mark.parametrize(
    ("options", "outcome", "why"),
    [
        ({"retainOnDelete": True}, "dropped", "retainOnDelete"),
        ({"external": True}, "dropped", "the stack only reads it"),
        ({"pendingReplacement": True}, "dropped", "an interrupted replacement has deleted it already"),
        ({"deletedWith": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"}, "dropped", "deletedWith shop-dev"),
        (
            {"protect": True},
            "kept",
            PROTECTED,
        ),
        (
            {"resourceHooks": {"beforeDelete": ["backup"]}},
            "kept",
            "the engine refuses: db has hooks of its deletion, which run with pulumi destroy --run-program only",
        ),
    ],
    ids=["retained", "external", "replacing", "deleted with", "protected", "hooks"],
)
def test_what_the_engine_does_by_itself_is_said_and_makes_no_call(
    made: Made, stage: Stage, options: dict[str, Any], outcome: str, why: str
) -> None:
    made.make("Secret", "db", options=options)
    stage.calls()

    (one,) = told(made).values()

    assert (one["outcome"], one["why"]) == (outcome, [why])
    assert stage.calls() == []


def test_what_a_protected_replacement_has_left_is_deleted(made: Made) -> None:
    made.make("Secret", "db", options={"protect": True, "delete": True})

    assert outcomes(made) == {"db": "reversible"}


def test_several_stacks_of_one_account_are_taken_one_after_the_other(made: Made, stage: Stage) -> None:
    """A key of the second stack is used by a secret of the first."""
    second = Made.on(stage, liveChecks=False, name="second")
    key = second.make("KmsKey", "db-key")
    made.make("Secret", "db-password", kmsKeyId=key)
    stacks = [read_file(one.export()) for one in (made, second)]
    screen = Screen()

    first, then = foretell(stacks, Accounts(screen), screen)
    alone, _ = foretell(stacks[::-1], Accounts(screen), screen)

    assert [one.outcome for told in (first, then) for one in told.objects] == [Outcome.REVERSIBLE, Outcome.REVERSIBLE]
    assert [one.outcome for one in alone.objects] == [Outcome.REFUSED]


def test_an_interrupted_preview_says_so(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    made.make("Secret", "db")
    monkeypatch.setattr("reprieve_cli.preview.command.foretell", interrupted)

    result = preview(made)

    assert (result.exit_code, result.stderr) == (130, "interrupted; nothing was changed\n")


def test_what_is_protected_is_left_out_with_what_it_needs(made: Made) -> None:
    key = made.make("KmsKey", "db-key")
    made.make("Secret", "db", made.urn("KmsKey", "db-key"), kmsKeyId=key, options={"protect": True})
    made.make("Secret", "other")

    assert outcomes(made) == {"db": "kept", "other": "reversible", "db-key": "kept"}
    assert outcomes(made, "--exclude-protected") == {"db-key": "excluded", "db": "excluded", "other": "reversible"}


def test_a_product_that_is_switched_off_is_said_to_be_forgotten_where_that_is_recorded(
    made: Made, stage: Stage
) -> None:
    made.make("ApiKey", "forgotten", whenProductOffline="forget")
    made.make("ApiKey", "stuck")
    go_offline(stage)

    found = told(made)

    assert {name: one["outcome"] for name, one in found.items()} == {"forgotten": "forgotten", "stuck": "unchecked"}
    (why,) = found["forgotten"]["why"]
    assert why.startswith("was dropped from the state and not deleted, as whenProductOffline declares: apigateway:")


def test_the_cloud_is_looked_at(made: Made, stage: Stage) -> None:
    for name in ("pending", "gone", "disabled"):
        made.make("Secret", name)
    rows = {row["name"]: row for row in stage.emulator.objects("tencentcloud_ssm_secrets")}
    soon = int(stage.emulator.now()) + 5 * DAY
    changes: dict[str, dict[str, Any]] = {
        "pending": {"status": "PendingDelete", "delete_time": soon},
        "gone": {"status": "PendingDelete", "delete_time": 1},
        "disabled": {"status": "Disabled"},
    }
    for name, changed in changes.items():
        stage.emulator.plant("tencentcloud_ssm_secrets", **(rows[name] | changed))

    found = told(made)

    assert {name: one["outcome"] for name, one in found.items()} == {
        "pending": "pending",
        "gone": "gone",
        "disabled": "reversible",
    }
    assert found["disabled"]["steps"] == ["DeleteSecret"]
    assert found["gone"]["why"] == [
        f"was gone already: it does not exist in account {stage.account.id}, region ap-guangzhou"
    ]


def test_the_override_and_the_limits_of_the_state_count(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    made.make("Secret", "db", recoveryWindowInDays=3)
    made.config["deletion"] = json.dumps({"secret": {"minRecoveryWindowInDays": 7}})

    assert told(made)["db"]["changes"] == [
        "deletion.secret.minRecoveryWindowInDays raises the recovery window from 3 to 7 days"
    ]
    monkeypatch.setenv("REPRIEVE_FORCE_DELETE", "shop/dev")
    forced = told(made)["db"]
    assert (forced["outcome"], forced["recoveryWindowInDays"]) == ("final", 0)
    assert forced["changes"] == ["REPRIEVE_FORCE_DELETE shortens the recovery window from 3 days to 0"]


def test_objects_of_several_accounts_are_looked_at_each_in_its_own(made: Made, stage: Stage) -> None:
    another = Account.of(stage.emulator.add_account("another"))
    keys = {"accessKey": another.access_key, "secretKey": another.secret_key}
    elsewhere = Made.on(Stage(stage.emulator, another), "elsewhere", **keys)
    made.make("Secret", "db")
    elsewhere.make("Secret", "db-elsewhere")
    made.resources += elsewhere.resources[1:]

    found = told(made)

    assert {name: (one["outcome"], one["account"]) for name, one in found.items()} == {
        "db": ("reversible", stage.account.id),
        "db-elsewhere": ("reversible", another.id),
    }
    shown = preview(made).stdout
    assert f"tencentcloud ap-guangzhou, account {another.id}" in shown


def test_limits_that_the_configuration_has_and_the_state_has_not_are_named(made: Made) -> None:
    made.make("Secret", "db")
    made.config["deletion"] = json.dumps({"secret": {"minRecoveryWindowInDays": 7, "allowForceDelete": False}})
    now = {"secret": {"minRecoveryWindowInDays": 14}}
    config = {f"reprieve:{key}": value for key, value in made.config.items()} | {"reprieve:deletion": json.dumps(now)}

    stale = list(notes_of(stack_of(json.loads(made.export()), config, None)))[:-1]

    obeys = "in the stack's configuration, but a destroy obeys the state: "
    assert stale == [
        f"deletion.secret.allowForceDelete is not set {obeys}false; pulumi up records the new one",
        f"deletion.secret.minRecoveryWindowInDays is 14 {obeys}7; pulumi up records the new one",
    ]


def test_the_dynamic_flavour_has_the_limits_of_the_configuration_which_a_file_does_not_hold(made: Made) -> None:
    made.make("Secret", "db", recoveryWindowInDays=3)
    one, kind = made.resources[-1], "pulumi-python:dynamic/reprieve:Secret"
    outputs = one["outputs"] | {"__inputs": one["inputs"]}
    made.resources[-1] |= {"type": kind, "urn": f"{made.place}{kind}::db", "outputs": outputs, "inputs": {}}
    limits = {"deletion": json.dumps({"secret": {"minRecoveryWindowInDays": 7}})}
    config = {f"reprieve:{key}": value for key, value in (made.config | limits).items()}
    screen = Screen()

    (told,) = foretell([stack_of(json.loads(made.export()), config, None)], Accounts(screen), screen)
    notes = list(notes_of(read_file(made.export())))

    assert [(one.outcome, one.window) for one in told.objects] == [(Outcome.REVERSIBLE, 7)]
    assert notes[0].startswith("the limits of what is in tencentcloud/ap-guangzhou are not known")


@pytest.mark.parametrize("columns", [80, 120])
def test_the_page_fits_its_terminal(made: Made, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    made.make_many("Secret", 6)
    made.make("Secret", "a-secret-with-a-name-that-is-longer-than-its-column-can-be", deletionProtection=True)
    made.make("Secret", "db", options={"protect": True})
    monkeypatch.setattr("reprieve_cli.screen.WIDTH_ELSEWHERE", columns)

    page = preview(made).stdout

    assert max(len(line.rstrip()) for line in page.splitlines()) <= columns
    words = " ".join(page.split())
    assert "6 alike Secret recoverable for 30 days" in words
    assert "Secret-0, Secret-1, Secret-2 and 3 more" in words
    assert "8 objects: 1 refused, 1 kept by the engine, 6 recoverable" in words
    assert "\x1b" not in page


def test_what_stands_in_a_state_commands_no_terminal(made: Made) -> None:
    made.make("Secret", "db")
    made.resources[-1]["inputs"]["name"] = "db\x1b[2J\u202e"

    assert "db\\x1b[2J\\u202e" in preview(made).stdout


def test_rights_that_the_reads_lack_are_named(made: Made, stage: Stage) -> None:
    made.make("Secret", "db")
    stage.emulator.deny("ssm:ListSecrets")
    stage.emulator.deny("tag:*")

    result = preview(made)

    assert result.exit_code == 0
    assert "no right to ssm:ListSecrets, tag:GetResources" in result.stdout
    assert "whether the rights to delete are there is not known before the calls" in result.stdout


def test_what_cannot_be_looked_at_is_not_said_to_be_deleted(made: Made, stage: Stage) -> None:
    made.make("Secret", "db")
    stage.emulator.deny("ssm:*")

    result = preview(made, "--json")

    ((one,),) = (stack["objects"] for stack in json.loads(result.stdout)["stacks"])
    assert one["outcome"] == "unchecked"
    assert "ssm:DescribeSecret answered UnauthorizedOperation" in one["why"][0]
    assert result.exit_code == 6


def test_two_previews_without_rights_are_alike(made: Made, stage: Stage) -> None:
    """Each denied call has a request id of its own."""
    made.make("KmsKey", "db-key")
    made.make("Secret", "db")
    stage.emulator.deny("ssm:*")

    one, two = (json.loads(preview(made, "--json").stdout) for _ in range(2))

    assert one["stacks"][0]["objects"] != two["stacks"][0]["objects"]
    assert differences(one, two) == []


def test_a_preview_is_true_on_another_day_and_not_for_another_end(made: Made, stage: Stage) -> None:
    made.make("Secret", "db")
    (row,) = stage.emulator.objects("tencentcloud_ssm_secrets")
    ends = int(stage.emulator.now()) + 5 * DAY
    stage.emulator.plant("tencentcloud_ssm_secrets", **(row | {"status": "PendingDelete", "delete_time": ends}))
    saved = json.loads(preview(made, "--json").stdout)
    later = json.loads(json.dumps(saved).replace("(5 days left)", "(4 days left)"))

    stage.emulator.plant("tencentcloud_ssm_secrets", **(row | {"status": "PendingDelete", "delete_time": ends + DAY}))
    moved = json.loads(preview(made, "--json").stdout)

    assert saved != later
    assert differences(saved, later) == []
    (line,) = differences(saved, moved)
    assert line.startswith("shop/dev: db: finalOn was ")


@pytest.mark.parametrize(
    ("options", "flags", "code"),
    [
        ({}, (), 0),
        ({"forceDelete": True}, (), 4),
        ({"forceDelete": True}, ("--fail-on", "refused"), 0),
        ({"deletionProtection": True}, (), 5),
        ({"options": {"protect": True}}, (), 5),
        ({"options": {"retainOnDelete": True}}, (), 0),
        ({"options": {"retainOnDelete": True}}, ("--fail-on", "left", "--fail-on", "final"), 7),
    ],
)
def test_a_pipeline_is_stopped_by_what_it_names(
    made: Made, options: dict[str, Any], flags: tuple[str, ...], code: int
) -> None:
    made.make("Secret", "db", **options)

    assert preview(made, *flags).exit_code == code


def test_no_value_leaves_it(made: Made, tmp_path: Any) -> None:  # noqa: ANN401
    made.make("Secret", "db")

    result = preview(made, "--save", str(tmp_path / "saved.json"))

    for text in (result.stdout, result.stderr, (tmp_path / "saved.json").read_text()):
        assert VALUE not in text


def test_a_file_that_is_no_export_is_refused() -> None:
    result = run("preview", "--file", "-", stdin="{}")

    assert (result.exit_code, result.stderr) == (3, "reading <stdin>: it is no output of pulumi stack export\n")


def test_a_file_and_a_stack_are_not_taken_together() -> None:
    result = run("preview", "--file", "-", "--stack", "dev", stdin="{}")

    assert result.exit_code == 2
    assert "--file holds one stack: give either it or --stack" in result.stderr
