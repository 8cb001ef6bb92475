"""What no source says about the Tag product."""

from reprieve_emulator.switches import Switch

SWITCHES = (
    Switch(
        "tag_create_existing",
        ("refused", "accepted"),
        "refused",
        "whether CreateTags with a pair that exists makes none (ResourceInUse.TagDuplicate) or makes the rest",
        "the code is on the action's list, no text says what becomes of the other pairs",
        "comments of the vendor's Go SDK on CreateTags",
    ),
    Switch(
        "tag_unknown_resource",
        ("refused", "accepted"),
        "refused",
        "whether tagging a resource that does not exist is refused (TagResources: in FailedResources)",
        "no source says",
        "tccli's definition of TagResources",
    ),
)
