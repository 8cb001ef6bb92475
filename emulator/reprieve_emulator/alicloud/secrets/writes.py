"""The actions that change a secret."""

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.instances import rules as instance_rules
from reprieve_emulator.alicloud.instances.records import Instance
from reprieve_emulator.alicloud.parameters import read_json
from reprieve_emulator.alicloud.secrets import encryption, rules, stages
from reprieve_emulator.alicloud.secrets.reads import planned_time, read_flag
from reprieve_emulator.alicloud.secrets.records import (
    Secret,
    Version,
    destroy_secret,
    find_secret,
    find_version,
    need_secret,
)
from reprieve_emulator.alicloud.tags.rules import put_tags, read_tags
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World

_DAY = 86_400


def create_secret(call: Call, world: World) -> Reply:
    """Make a secret with its first version, which is the current one."""
    given = call.parameters
    rules.check_name(given["SecretName"])
    rules.check_version_id(given["VersionId"])
    rules.check_description(given.get("Description", ""))
    if (given.get("SecretType") or rules.GENERIC) != rules.GENERIC:
        raise errors.invalid_parameter("SecretType", "The emulator makes generic secrets only; others are planted.")
    rules.check_value(call)
    tags = read_tags(given, world)
    _check_free(call, world)
    instance = instance_rules.check_home(call, world)
    _check_quota(call, instance, world)
    secret = _new_secret(call, instance, world)
    world.store.put(secret)
    _add(secret, _new_version(secret, call, world), [stages.CURRENT], world)
    put_tags(secret.target, tags, world)
    reply = {"Arn": secret.arn, "SecretName": secret.name, "VersionId": given["VersionId"], "SecretType": rules.GENERIC}
    return {**reply, "DKMSInstanceId": secret.instance_id} if instance else reply


def put_secret_value(call: Call, world: World) -> Reply:
    """Add a version; the same id with the same data changes nothing."""
    rules.check_version_id(call.parameters["VersionId"])
    rules.check_value(call)
    wanted = _wanted_stages(call)
    secret = _writable(call, world)
    version = _new_version(secret, call, world)
    same = find_version(secret, version.version_id, world)
    if same:
        if (same.data, same.data_type) != (version.data, version.data_type):
            code = world.switches["alicloud_version_conflict_code"]
            raise errors.refusal(code, f"The version {same.version_id} exists already with other data.")
        return _version_reply(secret, same)
    encryption.check_key(call, secret, encryption.WRITE, world)
    _add(secret, version, wanted, world)
    stages.prune(secret, world)
    _touch(secret, world)
    return _version_reply(secret, version)


def update_secret(call: Call, world: World) -> Reply:
    """Change the description."""
    secret = need_secret(call, world)
    rules.check_writable(secret, world)
    if "Description" in call.parameters:
        rules.check_description(call.parameters["Description"])
        secret.description = call.parameters["Description"]
    _touch(secret, world)
    return {"SecretName": secret.name}


def update_secret_version_stage(call: Call, world: World) -> Reply:
    """Move a stage to a version, or take it off one."""
    given = call.parameters
    stage, to, off = given["VersionStage"], given.get("MoveToVersion"), given.get("RemoveFromVersion")
    if not (to or off) or (stage in stages.RESERVED and not to):
        raise errors.missing_parameter("MoveToVersion")
    secret = _writable(call, world)
    source, target = (_version(secret, version_id, world) if version_id else None for version_id in (off, to))
    if source and stage not in source.stages:
        raise errors.invalid_parameter("RemoveFromVersion", f"The version has no stage {stage}.")
    if target:
        stages.put_stage(stage, target, secret, world)
    elif source:
        stages.take_stage(stage, source, world)
    _touch(secret, world)
    return {"SecretName": secret.name}


