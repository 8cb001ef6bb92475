"""Aliases are objects of their own: they are made, moved and removed apart from their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.emulator.alicloud.calling import Caller


def names(kms: Caller, key_id: str) -> list[str]:
    return [alias["AliasName"] for alias in kms("ListAliasesByKeyId", KeyId=key_id)["Aliases"]["Alias"]]


def test_an_alias_is_listed_with_its_arn_and_key(kms: Caller, key_id: str) -> None:
    kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
    (alias,) = kms("ListAliases")["Aliases"]["Alias"]
    arn = f"acs:kms:cn-hangzhou:{kms.account_id}:alias/shop"
    assert alias == {"AliasName": "alias/shop", "AliasArn": arn, "KeyId": key_id}
    assert kms("DescribeKey", KeyId=arn)["KeyMetadata"]["KeyId"] == key_id


def test_an_alias_is_unique_in_its_region(kms: Caller, key_id: str) -> None:
    kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
    assert kms.code("CreateAlias", AliasName="alias/shop", KeyId=key_id) == "400 AliasAlreadyExists"


@pytest.mark.parametrize("name", ["shop", "alias/", "alias/acs/oss", "alias/a b", f"alias/{'a' * 250}"])
def test_a_name_outside_its_rules_is_refused(kms: Caller, key_id: str, name: str) -> None:
    assert kms.code("CreateAlias", AliasName=name, KeyId=key_id) == "400 InvalidParameter"


def test_an_alias_moves_off_a_pending_key(kms: Caller, key_id: str) -> None:
    kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
    kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    new = kms("CreateKey")["KeyMetadata"]["KeyId"]
    kms("UpdateAlias", AliasName="alias/shop", KeyId=new)
    assert (names(kms, key_id), names(kms, new)) == ([], ["alias/shop"])


def test_an_alias_of_a_pending_key_can_be_deleted_and_made_again(kms: Caller, key_id: str) -> None:
    kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
    kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    kms("DeleteAlias", AliasName="alias/shop")
    new = kms("CreateKey")["KeyMetadata"]["KeyId"]
    assert kms.code("CreateAlias", AliasName="alias/shop", KeyId=new) == "200 OK"


def test_what_is_not_there_is_not_found(kms: Caller, key_id: str) -> None:
    for action in ("UpdateAlias", "DeleteAlias"):
        assert kms.code(action, AliasName="alias/none", KeyId=key_id) == "404 Forbidden.AliasNotFound"
    assert kms.code("CreateAlias", AliasName="alias/shop", KeyId="none") == "404 Forbidden.KeyNotFound"


def test_the_quota_is_a_limit(kms: Caller, key_id: str) -> None:
    kms.world.switches.set("alicloud_alias_quota", "2")
    for name in ("alias/a", "alias/b"):
        kms("CreateAlias", AliasName=name, KeyId=key_id)
    assert kms.code("CreateAlias", AliasName="alias/c", KeyId=key_id) == "400 Rejected.LimitExceeded"
    assert kms("ListAliases", PageSize=1, PageNumber=2)["Aliases"]["Alias"][0]["AliasName"] == "alias/b"
