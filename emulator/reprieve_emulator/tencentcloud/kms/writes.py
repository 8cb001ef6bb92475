"""The actions of KMS that change a key."""

import uuid
from datetime import UTC, datetime, timedelta, timezone

from reprieve_emulator.ciphers import make_symmetric
from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud.kms import rules
from reprieve_emulator.tencentcloud.kms.records import Binding, Key, check_cluster, need_key
from reprieve_emulator.tencentcloud.tags import check_pairs, read_tags, tag_at_create
from reprieve_emulator.world import World

_DAY = 86_400
_KMS_MADE, _IMPORTED = 1, 2
_BEIJING = timezone(timedelta(hours=8))


def create_key(call: Call, world: World) -> Reply:
    """Make a key; one for imported material waits for it."""
    given = call.parameters
    if given.get("Type", _KMS_MADE) not in {_KMS_MADE, _IMPORTED}:
        raise CloudError("InvalidParameterValue.InvalidType", "Type: 1 made by KMS, 2 imported.")
    if given.get("KeyUsage", rules.SYMMETRIC) not in rules.USAGES:
        raise CloudError("InvalidParameterValue.InvalidKeyUsage", f"KeyUsage: one of {', '.join(rules.USAGES)}.")
    rules.check_description(given.get("Description", ""))
    check_cluster(call, world, given.get("HsmClusterId", ""))
    tags = read_tags(given.get("Tags", []))
    rules.check_alias(call.account, call.region, given["Alias"], world)
    if world.store.count(Key, account=call.account, region=call.region, owner="user") >= world.switches.number(
        "kms_quota"
    ):
        raise CloudError("LimitExceeded.CmkLimitExceeded", "The quota of keys in this region is used up.")
    check_pairs(call.account, tags, world)
    key = _new_key(call, world)
    world.store.put(key)
    return {
        "KeyId": key.key_id,
        "Alias": key.alias,
        "CreateTime": key.create_time,
        "Description": key.description,
        "KeyState": key.status,
        "KeyUsage": key.usage,
        "HsmClusterId": key.hsm_cluster_id,
        **tag_at_create(key.resource, tags, world),
    }


def update_alias(call: Call, world: World) -> Reply:
    """Rename a key; its own name is no conflict."""
    key = need_key(call, world)
    rules.check_editable(key, world)
    if call.parameters["Alias"] != key.alias:
        rules.check_alias(call.account, call.region, call.parameters["Alias"], world)
    key.alias = call.parameters["Alias"]
    world.store.put(key)
    return {}


def update_key_description(call: Call, world: World) -> Reply:
    """Change the description."""
    key = need_key(call, world)
    rules.check_editable(key, world)
    rules.check_description(call.parameters["Description"])
    key.description = call.parameters["Description"]
    world.store.put(key)
    return {}


def enable_key(call: Call, world: World) -> Reply:
    """Let a key be used."""
    return _toggle([need_key(call, world)], "Enabled", world)


def disable_key(call: Call, world: World) -> Reply:
    """Let a key not be used."""
    return _toggle([need_key(call, world)], "Disabled", world)


def enable_keys(call: Call, world: World) -> Reply:
    """Let several keys be used, or none when one is refused."""
    return _toggle(_keys(call, world), "Enabled", world)


def disable_keys(call: Call, world: World) -> Reply:
    """Let several keys not be used, or none when one is refused."""
    return _toggle(_keys(call, world), "Disabled", world)


def enable_key_rotation(call: Call, world: World) -> Reply:
    """Renew the material every so many days."""
    key = need_key(call, world)
    days = call.parameters.get("RotateDays", rules.ROTATE_DAYS.stop - 1)
    if days not in rules.ROTATE_DAYS:
        raise CloudError("InvalidParameterValue", "RotateDays: 7 to 365.")
    rules.check_rotatable(key, world)
    key.rotation, key.rotate_days = True, days
    key.next_rotate_time = world.clock.seconds() + days * _DAY
    world.store.put(key)
    return {}


def disable_key_rotation(call: Call, world: World) -> Reply:
    """Keep the material."""
    key = need_key(call, world)
    rules.check_own(key)
    rules.check_state(key, "Enabled", "Disabled", "PendingImport", "Archived")
    key.rotation, key.rotate_days, key.next_rotate_time = False, 0, 0
    world.store.put(key)
    return {}


