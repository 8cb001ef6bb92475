from __future__ import annotations

import pytest

from reprieve.errors import CloudError, Held, Interrupted, Refused, ReprieveError
from reprieve.fields import UNKNOWN, Hidden, reveal
from tests.provider.stage import REGION, Process, Stage, urn_of


def refusal(process: Process, name: str = "db", /, **declared: object) -> str:
    with pytest.raises(ReprieveError) as caught:
        process.create(name, **declared)
    return str(caught.value)


def test_a_creation_is_one_call_besides_tag_pairs_and_what_a_process_asks_once(stage: Stage) -> None:
    process = stage.process()
    process.create("one", tags={"team": "a"})
    assert stage.calls()[:2] == ["sts:GetCallerIdentity", "ssm:ListSecrets"]
    process.create("two", tags={"team": "a"})
    assert [call for call in stage.calls() if not call.startswith("tag:CreateTags")] == ["ssm:CreateSecret"]


def test_what_is_made_is_as_declared_and_marked(stage: Stage) -> None:
    made = stage.process().create(description="for the shop", tags={"team": "a"}, enabled=False)
    assert made.id == "db"
    assert stage.status() == "Disabled"
    assert stage.values() == {"v1": "one"}
    mark = {"reprieve:stack": "shop/dev", "reprieve:resource": stage.tags()["reprieve:resource"]}
    assert stage.tags() == {"team": "a"} | mark
    assert {key: made.state[key] for key in ("cloud", "region", "accountId", "status", "currentVersionId")} == {
        "cloud": "tencentcloud",
        "region": REGION,
        "accountId": stage.account.id,
        "status": "disabled",
        "currentVersionId": "v1",
    }
    assert made.state["ownershipMark"] == {"stack": "shop/dev", "resource": mark["reprieve:resource"]}
    assert isinstance(made.state["secretString"], Hidden)
    assert made.unfinished == frozenset()


def test_an_owner_is_part_of_the_mark(stage: Stage) -> None:
    stage.process(owner="acme").create()
    assert stage.tags()["reprieve:stack"] == "acme/shop/dev"


def test_nothing_is_written_in_an_account_that_is_not_allowed(stage: Stage) -> None:
    assert refusal(stage.process(allowedAccountIds=["1"])) == (
        f"db was not created: the credentials belong to account {stage.account.id}, which allowedAccountIds does not "
        "name; use credentials of one of those accounts, or add this one"
    )
    assert stage.writes(stage.calls()) == []


def test_a_refused_creation_says_what_the_cloud_said(stage: Stage) -> None:
    stage.emulator.deny("ssm:CreateSecret")
    with pytest.raises(CloudError) as caught:
        stage.process().create()
    said = str(caught.value)
    assert said.startswith("db was not created: ssm:CreateSecret answered UnauthorizedOperation (")
    assert caught.value.request_id in said
    assert "; grant this action to the caller in CAM (the caller is qcs::cam:" in said


# half-made objects


@pytest.mark.parametrize("tag_code", ["1", "2"])
def test_tags_that_the_creation_did_not_write_are_written_afterwards(stage: Stage, tag_code: str) -> None:
    stage.emulator.set_switches(tencentcloud_tag_code=tag_code)
    made = stage.process().create(tags={"team": "a"})
    assert stage.tags().keys() == {"team", "reprieve:stack", "reprieve:resource"}
    assert made.unfinished == frozenset()


def test_what_could_not_be_finished_is_recorded_with_the_reasons_and_finished_next_time(stage: Stage) -> None:
    stage.emulator.set_switches(tencentcloud_tag_code="1")
    denied = [stage.emulator.deny("tag:TagResources"), stage.emulator.deny("ssm:DisableSecret")]
    half = stage.process().create(tags={"team": "a"}, enabled=False)
    assert half.unfinished == {"tags", "enabled"}
    assert half.id == "db"
    for denial in denied:
        stage.emulator.remove_denials(denial)
    process = stage.process()
    seen = process.read(half)
    assert seen
    assert seen.unfinished == {"tags", "enabled"}
    assert process.diff(seen, secretString=Hidden("one"), tags={"team": "a"}, enabled=False).changes
    done = process.update(seen, secretString=Hidden("one"), tags={"team": "a"}, enabled=False)
    assert done.unfinished == frozenset()
    assert stage.status() == "Disabled"
    assert stage.tags().keys() == {"team", "reprieve:stack", "reprieve:resource"}


