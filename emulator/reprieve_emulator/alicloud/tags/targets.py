"""Which objects tags are put on: the tag actions ask here whether one exists, and whether its state allows a change."""

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.keys import rules as key_rules
from reprieve_emulator.alicloud.keys.records import named_key
from reprieve_emulator.alicloud.secrets import rules as secret_rules
from reprieve_emulator.alicloud.secrets.records import named_secret
from reprieve_emulator.alicloud.tags.records import Target
from reprieve_emulator.cloud import Call
from reprieve_emulator.world import World

KINDS = ("key", "secret")


def find_target(kind: str, name: str, call: Call, world: World) -> Target:
    """Give an object to read its tags; Forbidden.KeyNotFound or .ResourceNotFound without it."""
    if kind == "key":
        return named_key(call, name, world).target
    return named_secret(call, name, world).target


def changeable_target(kind: str, name: str, call: Call, world: World) -> Target:
    """Give an object to change its tags; refuse one whose state forbids it."""
    if kind == "key":
        key = named_key(call, name, world)
        key_rules.check_not_pending(key)
        return key.target
    secret = named_secret(call, name, world)
    secret_rules.check_writable(secret, world)
    return secret.target


def older_target(call: Call, world: World) -> Target:
    """Give the object of the older actions, which name it by exactly one of three parameters."""
    given = {name: value for name, value in call.parameters.items() if name in {"KeyId", "SecretName", "CertificateId"}}
    if len(given) != 1:
        raise errors.invalid_parameter("KeyId", "Exactly one of KeyId, SecretName and CertificateId is given.")
    ((name, value),) = given.items()
    if name == "CertificateId":
        raise errors.refusal("Forbidden.ResourceNotFound", "The resource is not found.")
    return changeable_target("key" if name == "KeyId" else "secret", value, call, world)


def newer_targets(call: Call) -> tuple[str, list[str]]:
    """Give kind and names of the objects of the newer actions."""
    kind, names = call.parameters["ResourceType"].lower(), call.parameters.get("ResourceId", [])
    if kind not in KINDS:
        raise errors.invalid_parameter("ResourceType", "It is key or secret.")
    return kind, names
