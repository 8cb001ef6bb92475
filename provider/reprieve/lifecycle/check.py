"""Check: everything that is wrong with the inputs, all at once, before anything is called; and the defaults.

The only place that applies bounds, all of them from the cloud's RULES and the configuration's limits. What is not
known yet passes, and is checked again when it is.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from reprieve.errors import Problem
from reprieve.fields import Hidden, Properties, Trait, Tree, hides, reveal, unknown_in, without_nulls
from reprieve.lifecycle.deletion_plan import days, default_window
from reprieve.lifecycle.state import (
    AUTONAMED,
    COMPUTED_INPUTS,
    INTERNAL,
    declared_plan,
    declared_status,
    known,
    top_of,
)
from reprieve.shapes import problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reprieve.config import Limits
    from reprieve.driver import Bounds, Rules, Text
    from reprieve.lifecycle.operation import Operation
    from reprieve.resources.inputs import Resource

OWN_TAGS = "reprieve:"
"""Tags with this beginning are ours."""

RANDOM_DIGITS = 7


@dataclass(frozen=True)
class Naming:
    """How a name is made where the program gives none: as the engine was configured."""

    mode: Literal["random", "propose", "enforce", "disable"]
    proposed: str = ""
    seed: bytes = b""


@dataclass(frozen=True)
class Checked:
    """The inputs with defaults filled in, or what is wrong with them."""

    inputs: Properties
    problems: tuple[Problem, ...]


def check(operation: Operation, olds: Properties, news: Properties, naming: Naming) -> Checked:
    """Check the inputs of one resource; `olds` are the recorded ones, empty at a creation."""
    present = without_nulls(news)
    given = {key: value for key, value in present.items() if not _is_computed(key)}
    named, problems = _named(operation, olds, given, naming)
    inputs = _with_defaults(operation, named)
    problems += _problems(operation, given, inputs, creating=not olds)
    problems += _version_problems(operation, olds, inputs)
    if problems:
        operation.session.withdraw_all()
        secret = operation.resource.secret_fields | {key for key, value in given.items() if hides(value)}
        return Checked(inputs, tuple(replace(p, secret=p.secret or top_of(p.path) in secret) for p in problems))
    operation.memory.checked(operation.urn)
    computed: Properties = {"status": declared_status(inputs), "deletionPlan": declared_plan(operation, inputs)}
    return Checked(_hidden(operation.resource.secret_fields, inputs) | computed, ())


def _hidden(secret: frozenset[str], inputs: Properties) -> Properties:
    """Hide what is always secret: a program may pass it in clear, and the engine stores what Check returns."""
    return {key: Hidden(value) if key in secret and not unknown_in(value) else value for key, value in inputs.items()}


def _is_computed(key: str) -> bool:
    return key in COMPUTED_INPUTS or key.startswith(INTERNAL)


def _named(
    operation: Operation, olds: Properties, given: Properties, naming: Naming
) -> tuple[Properties, list[Problem]]:
    """Give the object a name where the program gives none: the recorded one, else a new one."""
    field = operation.rules.name_field
    if field in given:
        return dict(given), []
    if old := olds.get(field):
        return given | {field: old} | ({AUTONAMED: True} if AUTONAMED in olds else {}), []
    if naming.mode == "disable":
        return dict(given), [Problem(field, "is required: automatic naming is switched off for this stack")]
    name, problem = _make_name(operation.rules.texts[field], operation.urn.rsplit("::", 1)[-1], naming)
    if problem:
        return dict(given), [Problem(field, problem)]
    return given | {field: name, AUTONAMED: True}, []


def _make_name(text: Text, logical: str, naming: Naming) -> tuple[str, str]:
    """Return a name, and what is wrong with one that the engine insists on."""
    if naming.mode == "enforce":
        fits = re.fullmatch(text.pattern, naming.proposed) and len(naming.proposed.encode()) <= text.longest
        return naming.proposed, "" if fits else f'the configured name "{naming.proposed}" does not fit: {_said(text)}'
    made = naming.proposed or f"{logical}-{naming.seed.hex()[:RANDOM_DIGITS] or '0' * RANDOM_DIGITS}"
    name = re.sub(r"[^A-Za-z0-9_-]", "-", made).lstrip("-_") or "r"
    if not re.fullmatch(text.pattern, name):
        name = f"r-{name}"  # some beginnings are kept for the cloud's own
    if len(name) > text.longest:
        # what tells it from others stands at the end
        end = name[-RANDOM_DIGITS - 1 :]
        name = name[: text.longest - len(end)] + end
    return name, ""


def _with_defaults(operation: Operation, inputs: Properties) -> Properties:
    """Fill in every default, those of the provider's configuration included, so that policies can judge them."""
    defaults = defaults_of(operation.resource, operation.rules, operation.limits)
    if reveal(inputs.get("forceDelete")) is True:
        defaults.pop("recoveryWindowInDays", None)
    if "tags" in operation.resource.traits and (shared := operation.config.default_tags):
        given = inputs.get("tags")
        own = given.reveal() if isinstance(given, Hidden) else given
        defaults["tags"] = dict(shared)
        if isinstance(own, dict):
            merged = shared | own
            inputs = inputs | {"tags": Hidden(merged) if isinstance(given, Hidden) else merged}
    return defaults | inputs


