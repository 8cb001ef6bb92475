"""What no source says about secrets, or about what sources disagree."""

from reprieve_emulator.switches import Switch

_DELETE = "vendor's page on DeleteSecret"
_PUT = "vendor's page on PutSecretValue"
_SDK = "alibabacloud-kms20160120"

SWITCHES = (
    Switch(
        "alicloud_recovery_window",
        ("7_to_30", "any"),
        "7_to_30",
        "whether RecoveryWindowInDays of DeleteSecret is limited (InvalidParameter) or any number of days from 1",
        "the newer page and the Terraform provider state the limits, the SDK's text states none",
        f"{_DELETE}, {_SDK}",
    ),
    Switch(
        "alicloud_planned_time_form",
        ("seconds", "nanoseconds", "nanoseconds_beijing"),
        "seconds",
        "how PlannedDeleteTime is written: whole seconds with Z, nanoseconds with Z, or nanoseconds with +08:00",
        "the vendor's samples have all three",
        "vendor's pages on DeleteSecret, DescribeSecret and ListSecrets",
    ),
    Switch(
        "alicloud_live_planned_time",
        ("absent", "empty"),
        "absent",
        "whether a secret that is not pending, also after RestoreSecret, has no PlannedDeleteTime or an empty one",
        "no sample shows a secret that is not pending",
        "vendor's page on DescribeSecret",
    ),
    Switch(
        "alicloud_force_while_pending",
        ("refused", "accepted"),
        "refused",
        "whether a forced DeleteSecret of a pending secret answers Rejected.ResourceInDeleteWindow or destroys it",
        "the page has the code and does not say that force goes past it",
        _DELETE,
    ),
    Switch(
        "alicloud_force_with_window",
        ("ignored", "refused"),
        "ignored",
        "whether DeleteSecret with force and a window ignores the window or answers InvalidParameter",
        "the Terraform provider sends both",
        "terraform-provider-alicloud",
    ),
    Switch(
        "alicloud_forced_name_looks",
        (),
        "0",
        "how many CreateSecret calls after a forced deletion still meet the old name (Rejected.ResourceInDeleteWindow)",
        "the name is said to be free; a delay is not mentioned",
        _DELETE,
    ),
    Switch(
        "alicloud_pending_value_code",
        ("Rejected.ResourceInDeleteWindow", "Forbidden.ResourceNotFound"),
        "Rejected.ResourceInDeleteWindow",
        "the code of GetSecretValue on a pending secret",
        "the action's page has no table of errors",
        "vendor's page on GetSecretValue",
    ),
    Switch(
        "alicloud_write_while_pending",
        ("refused", "accepted"),
        "refused",
        "whether values, description, stages and tags of a pending secret can be changed"
        " (Rejected.ResourceInDeleteWindow)",
        "no page mentions it",
        _PUT,
    ),
    Switch(
        "alicloud_version_conflict_code",
        ("Rejected.ResourceExist", "InvalidParameter"),
        "Rejected.ResourceExist",
        "the code of PutSecretValue with an existing VersionId and other data",
        "the page says that the request is rejected, not by which code",
        _PUT,
    ),
    Switch(
        "alicloud_secret_versions",
        (),
        "10",
        "how many versions a secret keeps; one more removes the oldest that is neither current nor previous",
        "ten are mentioned beside the console's list, which one goes is not",
        "vendor's pages on generic secrets",
    ),
    Switch(
        "alicloud_default_key_id",
        ("absent", "filled"),
        "absent",
        "whether DescribeSecret shows an EncryptionKeyId for a secret that was made without one",
        "the field's text names no exception",
        _SDK,
    ),
    Switch(
        "alicloud_missing_encryption_key_code",
        ("Forbidden.ResourceNotFound", "Forbidden.KeyNotFound"),
        "Forbidden.ResourceNotFound",
        "the code of CreateSecret with an EncryptionKeyId that does not exist",
        "the first is on the action's list of errors, the second is what the key's own actions answer",
        "vendor's page on CreateSecret",
    ),
    Switch(
        "alicloud_unusable_encryption_key",
        ("refused", "ignored"),
        "refused",
        "whether a secret whose key is disabled, pending or gone can neither be read nor written (the key's own code)",
        "secrets are said to be encrypted by the key; the effect of its states on them is on no page",
        "vendor's page on the effect of key states on API calls",
    ),
    Switch(
        "alicloud_secret_quota",
        (),
        "1000",
        "secrets per account and region outside instances, pending ones included",
        "the page on limits names none",
        "vendor's page on limits of KMS",
    ),
)
