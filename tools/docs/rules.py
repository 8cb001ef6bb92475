"""What each cloud allows for each resource, from the RULES that the provider works with."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reprieve.clouds import CLOUDS
from reprieve.config import Limits
from reprieve.driver import Status
from reprieve.fields import Trait
from reprieve.lifecycle.deletion_plan import default_window
from reprieve.resources.catalogue import RESOURCES
from tools.docs.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve.driver import Rules
    from reprieve.resources.inputs import Resource


def all_rules() -> Iterator[Rules]:
    """Yield the rules of every cloud and resource."""
    for package in CLOUDS.values():
        for rules, _ in import_module(package).OFFERS.values():
            yield rules


def resource_of(rules: Rules) -> Resource:
    """Return the resource that the rules are for."""
    return next(resource for resource in RESOURCES.values() if resource.name == rules.resource)


def of_field(rules: Rules, field: str) -> Iterator[str]:
    """Say what the cloud allows for one input."""
    yield from _range(rules, field)
    yield from _condition(rules, field)
    if field == "versionId" and rules.versions_are_final:
        yield "a version never gets another value; the cloud deletes the oldest by itself"
    if field == "tags":
        yield from _tags(rules)
    if Trait.VALUE in resource_of(rules).traits[field]:
        yield f"at most {rules.largest_value:,} bytes"


def _range(rules: Rules, field: str) -> Iterator[str]:
    if text := rules.texts.get(field):
        yield text.said
    if bounds := rules.numbers.get(field):
        yield str(bounds)
    if field == "recoveryWindowInDays" and rules.window:
        yield str(rules.window)
    if field == "keySpec":
        yield ", ".join(sorted({spec for spec, _ in rules.pairs}))


def _condition(rules: Rules, field: str) -> Iterator[str]:
    if field in rules.only_with:
        other, values = rules.only_with[field]
        yield f"only with `{other}` {' or '.join(sorted(values))}"
    for pair in rules.together:
        yield from (f"together with `{other}`" for other in pair if field in pair and other != field)
    if field in rules.not_offered:
        yield f"not offered; {rules.not_offered[field]}"
    if field in rules.fixed:
        value, why = rules.fixed[field]
        yield f"only {str(value).lower()}: {why}"


def _tags(rules: Rules) -> Iterator[str]:
    if rules.tag:
        yield f"at most {rules.most_tags} besides the ownership mark"
        yield rules.tag.said
    if rules.reserved_tags:
        yield f"no key begins with {' or '.join(rules.reserved_tags)}"
    if rules.tags_stay:
        yield "written at creation only"


def _section(rules: Rules) -> str:
    rows = [[what, said] for what, said in _facts(rules)]
    return f"## {rules.resource} on {rules.cloud}\n\n{table(['', ''], rows)}"


def _facts(rules: Rules) -> Iterator[tuple[str, str]]:
    yield "steps of a deletion", "; ".join(_step(rules))
    yield "recovery window", f"{rules.window}, always sent" if rules.window else "none: final at once"
    yield "force delete", "yes, `forceDelete`" if rules.force else "no"
    yield "deleting", f"{rules.effect or 'ends it'}"
    yield "undo", rules.undo
    yield "name while pending", "held" if rules.holds_name_while_pending else "free"
    if rules.name_moves:
        yield "name at a replacement", f"`{rules.name_field}` moves to the new object"
    yield "protection in the cloud itself", "yes" if rules.protects_itself else "no"
    for field in resource_of(rules).traits:
        said = "; ".join(of_field(rules, field))
        if said and field != "recoveryWindowInDays":
            yield f"`{field}`", said
    if rules.pairs:
        pairs = (f"{spec} {usage} ({' '.join(filter(None, words))})" for (spec, usage), words in rules.pairs.items())
        yield "`keySpec` and `keyUsage` (the vendor's words)", "; ".join(pairs)
    yield from (("unconfirmed", text) for text in rules.unconfirmed)


def _step(rules: Rules) -> Iterator[str]:
    for step in rules.steps:
        undone = f" (undone by {step.undo} if a later step is refused)" if step.undo else ""
        yield step.name + (", while in use" if step.when_used else "") + undone


def at_a_glance() -> str:
    """Return what a deletion does to each resource on each cloud, one row for each."""
    head = ["", "steps", "window", "default", "at once", "undone by"]
    return table(head, ([f"**{rules.resource}**, {rules.cloud}", *_glance(rules)] for rules in all_rules()))


def _glance(rules: Rules) -> list[str]:
    steps = ", ".join(step.name for step in rules.steps if step.needed_in & {Status.ENABLED} and not step.when_used)
    if rules.window is None:
        return [steps, "none", "-", "always", "-"]
    default = f"{default_window(rules, Limits(where=''))} days"
    return [steps, str(rules.window), default, "`forceDelete`" if rules.force else "never", "`pulumi up`"]


PARTS = {
    "rules": lambda: "\n\n".join(_section(rules) for rules in all_rules()),
    "deletions at a glance": at_a_glance,
}
