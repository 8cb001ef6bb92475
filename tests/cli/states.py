"""States by hand, as the schemas of the providers give them, and the command on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from reprieve_cli.adopt.adoption import Adopted, Adoption
from reprieve_cli.adopt.adoption import adopt as decide
from reprieve_cli.adopt.command import read_state
from reprieve_cli.command import main

if TYPE_CHECKING:
    from click.testing import Result

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = ("pulumi-export.json", "terraform-state.json", "terraform-show.json")
PLANTED = ("planted-terraform-value", "planted-api-key-value", "bm90LWEtc2VjcmV0")
"""What stands in the fixtures as values, in clear or as ciphertext."""
DEFAULT_PROVIDER = 'provider["terraform.example.org/vendor/{cloud}"]'


def fixture(name: str) -> dict[str, Any]:
    """Return a state as data, to be changed."""
    return dict(json.loads((FIXTURES / name).read_text()))


def adoption_of(state: dict[str, Any]) -> Adoption:
    """Return what becomes of everything in a state."""
    return decide(read_state(json.dumps(state)))


def one_object(kind: str, **attributes: Any) -> Adopted:  # noqa: ANN401 - free form
    """Return what becomes of the one object of a Terraform state; it has to be adopted."""
    (adopted,) = adoption_of(terraform(managed(kind, **attributes))).adopted
    return adopted


def why_left(kind: str, **attributes: Any) -> str:  # noqa: ANN401 - free form
    """Return why the one object of a Terraform state is left alone."""
    (left,) = adoption_of(terraform(managed(kind, **attributes))).left
    return left.why


def managed(
    kind: str,
    name: str = "it",
    provider: str = DEFAULT_PROVIDER,
    **attributes: Any,  # noqa: ANN401 - free form
) -> dict[str, Any]:
    """Return a resource of a Terraform state with one instance."""
    address = provider.format(cloud=kind.partition("_")[0])
    instance = {"attributes": {"id": f"id-of-{name}", **attributes}}
    return {"mode": "managed", "type": kind, "name": name, "provider": address, "instances": [instance]}


def terraform(*resources: dict[str, Any]) -> dict[str, Any]:
    """Return a Terraform state of version 4."""
    return {"version": 4, "resources": list(resources)}


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, list(arguments), input=stdin, prog_name="reprieve")
