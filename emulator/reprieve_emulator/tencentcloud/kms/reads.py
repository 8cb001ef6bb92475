"""The actions of KMS that change nothing."""

from typing import Any

from reprieve_emulator.accounts import Account
from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud.kms import crypto, rules
from reprieve_emulator.tencentcloud.kms.records import Cluster, DataKey, Key, check_cluster, need_key
from reprieve_emulator.tencentcloud.regions import REGIONS
from reprieve_emulator.tencentcloud.tag.records import carriers
from reprieve_emulator.world import World

_STATES = ("", "Enabled", "Disabled", "PendingDelete", "PendingImport", "Archived")
"""By the number that ListKeyDetail takes; 0 is all."""
_LISTED = ("Enabled", "Disabled", "PendingImport")
"""ListKeys shows no others (tccli's definition)."""
_FIPS, _SM = 2, 4
_QPS = 100


def describe_key(call: Call, world: World) -> Reply:
    """Give everything about a key but its tags."""
    return {"KeyMetadata": _metadata(need_key(call, world), world)}


def describe_keys(call: Call, world: World) -> Reply:
    """Give everything about up to a hundred keys."""
    ids = call.parameters["KeyIds"]
    if len(set(ids)) != len(ids):
        raise CloudError("InvalidParameterValue.DuplicatedKeyId", "A KeyId is given twice.")
    if not 0 < len(ids) <= rules.BATCH:
        raise CloudError("InvalidParameter", f"KeyIds: 1 to {rules.BATCH}.")
    return {"KeyMetadatas": [_metadata(need_key(call, world, key_id), world) for key_id in ids]}


def list_keys(call: Call, world: World) -> Reply:
    """Give a page of ids; keys that are pending or archived are not among them."""
    found = [key for key in _of_role(call, world) if key.status in _LISTED]
    return {"Keys": [{"KeyId": key.key_id} for key in _page(call, found)], "TotalCount": len(found)}


def list_key_detail(call: Call, world: World) -> Reply:
    """Give a page of the keys that match all filters; without KeyUsage only symmetric ones."""
    given = call.parameters
    if given.get("KeyState", 0) >= len(_STATES):
        raise CloudError("InvalidParameter", f"KeyState: 0 to {len(_STATES) - 1}.")
    found = [key for key in _of_role(call, world) if _matches(key, given)]
    filters = {term["TagKey"]: term.get("TagValue", []) for term in given.get("TagFilters", [])}
    if filters:
        tagged = set(carriers(world.store, filters, account=call.account, service="kms", region=call.region))
        found = [key for key in found if key.resource in tagged]
    page = _page(call, found)
    return {"TotalCount": len(found), "KeyMetadatas": [_metadata(key, world) for key in page]}


def get_key_rotation_status(call: Call, world: World) -> Reply:
    """Say whether a key's material is renewed."""
    return {"KeyRotationEnabled": need_key(call, world).rotation}


def list_data_key_detail(call: Call, world: World) -> Reply:
    """Give a page of the data keys that KMS keeps, newest first."""
    found = [
        data_key
        for data_key in world.store.find(DataKey, account=call.account, region=call.region)
        if _data_key_matches(data_key, call.parameters)
    ]
    if call.parameters.get("OrderType", 0) == 0:
        found.reverse()
    page = _page(call, found)
    return {"DataKeyMetadatas": [_data_key(data_key, world) for data_key in page], "TotalCount": len(found)}


def get_service_status(call: Call, world: World) -> Reply:
    """Say what the account may use."""
    clusters = world.store.find(Cluster, account=call.account, region=call.region)
    return {
        "ServiceEnabled": True,
        "InvalidType": 1,
        "UserLevel": 0,
        "ProExpireTime": 0,
        "ProRenewFlag": 0,
        "ProResourceId": "",
        "ExclusiveVSMEnabled": False,
        "ExclusiveHSMEnabled": bool(clusters),
        "SubscriptionInfo": "",
        "CmkUserCount": world.store.count(Key, account=call.account, region=call.region, owner="user"),
        "CmkLimit": world.switches.number("kms_quota"),
        "ExclusiveHSMList": [
            {"HsmClusterId": cluster.cluster_id, "HsmClusterName": cluster.name} for cluster in clusters
        ],
        "IsAllowedDataKeyHosted": True,
        "DataKeyLimit": 1000,
        "FreeDataKeyLimit": 1000,
        "DataKeyUsedCount": world.store.count(DataKey, account=call.account, region=call.region),
        "SyncTaskList": [],
        "IsAllowedSync": False,
        "QpsLimit": _QPS,
        "QpsTotalLimit": _QPS,
        "RegionsQps": [{"Region": call.region, "Qps": _QPS}],
        "ResourceZone": 0,
        "ResourceRegion": 0,
        "MultiAccountLimit": 0,
        "MultiAccountUsedCount": 0,
    }


