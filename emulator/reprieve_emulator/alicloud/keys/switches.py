"""What no source says about keys, or about what sources disagree."""

from reprieve_emulator.switches import Switch

_SDK = "alibabacloud-kms20160120"

SWITCHES = (
    Switch(
        "alicloud_key_window_longest_days",
        ("366", "30"),
        "366",
        "the longest PendingWindowInDays of ScheduleKeyDeletion",
        "the vendor's page of 2021 says 7 to 30, its SDK 7 to 366",
        f"vendor's page on ScheduleKeyDeletion, {_SDK}",
    ),
    Switch(
        "alicloud_protected_key_code",
        ("Rejected.StateModifiedFailed", "Rejected.UnsupportedOperation", "Forbidden.NoPermission"),
        "Rejected.StateModifiedFailed",
        "the code of ScheduleKeyDeletion on a key with deletion protection",
        "the page says that such a key cannot be deleted, and has no table of errors",
        "vendor's page on SetDeletionProtection",
    ),
    Switch(
        "alicloud_service_key_code",
        ("Rejected.UnsupportedOperation", "Rejected.StateModifiedFailed", "Forbidden.NoPermission"),
        "Rejected.UnsupportedOperation",
        "the code of a change of a key that a product made (alias/acs/...)",
        "such keys cannot be deleted; the code is on no page",
        "vendor's page on service keys",
    ),
    Switch(
        "alicloud_cancelled_state",
        ("Enabled", "previous"),
        "Enabled",
        "the state after CancelKeyDeletion of a key that was Disabled before",
        "the text says enabled; nothing shows that the state before is remembered",
        "vendor's page on CancelKeyDeletion",
    ),
    Switch(
        "alicloud_cancelled_import",
        ("PendingImport", "Enabled"),
        "PendingImport",
        "the state after CancelKeyDeletion of an imported key without material",
        "the text says enabled, which such a key cannot be",
        "vendor's page on CancelKeyDeletion",
    ),
    Switch(
        "alicloud_rotation_longest_days",
        ("as_documented", "365", "730"),
        "as_documented",
        "the longest RotationInterval; as documented it is 365 days in CreateKey and 730 in UpdateRotationPolicy",
        "the two texts disagree",
        _SDK,
    ),
    Switch(
        "alicloud_hsm",
        ("offered", "not_offered"),
        "offered",
        "whether ProtectionLevel HSM is possible outside an instance, or answers Unsupported.ProtectionLevel",
        "it depends on the region; the list of regions changes",
        "vendor's page on managed HSM",
    ),
    Switch(
        "alicloud_key_quota",
        (),
        "200",
        "keys per account and region outside instances; one more answers Rejected.LimitExceeded",
        "stated; whether it counts what is pending is alicloud_key_quota_counts_pending",
        "vendor's page on limits of KMS",
    ),
    Switch(
        "alicloud_key_quota_counts_pending",
        ("yes", "no"),
        "yes",
        "whether pending keys count against the quota",
        "no source says",
        "vendor's page on limits of KMS",
    ),
    Switch(
        "alicloud_key_lag_looks",
        (),
        "0",
        "how many looks after EnableKey and DisableKey still meet the old state",
        "the Terraform provider waits ten seconds after both before it looks",
        "terraform-provider-alicloud",
    ),
    Switch(
        "alicloud_key_lag_milliseconds",
        (),
        "0",
        "how long after EnableKey and DisableKey looks still meet the old state",
        "as alicloud_key_lag_looks",
        "terraform-provider-alicloud",
    ),
)
