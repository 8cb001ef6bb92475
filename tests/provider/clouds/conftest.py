from __future__ import annotations

import importlib
import os
import urllib.request
from typing import TYPE_CHECKING

import certifi
import pytest
import requests.adapters
from alibabacloud_credentials.utils import auth_constant, auth_util

from tests.provider.clouds.internet import open_internet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.provider.clouds.internet import Internet

OF_THE_VENDORS = ("TENCENTCLOUD_", "TKE_", "TCCLI_", "ALIBABA_CLOUD_", "ALICLOUD_")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """An environment without credentials and an empty home; what is changed by it is changed back."""
    with pytest.MonkeyPatch.context() as patched:
        for variable in os.environ:
            if variable.startswith(OF_THE_VENDORS) or variable.upper().endswith("_PROXY"):
                patched.delenv(variable)
        patched.setenv("HOME", str(tmp_path))
        patched.setattr(auth_constant, "HOME", str(tmp_path))
        yield patched
    importlib.reload(auth_util)


@pytest.fixture
def internet(bare: pytest.MonkeyPatch, emulator_url: str, tmp_path: Path) -> Iterator[Internet]:
    """The vendors' hosts, reached through a proxy as from behind a firewall, and trusted."""
    with open_internet(emulator_url, tmp_path) as opened:
        for variable in PROXIES:
            bare.setenv(variable, opened.url)
        # made at the first request of a process, with the proxies of that time
        bare.setattr(urllib.request, "_opener", None)
        bare.setattr(certifi, "where", lambda: opened.authority)
        bare.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", opened.authority)
        yield opened
