"""Every message of a check, word by word once; what is not known yet passes everywhere."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.errors import Problem
from reprieve.fields import UNKNOWN, Hidden, hides, reveal
from reprieve.lifecycle.check import Checked, Naming, check
from tests.provider.stage import offline

if TYPE_CHECKING:
    from reprieve.fields import Tree

GOOD: Mapping[str, Tree] = {"name": "db", "secretString": "one"}
RANDOM = Naming("random", seed=bytes.fromhex("0123456789"))
LIMITED: Mapping[str, Tree] = {
    "deletion": {
        "secret": {"minRecoveryWindowInDays": 14, "allowForceDelete": False, "requireProtection": True},
    }
}
NAME_RULE = "must be 1 to 128 bytes of letters, digits, - and _, beginning with a letter or digit"
VERSION_RULE = "must be 1 to 64 bytes of letters, digits, -, _ and ., beginning with a letter or digit"
WINDOW_RULE = "must be 1 to 30 days on Tencent Cloud"
TAG_RULE = "key and value must be 1 to 127 letters, digits, spaces and + - = . : / @ ( )"


def checked(
    news: Mapping[str, Tree], olds: Mapping[str, Tree] | None = None, naming: Naming = RANDOM, /, **settings: Tree
) -> Checked:
    return check(offline(**settings).operation(), dict(olds or {}), dict(news), naming)


def said(news: Mapping[str, Tree], /, **settings: Tree) -> list[tuple[str, str]]:
    return [(problem.path, problem.reason) for problem in checked(news, **settings).problems]


@pytest.mark.parametrize(
    ("news", "path", "reason"),
    [
        ({"name": "-db"}, "name", NAME_RULE),
        ({"name": "d b"}, "name", NAME_RULE),
        ({"name": "d" * 129}, "name", NAME_RULE),
        ({"name": ""}, "name", NAME_RULE),
        ({"name": "db\n"}, "name", NAME_RULE),
        ({"name": 7}, "name", "must be a text"),
        ({"versionId": "v 1"}, "versionId", VERSION_RULE),
        ({"description": "ä" * 1025}, "description", "must be at most 2,048 bytes"),
        ({"description": ["x"]}, "description", "must be a text"),
        ({"enabled": "yes"}, "enabled", "must be true or false"),
        ({"tags": "x"}, "tags", "must be a map of texts"),
        ({"tags": {"team": 7}}, "tags.team", "must be a text"),
        ({"tags": {"a b": 7}}, 'tags["a b"]', "must be a text"),
        ({"tags": {"team": "$"}}, 'tags["team"]', TAG_RULE),
        ({"tags": {"k" * 128: "x"}}, f'tags["{"k" * 128}"]', TAG_RULE),
        (
            {"tags": {"reprieve:stack": "x"}},
            'tags["reprieve:stack"]',
            'keys that begin with "reprieve:" are the ownership mark; choose another',
        ),
        (
            {"tags": {f"k{number}": "x" for number in range(49)}},
            "tags",
            "has 49 tags; with the two of the ownership mark 48 are left",
        ),
        ({"secretString": ""}, "secretString", "must not be empty"),
        ({"secretString": "ä" * 16385}, "secretString", "has 32770 bytes; Tencent Cloud takes at most 32768"),
        ({"secretString": 7}, "secretString", "must be a text"),
        ({"recoveryWindowInDays": 0}, "recoveryWindowInDays", f"{WINDOW_RULE}; to delete at once, set forceDelete"),
        ({"recoveryWindowInDays": 31}, "recoveryWindowInDays", WINDOW_RULE),
        ({"recoveryWindowInDays": -1}, "recoveryWindowInDays", WINDOW_RULE),
        ({"recoveryWindowInDays": "7"}, "recoveryWindowInDays", "must be a whole number"),
        ({"recoveryWindowInDays": True}, "recoveryWindowInDays", "must be a whole number"),
        ({"forceDelete": "true"}, "forceDelete", "must be true or false"),
        ({"deletionProtection": 1}, "deletionProtection", "must be true or false"),
        ({"onPendingDeletion": "keep"}, "onPendingDeletion", "must be one of auto, restore, fail"),
        (
            {"forceDelete": True, "recoveryWindowInDays": 7},
            "forceDelete",
            "contradicts recoveryWindowInDays: 7; give one of the two",
        ),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_named_with_what_does(news: Mapping[str, Tree], path: str, reason: str) -> None:
    assert said({**GOOD, **news}) == [(path, reason)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not base64", "must be base64 (standard alphabet, padded)"),
        ("YQ", "must be base64 (standard alphabet, padded)"),
        ("", "must not be empty"),
        (base64.b64encode(bytes(32769)).decode(), "has 32769 bytes; Tencent Cloud takes at most 32768"),
    ],
)
def test_bytes_are_checked_as_bytes(content: str, reason: str) -> None:
    assert said({"name": "db", "secretBinary": content}) == [("secretBinary", reason)]


def test_the_largest_value_passes() -> None:
    assert said({"name": "db", "secretBinary": base64.b64encode(bytes(32768)).decode()}) == []


def test_a_creation_needs_exactly_one_content() -> None:
    assert said({"name": "db"}) == [("", "one of secretString and secretBinary is required at creation")]
    both = {**GOOD, "secretBinary": "YQ=="}
    assert said(both) == [("", "secretString and secretBinary exclude each other: give one")]


def test_an_object_that_exists_may_leave_its_content_to_others() -> None:
    assert checked({"name": "db"}, GOOD).problems == ()


@pytest.mark.parametrize(
    ("unknown", "suggested"),
    [
        ("pendingWindowInDays", "recoveryWindowInDays"),
        ("pendingDeleteWindowInDays", "recoveryWindowInDays"),
        ("pendingDeletionWindowInDays", "recoveryWindowInDays"),
        ("deletionWindowInDays", "recoveryWindowInDays"),
        ("forceDeleteWithoutRecovery", "forceDelete"),
        ("force", "forceDelete"),
        ("protect", "deletionProtection"),
        ("deleteProtection", "deletionProtection"),
        ("secretName", "name"),
        ("secretValue", "secretString"),
        ("secretData", "secretString"),
        ("encryptionKeyId", "kmsKeyId"),
        ("dkmsInstanceId", "kmsInstanceId"),
        ("hsmClusterId", "kmsInstanceId"),
        ("isEnabled", "enabled"),
        ("recovery_window_in_days", "recoveryWindowInDays"),
        ("recoveryWindowDays", "recoveryWindowInDays"),
        ("RecoveryWindowInDays", "recoveryWindowInDays"),
        ("descripton", "description"),
        ("tag", "tags"),
    ],
)
def test_an_unknown_property_is_named_with_the_one_that_is_meant(unknown: str, suggested: str) -> None:
    assert said({**GOOD, unknown: 1}) == [
        (unknown, f'is not a property of Secret; did you mean "{suggested}"?'),
    ]


def test_an_unknown_property_without_a_likeness_is_named_alone() -> None:
    assert said({**GOOD, "colour": "blue"}) == [("colour", "is not a property of Secret")]


def test_a_synonym_of_another_resource_is_not_suggested() -> None:
    assert said({**GOOD, "rotationInterval": 7}) == [("rotationInterval", "is not a property of Secret")]


def test_every_problem_is_named_at_once() -> None:
    news = {"name": "-db", "recoveryWindowInDays": 45, "forceDelete": True, "tags": {"a": 1}, "colour": "blue"}
    assert {path for path, _ in said(news)} == {
        "name",
        "recoveryWindowInDays",
        "forceDelete",
        "tags.a",
        "colour",
        "",
    }


def test_limits_are_named_with_the_place_where_they_are_set() -> None:
    news = {**GOOD, "recoveryWindowInDays": 7}
    assert said(news, **LIMITED) == [
        (
            "recoveryWindowInDays",
            "must be at least 14: the provider's deletion.secret.minRecoveryWindowInDays demands it",
        ),
        ("deletionProtection", "must be true: the provider's deletion.secret.requireProtection demands it"),
    ]
    assert said({**GOOD, "forceDelete": True, "deletionProtection": True}, **LIMITED) == [
        ("forceDelete", "the provider's deletion.secret.allowForceDelete forbids it")
    ]


def test_a_default_that_cannot_be_is_named_with_the_place_where_it_is_set() -> None:
    assert said(GOOD, deletion={"secret": {"minRecoveryWindowInDays": 60}}) == [
        (
            "recoveryWindowInDays",
            "must be 1 to 30 days on Tencent Cloud; 60 days come from the provider's deletion.secret",
        )
    ]


def test_defaults_are_filled_in_so_that_policies_see_them() -> None:
    assert checked(GOOD).inputs == {
        "name": "db",
        "secretString": Hidden("one"),
        "enabled": True,
        "deletionProtection": False,
        "forceDelete": False,
        "recoveryWindowInDays": 30,
        "onPendingDeletion": "auto",
        "status": "enabled",
        "deletionPlan": {
            "steps": ["DisableSecret", "DeleteSecret (recovery window of 30 days)"],
            "recoveryWindowInDays": 30,
            "reversible": True,
            "undo": "pulumi up within the window: RestoreSecret, the value written, EnableSecret",
        },
    }


def test_a_value_that_the_program_gives_in_clear_is_hidden_from_the_state() -> None:
    assert hides(checked(GOOD).inputs["secretString"])


def test_a_forced_deletion_gets_no_window() -> None:
    inputs = checked({**GOOD, "forceDelete": True}).inputs
    assert "recoveryWindowInDays" not in inputs
    assert inputs["deletionPlan"] == {
        "steps": ["DisableSecret", "DeleteSecret (no recovery window: final at once)"],
        "recoveryWindowInDays": 0,
        "reversible": False,
        "undo": "none: the deletion is final",
    }


def test_the_configured_window_is_the_default() -> None:
    inputs = checked(GOOD, deletion={"secret": {"recoveryWindowInDays": 9}}).inputs
    assert inputs["recoveryWindowInDays"] == 9


def test_a_disabled_secret_is_declared_as_such() -> None:
    assert checked({**GOOD, "enabled": False}).inputs["status"] == "disabled"


def test_the_providers_tags_are_merged_and_the_resources_own_win() -> None:
    settings = {"defaultTags": {"team": "all", "cost": "1"}}
    assert checked({**GOOD, "tags": {"team": "a"}}, **settings).inputs["tags"] == {"team": "a", "cost": "1"}
    assert checked({**GOOD, "tags": {}}, **settings).inputs["tags"] == {"team": "all", "cost": "1"}
    assert checked(GOOD, **settings).inputs["tags"] == {"team": "all", "cost": "1"}


def test_tags_that_are_left_out_stay_unmanaged() -> None:
    assert "tags" not in checked(GOOD).inputs


def test_hidden_tags_are_merged_and_stay_hidden() -> None:
    tags = checked({**GOOD, "tags": Hidden({"team": "a"})}, defaultTags={"cost": "1"}).inputs["tags"]
    assert hides(tags)
    assert reveal(tags) == {"team": "a", "cost": "1"}


def test_null_is_another_word_for_absent() -> None:
    assert checked({**GOOD, "recoveryWindowInDays": None, "tags": Hidden(None)}).inputs == checked(GOOD).inputs


FIELDS = [
    "name",
    "description",
    "tags",
    "secretString",
    "versionId",
    "kmsKeyId",
    "kmsInstanceId",
    "enabled",
    "recoveryWindowInDays",
    "forceDelete",
    "deletionProtection",
    "onPendingDeletion",
]


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("field", FIELDS)
def test_what_is_not_known_yet_passes(field: str, *, hidden: bool) -> None:
    value: Tree = Hidden(UNKNOWN) if hidden else UNKNOWN
    result = checked({**GOOD, field: value}, deletion={})
    assert result.problems == ()
    assert result.inputs[field] == value


@given(
    st.recursive(
        st.just(UNKNOWN) | st.just(Hidden(UNKNOWN)),
        lambda tree: st.lists(tree, min_size=1, max_size=2) | st.dictionaries(st.text("ab"), tree, min_size=1),
    )
)
def test_what_is_not_known_yet_passes_at_every_depth(tree: Tree) -> None:
    result = checked({**GOOD, "tags": {"team": tree}})
    assert result.problems == ()
    assert result.inputs["tags"] == {"team": tree}


@pytest.mark.parametrize("field", ["recoveryWindowInDays", "forceDelete", "deletionProtection", "enabled"])
def test_the_plan_of_what_is_not_known_yet_is_not_known_either(field: str) -> None:
    assert checked({**GOOD, field: UNKNOWN}).inputs["deletionPlan"] is UNKNOWN


def test_an_unknown_window_contradicts_nothing_yet() -> None:
    assert said({**GOOD, "forceDelete": True, "recoveryWindowInDays": UNKNOWN}) == []


def test_secrets_stay_secret_and_are_judged() -> None:
    news = {key: Hidden(value) for key, value in {**GOOD, "recoveryWindowInDays": 7}.items()}
    inputs = checked(news).inputs
    assert all(inputs[key] == value for key, value in news.items())
    assert said({**news, "recoveryWindowInDays": Hidden(45)}) == [("recoveryWindowInDays", WINDOW_RULE)]


@pytest.mark.parametrize(
    "news",
    [
        {"secretString": "planted" * 9999},
        {"secretString": ["planted"]},
        {"secretBinary": "planted!"},
        {"description": Hidden(["planted"])},
        {"name": Hidden("-planted")},
        {"onPendingDeletion": Hidden("planted")},
        {"forceDelete": True, "recoveryWindowInDays": Hidden(29)},
        {"tags": Hidden({"team": ["planted"]})},
        {"colour": Hidden("planted")},
    ],
)
def test_a_problem_never_shows_a_secret_value(news: Mapping[str, Tree]) -> None:
    problems = checked({"name": "db", **news}).problems
    assert problems
    assert "planted" not in str(problems)
    assert "29" not in str(problems)


def test_a_problem_with_a_secret_says_so() -> None:
    (problem,) = checked({**GOOD, "secretString": 7}).problems
    assert problem == Problem("secretString", "must be a text", secret=True)
    (problem,) = checked({**GOOD, "description": Hidden(7)}).problems
    assert problem.secret


def test_only_a_program_without_problems_declares_its_resource() -> None:
    process = offline()
    operation = process.operation()
    check(operation, {}, {"name": "-db"}, RANDOM)
    assert not process.memory.is_declared(operation.urn)
    check(operation, {}, dict(GOOD), RANDOM)
    assert process.memory.is_declared(operation.urn)
