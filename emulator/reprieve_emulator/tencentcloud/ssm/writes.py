"""The actions of SSM that change something."""

from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud import errors
from reprieve_emulator.tencentcloud.ssm import encryption, rules
from reprieve_emulator.tencentcloud.ssm.records import (
    Flow,
    Secret,
    Version,
    destroy,
    find_secret,
    need_secret,
    need_version,
    versions_of,
)
from reprieve_emulator.tencentcloud.tags import check_pairs, read_tags, tag_at_create
from reprieve_emulator.world import World

_DAY = 86_400
_CUSTOM = 0


def create_secret(call: Call, world: World) -> Reply:
    """Make a secret with its first version."""
    given = call.parameters
    version_id = given.get("VersionId") or rules.UNNUMBERED
    rules.check_name(given["SecretName"])
    rules.check_version_id(version_id)
    rules.check_description(given.get("Description", ""))
    rules.check_choice(call, "SecretType", range(5))
    rules.check_choice(call, "EncryptType", range(2))
    if given.get("SecretType", _CUSTOM) != _CUSTOM:
        raise errors.invalid_value("SecretType: the emulator makes custom secrets only; others are planted.")
    value = rules.read_value(call)
    tags = read_tags(given.get("Tags", []))
    _free_name(call, world)
    _check_quota(call, world)
    check_pairs(call.account, tags, world)
    secret = _new_secret(call, world)
    world.store.put(secret)
    world.store.put(
        Version(secret.account, secret.region, secret.name, version_id, secret.create_time, **value),
    )
    return {"SecretName": secret.name, "VersionId": version_id, **tag_at_create(secret.resource, tags, world)}


def put_secret_value(call: Call, world: World) -> Reply:
    """Add a version."""
    secret, value = _writable(call, world)
    version_id = call.parameters["VersionId"]
    rules.check_version_id(version_id)
    versions = versions_of(secret, world)
    if any(version.version_id == version_id for version in versions):
        raise CloudError("ResourceInUse.VersionIdExists", f"The version {version_id} exists already.")
    if len(versions) >= rules.VERSIONS:
        raise CloudError("LimitExceeded", f"A secret has at most {rules.VERSIONS} versions.")
    world.store.put(
        Version(secret.account, secret.region, secret.name, version_id, world.clock.seconds(), **value),
    )
    return {"SecretName": secret.name, "VersionId": version_id}


def update_secret(call: Call, world: World) -> Reply:
    """Overwrite a version in place."""
    secret, value = _writable(call, world)
    version = need_version(secret, call.parameters["VersionId"], world)
    version.secret_string, version.secret_binary = value["secret_string"], value["secret_binary"]
    world.store.put(version)
    return {"SecretName": secret.name, "VersionId": version.version_id}


def update_description(call: Call, world: World) -> Reply:
    """Change the description."""
    secret = need_secret(call, world)
    rules.check_description(call.parameters["Description"])
    rules.check_changeable(secret)
    secret.description = call.parameters["Description"]
    world.store.put(secret)
    return {"SecretName": secret.name}


def delete_secret_version(call: Call, world: World) -> Reply:
    """Remove a version for good, in any state of the secret; the last one may go too."""
    secret = need_secret(call, world)
    rules.check_initialized(secret)
    rules.check_custom(secret)
    version = need_version(secret, call.parameters["VersionId"], world)
    world.store.delete(version)
    return {"SecretName": secret.name, "VersionId": version.version_id}


def enable_secret(call: Call, world: World) -> Reply:
    """Make a disabled secret readable."""
    return _toggle(call, world, "Enabled")


def disable_secret(call: Call, world: World) -> Reply:
    """Make a secret unreadable."""
    return _toggle(call, world, "Disabled")


def delete_secret(call: Call, world: World) -> Reply:
    """Schedule the end of a disabled secret; window 0, the default, destroys it at once."""
    secret = need_secret(call, world)
    window = call.parameters.get("RecoveryWindowInDays", 0)
    rules.check_choice(call, "DeleteMode", range(2))
    rules.check_deletable(secret, window, world)
    now = world.clock.seconds()
    if window == 0:
        destroy(secret, world)
        return {"SecretName": secret.name, "DeleteTime": now, "FlowID": _start_flow(call, world)}
    secret.status, secret.delete_time = "PendingDelete", now + window * _DAY
    world.store.put(secret)
    return {"SecretName": secret.name, "DeleteTime": secret.delete_time, "FlowID": _start_flow(call, world)}


def restore_secret(call: Call, world: World) -> Reply:
    """Bring a pending secret back; it is disabled then."""
    secret = need_secret(call, world)
    if secret.status != "PendingDelete":
        raise errors.failed_operation(f"The secret {secret.name} is not pending deletion.")
    secret.status, secret.delete_time = "Disabled", 0
    world.store.put(secret)
    return {"SecretName": secret.name}


def _free_name(call: Call, world: World) -> None:
    holder = find_secret(call, world)
    if holder is None:
        return
    if holder.status == "PendingDelete" and world.switches["ssm_name_while_pending"] == "free":
        destroy(holder, world)
        return
    raise CloudError("ResourceInUse.SecretExists", f"The secret {holder.name} exists already.")


def _check_quota(call: Call, world: World) -> None:
    where = "" if world.switches["ssm_quota_counts_pending"] == "yes" else "status != 'PendingDelete'"
    if world.store.count(Secret, where, account=call.account, region=call.region) >= world.switches.number("ssm_quota"):
        raise CloudError("LimitExceeded", "The quota of secrets in this region is used up.")


def _new_secret(call: Call, world: World) -> Secret:
    given = call.parameters
    key_id, key_type = encryption.choose_key(call, world)
    return Secret(
        account=call.account,
        region=call.region,
        name=given["SecretName"],
        creator_uin=call.caller.user_id,
        create_time=world.clock.seconds(),
        description=given.get("Description", ""),
        kms_key_id=key_id,
        kms_key_type=key_type,
        encrypt_type=given.get("EncryptType", 0),
        additional_config=given.get("AdditionalConfig", ""),
        hsm_cluster_id=given.get("KmsHsmClusterId", ""),
    )


def _start_flow(call: Call, world: World) -> int:
    looks = world.switches.number("ssm_flow_looks")
    if not looks:
        return 0
    flow = Flow(call.account, world.store.count(Flow) + 1)
    world.store.put(flow)
    world.lags.start(flow.place, rules.FLOW_RUNNING, looks=looks, milliseconds=0)
    return flow.flow_id


def _writable(call: Call, world: World) -> tuple[Secret, dict[str, str]]:
    value = rules.read_value(call)
    secret = need_secret(call, world)
    rules.check_changeable(secret)
    rules.check_custom(secret)
    encryption.check_writable(secret, world)
    return secret, value


def _toggle(call: Call, world: World, target: str) -> Reply:
    secret = need_secret(call, world)
    rules.check_toggle(secret, target, world)
    rules.start_lag(secret, target, world)
    secret.status = target
    world.store.put(secret)
    return {"SecretName": secret.name}
