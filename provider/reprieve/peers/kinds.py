"""The types of the tencentcloud and alicloud providers that concern Reprieve, and what is read of each.

The attributes are those of the providers' schemas (terraform-provider-tencentcloud 1.82, terraform-provider-alicloud
1.285); the bridged Pulumi packages have the same ones in camel case. No attribute with a secret value is listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One type: the resource that adopts it, the object that it is a part of (by an attribute), or why neither."""

    cloud: str
    attributes: frozenset[str] = frozenset()
    resource: str = ""
    part_of: str = ""
    whole: str = ""
    why_left: str = ""


def _whole(cloud: str, resource: str, *attributes: str) -> Kind:
    return Kind(cloud, frozenset(attributes), resource)


def _part(cloud: str, whole: str, by: str, *attributes: str) -> Kind:
    return Kind(cloud, frozenset({by, *attributes}), part_of=by, whole=whole)


_TENCENT, _ALIBABA = "tencentcloud", "alicloud"

KINDS: dict[str, Kind] = {
    "tencentcloud_ssm_secret": _whole(
        _TENCENT, "Secret", "secret_name", "secret_type", "recovery_window_in_days", "status"
    ),
    "tencentcloud_ssm_secret_version": _part(_TENCENT, "tencentcloud_ssm_secret", "secret_name", "version_id"),
    "tencentcloud_ssm_secret_version_v2": _part(_TENCENT, "tencentcloud_ssm_secret", "secret_name", "version_id"),
    "tencentcloud_kms_key": _whole(
        _TENCENT,
        "KmsKey",
        "alias",
        "is_enabled",
        "is_archived",
        "pending_delete_window_in_days",
        "key_state",
        "key_usage",
    ),
    "tencentcloud_api_gateway_api_key": _whole(_TENCENT, "ApiKey", "secret_name", "access_key_type"),
    "alicloud_kms_secret": _whole(
        _ALIBABA,
        "Secret",
        "secret_name",
        "secret_type",
        "secret_data_type",
        "version_id",
        "force_delete_without_recovery",
        "recovery_window_in_days",
        "planned_delete_time",
        "policy",
        "arn",
    ),
    "alicloud_kms_key": _whole(
        _ALIBABA,
        "KmsKey",
        "pending_window_in_days",
        "deletion_window_in_days",
        "deletion_protection",
        "status",
        "key_state",
        "key_spec",
        "key_usage",
        "origin",
        "policy",
        "arn",
    ),
    "alicloud_kms_alias": _part(_ALIBABA, "alicloud_kms_key", "key_id", "alias_name"),
    "tencentcloud_ssm_product_secret": Kind(_TENCENT, why_left="a database credential, which the product manages"),
    "tencentcloud_ssm_ssh_key_pair_secret": Kind(_TENCENT, why_left="an SSH key, which the product manages"),
    "tencentcloud_kms_external_key": Kind(_TENCENT, why_left="a key with imported material"),
    "tencentcloud_kms_white_box_key": Kind(_TENCENT, why_left="a white-box key"),
    "alicloud_kms_policy": Kind(_ALIBABA, why_left="a policy of application access points"),
    "alicloud_kms_application_access_point": Kind(_ALIBABA, why_left="an application access point"),
    "alicloud_kms_client_key": Kind(_ALIBABA, why_left="a client key of an application access point"),
    "alicloud_kms_network_rule": Kind(_ALIBABA, why_left="a network rule"),
    "alicloud_kms_instance": Kind(_ALIBABA, why_left="a KMS instance; releasing it ends every window in it at once"),
    "alicloud_ram_access_key": Kind(_ALIBABA, why_left="an access key of a RAM user"),
}


def type_of(token: str) -> str:
    """Return Terraform's type for a Pulumi token.

    The bridged package has `tencentcloud:Ssm/secret:Secret`, one that Pulumi generates from the Terraform provider has
    `tencentcloud:index/ssmSecret:SsmSecret`.
    """
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    group = module.partition("/")[0]
    return "_".join(filter(None, (package, "" if group == "index" else snake(group), snake(name))))


def snake(camel: str) -> str:
    """Spell a name in camel case as Terraform does."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", camel).lower()
