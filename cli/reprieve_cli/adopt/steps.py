"""The order in which the objects change hands: at every moment at most one owner, and nothing that destroys.

The old state lets go first, without its program and without a call; then the import reads; then the program changes.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve_cli.adopt.import_file import declared_providers, places

if TYPE_CHECKING:
    from reprieve_cli.adopt.adoption import Adoption

IMPORT_FILE = "import.json"


@dataclass(frozen=True)
class StepToTake:
    """One step for a person: why, and the commands."""

    why: str
    commands: tuple[str, ...] = ()


def steps(adoption: Adoption) -> list[StepToTake]:
    """Return the steps, in order."""
    letting_go = _of_pulumi(adoption) if adoption.state.tool == "pulumi" else _of_terraform(adoption)
    return [*letting_go, *_of_the_adopting_stack(adoption), *_in_the_program(adoption)]


def _of_pulumi(adoption: Adoption) -> Iterator[StepToTake]:
    yield StepToTake(
        "keep a copy of the state; until the last step nobody runs `pulumi up` or `pulumi destroy` on this stack",
        ("pulumi stack export --file before-adoption.json",),
    )
    protected = [entry for entry in adoption.released() if entry.protected]
    if protected:
        commands = tuple(f"pulumi state unprotect {shlex.quote(entry.address)} --yes" for entry in protected)
        yield StepToTake("the engine's own protection keeps these in the state", commands)
    if adoption.by_import:
        yield StepToTake(
            "the old types let go of the objects: only the state changes, no cloud is called",
            tuple(f"pulumi state delete {shlex.quote(entry.address)} --yes" for entry in adoption.released()),
        )


def _of_terraform(adoption: Adoption) -> Iterator[StepToTake]:
    yield StepToTake(
        "keep a copy of the state, which holds the values in clear; until the last step nobody runs `terraform apply` "
        "or `terraform destroy`",
        ("terraform state pull > before-adoption.tfstate",),
    )
    yield StepToTake(
        "the old types let go of the objects: only the state changes, no cloud is called",
        tuple(f"terraform state rm {shlex.quote(entry.address)}" for entry in adoption.released()),
    )
    yield StepToTake(
        "take their resource blocks out of the configuration, and point what refers to them to literals or data "
        "sources, before anybody applies: with the blocks still there an apply makes a second key, and fails on the "
        "secrets' names",
        ("terraform plan",),
    )


def _of_the_adopting_stack(adoption: Adoption) -> Iterator[StepToTake]:
    if not adoption.by_import:
        return
    yield from _where(adoption)
    reads = "import: every object is read, nothing is written; the engine protects what it imports"
    look = "and look: there must be no create, no replace and no delete"
    if declared_providers(adoption):
        # Pulumi 3.259 imports, and then fails on the code of a provider that the file declares
        yield StepToTake(reads, (f"pulumi import --file {IMPORT_FILE} --generate-code=false --yes",))
        take = "declare the providers and the objects in place of the old resources, as the new state has their inputs"
    else:
        yield StepToTake(reads, (f"pulumi import --file {IMPORT_FILE} --out adopted.txt --yes",))
        take = "put the code of adopted.txt into the program in place of the old resources, add the values"
    yield StepToTake(f"{take}, {look}", ("pulumi preview --diff", "pulumi up"))
    yield StepToTake("see what a deletion would do now", ("pulumi destroy --preview-only",))


def _where(adoption: Adoption) -> Iterator[StepToTake]:
    """Yield what tells the new providers where the objects are, unless the stack's own providers know."""
    if declared := declared_providers(adoption):
        yield StepToTake(
            f"the objects are in {len(places(adoption))} places, so {IMPORT_FILE} declares a provider for each of "
            f"{len(declared)}; complete its inputs there (region, endpoint, limits)"
        )
        return
    for cloud, region in places(adoption):
        if (cloud, region) not in {(one.cloud, one.region) for one in adoption.state.own_providers}:
            known = any(one.entry.region == region for one in adoption.by_import)
            commands = (
                f"pulumi config set reprieve:cloud {cloud}",
                f"pulumi config set reprieve:region {region if known else '<region>'}",
            )
            yield StepToTake("in the stack that adopts, say where the objects are", commands)


def _in_the_program(adoption: Adoption) -> Iterator[StepToTake]:
    for one in adoption.by_program:
        users = sorted({user.rpartition("::")[2] for user in adoption.held[one.entry.address]})
        yield StepToTake(
            f"{one.resource} {one.name} is not in {IMPORT_FILE}, since {', '.join(users)} depends on it: set "
            "retainOnDelete (and no protect) on the old resource and its parts and run `pulumi up`; then put "
            f"Reprieve's {one.resource} in their place, with the option import: {one.entry.id} and what is declared "
            "above, and run it twice: the second run records what is declared of the deletion",
            ("pulumi up", "pulumi up", "pulumi up"),
        )
