"""What the SDK of each language is called, and what stands on its package's page; the schema carries it."""

from __future__ import annotations

from typing import Any

from reprieve import publishing


def languages() -> dict[str, dict[str, Any]]:
    """Return the section `language` of the schema."""
    return {
        "python": {
            "packageName": publishing.PYTHON_PACKAGE,
            "readme": _readme("Python", f"pip install {publishing.PYTHON_PACKAGE}"),
            "respectSchemaVersion": True,
            "pyproject": {"enabled": True},
        },
        "nodejs": {
            "packageName": publishing.NODEJS_PACKAGE,
            "packageDescription": publishing.DESCRIPTION,
            "readme": _readme("Node.js", f"npm install {publishing.NODEJS_PACKAGE}"),
            "respectSchemaVersion": True,
        },
        "go": {"importBasePath": publishing.GO_IMPORT_PATH, "respectSchemaVersion": True},
        # made at the user's by `pulumi package add`
        "csharp": {"namespaces": {publishing.NAME: publishing.DISPLAY_NAME}, "respectSchemaVersion": True},
        "java": {"buildFiles": "gradle"},
    }


def _readme(language: str, install: str) -> str:
    """Write the page of a package in its registry."""
    return (
        f"# {publishing.DISPLAY_NAME} for {language}\n\n{publishing.DESCRIPTION}\n\n    {install}\n\n"
        f"Programs need the plugin `pulumi-resource-{publishing.NAME}` beside this package. How to get it, a program "
        f"in each language, and what a deletion does: [{publishing.REPOSITORY}]({publishing.REPOSITORY}).\n"
    )
