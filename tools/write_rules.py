"""Write docs/rules.md: what each cloud allows for each resource, from the RULES that the provider works with."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from reprieve.clouds import CLOUDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve.driver import Rules

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"

HEAD = """# Rules

What each cloud allows for each resource, as data at the head of the cloud's file for it. Written by `make rules`, and
tested to be fresh. What is unconfirmed was found in no page of the vendor; the emulator has a switch for it
(`reprieve-emulator switches`).
"""


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(line for rules in all_rules() for line in _section(rules))])


def all_rules() -> Iterator[Rules]:
    """Yield the rules of every cloud and resource."""
    for package in CLOUDS.values():
        for rules, _ in import_module(package).OFFERS.values():
            yield rules


def _section(rules: Rules) -> Iterator[str]:
    yield f"## {rules.resource} on {rules.cloud}\n"
    yield "| | |\n|---|---|"
    for what, said in _facts(rules):
        yield f"| {what} | {said} |"
    yield ""


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
    yield from ((f"`{field}`", text.said) for field, text in rules.texts.items())
    yield from ((f"`{field}`", str(bounds)) for field, bounds in rules.numbers.items())
    if rules.pairs:
        pairs = (f"{spec} {usage} ({' '.join(filter(None, words))})" for (spec, usage), words in rules.pairs.items())
        yield "`keySpec` and `keyUsage` (the vendor's words)", "; ".join(pairs)
    for field, (other, values) in rules.only_with.items():
        yield f"`{field}`", f"only with `{other}` {' or '.join(sorted(values))}"
    yield from ((f"`{one}` and `{other}`", "both or neither") for one, other in rules.together)
    yield from ((f"`{field}`", f"not offered; {instead}") for field, instead in rules.not_offered.items())
    yield from ((f"`{field}`", f"only {str(value).lower()}: {why}") for field, (value, why) in rules.fixed.items())
    if rules.versions_are_final:
        yield "versions", "a version never gets another value; the cloud deletes the oldest by itself"
    if rules.tag:
        kept = f"; no key begins with {' or '.join(rules.reserved_tags)}" if rules.reserved_tags else ""
        once = "; written at creation only" if rules.tags_stay else ""
        yield "`tags`", f"at most {rules.most_tags} besides the ownership mark; {rules.tag.said}{kept}{once}"
    if rules.largest_value:
        yield "value", f"at most {rules.largest_value:,} bytes"
    yield from (("unconfirmed", text) for text in rules.unconfirmed)


def _step(rules: Rules) -> Iterator[str]:
    for step in rules.steps:
        undone = f" (undone by {step.undo} if a later step is refused)" if step.undo else ""
        yield step.name + (", while in use" if step.when_used else "") + undone


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(Path.cwd())}\n")