def rotate_key(call: Call, world: World) -> Reply:
    """Renew the material now, once in 24 hours; what older material encrypted stays readable."""
    key = need_key(call, world)
    rules.check_rotatable(key, world)
    now = world.clock.seconds()
    if key.last_rotate_time and now - key.last_rotate_time < _DAY:
        raise CloudError("RequestLimitExceeded.RotateRateLimited", "A key can be rotated once in 24 hours.")
    key.last_rotate_time = now
    world.store.put(key)
    return {"TaskId": str(uuid.uuid4())}


def schedule_key_deletion(call: Call, world: World) -> Reply:
    """Schedule the end of a disabled key."""
    key = need_key(call, world)
    window = call.parameters["PendingWindowInDays"]
    rules.check_schedulable(key, window, world)
    key.status = "PendingDelete"
    key.deletion_date = _end(world.clock.seconds() + window * _DAY, world)
    world.store.put(key)
    return {"DeletionDate": key.deletion_date, "KeyId": key.key_id}


def cancel_key_deletion(call: Call, world: World) -> Reply:
    """Bring a pending key back; it is disabled then."""
    key = need_key(call, world)
    rules.check_state(key, "PendingDelete", code="CmkNotPendingDelete")
    without_material = key.origin == "EXTERNAL" and not key.material
    key.status = world.switches["kms_cancelled_import"] if without_material else "Disabled"
    key.deletion_date = 0
    world.store.put(key)
    return {"KeyId": key.key_id}


def archive_key(call: Call, world: World) -> Reply:
    """Let a key decrypt, but no more encrypt."""
    key = need_key(call, world)
    rules.check_own(key)
    rules.check_state(key, "Enabled", "Disabled")
    rules.check_unused(key, world)
    return _move(key, "Archived", world)


def cancel_key_archive(call: Call, world: World) -> Reply:
    """Let an archived key encrypt again; it is enabled then."""
    key = need_key(call, world)
    rules.check_own(key)
    rules.check_state(key, "Archived")
    return _move(key, "Enabled", world)


def bind_cloud_resource(call: Call, world: World) -> Reply:
    """Note that a product's resource uses a key; to repeat it succeeds."""
    key = need_key(call, world)
    rules.check_state(key, "Enabled")
    world.store.put(Binding(key.key_id, call.parameters["ProductId"], call.parameters["ResourceId"]))
    return {}


def unbind_cloud_resource(call: Call, world: World) -> Reply:
    """Note that a product's resource no longer uses a key."""
    key = need_key(call, world)
    product, resource = call.parameters["ProductId"], call.parameters["ResourceId"]
    binding = world.store.get(Binding, key_id=key.key_id, product=product, resource=resource)
    if binding is None:
        raise CloudError("ResourceUnavailable.CloudResourceBindingNotFound", "The binding does not exist.")
    world.store.delete(binding)
    return {}


def _new_key(call: Call, world: World) -> Key:
    given = call.parameters
    usage = given.get("KeyUsage") or rules.SYMMETRIC
    is_imported = given.get("Type") == _IMPORTED
    return Key(
        account=call.account,
        region=call.region,
        key_id=str(uuid.uuid4()),
        alias=given["Alias"],
        creator_uin=call.caller.user_id,
        create_time=world.clock.seconds(),
        material="" if is_imported or usage != rules.SYMMETRIC else make_symmetric(),
        description=given.get("Description", ""),
        status="PendingImport" if is_imported else "Enabled",
        usage=usage,
        origin="EXTERNAL" if is_imported else "TENCENT_KMS",
        hsm_cluster_id=given.get("HsmClusterId", ""),
    )


def _keys(call: Call, world: World) -> list[Key]:
    ids = call.parameters["KeyIds"]
    if len(set(ids)) != len(ids):
        raise CloudError("InvalidParameterValue.DuplicatedKeyId", "A KeyId is given twice.")
    if not 0 < len(ids) <= rules.BATCH:
        raise CloudError("InvalidParameter", f"KeyIds: 1 to {rules.BATCH}.")
    return [need_key(call, world, key_id) for key_id in ids]


def _toggle(keys: list[Key], target: str, world: World) -> Reply:
    for key in keys:
        rules.check_toggle(key, target, world)
        _move(key, target, world)
    return {}


def _move(key: Key, status: str, world: World) -> Reply:
    key.status = status
    world.store.put(key)
    return {}


def _end(moment: int, world: World) -> int:
    if world.switches["kms_deletion_moment"] == "exact":
        return moment
    day = datetime.fromtimestamp(moment, UTC).astimezone(_BEIJING)
    return int(day.replace(hour=23, minute=59, second=59).timestamp())
