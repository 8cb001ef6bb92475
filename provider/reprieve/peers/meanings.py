"""What our words for a field are called in other providers' types, and which of their fields hold a value.

The attributes are those of terraform-provider-tencentcloud 1.82, terraform-provider-alicloud 1.285 and
terraform-provider-aws 6; the bridged Pulumi packages have the same ones in camel case.
"""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "tencentcloud_ssm_secret": {
        "recoveryWindowInDays": "recovery_window_in_days",
        "kmsKeyId": "kms_key_id",
        "tags": "tags",
    },
    "tencentcloud_kms_key": {
        "recoveryWindowInDays": "pending_delete_window_in_days",
        "alias": "alias",
        "kmsInstanceId": "hsm_cluster_id",
        "tags": "tags",
    },
    "tencentcloud_api_gateway_api_key": {},
    "alicloud_kms_secret": {
        "recoveryWindowInDays": "recovery_window_in_days",
        "forceDelete": "force_delete_without_recovery",
        "kmsKeyId": "encryption_key_id",
        "kmsInstanceId": "dkms_instance_id",
        "tags": "tags",
    },
    "alicloud_kms_key": {
        "recoveryWindowInDays": "pending_window_in_days",
        "deletionProtection": "deletion_protection",
        "kmsInstanceId": "dkms_instance_id",
        "tags": "tags",
    },
    "aws_secretsmanager_secret": {
        "recoveryWindowInDays": "recovery_window_in_days",
        "kmsKeyId": "kms_key_id",
        "tags": "tags",
    },
    "aws_kms_key": {"recoveryWindowInDays": "deletion_window_in_days", "tags": "tags"},
}
"""Our field, and the attribute that means the same, by type; a type without one has no such field."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "tencentcloud_ssm_secret_version": ("secret_string", "secret_binary"),
    "tencentcloud_ssm_secret_version_v2": ("secret_string", "secret_binary"),
    "tencentcloud_api_gateway_api_key": ("access_key_secret",),
    "alicloud_kms_secret": ("secret_data",),
    "aws_secretsmanager_secret_version": ("secret_string", "secret_binary"),
}
"""The attributes with the value of a secret, by type."""

INSTANCE = "alicloud_kms_instance"
"""The type of an Alibaba KMS instance; releasing it ends every window in it at once (ReleaseKmsInstance)."""
