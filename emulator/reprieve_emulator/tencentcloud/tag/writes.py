"""The actions of the Tag product that change something."""

from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud.resources import exists, parse_resource
from reprieve_emulator.tencentcloud.tag import rules
from reprieve_emulator.tencentcloud.tag.records import Attachment, Pair, Resource, attach, detach, tags_of
from reprieve_emulator.world import World


def create_tags(call: Call, world: World) -> Reply:
    """Make pairs."""
    for key, value in rules.read_pairs(call.parameters.get("Tags", [])):
        known = world.store.get(Pair, account=call.account, key=key, value=value)
        if known and world.switches["tag_create_existing"] == "refused":
            raise CloudError("ResourceInUse.TagDuplicate", f"The tag {key}:{value} exists already.")
        world.store.put(Pair(call.account, key, value))
    return {}


def create_tag(call: Call, world: World) -> Reply:
    """Make one pair."""
    call.parameters = {"Tags": [call.parameters]}
    return create_tags(call, world)


def delete_tags(call: Call, world: World) -> Reply:
    """Remove pairs that no resource carries."""
    for tag in call.parameters["Tags"]:
        key, value = tag["TagKey"], tag["TagValue"]
        pair = world.store.get(Pair, account=call.account, key=key, value=value)
        if pair is None:
            raise CloudError("ResourceNotFound.TagNonExist", f"The tag {key}:{value} does not exist.")
        if world.store.count(Attachment, account=call.account, tag_key=key, tag_value=value):
            raise CloudError("FailedOperation.TagAttachedResource", f"The tag {key}:{value} is carried by a resource.")
        world.store.delete(pair)
    return {}


def delete_tag(call: Call, world: World) -> Reply:
    """Remove one pair."""
    call.parameters = {"Tags": [call.parameters]}
    return delete_tags(call, world)


def tag_resources(call: Call, world: World) -> Reply:
    """Set tags of several resources, making the pairs; those that failed are listed."""
    tags = rules.read_tags(call.parameters["Tags"])
    failed = []
    for text, resource in _resources(call):
        try:
            _check_exists(resource, world)
            rules.check_room(tags_of(world.store, resource), tags)
            attach(world.store, resource, tags)
        except CloudError as refusal:
            failed.append({"Resource": text, "Code": refusal.code, "Message": refusal.message})
    return {"FailedResources": failed}


def untag_resources(call: Call, world: World) -> Reply:
    """Take tags from several resources; keys that they do not carry are passed over."""
    keys = call.parameters["TagKeys"]
    if len(keys) > rules.PER_REQUEST:
        raise CloudError("LimitExceeded.TagNumPerRequest", f"At most {rules.PER_REQUEST} tag keys per request.")
    failed = []
    for text, resource in _resources(call):
        try:
            _check_exists(resource, world)
            detach(world.store, resource, keys)
        except CloudError as refusal:
            failed.append({"Resource": text, "Code": refusal.code, "Message": refusal.message})
    return {"FailedResources": failed}


def modify_resource_tags(call: Call, world: World) -> Reply:
    """Set and take tags of one resource at once."""
    replaced, deleted = call.parameters.get("ReplaceTags"), call.parameters.get("DeleteTags")
    if (replaced is None and deleted is None) or replaced == [] or deleted == []:
        raise CloudError("InvalidParameter.Tag", "ReplaceTags or DeleteTags must be given, and neither may be empty.")
    keys = [tag["TagKey"] for tag in deleted or []]
    tags = rules.read_tags(replaced) if replaced else {}
    if len(keys) > rules.PER_REQUEST or set(keys) & set(tags):
        raise CloudError("InvalidParameterValue.DeleteTagsParamError", "DeleteTags: at most 10, none in ReplaceTags.")
    resource = parse_resource(call.parameters["Resource"], call.account)
    _check_exists(resource, world)
    detach(world.store, resource, keys)
    rules.check_room(tags_of(world.store, resource), tags)
    attach(world.store, resource, tags)
    return {}


def add_resource_tag(call: Call, world: World) -> Reply:
    """Tag one resource with a key that it does not carry yet."""
    resource, held = _one_resource(call, world)
    tags = rules.read_tags([call.parameters])
    if call.parameters["TagKey"] in held:
        raise CloudError("ResourceInUse.TagKeyAttached", "The resource carries this tag key already.")
    rules.check_room(held, tags)
    attach(world.store, resource, tags)
    return {}


def update_resource_tag_value(call: Call, world: World) -> Reply:
    """Change the value of a tag that one resource carries."""
    resource, held = _one_resource(call, world)
    _check_attached(call.parameters["TagKey"], held)
    attach(world.store, resource, rules.read_tags([call.parameters]))
    return {}


def delete_resource_tag(call: Call, world: World) -> Reply:
    """Take one tag from one resource."""
    resource, held = _one_resource(call, world)
    _check_attached(call.parameters["TagKey"], held)
    detach(world.store, resource, [call.parameters["TagKey"]])
    return {}


def _resources(call: Call) -> list[tuple[str, Resource]]:
    texts = call.parameters["ResourceList"]
    rules.check_resources(texts, rules.RESOURCES_PER_REQUEST)
    return [(text, parse_resource(text, call.account)) for text in texts]


def _one_resource(call: Call, world: World) -> tuple[Resource, dict[str, str]]:
    resource = parse_resource(call.parameters["Resource"], call.account)
    _check_exists(resource, world)
    return resource, tags_of(world.store, resource)


def _check_exists(resource: Resource, world: World) -> None:
    if world.switches["tag_unknown_resource"] == "refused" and not exists(resource, world):
        message = f"The resource {resource.text} does not exist."
        raise CloudError("InvalidParameterValue.ResourceDescriptionError", message)


def _check_attached(key: str, held: dict[str, str]) -> None:
    if key not in held:
        raise CloudError("ResourceNotFound.AttachedTagKeyNotFound", f"The resource does not carry the tag key {key}.")