def test_an_object_that_an_interrupted_run_left_is_taken_over(stage: Stage) -> None:
    stage.process().create()
    process = stage.process()
    made = process.create(secretString=Hidden("two"), description="new", tags={"team": "a"})
    assert process.voice.warnings == [
        "db existed already with this resource's mark: it was taken over, and is made as declared"
    ]
    assert set(stage.values().values()) == {"two"} or stage.values()["v2"] == "two"
    assert stage.tags()["team"] == "a"
    assert made.unfinished == frozenset()


def test_what_an_interrupted_run_made_under_a_random_name_is_taken_over(stage: Stage) -> None:
    stage.process().create(name=None)
    process = stage.process()
    made = process.create(name=None)
    assert len(stage.emulator.objects("tencentcloud_ssm_secrets")) == 1
    assert made.id == stage.emulator.objects("tencentcloud_ssm_secrets")[0]["name"]


# names that are held


def test_an_object_without_a_mark_is_not_taken(stage: Stage) -> None:
    stage.plant_secret()
    assert refusal(stage.process()) == (
        "db was not created: the name is held by an object without an ownership mark; choose another name, or import "
        "it: pulumi import reprieve:index:Secret NAME db"
    )


def test_an_object_of_another_stack_is_not_taken(stage: Stage) -> None:
    stage.process(owner="acme").create()
    assert refusal(stage.process()) == (
        "db was not created: the name is held by an object of stack acme/shop/dev; choose another name, or import it: "
        "pulumi import reprieve:index:Secret NAME db"
    )


def test_an_object_of_another_resource_of_this_stack_is_not_taken(stage: Stage) -> None:
    stage.process().create("db")
    assert refusal(stage.process(), "other", name="db") == (
        "db was not created: the name is held by an object of another resource of this stack; choose another name, or "
        "import it: pulumi import reprieve:index:Secret NAME db"
    )


def test_an_object_whose_tags_cannot_be_read_is_not_taken(stage: Stage) -> None:
    stage.process().create()
    stage.emulator.deny("tag:GetResources")
    assert refusal(stage.process()) == (
        "db was not created: the name is held by an object whose tags cannot be read; choose another name, or import "
        "it: pulumi import reprieve:index:Secret NAME db"
    )


def test_an_object_of_another_kind_is_not_taken(stage: Stage) -> None:
    stage.plant_secret(secret_type=1, product_name="Mysql")
    assert refusal(stage.process()) == (
        "db was not created: the name is held by a database credential of Mysql; choose another name"
    )


def test_an_object_of_another_urn_of_this_stack_is_not_taken(stage: Stage) -> None:
    process = stage.process()
    process.read(process.create("old", name="db"), "old")
    assert refusal(process, "new", name="db") == (
        f"db was not created: it is held by {urn_of('old')} of this stack; if you renamed the resource, add an alias "
        "for its old name"
    )


def test_the_object_that_is_being_replaced_is_not_taken(stage: Stage) -> None:
    made = stage.process().create()
    process = stage.process()
    process.read(made)
    assert refusal(process) == (
        "db was not created: it is the object being replaced; choose another name, or leave the name to Pulumi, or "
        "record forceDelete: true in one up and set the resource option deleteBeforeReplace in the next"
    )


def test_the_object_that_was_deleted_for_the_replacement_is_not_taken(stage: Stage) -> None:
    made = stage.process().create()
    process = stage.process()
    process.delete(made)
    assert refusal(process) == (
        "db was not created: it is the object that was just deleted for the replacement, and the cloud still holds its "
        "name"
    )


def test_a_name_that_a_forced_deletion_has_freed_is_used_at_once(stage: Stage) -> None:
    made = stage.process().create(forceDelete=True)
    process = stage.process()
    process.create("other")  # the list of this stack's objects is asked for here
    process.delete(made)
    assert process.create(forceDelete=True).id == "db"
    assert stage.status() == "Enabled"


