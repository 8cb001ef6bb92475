"""Tencent Cloud: what it offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.calls import Calls
from reprieve.clouds import Account
from reprieve.clouds.tencentcloud.api_key import RULES as API_KEY_RULES
from reprieve.clouds.tencentcloud.api_key import ApiKeyDriver
from reprieve.clouds.tencentcloud.client import Client, quota_of
from reprieve.clouds.tencentcloud.kms_key import RULES as KMS_KEY_RULES
from reprieve.clouds.tencentcloud.kms_key import KmsKeyDriver
from reprieve.clouds.tencentcloud.secret import RULES as SECRET_RULES
from reprieve.clouds.tencentcloud.secret import SecretDriver

if TYPE_CHECKING:
    from reprieve.clouds import Offers
    from reprieve.config import Config

OFFERS: Offers = {
    "Secret": (SECRET_RULES, SecretDriver),
    "KmsKey": (KMS_KEY_RULES, KmsKeyDriver),
    "ApiKey": (API_KEY_RULES, ApiKeyDriver),
}
"""The resources that this cloud offers."""


def open_cloud(config: Config) -> Account:
    """Return the cloud of a configuration; makes no call and needs no credentials."""
    return Account("Tencent Cloud", config.region, Calls(Client(config).send, quota_of), OFFERS)
