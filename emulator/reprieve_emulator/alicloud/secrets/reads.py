"""The secret actions that change nothing."""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.listing import matches, page, read_filters
from reprieve_emulator.alicloud.secrets import encryption, rules
from reprieve_emulator.alicloud.secrets.records import Secret, Version, find_version, need_secret, versions_of
from reprieve_emulator.alicloud.secrets.stages import CURRENT, RESERVED, holder_of
from reprieve_emulator.alicloud.tags.records import tags_of
from reprieve_emulator.alicloud.times import iso
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World

_VERSIONS_PAGE = 20
_FILTERS = frozenset(
    {"Creator", "DKMSInstanceId", "Description", "SecretName", "SecretType", "TagKey", "TagValue"},
)
_BEIJING = timezone(timedelta(hours=8))


def describe_secret(call: Call, world: World) -> Reply:
    """Give everything about a secret but its values; its tags only if asked for."""
    secret = need_secret(call, world)
    shown = {
        "Arn": secret.arn,
        "Description": secret.description,
        **_summary(secret, world, with_tags=_wants_tags(call)),
        **rotation(secret),
    }
    if secret.kind != rules.GENERIC:
        shown["ExtendedConfig"] = secret.extended_config
    if secret.encryption_key_id:
        shown["EncryptionKeyId"] = secret.encryption_key_id
    if secret.instance_id:
        shown["DKMSInstanceId"] = secret.instance_id
    return shown


def list_secrets(call: Call, world: World) -> Reply:
    """Give a page of the region's secrets, pending ones included."""
    filters = read_filters(call, _FILTERS)
    found = world.store.find(Secret, account=call.account, region=call.region)
    if filters:
        found = [secret for secret in found if matches(filters, partial(_facts, world, secret))]
    shown, numbers = page(call, found)
    listed = [_summary(secret, world, with_tags=_wants_tags(call)) for secret in shown]
    return {"SecretList": {"Secret": listed}, **numbers}


def list_secret_version_ids(call: Call, world: World) -> Reply:
    """Give a page of a secret's versions, those without a stage only if asked for."""
    secret = need_secret(call, world)
    all_of_them = read_flag(call, "IncludeDeprecated")
    found = [version for version in versions_of(secret, world) if version.stages or all_of_them]
    shown, numbers = page(call, found, _VERSIONS_PAGE)
    listed = [
        {
            "VersionId": version.version_id,
            "CreateTime": iso(version.create_time),
            "VersionStages": {"VersionStage": version.stages},
        }
        for version in shown
    ]
    return {"SecretName": secret.name, "VersionIds": {"VersionId": listed}, **numbers}


def get_secret_value(call: Call, world: World) -> Reply:
    """Give a version's content in clear: by id, by stage, or the current one."""
    secret = need_secret(call, world)
    if secret.delete_time:
        code = world.switches["alicloud_pending_value_code"]
        raise errors.refusal(code, "The secret is planned to be deleted.")
    version = _asked_version(call, secret, world)
    encryption.check_key(call, secret, encryption.READ, world)
    shown = {
        "SecretName": secret.name,
        "SecretType": secret.kind,
        "VersionId": version.version_id,
        "VersionStages": {"VersionStage": version.stages},
        "SecretData": version.data,
        "SecretDataType": version.data_type,
        "CreateTime": iso(version.create_time),
        **rotation(secret),
    }
    if secret.kind != rules.GENERIC and call.parameters.get("FetchExtendedConfig"):
        shown["ExtendedConfig"] = secret.extended_config
    return shown


def planned_time(moment: int, world: World) -> str:
    """Write the end of a window in the form that the switch names."""
    form = world.switches["alicloud_planned_time_form"]
    if form == "seconds":
        return iso(moment)
    zone, name = (_BEIJING, "+08:00") if form == "nanoseconds_beijing" else (UTC, "Z")
    # in the samples the fraction has eight or nine digits, as trailing zeros are left out
    return datetime.fromtimestamp(moment, zone).strftime("%Y-%m-%dT%H:%M:%S") + f".12345678{name}"


def rotation(secret: Secret) -> Reply:
    """Give what a managed secret's reply says of its rotation; nothing for a generic one."""
    if secret.kind == rules.GENERIC:
        return {}
    if not secret.rotation_seconds:
        return {"AutomaticRotation": "Disabled"}
    return {
        "AutomaticRotation": "Enabled",
        "RotationInterval": f"{secret.rotation_seconds}s",
        "LastRotationDate": iso(secret.last_rotation_time),
        "NextRotationDate": iso(secret.next_rotation_time),
    }


def read_flag(call: Call, name: str) -> bool:
    """Give a truth that the vendor's types call text; InvalidParameter for anything else."""
    text = call.parameters.get(name) or "false"
    if text.lower() not in {"true", "false"}:
        raise errors.invalid_parameter(name, "It is true or false.")
    return bool(text.lower() == "true")


def _wants_tags(call: Call) -> bool:
    return read_flag(call, "FetchTags")


def _summary(secret: Secret, world: World, *, with_tags: bool) -> Reply:
    shown: Reply = {
        "SecretName": secret.name,
        "SecretType": secret.kind,
        "CreateTime": iso(secret.create_time),
        "UpdateTime": iso(secret.update_time),
    }
    if secret.delete_time:
        shown["PlannedDeleteTime"] = planned_time(secret.delete_time, world)
    elif world.switches["alicloud_live_planned_time"] == "empty":
        shown["PlannedDeleteTime"] = ""
    if secret.owner:
        shown["OwingService"] = secret.owner
    if with_tags:
        tags = tags_of(world.store, secret.target)
        shown["Tags"] = {"Tag": [{"TagKey": key, "TagValue": value} for key, value in tags.items()]}
    return shown


def _asked_version(call: Call, secret: Secret, world: World) -> Version:
    version_id, stage = call.parameters.get("VersionId"), call.parameters.get("VersionStage") or CURRENT
    version: Version | None
    if secret.kind != rules.GENERIC:
        # managed secrets ignore the id and know two stages
        version = holder_of(stage, secret, world) if stage in RESERVED else None
    elif version_id:
        version = find_version(secret, version_id, world)
    else:
        version = holder_of(stage, secret, world)
    if version is None or (version_id and call.parameters.get("VersionStage") and stage not in version.stages):
        raise errors.refusal("Forbidden.ResourceNotFound", "The resource is not found.")
    return version


def _facts(world: World, secret: Secret, name: str) -> set[str]:
    if name == "TagKey":
        return set(tags_of(world.store, secret.target))
    if name == "TagValue":
        return set(tags_of(world.store, secret.target).values())
    own = {
        "Creator": secret.creator,
        "DKMSInstanceId": secret.instance_id,
        "Description": secret.description,
        "SecretName": secret.name,
        "SecretType": secret.kind,
    }
    return {own[name]}
