"""Sends one signed call to Tencent Cloud through the vendor's SDK, which is loaded when the first call is made.

The SDK's own retryer is not used: it repeats calls that have succeeded (tencentcloud-sdk-python-common 3.1).
"""

from __future__ import annotations

import threading
from copy import copy
from functools import partial
from typing import TYPE_CHECKING

from reprieve.calls import Quota, unreadable, without_credentials
from reprieve.clouds.tencentcloud.credentials import Sources
from reprieve.clouds.tencentcloud.errors import translate
from reprieve.config import is_loopback
from reprieve.errors import ConfigurationError
from reprieve.quiet import hush

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tencentcloud.common.common_client import CommonClient

    from reprieve.calls import Reply
    from reprieve.clouds.tencentcloud.credentials import Credential
    from reprieve.config import Config

VERSIONS = {
    "ssm": "2019-09-23",
    "kms": "2019-01-18",
    "apigateway": "2018-08-08",
    "tag": "2018-08-13",
    "sts": "2018-08-13",
}
"""The version of each service's API."""

RATES = {
    "ssm:CreateSecret": 100,
    "ssm:PutSecretValue": 100,
    "ssm:DeleteSecret": 50,
    "ssm:DeleteSecretVersion": 50,
    "ssm:DisableSecret": 50,
    "ssm:EnableSecret": 50,
    "ssm:RestoreSecret": 50,
    "ssm:GetServiceStatus": 50,
    "ssm:DescribeSecret": 40,
    "ssm:ListSecretVersionIds": 40,
    "ssm:ListSecrets": 30,
    "ssm:GetSecretValue": 300,
    "kms:CreateKey": 100,
    "kms:ScheduleKeyDeletion": 100,
    "kms:CancelKeyDeletion": 100,
    "kms:EnableKeyRotation": 100,
    "kms:DisableKeyRotation": 100,
    "kms:GetKeyRotationStatus": 100,
}
"""Calls per second and action, as the vendor publishes them (SSM: document 1078/38633; KMS: each action's page)."""

OTHER_RATES = {"kms": 100}
"""Those of a service's other actions; unconfirmed for KMS, whose published ones are all alike."""

OTHER_RATE = 20
TALKATIVE = "tencentcloud_sdk_common"
"""The SDK's logger, which prints every request whole where a program logs at DEBUG."""

REQUEST_SECONDS = 10
CONNECTIONS = 64


def quota_of(action: str) -> Quota:
    """Return the quota of an action; on Tencent Cloud each action has its own."""
    return Quota(action, RATES.get(action, OTHER_RATES.get(action.partition(":")[0], OTHER_RATE)))


class Client:
    """One account and region; safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._clients: dict[str, CommonClient] = {}
        self._credential: Credential | None = None
        self._none_found: ConfigurationError | None = None
        self._lock = threading.Lock()

    def send(self, action: str, params: Mapping[str, object]) -> Reply:
        """Send "service:Action" and return the fields of its reply; raises CloudError."""
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

        service, _, name = action.partition(":")
        client = self._client(service)
        try:
            client.credential.get_credential_info()
        except Exception as error:  # noqa: BLE001 - whatever ends it, nothing was sent
            raise without_credentials(action, error) from None
        try:
            reply: Reply = client.call_json(name, dict(params))["Response"]
        except TencentCloudSDKException as error:
            raise translate(action, error) from None
        except Exception as error:  # noqa: BLE001 - whatever ends a call must not end the run
            raise unreadable(action, error) from None
        return reply

    def _client(self, service: str) -> CommonClient:
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._connect(service, self._credentials())
            return self._clients[service]

    def _connect(self, service: str, credential: Credential | None) -> CommonClient:
        from requests.adapters import HTTPAdapter
        from tencentcloud.common.common_client import CommonClient
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile

        hush(TALKATIVE)
        root = "intl.tencentcloudapi.com" if self._config.site == "international" else "tencentcloudapi.com"
        scheme, _, host = (self._config.endpoint_of(service) or f"https://{service}.{root}").rpartition("://")
        http = HttpProfile(protocol=scheme or "https", endpoint=host, reqTimeout=REQUEST_SECONDS, keepAlive=True)
        profile = ClientProfile(httpProfile=http, language="en-US")
        client = CommonClient(service, VERSIONS[service], credential, self._config.region, profile)
        connection = client.request.conn
        # the SDK keeps ten connections at most, and has no setting for it
        connection._session.mount(f"{scheme or 'https'}://", HTTPAdapter(pool_maxsize=CONNECTIONS))  # noqa: SLF001
        if is_loopback(host):
            # a proxy cannot reach this machine's loopback; the SDK compares NO_PROXY with the port included
            connection.proxy, connection._session.trust_env = None, False  # noqa: SLF001
        return client

    def _credentials(self) -> Credential:
        """Look for credentials once, also where there are none: that takes seconds."""
        if self._none_found:
            raise copy(self._none_found)
        if self._credential is None:
            try:
                self._credential = Sources(self._config, partial(self._connect, "sts")).find()
            except ConfigurationError as error:
                self._none_found = copy(error)
                raise
        return self._credential
