"""Both generations of tag actions work on the same tags."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.alicloud.calling import Caller, tags

REGION = {"RegionId": "cn-hangzhou"}
MANY = tags(**{f"k{number}": "v" for number in range(21)})


def shown(kms: Caller, key_id: str) -> dict[str, str]:
    return {tag["TagKey"]: tag["TagValue"] for tag in kms("ListResourceTags", KeyId=key_id)["Tags"]["Tag"]}


def rows(kms: Caller, kind: str, **parameters: object) -> list[tuple[str, str, str]]:
    found = kms("ListTagResources", **REGION, ResourceType=kind, **parameters)["TagResources"]["TagResource"]
    return [(row["ResourceId"], row["TagKey"], row["TagValue"]) for row in found]


def test_a_tag_is_put_overwritten_and_taken_off(kms: Caller, key_id: str) -> None:
    kms("TagResource", KeyId=key_id, Tags=tags(a="1", b="2"))
    kms("TagResource", KeyId=key_id, Tags=tags(b="3"))
    assert shown(kms, key_id) == {"a": "1", "b": "3"}
    kms("UntagResource", KeyId=key_id, TagKeys=["a", "absent"])
    assert shown(kms, key_id) == {"b": "3"}


def test_the_newer_actions_take_several_objects(kms: Caller, db: str) -> None:
    keys = [kms("CreateKey")["KeyMetadata"]["KeyId"] for _ in range(2)]
    listed = {"ResourceId.1": keys[0], "ResourceId.2": keys[1]}
    kms("TagResources", **REGION, ResourceType="key", **listed, **{"Tag.1.Key": "a", "Tag.1.Value": "1"})
    assert shown(kms, keys[0]) == shown(kms, keys[1]) == {"a": "1"}
    given = {"ResourceType": "secret", "ResourceId.1": db, "Tag.1.Key": "b", "Tag.2.Key": "c", "Tag.2.Value": "2"}
    kms("TagResources", **REGION, **given)
    assert rows(kms, "secret") == [(db, "b", ""), (db, "c", "2")]
    kms("UntagResources", **REGION, ResourceType="secret", **{"ResourceId.1": db, "TagKey.1": "b"})
    assert rows(kms, "secret") == [(db, "c", "2")]


def test_all_tags_are_taken_off_only_when_it_is_said(kms: Caller, key_id: str) -> None:
    kms("TagResource", KeyId=key_id, Tags=tags(a="1", b="2"))
    asked = {**REGION, "ResourceType": "key", "ResourceId.1": key_id}
    assert kms.code("UntagResources", **asked) == "400 MissingParameter"
    assert kms.code("UntagResources", **asked, All="true") == "200 OK"
    assert shown(kms, key_id) == {}


def test_tags_are_found_by_object_and_by_tag(kms: Caller) -> None:
    one, two = (kms("CreateKey", Tags=tags(team="shop", own=name))["KeyMetadata"]["KeyId"] for name in "ab")
    assert len(rows(kms, "key")) == 4
    assert rows(kms, "key", **{"ResourceId.1": one, "Tag.1.Key": "own"}) == [(one, "own", "a")]
    assert rows(kms, "key", **{"Tag.1.Key": "own", "Tag.1.Value": "b"}) == [(two, "own", "b")]


def test_several_tags_are_all_wanted_or_any_by_switch(kms: Caller) -> None:
    one, two = (kms("CreateKey", Tags=tags(team="shop", own=name))["KeyMetadata"]["KeyId"] for name in "ab")
    asked = {"Tag.1.Key": "team", "Tag.2.Key": "own", "Tag.2.Value": "a"}
    assert rows(kms, "key", **asked) == [(one, "team", "shop"), (one, "own", "a")]
    kms.world.switches.set("alicloud_tag_terms", "any")
    assert {name for name, _, _ in rows(kms, "key", **asked)} == {one, two}


def test_a_long_list_comes_in_pages(kms: Caller) -> None:
    for _ in range(11):
        kms("CreateKey", Tags=MANY[:20])
    first = kms("ListTagResources", **REGION, ResourceType="key")
    assert len(first["TagResources"]["TagResource"]) == 200
    rest = kms("ListTagResources", **REGION, ResourceType="key", NextToken=first["NextToken"])
    assert len(rest["TagResources"]["TagResource"]) == 20
    assert "NextToken" not in rest


@pytest.mark.parametrize(
    "given",
    [
        {"Tags": "no json"},
        {"Tags": '["a"]'},
        {"Tags": [{"TagValue": "v"}]},
        {"Tags": tags(**{"acs:a": "v"})},
        {"Tags": tags(aliyun1="v")},
        {"Tags": tags(**{"a$": "v"})},
        {"Tags": tags(a="$")},
        {"Tags": tags(**{"": "v"})},
        {"Tags": tags(a="v" * 129)},
        {"Tags": tags(a="1") + tags(a="2")},
        {"Tags": MANY},
    ],
)
def test_tags_outside_their_rules_are_refused(kms: Caller, key_id: str, given: dict[str, Any]) -> None:
    assert kms.code("TagResource", KeyId=key_id, **given) == "400 InvalidParameter"
    assert shown(kms, key_id) == {}


def test_an_object_has_up_to_twenty_tags(kms: Caller, key_id: str) -> None:
    kms("TagResource", KeyId=key_id, Tags=MANY[:20])
    assert kms.code("TagResource", KeyId=key_id, Tags=MANY[20:]) == "400 Rejected.LimitExceeded"
    assert kms.code("TagResource", KeyId=key_id, Tags=MANY[:1]) == "200 OK"


def test_the_number_of_tags_in_a_call_is_a_switch(kms: Caller, key_id: str) -> None:
    kms.world.switches.set("alicloud_tags_per_call", "10")
    assert kms.code("TagResource", KeyId=key_id, Tags=MANY[:11]) == "400 InvalidParameter"


@pytest.mark.parametrize(
    ("action", "given", "code"),
    [
        ("TagResource", {"Tags": tags(a="1")}, "400 InvalidParameter"),
        ("TagResource", {"Tags": tags(a="1"), "KeyId": "x", "SecretName": "y"}, "400 InvalidParameter"),
        ("TagResource", {"Tags": tags(a="1"), "SecretName": "none"}, "404 Forbidden.ResourceNotFound"),
        ("TagResource", {"Tags": tags(a="1"), "CertificateId": "none"}, "404 Forbidden.ResourceNotFound"),
        ("UntagResource", {"TagKeys": "{}", "KeyId": "x"}, "400 InvalidParameter"),
        ("TagResources", {**REGION, "ResourceType": "key", "Tag.1.Key": "a"}, "400 MissingParameter"),
        ("TagResources", {"ResourceType": "key", "ResourceId.1": "x", "Tag.1.Key": "a"}, "400 MissingParameter"),
        (
            "TagResources",
            {**REGION, "ResourceType": "cat", "ResourceId.1": "x", "Tag.1.Key": "a"},
            "400 InvalidParameter",
        ),
        (
            "TagResources",
            {**REGION, "ResourceType": "key", "ResourceId.1": "x", "Tag.1.Key": "a"},
            "404 Forbidden.KeyNotFound",
        ),
        (
            "TagResources",
            {**REGION, "ResourceType": "key", "Tag.1.Key": "a", **{f"ResourceId.{n}": "x" for n in range(1, 52)}},
            "400 InvalidParameter",
        ),
        ("ListTagResources", {**REGION, "ResourceType": "key", "NextToken": "x"}, "400 InvalidParameter"),
    ],
)
def test_what_names_no_object_is_refused(kms: Caller, action: str, given: dict[str, Any], code: str) -> None:
    assert kms.code(action, **given) == code


def test_one_refused_object_leaves_all_untagged(kms: Caller, key_id: str) -> None:
    listed = {"ResourceId.1": key_id, "ResourceId.2": "none"}
    code = kms.code("TagResources", **REGION, ResourceType="key", **listed, **{"Tag.1.Key": "a"})
    assert code == "404 Forbidden.KeyNotFound"
    assert shown(kms, key_id) == {}
