"""The adoption as a page for people (Markdown) and as data (JSON); no value of a secret is in either."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reprieve_cli.adopt.import_file import import_file
from reprieve_cli.adopt.steps import steps

if TYPE_CHECKING:
    from reprieve_cli.adopt.adoption import Adopted, Adoption


def as_data(adoption: Adoption) -> dict[str, Any]:
    """Return everything as plain data."""
    return {
        "from": adoption.state.tool,
        "adopted": [_data_of(one, adoption.held.get(one.entry.address, ())) for one in adoption.adopted],
        "leftAlone": [{"address": one.entry.address, "type": one.entry.type, "why": one.why} for one in adoption.left],
        "otherTypes": dict(sorted(adoption.state.others.items())),
        "warnings": list(_warnings(adoption)),
        "steps": [{"why": step.why, "commands": list(step.commands)} for step in steps(adoption)],
        "importFile": import_file(adoption),
    }


def _data_of(one: Adopted, users: tuple[str, ...]) -> dict[str, Any]:
    return {
        "resource": one.resource,
        "name": one.name,
        "id": one.entry.id,
        "cloud": one.cloud,
        "region": one.entry.region or None,
        "address": one.entry.address,
        "parts": [part.address for part in one.parts],
        "deletionWas": {"options": one.deletion.was, "said": one.deletion.said},
        "declare": one.deletion.declare,
        "advice": one.deletion.advice or None,
        "notes": list(one.notes),
        "dependedOnBy": list(users),
        "by": "program" if users else "import",
    }


def as_page(adoption: Adoption) -> str:
    """Return everything as a page."""
    lines = [*_head(adoption), *_deletions(adoption), *_left(adoption), *_steps(adoption)]
    return "\n".join(lines).rstrip() + "\n"


def summary(adoption: Adoption) -> str:
    """Say in one line what was found."""
    others = sum(adoption.state.others.values())
    return f"{len(adoption.adopted)} to adopt, {len(adoption.left)} left alone, {others} of other types not looked at"


def _head(adoption: Adoption) -> Iterator[str]:
    yield "# Adoption\n"
    yield f"{summary(adoption)[0].upper()}{summary(adoption)[1:]}. No cloud was called.\n"
    for warning in _warnings(adoption):
        yield f"**{warning}.**\n"


def _warnings(adoption: Adoption) -> Iterator[str]:
    if adoption.state.shows_secrets:
        yield "the export shows secrets in clear (--show-secrets); none was taken over; delete it and export again"
    for one in adoption.adopted:
        if one.deletion.was != one.deletion.declare:
            yield f"{one.name}: its deletion was {one.deletion.said}; declared is {one.deletion.advice}"


def _deletions(adoption: Adoption) -> Iterator[str]:
    if not adoption.adopted:
        return
    yield "## What is adopted\n"
    yield "`declare` stands in the import file already, so it counts from the import on.\n"
    for one in adoption.adopted:
        yield f"### {one.resource} `{one.name}`\n"
        yield f"- id: `{one.entry.id}` ({one.cloud}{f', {one.entry.region}' if one.entry.region else ''})"
        yield f"- until now: `{one.entry.address}`"
        yield f"- a deletion was: {one.deletion.said}"
        yield f"- declare: {_options(one)}"
        yield from (f"- {note}" for note in one.notes)
        yield ""


def _options(one: Adopted) -> str:
    if not one.deletion.declare:
        return "nothing"
    said = ", ".join(f"`{option}: {json.dumps(value)}`" for option, value in one.deletion.declare.items())
    return said + (f" ({one.deletion.advice})" if one.deletion.advice else "")


def _left(adoption: Adoption) -> Iterator[str]:
    if adoption.left:
        yield "## What stays with the old program\n"
        yield from (f"- `{one.entry.address}`: {one.why}" for one in adoption.left)
        yield ""


def _steps(adoption: Adoption) -> Iterator[str]:
    if not adoption.adopted:
        return
    yield "## Steps\n"
    yield "In this order nothing is destroyed and nothing has two owners.\n"
    for number, step in enumerate(steps(adoption), 1):
        yield f"{number}. {step.why[0].upper()}{step.why[1:]}.\n"
        if step.commands:
            yield "\n".join(["   ```console", *(f"   {command}" for command in step.commands), "   ```\n"])
