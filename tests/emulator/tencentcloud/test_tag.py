"""Tags of resources, by the Tag product."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.calling import Caller, RefusedError

PAIR = {"TagKey": "team", "TagValue": "shop"}


def make_secret(call: Caller, name: str = "db") -> str:
    call("ssm", "CreateSecret", SecretName=name, SecretString="v")
    uin = call.account_id
    return f"qcs::ssm:{call.region}:uin/{uin}:secret/creatorUin/{uin}/{name}"


def tags_of(call: Caller, resource: str) -> dict[str, str]:
    rows = call("tag", "GetResources", ResourceList=[resource])["ResourceTagMappingList"]
    return {tag["TagKey"]: tag["TagValue"] for row in rows for tag in row["Tags"]}


def test_pairs_are_made_once_and_all_or_none(call: Caller) -> None:
    call("tag", "CreateTags", Tags=[PAIR])
    both = [{"TagKey": "tier", "TagValue": "gold"}, PAIR]
    with pytest.raises(RefusedError, match="team:shop exists already") as refusal:
        call("tag", "CreateTags", Tags=both)
    assert refusal.value.code == "ResourceInUse.TagDuplicate"
    assert call("tag", "DescribeTags")["TotalCount"] == 1
    call.world.switches.set("tag_create_existing", "accepted")
    call("tag", "CreateTags", Tags=both)
    assert call("tag", "GetTagKeys")["TagKeys"] == ["team", "tier"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        (("", "v"), "InvalidParameterValue.TagKeyEmpty"),
        (("k", ""), "InvalidParameterValue.TagValueEmpty"),
        (("k" * 128, "v"), "InvalidParameterValue.TagKeyLengthExceeded"),
        (("k", "v" * 256), "InvalidParameterValue.TagValueLengthExceeded"),
        (("k$", "v"), "InvalidParameterValue.TagKeyCharacterIllegal"),
        (("k", "a$b"), "InvalidParameterValue.TagValueCharacterIllegal"),
        (("k", " v"), "InvalidParameterValue.TagValueCharacterIllegal"),
        (("qcs:k", "v"), "InvalidParameter.ReservedTagKey"),
        (("project", "v"), "InvalidParameter.ReservedTagKey"),
        (("reprieve:stack", "shop/prod[1]"), "OK"),
        (("键", "值 a+b-c=d._:/@(),;><"), "OK"),
    ],
)
def test_keys_and_values_keep_their_limits(call: Caller, tag: tuple[str, str], code: str) -> None:
    assert call.code("tag", "CreateTag", TagKey=tag[0], TagValue=tag[1]) == code


def test_tagging_makes_pairs_and_overwrites(call: Caller) -> None:
    resource = make_secret(call)
    assert call("tag", "TagResources", ResourceList=[resource], Tags=[PAIR]) == {"FailedResources": []}
    call(
        "tag", "TagResources", ResourceList=[resource.replace(call.account_id, "", 1)], Tags=[{**PAIR, "TagValue": "a"}]
    )
    assert tags_of(call, resource) == {"team": "a"}
    call("tag", "UnTagResources", ResourceList=[resource], TagKeys=["team", "absent"])
    assert tags_of(call, resource) == {}


def test_a_resource_that_does_not_exist_is_listed_as_failed_unless_the_switch_accepts_it(call: Caller) -> None:
    resource = make_secret(call) + "-2"
    failed: list[dict[str, Any]] = call("tag", "TagResources", ResourceList=[resource], Tags=[PAIR])["FailedResources"]
    assert [(row["Resource"], row["Code"]) for row in failed] == [
        (resource, "InvalidParameterValue.ResourceDescriptionError")
    ]
    call.world.switches.set("tag_unknown_resource", "accepted")
    assert call("tag", "TagResources", ResourceList=[resource], Tags=[PAIR]) == {"FailedResources": []}


def test_modify_sets_and_takes_at_once(call: Caller) -> None:
    resource = make_secret(call)
    call("tag", "TagResources", ResourceList=[resource], Tags=[PAIR, {"TagKey": "tier", "TagValue": "gold"}])
    changes = {"ReplaceTags": [{**PAIR, "TagValue": "b"}], "DeleteTags": [{"TagKey": "tier"}]}
    call("tag", "ModifyResourceTags", Resource=resource, **changes)
    assert tags_of(call, resource) == {"team": "b"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "InvalidParameter.Tag"),
        ({"ReplaceTags": []}, "InvalidParameter.Tag"),
        ({"ReplaceTags": [PAIR], "DeleteTags": []}, "InvalidParameter.Tag"),
        ({"ReplaceTags": [PAIR], "DeleteTags": [{"TagKey": "team"}]}, "InvalidParameterValue.DeleteTagsParamError"),
        ({"DeleteTags": [{"TagKey": str(n)} for n in range(11)]}, "InvalidParameterValue.DeleteTagsParamError"),
        ({"ReplaceTags": [{**PAIR, "TagKey": str(n)} for n in range(11)]}, "LimitExceeded.TagNumPerRequest"),
    ],
)
def test_a_modification_outside_its_limits_is_refused(call: Caller, changes: dict[str, object], code: str) -> None:
    assert call.code("tag", "ModifyResourceTags", Resource=make_secret(call), **changes) == code


def test_a_resource_carries_at_most_fifty_tags(call: Caller) -> None:
    resource = make_secret(call)
    for ten in range(5):
        tags = [{"TagKey": f"{ten}-{n}", "TagValue": "v"} for n in range(10)]
        call("tag", "TagResources", ResourceList=[resource], Tags=tags)
    over = call.code("tag", "ModifyResourceTags", Resource=resource, ReplaceTags=[PAIR])
    assert over == "LimitExceeded.ResourceAttachedTags"


@pytest.mark.parametrize("resource", ["db", "qcs::ssm:ap-guangzhou:uin/7:secret/creatorUin/7/db"])
def test_a_resource_that_is_not_the_callers_is_refused(call: Caller, resource: str) -> None:
    code = call.code("tag", "TagResources", ResourceList=[resource], Tags=[PAIR])
    assert code == "InvalidParameterValue.ResourceDescriptionError"


def test_the_single_tag_actions_tell_attached_from_absent(call: Caller) -> None:
    resource = make_secret(call)
    change = {"Resource": resource, **PAIR}
    absent = "ResourceNotFound.AttachedTagKeyNotFound"
    assert call.code("tag", "UpdateResourceTagValue", **change) == absent
    assert call.code("tag", "DeleteResourceTag", Resource=resource, TagKey="team") == absent
    call("tag", "AddResourceTag", **change)
    assert call.code("tag", "AddResourceTag", **change) == "ResourceInUse.TagKeyAttached"
    assert call.code("tag", "DeleteTag", **PAIR) == "FailedOperation.TagAttachedResource"
    call("tag", "DeleteResourceTag", Resource=resource, TagKey="team")
    call("tag", "DeleteTag", **PAIR)
    assert call.code("tag", "DeleteTag", **PAIR) == "ResourceNotFound.TagNonExist"


def test_resources_are_read_in_pages_and_by_tags(call: Caller) -> None:
    resources = [make_secret(call, f"s{number}") for number in range(5)]
    call("tag", "TagResources", ResourceList=resources, Tags=[PAIR])
    first = call("tag", "GetResources", TagFilters=[{"TagKey": "team", "TagValue": ["shop"]}], MaxResults=3)
    token = first["PaginationToken"]
    second = call("tag", "GetResources", TagFilters=[{"TagKey": "team"}], MaxResults=3, PaginationToken=token)
    rows = first["ResourceTagMappingList"] + second["ResourceTagMappingList"]
    assert ([row["Resource"] for row in rows], second["PaginationToken"]) == (resources, "")
    assert call.code("tag", "GetResources", PaginationToken="x") == "InvalidParameter.PaginationTokenInvalid"
    seven = [{"TagKey": str(number)} for number in range(7)]
    assert call.code("tag", "GetResources", TagFilters=seven) == "InvalidParameterValue.TagFiltersLengthExceeded"
    place = {"ServiceType": "ssm", "ResourcePrefix": "secret", "ResourceRegion": call.region}
    ids = [resource.partition("secret/")[2] for resource in resources]
    page = call("tag", "DescribeResourceTagsByResourceIds", **place, ResourceIds=ids[:2])
    assert [row["ResourceId"] for row in page["Tags"]] == ids[:2]
    assert call("tag", "DescribeResourceTags", ServiceType="ssm")["TotalCount"] == 5
    found = call("tag", "DescribeResourcesByTags", TagFilters=[{"TagKey": "team", "TagValue": ["x"]}])
    assert found["Rows"] == []


def test_keys_carry_tags_too(call: Caller) -> None:
    key_id = call("kms", "CreateKey", Alias="k")["KeyId"]
    uin = call.account_id
    resource = f"qcs::kms:{call.region}:uin/:key/creatorUin/{uin}/{key_id}"
    assert call("tag", "TagResources", ResourceList=[resource], Tags=[PAIR]) == {"FailedResources": []}
    found = call("kms", "ListKeyDetail", TagFilters=[{"TagKey": "team", "TagValue": ["shop"]}])["KeyMetadatas"]
    assert [key["KeyId"] for key in found] == [key_id]