def defaults_of(resource: Resource, rules: Rules, limits: Limits) -> Properties:
    """Return what counts for an object that declares nothing; tags apart, which are merged."""
    window = default_window(rules, limits)
    return {**resource.defaults} | ({} if window is None else {"recoveryWindowInDays": window})


def _problems(operation: Operation, given: Properties, inputs: Properties, *, creating: bool) -> list[Problem]:
    """Gather everything that is wrong, field by field and across fields."""
    resource, rules = operation.resource, operation.rules
    facts = known(inputs)
    shown = {key: value for key, value in facts.values.items() if not key.startswith(INTERNAL)}
    problems = problems_of(resource.inputs, shown, resource.name)
    misfits = {top_of(problem.path) for problem in problems}
    fitting = {key: value for key, value in shown.items() if key not in misfits}
    problems += _not_offered(rules, fitting)
    problems += _bounds(rules, fitting)
    problems += _tag_problems(rules, fitting)
    problems += _pair_problems(rules, fitting)
    problems += _partner_problems(rules, fitting, inputs)
    problems += _value_problems(resource, rules, fitting, given, creating=creating)
    problems += _deletion_problems(operation, fitting, given)
    return problems


def _not_offered(rules: Rules, values: Mapping[str, Tree]) -> Iterator[Problem]:
    for field, instead in rules.not_offered.items():
        if field in values:
            yield Problem(field, f"is not offered by {rules.cloud}; {instead}")
    for field, (value, why) in rules.fixed.items():
        if field in values and values[field] != value:
            yield Problem(field, f"must be {str(value).lower()} on {rules.cloud}: {why}")


def _bounds(rules: Rules, values: Mapping[str, Tree]) -> Iterator[Problem]:
    for field, text in rules.texts.items():
        value = values.get(field)
        if isinstance(value, str) and not (re.fullmatch(text.pattern, value) and len(value.encode()) <= text.longest):
            yield Problem(field, _said(text))
    for field, bounds in rules.numbers.items():
        yield from _out_of(bounds, field, values.get(field), rules)


def _out_of(bounds: Bounds, field: str, value: Tree, rules: Rules) -> Iterator[Problem]:
    if isinstance(value, int) and not bounds.least <= value <= bounds.most:
        yield Problem(field, f"must be {bounds} on {rules.cloud}")


def _tag_problems(rules: Rules, values: Mapping[str, Tree]) -> Iterator[Problem]:
    tags = values.get("tags")
    if not isinstance(tags, dict) or rules.tag is None:
        return
    if len(tags) > rules.most_tags:
        yield Problem("tags", f"has {len(tags)} tags; with the two of the ownership mark {rules.most_tags} are left")
    for key, value in tags.items():
        if key.startswith(OWN_TAGS):
            yield Problem(f'tags["{key}"]', f'keys that begin with "{OWN_TAGS}" are the ownership mark; choose another')
        elif key.startswith(rules.reserved_tags):
            yield Problem(f'tags["{key}"]', f"keys that begin so are kept for {rules.cloud}; choose another")
        elif any(not re.fullmatch(rules.tag.pattern, text) or len(text) > rules.tag.longest for text in (key, value)):
            yield Problem(f'tags["{key}"]', f"key and value must be {rules.tag.said}")


def _pair_problems(rules: Rules, values: Mapping[str, Tree]) -> Iterator[Problem]:
    """Check that the cloud has keys of this kind for this use."""
    spec, usage = values.get("keySpec"), values.get("keyUsage")
    if not rules.pairs or spec is None or usage is None or (str(spec), str(usage)) in rules.pairs:
        return
    offered = sorted(other for known, other in rules.pairs if known == spec)
    if offered:
        yield Problem("keyUsage", f"must be {' or '.join(offered)} with keySpec {spec} on {rules.cloud}")
    else:
        specs = sorted({known for known, _ in rules.pairs})
        yield Problem("keySpec", f"{spec} is not offered by {rules.cloud}; it has {', '.join(specs)}")


