"""The actions of SSM that change nothing."""

from typing import Any

from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud import errors
from reprieve_emulator.tencentcloud.regions import REGIONS
from reprieve_emulator.tencentcloud.ssm import encryption, rules
from reprieve_emulator.tencentcloud.ssm.records import Flow, Secret, need_secret, need_version, versions_of
from reprieve_emulator.tencentcloud.tag.records import carriers
from reprieve_emulator.world import World

_STATES = ("", "Enabled", "Disabled", "PendingDelete", "Creating", "Failed")
"""By the number that ListSecrets takes; 0 is all."""
_UNREADABLE = {
    "Disabled": "ResourceUnavailable.ResourceDisabled",
    "PendingDelete": "ResourceUnavailable.ResourcePendingDeleted",
    "Creating": "ResourceUnavailable.ResourceUninitialized",
    "Failed": "ResourceUnavailable.ResourceUninitialized",
}
_QPS = 300
"""Requests per second that GetServiceStatus shows: the documented rate of GetSecretValue."""


def describe_secret(call: Call, world: World) -> Reply:
    """Give everything about a secret but value and tags."""
    secret = need_secret(call, world)
    return {
        **_metadata(secret, world),
        "RotationStatus": secret.rotation,
        "AdditionalConfig": secret.additional_config,
        "AccountInfoList": [],
        "NextRotationTime": "",
    }


def list_secrets(call: Call, world: World) -> Reply:
    """Give a page of the secrets that match all filters."""
    given = call.parameters
    rules.check_choice(call, "OrderType", range(2))
    rules.check_choice(call, "State", range(len(_STATES)))
    rules.check_choice(call, "SecretType", range(5))
    rules.check_choice(call, "EncryptType", range(2))
    offset, limit = given.get("Offset", 0), given.get("Limit", 20)
    if not 1 <= limit <= world.switches.number("ssm_list_page_maximum"):
        raise errors.invalid_value(f"Limit: 1 to {world.switches['ssm_list_page_maximum']}.")
    found = _matching(call, world)
    if given.get("OrderType", 0) == 0:
        found.reverse()
    page = found[offset : offset + limit]
    return {"TotalCount": len(found), "SecretMetadatas": [_listed(secret, world) for secret in page]}


def list_secret_version_ids(call: Call, world: World) -> Reply:
    """Give the ids of a secret's versions, newest first."""
    secret = need_secret(call, world)
    newest_first = reversed(versions_of(secret, world))
    versions = [{"VersionId": version.version_id, "CreateTime": version.create_time} for version in newest_first]
    return {"SecretName": secret.name, "Versions": versions}


def get_secret_value(call: Call, world: World) -> Reply:
    """Give a version's content in clear."""
    if "EncryptionPublicKey" in call.parameters:
        raise CloudError("UnsupportedOperation", "The emulator does not encrypt its answers.")
    secret = need_secret(call, world, world.switches["ssm_value_gone_code"])
    status = rules.shown_status(secret, world)
    if status in _UNREADABLE:
        raise CloudError(_UNREADABLE[status], f"The secret {secret.name} is {status}.")
    version = need_version(secret, call.parameters["VersionId"], world)
    encryption.check_readable(secret, world)
    return {
        "SecretName": secret.name,
        "VersionId": version.version_id,
        "SecretBinary": version.secret_binary,
        "SecretString": version.secret_string,
    }


def get_service_status(call: Call, world: World) -> Reply:
    """Say what the account may use."""
    return {
        "ServiceEnabled": True,
        "InvalidType": 0,
        "AccessKeyEscrowEnabled": False,
        "ExpireTime": "",
        "QPSLimit": _QPS,
        "SecretLimit": world.switches.number("ssm_quota"),
        "PayModel": "",
        "RenewFlag": 0,
        "ResourceId": "",
        "TotalCount": world.store.count(Secret, account=call.account, region=call.region),
        "ResourceRegion": 0,
    }


def describe_async_request_info(call: Call, world: World) -> Reply:
    """Say how far a task is."""
    flow = world.store.get(Flow, account=call.account, flow_id=call.parameters["FlowID"])
    if flow is None:
        raise CloudError("ResourceNotFound", f"The task {call.parameters['FlowID']} does not exist.")
    return {"TaskStatus": int(world.lags.look(flow.place, rules.FLOW_DONE)), "Description": ""}


def get_regions(call: Call, world: World) -> Reply:
    """Give the regions where the service is offered."""
    del call, world
    return {"Regions": list(REGIONS)}


def describe_supported_products(call: Call, world: World) -> Reply:
    """Give the products that may own secrets."""
    del call, world
    products = ["Mysql", "Tdsql-mysql", "Tdsql_C_Mysql"]
    return {"Products": products, "TotalCount": len(products)}


def _matching(call: Call, world: World) -> list[Secret]:
    given = call.parameters
    equal: dict[str, object] = {
        "account": call.account,
        "region": call.region,
        "secret_type": given.get("SecretType", 0),
        "encrypt_type": given.get("EncryptType", 0),
    }
    if given.get("State"):
        equal["status"] = _STATES[given["State"]]
    if given.get("ProductName"):
        equal["product_name"] = given["ProductName"]
    if given.get("InstanceID"):
        equal["instance_id"] = given["InstanceID"]
    # instr, unlike LIKE, takes every character as it is
    found = world.store.find(Secret, "instr(name, ?)", (given.get("SearchSecretName", ""),), **equal)
    filters = {term["TagKey"]: term.get("TagValue", []) for term in given.get("TagFilters", [])}
    if not filters:
        return found
    tagged = set(carriers(world.store, filters, account=call.account, service="ssm", region=call.region))
    return [secret for secret in found if secret.resource in tagged]


def _listed(secret: Secret, world: World) -> dict[str, Any]:
    return {
        **_metadata(secret, world),
        "KmsKeyType": secret.kms_key_type,
        "RotationStatus": int(secret.rotation),
        "NextRotationTime": 0,
        "RotationBeginTime": "",
    }


def _metadata(secret: Secret, world: World) -> dict[str, Any]:
    return {
        "SecretName": secret.name,
        "Description": secret.description,
        "KmsKeyId": encryption.shown_key(secret, world),
        "CreateUin": int(secret.creator_uin),
        "Status": rules.shown_status(secret, world),
        "DeleteTime": secret.delete_time,
        "CreateTime": secret.create_time,
        "SecretType": secret.secret_type,
        "ProductName": secret.product_name,
        "ResourceID": secret.resource_id,
        "RotationFrequency": secret.rotation_days,
        "ResourceName": "",
        "ProjectID": 0,
        "AssociatedInstanceIDs": [secret.instance_id] if secret.instance_id else [],
        "TargetUin": 0,
        "EncryptType": secret.encrypt_type,
        "EncryptSwitching": False,
        "CreateUinString": secret.creator_uin,
        "TargetUinString": "",
    }
