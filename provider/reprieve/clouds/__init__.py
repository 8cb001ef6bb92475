"""The clouds, one folder each; the only line that a new cloud adds outside its folder is in `open_cloud`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reprieve.errors import ConfigurationError

if TYPE_CHECKING:
    from reprieve.config import Config
    from reprieve.driver import Cloud

CLOUDS = {"tencentcloud": "reprieve.clouds.tencentcloud", "alicloud": "reprieve.clouds.alicloud"}
"""Where the package of each cloud is; it is loaded when it is used."""


def open_cloud(config: Config) -> Cloud:
    """Return the configured cloud; makes no call and needs no credentials."""
    package = CLOUDS.get(config.cloud)
    if package is None:
        raise ConfigurationError(f"cloud {config.cloud} is not offered by this version; use {', '.join(CLOUDS)}")
    cloud: Cloud = import_module(package).open_cloud(config)
    return cloud
