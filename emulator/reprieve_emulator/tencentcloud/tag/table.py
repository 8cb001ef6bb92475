"""What the Tag product serves. Parameters: tccli's definitions. Rates: 20 for writes, the rest is unconfirmed."""

from reprieve_emulator.tencentcloud.service import Action, Service, table
from reprieve_emulator.tencentcloud.tag import reads, writes
from reprieve_emulator.tencentcloud.tag.switches import SWITCHES

_PAIR = "TagKey! TagValue!"
_PLACE = "CreateUin:uint ResourceRegion ServiceType ResourcePrefix ResourceId Offset:uint Limit:uint"
_PAGE = "PaginationToken MaxResults:uint Category"

TAG = Service(
    name="tag",
    version="2018-08-13",
    is_regional=False,
    objects={
        "Tag": "TagKey! TagValue! Category",
        "TagFilter": "TagKey! TagValue:string[]",
        "TagKeyObject": "TagKey!",
    },
    switches=SWITCHES,
    actions=table(
        Action("CreateTag", _PAIR, writes.create_tag, 20),
        Action("CreateTags", "Tags:Tag[]", writes.create_tags, 20),
        Action("DeleteTag", _PAIR, writes.delete_tag, 20),
        Action("DeleteTags", "Tags!:Tag[]", writes.delete_tags, 20),
        Action("TagResources", "ResourceList!:string[] Tags!:Tag[]", writes.tag_resources, 20),
        Action("UnTagResources", "ResourceList!:string[] TagKeys!:string[]", writes.untag_resources, 20),
        Action(
            "ModifyResourceTags",
            "Resource! ReplaceTags:Tag[] DeleteTags:TagKeyObject[]",
            writes.modify_resource_tags,
            20,
        ),
        Action("AddResourceTag", "TagKey! TagValue! Resource!", writes.add_resource_tag, 20),
        Action("UpdateResourceTagValue", "TagKey! TagValue! Resource!", writes.update_resource_tag_value, 20),
        Action("DeleteResourceTag", "TagKey! Resource!", writes.delete_resource_tag, 20),
        Action(
            "GetResources",
            "ResourceList:string[] TagFilters:TagFilter[] PaginationToken MaxResults:uint",
            reads.get_resources,
            20,
        ),
        Action("GetTags", f"TagKeys:string[] {_PAGE}", reads.get_tags, 20),
        Action("GetTagKeys", _PAGE, reads.get_tag_keys, 20),
        Action("GetTagValues", f"TagKeys!:string[] {_PAGE}", reads.get_tags, 20),
        Action(
            "DescribeTags",
            "TagKey TagValue Offset:uint Limit:uint CreateUin:uint TagKeys:string[] ShowProject:uint",
            reads.describe_tags,
            20,
        ),
        Action("DescribeResourceTags", f"{_PLACE} CosResourceId:uint", reads.describe_resource_tags, 20),
        Action(
            "DescribeResourceTagsByResourceIds",
            "ServiceType! ResourcePrefix! ResourceIds!:string[] ResourceRegion! Offset:uint Limit:uint Category",
            reads.describe_resource_tags_by_resource_ids,
            20,
        ),
        Action("DescribeResourcesByTags", f"TagFilters!:TagFilter[] {_PLACE}", reads.describe_resources_by_tags, 20),
    ),
)
