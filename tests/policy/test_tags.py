"""tags-required and shared-objects-restored."""

from __future__ import annotations

import pytest

from tests.policy.pack_side import OWN_KEY, OWN_SECRET, UNKNOWN_TEXT, Pack, declared

REQUIRED, SHARED = "tags-required", "shared-objects-restored"


def test_nothing_is_required_until_somebody_says_what() -> None:
    assert REQUIRED not in Pack().analyze(OWN_SECRET, declared(OWN_SECRET))


def test_a_missing_tag_and_a_wrong_value_are_named() -> None:
    pack = Pack().configure(tags_required={"required": {"owner": "*", "tier": "[12]"}})

    assert pack.analyze(OWN_SECRET, declared(OWN_SECRET, tags={"tier": "3"}))[REQUIRED] == [
        'tags["owner"] is missing; required demands a value that fits "*": add it',
        'tags["tier"] is "3"; required demands a value that fits "[12]": change it',
    ]
    assert REQUIRED not in pack.analyze(OWN_KEY, declared(OWN_KEY, tags={"owner": "me", "tier": "1"}))


def test_other_types_are_asked_too_where_they_have_tags() -> None:
    pack = Pack().configure(tags_required={"required": {"owner": "*"}})

    assert REQUIRED in pack.analyze("aws:kms/key:Key", {"enableKeyRotation": True}, {})
    assert REQUIRED not in pack.analyze("aws:kms/key:Key", {"tagsAll": {"owner": "me"}}, {})
    assert REQUIRED not in pack.analyze("tencentcloud:ApiGateway/apiKey:ApiKey", {}, {})


def test_a_tag_that_is_not_known_yet_is_not_called_missing() -> None:
    pack = Pack().configure(tags_required={"required": {"owner": "*"}})

    (said,) = pack.analyze(OWN_SECRET, declared(OWN_SECRET, tags={"owner": UNKNOWN_TEXT}))[REQUIRED]

    assert said.endswith("string value at .tags.owner can't be known during preview")


@pytest.mark.parametrize("resource", [OWN_SECRET, OWN_KEY])
def test_a_shared_object_has_to_come_back(resource: str) -> None:
    marked = declared(resource, tags={"shared": "true"})

    assert Pack().analyze(resource, marked)[SHARED] == [
        'onPendingDeletion is auto, and tags["shared"] marks it as shared: set onPendingDeletion to restore'
    ]
    assert Pack().remediate(resource, marked)["onPendingDeletion"] == "restore"
    assert SHARED not in Pack().analyze(resource, declared(resource, tags={"shared": "false"}))
    assert SHARED not in Pack().analyze(resource, {**marked, "onPendingDeletion": "restore"})


def test_names_can_mark_as_well() -> None:
    pack = Pack().configure(shared_objects_restored={"tags": {}, "names": ["common/*", "db-*"]})

    assert pack.analyze(OWN_SECRET, declared(OWN_SECRET))[SHARED] == [
        "onPendingDeletion is auto, and name marks it as shared: set onPendingDeletion to restore"
    ]
    assert SHARED not in pack.analyze(OWN_KEY, declared(OWN_KEY, tags={"shared": "true"}))


def test_a_pattern_does_not_fit_a_tag_that_is_not_there() -> None:
    pack = Pack().configure(shared_objects_restored={"tags": {"shared": "*"}})

    assert SHARED not in pack.analyze(OWN_SECRET, declared(OWN_SECRET, tags={"owner": "me"}))
