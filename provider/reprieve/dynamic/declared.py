"""What a Python program declares: the inputs of a model, and what the dynamic server does not pass on.

A dynamic provider learns neither its resource's urn nor which values are secret. So the program sends both along, in
inputs whose names begin with `__`, which the engine shows to nobody.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pulumi
from pulumi import dynamic
from pydantic.alias_generators import to_camel

from reprieve.dynamic.provider import Provider
from reprieve.resources.catalogue import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

URN: Final = "__urn"
SECRETS: Final = "__secrets"


class Declared(dynamic.Resource):
    """A resource of the catalogue, whose name the class bears.

    The arguments have the spelling of Python. One that the resource does not have is found by the check, which knows
    what may be meant.
    """

    unfinished_steps: pulumi.Output[list[str] | None]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None, arguments: Mapping[str, object]) -> None:
        resource = RESOURCES[f"reprieve:index:{type(self).__name__}"]
        fields = [*resource.inputs.model_fields, *resource.outputs.model_fields]
        given = {to_camel(field): value for field, value in arguments.items() if value is not None}
        given |= {field: pulumi.Output.secret(given[field]) for field in resource.secret_fields & given.keys()}
        secret = pulumi.ResourceOptions(additional_secret_outputs=sorted(resource.secret_fields))
        own = {
            URN: _urn(name, f"pulumi-python:{self._resource_type_name}", opts.parent if opts else None),
            SECRETS: pulumi.Output(set(), asyncio.ensure_future(_secrets(given)), _known()),
        }
        props = dict.fromkeys(map(to_camel, fields)) | given | own
        super().__init__(Provider(), name, props, pulumi.ResourceOptions.merge(secret, opts))
        for field in fields:
            setattr(self, field, getattr(self, to_camel(field)))
        pulumi.Output.all(name, self.unfinished_steps).apply(_fail_unfinished)


def _urn(name: str, kind: str, parent: pulumi.Resource | None) -> pulumi.Output[str | None]:
    """Return the urn that the resource will have."""
    if parent is pulumi.runtime.get_root_resource():
        parent = None
    urn = pulumi.create_urn(name, kind, parent)
    # without its dependencies: one on a component waits for all of its children, this resource among them
    return pulumi.Output(set(), urn.future(), _known())


async def _secrets(given: Mapping[str, object]) -> list[str]:
    """Name the inputs that hold a secret at any depth."""
    return sorted([field for field, value in given.items() if await pulumi.Output.from_input(value).is_secret()])


def _known() -> asyncio.Future[bool]:
    known: asyncio.Future[bool] = asyncio.get_event_loop().create_future()
    known.set_result(True)
    return known


def _fail_unfinished(made: list[object]) -> None:
    """Fail the run for an object that was recorded and is not as declared: the server cannot say both."""
    name, unfinished = made
    if isinstance(unfinished, list) and unfinished:
        raise pulumi.RunError(f"{name} is not finished: {', '.join(unfinished)} not written; the next up finishes it")
