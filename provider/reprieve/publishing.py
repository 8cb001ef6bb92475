"""Where Reprieve is published: the one place that names packages and addresses."""

from typing import Final

NAME: Final = "reprieve"
DISPLAY_NAME: Final = "Reprieve"
LICENSE: Final = "Apache-2.0"
KEYWORDS: Final = ("pulumi", NAME, "secrets", "kms", "tencent cloud", "alibaba cloud", "category/cloud", "kind/native")

PYTHON_PACKAGE: Final = "pulumi_reprieve"
NODEJS_PACKAGE: Final = "pulumi-reprieve"
# a name that RFC 2606 keeps for examples, until the repository has its public address
GO_IMPORT_PATH: Final = "example.com/pulumi-reprieve/sdk/go/reprieve"

PLUGIN_ADDRESS: Final = "https://example.com/pulumi-reprieve/releases/v${VERSION}"
"""Where Pulumi fetches `pulumi-resource-reprieve-v<version>-<os>-<arch>.tar.gz`; a name that RFC 2606 keeps, too."""