def delete_secret(call: Call, world: World) -> Reply:
    """Schedule the end of a secret, or destroy it at once."""
    is_forced = read_flag(call, "ForceDeleteWithoutRecovery")
    has_window = bool(call.parameters.get("RecoveryWindowInDays"))
    if is_forced and has_window and world.switches["alicloud_force_with_window"] == "refused":
        raise errors.invalid_parameter("RecoveryWindowInDays", "It is not given with ForceDeleteWithoutRecovery.")
    window = 0 if is_forced else rules.read_window(call, world)
    secret = need_secret(call, world)
    if not is_forced or world.switches["alicloud_force_while_pending"] == "refused":
        rules.check_not_pending(secret)
    moment = world.clock.seconds() + window * _DAY
    if is_forced:
        looks = world.switches.number("alicloud_forced_name_looks")
        world.lags.start(_name_place(call, secret.name), "held", looks=looks, milliseconds=0)
        destroy_secret(secret, world)
    else:
        secret.delete_time = moment
        _touch(secret, world)
    return {"SecretName": secret.name, "PlannedDeleteTime": planned_time(moment, world)}


def restore_secret(call: Call, world: World) -> Reply:
    """Bring a pending secret back, with the values that it had."""
    secret = need_secret(call, world)
    if not secret.delete_time:
        raise errors.refusal("Rejected.ResourceInUse", "The resource is in use.")
    secret.delete_time = 0
    _touch(secret, world)
    return {"SecretName": secret.name}


def _check_free(call: Call, world: World) -> None:
    holder = find_secret(call, call.parameters["SecretName"], world)
    if holder:
        rules.check_not_pending(holder)
        raise errors.refusal("Rejected.ResourceExist", "The resource already exists.")
    if world.lags.look(_name_place(call, call.parameters["SecretName"]), "free") == "held":
        raise rules.in_delete_window()


def _check_quota(call: Call, instance: Instance | None, world: World) -> None:
    if instance:
        used = world.store.count(Secret, instance_id=instance.instance_id)
        return instance_rules.check_room(used, instance.secret_num)
    instance_rules.check_shared_secret(call, world)
    used = world.store.count(Secret, account=call.account, region=call.region, instance_id="")
    return instance_rules.check_room(used, world.switches.number("alicloud_secret_quota"))


def _new_secret(call: Call, instance: Instance | None, world: World) -> Secret:
    instance_id = instance.instance_id if instance else ""
    return Secret(
        account=call.account,
        region=call.region,
        name=call.parameters["SecretName"],
        creator=call.caller.user_id,
        create_time=world.clock.seconds(),
        update_time=world.clock.seconds(),
        description=call.parameters.get("Description", ""),
        encryption_key_id=encryption.choose_key(call, instance_id, world),
        instance_id=instance_id,
    )


def _wanted_stages(call: Call) -> list[str]:
    given = read_json(call.parameters, "VersionStages") or [stages.CURRENT]
    # the vendor's pages write the list bare and in its wrapper
    listed = given.get("VersionStage") if isinstance(given, dict) else given
    if not isinstance(listed, list) or not all(isinstance(stage, str) and stage for stage in listed):
        raise errors.invalid_parameter("VersionStages", "It is a list of stages.")
    return listed


def _new_version(secret: Secret, call: Call, world: World) -> Version:
    return Version(
        account=secret.account,
        region=secret.region,
        name=secret.name,
        version_id=call.parameters["VersionId"],
        create_time=world.clock.seconds(),
        data=call.parameters["SecretData"],
        data_type=call.parameters.get("SecretDataType") or "text",
    )


def _add(secret: Secret, version: Version, wanted: list[str], world: World) -> None:
    world.store.put(version)
    for stage in wanted:
        stages.put_stage(stage, version, secret, world)


def _writable(call: Call, world: World) -> Secret:
    secret = need_secret(call, world)
    rules.check_writable(secret, world)
    rules.check_generic(secret)
    return secret


def _version(secret: Secret, version_id: str, world: World) -> Version:
    version = find_version(secret, version_id, world)
    if version is None:
        raise errors.refusal("Forbidden.ResourceNotFound", "The resource is not found.")
    return version


def _version_reply(secret: Secret, version: Version) -> Reply:
    stages_shown = {"VersionStage": version.stages}
    return {"SecretName": secret.name, "VersionId": version.version_id, "VersionStages": stages_shown}


def _touch(secret: Secret, world: World) -> None:
    secret.update_time = world.clock.seconds()
    world.store.put(secret)


def _name_place(call: Call, name: str) -> tuple[str, ...]:
    return ("alicloud secret name", call.account, call.region, name)