def test_an_own_object_with_another_key_is_not_taken(stage: Stage) -> None:
    stage.emulator.set_switches(ssm_default_key_id="filled")
    stage.process().create()
    assert refusal(stage.process(), kmsKeyId="11111111-1111-1111-1111-111111111111") == (
        "db was not created: the name is held by this resource's own object, and its kmsKeyId cannot be changed; "
        "choose another name, or declare what it has"
    )


# previews


def test_a_preview_writes_nothing_and_leaves_out_what_is_not_known_yet(stage: Stage) -> None:
    state = stage.process().preview_create(description=UNKNOWN)
    assert stage.writes(stage.calls()) == []
    assert stage.secret() is None
    assert state["status"] == "enabled"
    assert not {"accountId", "creationDate", "currentVersionId", "ownershipMark"} & state.keys()
    assert reveal(state["secretString"]) == "one"


def test_a_preview_without_live_checks_makes_no_call(stage: Stage) -> None:
    stage.plant_secret()
    stage.process(liveChecks=False).preview_create()
    assert stage.calls() == []


def test_a_preview_fails_for_a_name_that_is_held(stage: Stage) -> None:
    stage.plant_secret()
    with pytest.raises(Held, match=r"^db cannot be created: the name is held by an object without an ownership mark;"):
        stage.process().preview_create()


def test_a_preview_says_that_an_up_restores(stage: Stage) -> None:
    stage.destroyed()
    process = stage.process()
    process.preview_create()
    (warning,) = process.voice.warnings
    assert warning.startswith("db is pending deletion, final on ")
    assert warning.endswith(": this up restores it as declared")


def test_a_preview_says_that_an_up_takes_over(stage: Stage) -> None:
    stage.process().create()
    process = stage.process()
    process.preview_create()
    assert process.voice.warnings == ["db exists already with this resource's mark: this up takes it over"]


def test_a_preview_that_may_not_look_warns(stage: Stage) -> None:
    stage.emulator.deny("ssm:DescribeSecret")
    process = stage.process()
    process.preview_create()
    (warning,) = process.voice.warnings
    assert warning.startswith("db could not be looked for, so its creation is not checked: ssm:DescribeSecret answered")


def test_a_preview_fails_for_an_encrypting_key_that_does_not_exist(stage: Stage) -> None:
    with pytest.raises(Refused, match=r"^db cannot be created: the encrypting key alias/none does not exist$"):
        stage.process().preview_create(kmsKeyId="alias/none")


def test_a_preview_of_a_replacement_is_not_held_up_by_the_old_object(stage: Stage) -> None:
    made = stage.process().create(forceDelete=True)
    process = stage.process()
    difference = process.diff(made, secretString=Hidden("one"), kmsInstanceId="hsm", forceDelete=True)
    assert difference.replaces
    assert difference.delete_before_replace
    assert process.preview_create(kmsInstanceId="hsm", forceDelete=True)["kmsInstanceId"] == "hsm"


# cancel


def test_a_creation_that_is_cancelled_before_its_call_makes_nothing(stage: Stage) -> None:
    process = stage.process()
    process.cancel()
    with pytest.raises(Interrupted):
        process.create()
    assert stage.secret() is None


def test_a_creation_whose_answer_a_cancel_cut_off_is_taken_over_next_time(stage: Stage) -> None:
    process = stage.process()
    process.when("ssm:CreateSecret", process.cancel)
    stage.emulator.add_fault(service="ssm", action="CreateSecret", cut="after_commit")
    with pytest.raises(Interrupted):
        process.create()
    assert stage.status() == "Enabled"
    assert stage.process().create().id == "db"
    assert stage.values() == {"v1": "one"}


def test_what_a_cancel_leaves_to_do_after_the_creating_call_is_recorded(stage: Stage) -> None:
    process = stage.process()
    process.when("ssm:CreateSecret", process.cancel)
    half = process.create(enabled=False)
    assert half.unfinished == {"enabled"}
    process = stage.process()
    process.update(half, secretString=Hidden("one"), enabled=False)
    assert stage.status() == "Disabled"