def get_regions(call: Call, world: World) -> Reply:
    """Give the regions where the service is offered."""
    del call, world
    return {"Regions": list(REGIONS)}


def list_algorithms(call: Call, world: World) -> Reply:
    """Give what keys of each usage can compute."""
    del call, world
    signing = [(usage, name) for usage, names in crypto.SIGN_ALGORITHMS.items() for name in names]
    return {
        "SymmetricAlgorithms": [{"KeyUsage": rules.SYMMETRIC, "Algorithm": "AES_256"}],
        "AsymmetricAlgorithms": [
            {"KeyUsage": "ASYMMETRIC_DECRYPT_RSA_2048", "Algorithm": name} for name in crypto.RSA_ALGORITHMS
        ],
        "AsymmetricSignVerifyAlgorithms": [{"KeyUsage": usage, "Algorithm": name} for usage, name in signing],
    }


def _of_role(call: Call, world: World) -> list[Key]:
    by_product = call.parameters.get("Role", 0) == 1
    cluster = call.parameters.get("HsmClusterId", "")
    check_cluster(call, world, cluster)
    wanted = "" if cluster == "default" else cluster
    found = world.store.find(Key, account=call.account, region=call.region)
    if call.parameters.get("OrderType", 0) == 0:
        found.reverse()
    return [
        key for key in found if (key.owner != "user") == by_product and (not cluster or key.hsm_cluster_id == wanted)
    ]


def _matches(key: Key, given: dict[str, Any]) -> bool:
    state, origin = given.get("KeyState", 0), given.get("Origin") or "ALL"
    usage = given.get("KeyUsage") or rules.SYMMETRIC
    search = given.get("SearchKeyAlias", "")
    return (
        (state == 0 or key.status == _STATES[state])
        and origin in {"ALL", key.origin}
        and usage in {"ALL", key.usage}
        and (search in key.alias or search in key.key_id)
    )


def _data_key_matches(data_key: DataKey, given: dict[str, Any]) -> bool:
    search = given.get("SearchKeyAlias", "")
    return (
        # the emulator's data keys are all users' own, enabled and made by KMS
        given.get("Role", 0) == 0
        and given.get("KeyState", 0) in {0, 1}
        and given.get("Origin") in {None, "", "ALL", "TENCENT_KMS"}
        and given.get("KeyId") in {None, "", data_key.key_id}
        and given.get("DataKeyLen", data_key.number_of_bytes) == data_key.number_of_bytes
        and (search in data_key.name or search in data_key.data_key_id)
    )


def _page(call: Call, found: list[Any]) -> list[Any]:
    offset, limit = call.parameters.get("Offset", 0), call.parameters.get("Limit", 10)
    if not 1 <= limit <= rules.LIST_PAGE:
        raise CloudError("InvalidParameter", f"Limit: 1 to {rules.LIST_PAGE}.")
    return found[offset : offset + limit]


def _metadata(key: Key, world: World) -> dict[str, Any]:
    account = world.store.get(Account, account_id=key.account)
    return {
        "KeyId": key.key_id,
        "Alias": key.alias,
        "CreateTime": key.create_time,
        "Description": key.description,
        "KeyState": key.status,
        "KeyUsage": key.usage,
        "Type": _SM if key.usage.endswith("SM2") else _FIPS,
        "CreatorUin": int(key.creator_uin),
        "KeyRotationEnabled": key.rotation,
        "Owner": key.owner,
        "NextRotateTime": key.next_rotate_time,
        "DeletionDate": key.deletion_date,
        "Origin": key.origin,
        "ValidTo": key.valid_to,
        "ResourceId": key.resource.id,
        "HsmClusterId": key.hsm_cluster_id,
        "RotateDays": key.rotate_days,
        "LastRotateTime": key.last_rotate_time,
        "IsSyncReplica": 0,
        "SourceRegion": "",
        "SyncStatus": 0,
        "SyncMessages": "",
        "SyncStartTime": 0,
        "SyncEndTime": 0,
        "SourceHsmClusterId": "",
        "AccountAppId": int(account.app_id) if account else 0,
        "AccountUin": int(key.account),
        "AccountName": account.name if account else "",
        "CreatorUinString": key.creator_uin,
    }


def _data_key(data_key: DataKey, world: World) -> dict[str, Any]:
    key = world.store.get(Key, key_id=data_key.key_id)
    return {
        "DataKeyId": data_key.data_key_id,
        "KeyId": data_key.key_id,
        "KeyName": key.alias if key else "",
        "DataKeyName": data_key.name,
        "NumberOfBytes": data_key.number_of_bytes,
        "CreateTime": data_key.create_time,
        "Description": data_key.description,
        "KeyState": data_key.status,
        "CreatorUin": int(data_key.creator_uin),
        "Owner": "user",
        "DeletionDate": 0,
        "Origin": "TENCENT_KMS",
        "ResourceId": f"creatorUin/{data_key.creator_uin}/{data_key.data_key_id}",
        "CreatorUinString": data_key.creator_uin,
    }
