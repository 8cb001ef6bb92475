"""What is served for tags. Parameters: the vendor's SDK."""

from reprieve_emulator.alicloud.groups import KEY_READS, KEY_TAGS, KEY_WRITES
from reprieve_emulator.alicloud.service import Action, table
from reprieve_emulator.alicloud.tags import reads, writes

_ONE = "KeyId SecretName CertificateId"
_MANY = "RegionId! ResourceType!"

OBJECTS = {"Tag": "Key! Value", "TagFilter": "Key Value"}
ACTIONS = table(
    Action("TagResource", f"{_ONE} Tags!", writes.tag_resource, KEY_WRITES),
    Action("UntagResource", f"{_ONE} TagKeys!", writes.untag_resource, KEY_WRITES),
    Action("ListResourceTags", "KeyId!", reads.list_resource_tags, KEY_TAGS),
    Action("TagResources", f"{_MANY} ResourceId!:string[] Tag!:Tag[]", writes.tag_resources, KEY_WRITES),
    Action(
        "UntagResources", f"{_MANY} ResourceId!:string[] TagKey:string[] All:bool", writes.untag_resources, KEY_WRITES
    ),
    Action(
        "ListTagResources",
        f"{_MANY} ResourceId:string[] Tag:TagFilter[] NextToken",
        reads.list_tag_resources,
        KEY_READS,
    ),
)
