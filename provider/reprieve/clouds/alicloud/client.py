"""Sends one signed call to Alibaba Cloud through the vendor's SDK, which is loaded when the first call is made.

The SDK repeats nothing by itself, and takes parameters as texts: in the query, secret content in the body.
"""

from __future__ import annotations

import threading
from copy import copy
from typing import TYPE_CHECKING, Any

from reprieve.calls import Quota, without_credentials
from reprieve.clouds.alicloud.credentials import find_credential
from reprieve.clouds.alicloud.errors import answered, translate
from reprieve.config import is_loopback
from reprieve.errors import ConfigurationError
from reprieve.quiet import hush

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alibabacloud_credentials.client import Client as Credential
    from alibabacloud_tea_openapi.client import Client as OpenApi
    from requests import PreparedRequest, Response

    from reprieve.calls import Reply
    from reprieve.config import Config

VERSIONS = {"kms": "2016-01-20", "sts": "2015-04-01"}
"""The version of each service's API."""

READS, WRITES = Quota("kms reads", 50), Quota("kms writes", 30)
SECRET_ENDS = Quota("kms secrets created and deleted", 10)
SECRET_READS, SECRET_OTHERS = Quota("kms secrets read", 450), Quota("kms secrets listed and changed", 40)

QUOTAS = {
    "kms:CreateKey": Quota("kms:CreateKey", 10),
    "kms:CreateSecret": SECRET_ENDS,
    "kms:DeleteSecret": SECRET_ENDS,
    "kms:DescribeAccountKmsStatus": Quota("kms:DescribeAccountKmsStatus", 1),
    "kms:DescribeSecret": SECRET_READS,
    "kms:GetSecretValue": SECRET_READS,
    "kms:ListResourceTags": Quota("kms:ListResourceTags", 300),
    "kms:ListSecretVersionIds": SECRET_OTHERS,
    "kms:ListSecrets": SECRET_OTHERS,
    "kms:PutSecretValue": SECRET_OTHERS,
    "kms:RestoreSecret": SECRET_OTHERS,
    "kms:UpdateSecret": SECRET_OTHERS,
}
"""Calls per second, by groups of actions that share them (the vendor's page on performance data of KMS).

Other actions whose names begin as reads do are in the group of the reads, all others in the group of the writes.
"""

REQUEST_SECONDS = 10
CONNECTIONS = 64
IN_BODY = frozenset({"SecretData"})
"""Parameters that travel in the body, so that no gateway's log of addresses holds them."""

TALKATIVE = ("darabonba-core", "alibabacloud-tea")
"""Loggers of the SDK that print every header, Authorization included, where the environment has DEBUG=sdk."""


def quota_of(action: str) -> Quota:
    """Return the quota group of an action."""
    name = action.partition(":")[2]
    return QUOTAS.get(action) or (READS if name.startswith(("Describe", "List", "Get")) else WRITES)


class Client:
    """One account and region; safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._clients: dict[str, OpenApi] = {}
        self._credential: Credential | None = None
        self._none_found: ConfigurationError | None = None
        self._lock = threading.Lock()

    def send(self, action: str, params: Mapping[str, object]) -> Reply:
        """Send "service:Action" and return the fields of its reply; raises CloudError."""
        from alibabacloud_tea_openapi.utils import Utils
        from alibabacloud_tea_openapi.utils_models import OpenApiRequest, Params
        from darabonba.runtime import RuntimeOptions

        service, _, name = action.partition(":")
        client = self._client(service)
        try:
            self._credentials().get_credential()
        except Exception as error:  # noqa: BLE001 - whatever ends it, nothing was sent
            raise without_credentials(action, error) from None
        given = {key: _spelled(value) for key, value in params.items()}
        query = Utils.query({key: value for key, value in given.items() if key not in IN_BODY})
        body = {key: value for key, value in given.items() if key in IN_BODY}
        # the SDK sends no region: the address says it, unless it is one of the user's own
        region = {"x-acs-region-id": self._config.region} if self._config.endpoint_of(service) else None
        request = OpenApiRequest(query=query, body=body or None, headers=region)
        how = Params(
            action=name,
            version=VERSIONS[service],
            protocol="HTTPS",
            method="POST",
            auth_type="AK",
            style="RPC",
            pathname="/",
            req_body_type="formData",
            body_type="json",
        )
        try:
            reply = client.call_api(how, request, RuntimeOptions())
        except Exception as error:  # noqa: BLE001 - whatever ends a call must not end the run
            raise translate(action, error) from None
        return answered(action, reply.get("body"))

    def _client(self, service: str) -> OpenApi:
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._connect(service)
            return self._clients[service]

    def _connect(self, service: str) -> OpenApi:
        from alibabacloud_tea_openapi.client import Client as OpenApi
        from alibabacloud_tea_openapi.utils_models import Config as Settings

        hush(*TALKATIVE)
        scheme, _, host = (self._config.endpoint_of(service) or self._address(service)).rpartition("://")
        if is_loopback(host):
            _go_past_proxies(scheme or "https", host)
        return OpenApi(
            Settings(
                credential=self._credentials(),
                region_id=self._config.region,
                endpoint=host,
                protocol=scheme or "https",
                connect_timeout=REQUEST_SECONDS * 1000,
                read_timeout=REQUEST_SECONDS * 1000,
                max_idle_conns=CONNECTIONS,
            )
        )

    def _credentials(self) -> Credential:
        """Look for credentials once, also where there are none: that takes seconds."""
        if self._none_found:
            raise copy(self._none_found)
        if self._credential is None:
            try:
                self._credential = find_credential(self._config)
            except ConfigurationError as error:
                self._none_found = copy(error)
                raise
        return self._credential

    def _address(self, service: str) -> str:
        # STS has one address for all regions
        return "sts.aliyuncs.com" if service == "sts" else f"{service}.{self._config.region}.aliyuncs.com"


def _go_past_proxies(scheme: str, host: str) -> None:
    """Send to this machine's loopback without a proxy, which cannot reach it; the SDK heeds no NO_PROXY."""
    from darabonba.core import DaraCore
    from requests.adapters import HTTPAdapter

    class Direct(HTTPAdapter):
        def send(self, request: PreparedRequest, *given: Any, **how: Any) -> Response:  # noqa: ANN401 - passed on
            return super().send(request, *given, **how | {"proxies": {}})

    session = DaraCore._get_session(  # noqa: SLF001 - the SDK has no setting for it
        session_key=f"{scheme}://{host}:80:pool={CONNECTIONS}", protocol=scheme, pool_size=CONNECTIONS
    )
    session.mount(f"{scheme}://{host}", Direct(pool_maxsize=CONNECTIONS))


def _spelled(value: object) -> object:
    """Write truth values as the API's pages do; lists keep their places."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
