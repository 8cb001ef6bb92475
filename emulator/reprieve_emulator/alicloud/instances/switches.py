"""What no source says about KMS instances."""

from reprieve_emulator.switches import Switch

_PAGES = "vendor's pages on KMS instances"

SWITCHES = (
    Switch(
        "alicloud_second_default_key_code",
        ("Rejected.LimitExceeded", "InvalidParameter", "Forbidden.NoPermission"),
        "Rejected.LimitExceeded",
        "the code of a second CreateKey without an instance, for an account that must buy one",
        "one default key is stated, the code is not",
        _PAGES,
    ),
    Switch(
        "alicloud_secret_without_instance_code",
        ("MissingParameter", "InvalidParameter", "Forbidden.NoPermission"),
        "MissingParameter",
        "the code of CreateSecret without an instance, for an account that must buy one",
        "the need is stated, the code is not",
        _PAGES,
    ),
    Switch(
        "alicloud_release_code",
        ("Rejected.UnsupportedOperation", "InvalidParameter"),
        "Rejected.UnsupportedOperation",
        "the code of ReleaseKmsInstance on a protected instance, or on one without a backup when it is not forced",
        "the parameter's text says that the instance is not released",
        "alibabacloud-kms20160120",
    ),
)