def _partner_problems(rules: Rules, values: Mapping[str, Tree], inputs: Properties) -> Iterator[Problem]:
    """Check the fields that need another field, or a value of it."""
    for field, (other, needed) in rules.only_with.items():
        if field in values and other in values and str(values[other]) not in needed:
            yield Problem(field, f"is offered only with {other} {' or '.join(sorted(needed))} by {rules.cloud}")
    for pair in rules.together:
        if len(missing := [field for field in pair if field not in inputs]) == 1:
            yield Problem(missing[0], f"is required: {' and '.join(pair)} belong together")


def _value_problems(
    resource: Resource, rules: Rules, values: Mapping[str, Tree], given: Mapping[str, Tree], *, creating: bool
) -> Iterator[Problem]:
    """Check the secret content: exactly one of its fields at a creation, base64 where bytes are meant, its size."""
    fields = sorted(resource.having(Trait.VALUE), reverse=True)
    present = [field for field in fields if field in given]
    if len(present) > 1:
        yield Problem("", f"{' and '.join(present)} exclude each other: give one", secret=True)
    elif fields and not present and creating:
        yield Problem("", f"one of {' and '.join(fields)} is required at creation", secret=True)
    for field in present:
        content = values.get(field)
        if isinstance(content, str):
            yield from _content_problems(field, content, rules)


def _version_problems(operation: Operation, olds: Properties, inputs: Properties) -> Iterator[Problem]:
    """Check that a declared version keeps its value, where the cloud never gives it another."""
    if not operation.rules.versions_are_final:
        return
    before, after = known(olds).values, known(inputs).values
    same = all(before.get(field) == after.get(field) for field in (operation.rules.name_field, "versionId"))
    changed = [field for field in operation.resource.having(Trait.VALUE) if before.get(field) != after.get(field)]
    if same and "versionId" in after and any(field in after for field in changed):
        yield Problem(
            "versionId",
            f"names the version of the old value, and a version never gets another value on {operation.rules.cloud}; "
            "give another versionId, or leave it out",
        )


def _content_problems(field: str, content: str, rules: Rules) -> Iterator[Problem]:
    size = len(content.encode())
    if field == "secretBinary":
        try:
            size = len(base64.b64decode(content, validate=True))
        except (binascii.Error, ValueError):
            yield Problem(field, "must be base64 (standard alphabet, padded)")
            return
    if not size:
        yield Problem(field, "must not be empty")
    elif size > rules.largest_value:
        yield Problem(field, f"has {size} bytes; {rules.cloud} takes at most {rules.largest_value}")


def _deletion_problems(
    operation: Operation, values: Mapping[str, Tree], given: Mapping[str, Tree]
) -> Iterator[Problem]:
    """Check the options of a deletion against the cloud's range and the configuration's limits."""
    rules, limits = operation.rules, operation.limits
    window, force = values.get("recoveryWindowInDays"), values.get("forceDelete") is True
    if force and isinstance(window, int) and (written := given.get("recoveryWindowInDays")) is not None:
        yield Problem("forceDelete", f"contradicts recoveryWindowInDays: {written}; give one of the two")
    if isinstance(window, int) and rules.window:
        where = "" if "recoveryWindowInDays" in given else f"; {days(window)} come from the provider's {limits.where}"
        yield from _window_problems(window, rules, limits, where)
    if force and not limits.force_allowed:
        yield Problem("forceDelete", f"the provider's {limits.where}.allowForceDelete forbids it")
    if limits.protection_required and values.get("deletionProtection") is False:
        yield Problem("deletionProtection", f"must be true: the provider's {limits.where}.requireProtection demands it")


def _window_problems(window: int, rules: Rules, limits: Limits, where: str) -> Iterator[Problem]:
    bounds, least = rules.window, limits.least_window
    if bounds is None:
        return
    if window == 0 and rules.force:
        yield Problem("recoveryWindowInDays", f"must be {bounds} on {rules.cloud}; to delete at once, set forceDelete")
    elif not bounds.least <= window <= bounds.most:
        yield Problem("recoveryWindowInDays", f"must be {bounds} on {rules.cloud}{where}")
    elif least and window < least:
        said = f"must be at least {least}: the provider's {limits.where}.minRecoveryWindowInDays demands it{where}"
        yield Problem("recoveryWindowInDays", said)


def _said(text: Text) -> str:
    return f"must be {text.said}"
