"""Where Reprieve is published: the one place that names packages and addresses."""

from typing import Final

NAME: Final = "reprieve"
DISPLAY_NAME: Final = "Reprieve"
PUBLISHER: Final = "Reprieve"
DESCRIPTION: Final = (
    "Secrets, encryption keys and API keys on Tencent Cloud and Alibaba Cloud, whose deletion is declared, checked at "
    "preview, carried out in order and reversible for as long as the cloud allows."
)
LICENSE: Final = "Apache-2.0"
KEYWORDS: Final = ("pulumi", NAME, "secrets", "kms", "tencent cloud", "alibaba cloud", "category/cloud", "kind/native")

PYTHON_PACKAGE: Final = "pulumi_reprieve"
NODEJS_PACKAGE: Final = "pulumi-reprieve"
# a name that RFC 2606 keeps for examples, until the repository has its public address
_PLACE: Final = "example.com/pulumi-reprieve"

REPOSITORY: Final = f"https://{_PLACE}"
GO_IMPORT_PATH: Final = f"{_PLACE}/sdk/go/reprieve"

PLUGIN_ADDRESS: Final = f"{REPOSITORY}/releases/v${{VERSION}}"
"""Where Pulumi fetches `pulumi-resource-reprieve-v<version>-<os>-<arch>.tar.gz`."""
