"""The state diagrams: what a deletion of each resource on each cloud goes through, drawn from the RULES.

`docs/diagrams/` holds each as the text that is drawn (Graphviz' language) and as the SVG that `render.mjs` makes of it.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reprieve.driver import Status
from tools.docs.rules import all_rules, resource_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve.driver import Rules, Step

FOLDER = Path(__file__).parents[2] / "docs" / "diagrams"
RENDERER = Path(__file__).parent / "render.mjs"
STYLE = Path(__file__).parent / "diagram.css"

PENDING, GONE = Status.PENDING_DELETION.value, "gone"
SAID = {
    Status.ENABLED: "enabled",
    Status.DISABLED: "disabled",
    Status.ARCHIVED: "archived",
    Status.PENDING_IMPORT: "pending import",
}


@dataclass(frozen=True)
class Edge:
    """An arrow from state to state; `kind` is its class in the style sheet."""

    source: str
    target: str
    label: str
    kind: str

    def __str__(self) -> str:
        ends, way = (self.source, self.target), ""
        if self.kind in {"undo", "back"} and self.source != self.target:
            # laid out as its opposite, so that its label gets room of its own
            ends, way = (self.target, self.source), " dir=back"
        label = r"\n".join(f"   {line}   " for line in self.label.splitlines())
        return f'  {ends[0]} -> {ends[1]} [label="{label}" class="{self.kind}"{way}]'


def name(rules: Rules) -> str:
    """Return the diagram's file name, without its ending."""
    return f"{rules.cloud} {rules.resource}".lower().replace(" ", "-")


def text(rules: Rules) -> str:
    """Return the diagram as text."""
    edges = list(dict.fromkeys(_edges(rules)))
    lines = [
        f'digraph "{rules.resource} on {rules.cloud}" {{',
        '  graph [rankdir=LR nodesep=0.35 ranksep=0.6 bgcolor=white fontname="Helvetica,Arial,sans-serif" pad=0.25]',
        '  node [shape=box style=rounded fontname="Helvetica,Arial,sans-serif" fontsize=14 margin="0.28,0.14"]',
        '  edge [fontname="Helvetica,Arial,sans-serif" fontsize=12 arrowsize=0.8]',
        *_nodes(rules, {state for edge in edges for state in (edge.source, edge.target)}),
        *map(str, edges),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _nodes(rules: Rules, states: set[str]) -> Iterator[str]:
    yield '  absent [label="not there" class="outside"]'
    yield from (f'  {state} [label="{said}" class="live"]' for state, said in SAID.items() if state in states)
    if rules.window:
        yield f'  {PENDING} [label="pending deletion\\n{rules.window}" class="pending"]'
    yield f'  {GONE} [label="gone\\nfor good" class="final"]'


def _edges(rules: Rules) -> Iterator[Edge]:
    yield Edge("absent", "enabled", "pulumi up", "up")
    for start in (Status.ENABLED, Status.DISABLED, Status.ARCHIVED, Status.PENDING_IMPORT):
        yield from _deletion(rules, start)
    if "enabled" in resource_of(rules).traits and len(rules.steps) == 1 and "enabled" not in rules.fixed:
        yield Edge("enabled", "disabled", "enabled: false", "up")
        yield Edge("disabled", "enabled", "enabled: true", "up")
    if rules.window:
        yield Edge(PENDING, GONE, "the window ends", "final")
        yield from _return(rules)


def _deletion(rules: Rules, start: Status) -> Iterator[Edge]:
    """Yield the steps of a deletion of an object in one state, and what takes each back if a later one is refused."""
    state = start
    for step in rules.steps:
        if start not in step.needed_in:
            continue
        if step is rules.steps[-1]:
            yield from _end(rules, state, step)
        else:
            after = step.leaves or state
            taken_back = f"{step.undo},\nif a later step is refused"
            if after == state:
                yield Edge(state, state, f"{step.name},\nwhile in use;\n{taken_back}", "step")
            else:
                yield Edge(state, after, step.name, "step")
                yield Edge(after, state, taken_back, "undo")
            state = after


def _end(rules: Rules, state: Status, step: Step) -> Iterator[Edge]:
    if rules.window:
        yield Edge(state, PENDING, f"{step.name},\nwith the window", "step")
    if rules.force or not rules.window:
        yield Edge(state, GONE, f"{step.name},\nforceDelete" if rules.force else step.name, "final")


def _return(rules: Rules) -> Iterator[Edge]:
    """Yield the way back: the call that ends the window, and what the same `pulumi up` goes on to do."""
    if rules.restore is None:
        return
    follows = re.sub(r" \(.*?\)", "", rules.undo).split(", ")[1:]
    back = f"pulumi up:\n{rules.restore.name}"
    if rules.restore.leaves is Status.ENABLED:
        yield Edge(PENDING, "enabled", ",\n".join([back, *(one for one in follows if "declared" not in one)]), "back")
    else:
        yield Edge(PENDING, rules.restore.leaves, back, "back")
        yield Edge(rules.restore.leaves, "enabled", "the same pulumi up:\n" + ",\n".join(follows), "back")


def drawn(texts: dict[str, str]) -> dict[str, str]:
    """Draw the diagrams; the names are kept."""
    reply = subprocess.run(["node", RENDERER], input=json.dumps(texts), capture_output=True, text=True, check=True)
    return {key: _styled(svg) for key, svg in json.loads(reply.stdout).items()}


def _styled(svg: str) -> str:
    """Put the style sheet in, and take out what it decides."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<!--.*?-->\n?", "", body, flags=re.DOTALL)
    return re.sub(r"(<svg[^>]*>)", rf"\1\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>", body, count=1)


def files() -> dict[Path, str]:
    """Return what the folder holds: each diagram as text and as SVG."""
    texts = {name(rules): text(rules) for rules in all_rules()}
    return {FOLDER / f"{key}.dot": dot for key, dot in texts.items()} | {
        FOLDER / f"{key}.svg": svg for key, svg in drawn(texts).items()
    }


def write() -> None:
    """Write the folder."""
    FOLDER.mkdir(exist_ok=True)
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")


def _shown(rules: Rules) -> str:
    return f"![{rules.resource} on {rules.cloud}: states and steps](diagrams/{name(rules)}.svg)"


PARTS = {f"diagram {rules.resource} on {rules.cloud}": partial(_shown, rules) for rules in all_rules()}
