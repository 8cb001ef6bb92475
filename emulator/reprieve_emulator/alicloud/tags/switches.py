"""What no source says about tags."""

from reprieve_emulator.switches import Switch

SWITCHES = (
    Switch(
        "alicloud_tags_per_call",
        (),
        "20",
        "how many tags one call may carry; more answer InvalidParameter",
        "the page on TagResource says 10, the texts of CreateKey, CreateSecret and TagResources say 20",
        "vendor's page on TagResource, alibabacloud-kms20160120",
    ),
    Switch(
        "alicloud_tag_terms",
        ("all", "any"),
        "all",
        "whether ListTagResources with several tags gives the objects that carry all of them, or any",
        "the parameter's text does not say",
        "alibabacloud-kms20160120",
    ),
)
