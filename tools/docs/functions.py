"""The sections of the page on the functions: what each is given, and what it answers."""

from __future__ import annotations

from functools import partial

from reprieve.functions import FUNCTIONS
from tools.docs.resources import SCHEMA, properties
from tools.docs.tables import objects


def section(token: str) -> str:
    """Return a function's tables; arguments that have to be given are named."""
    spec = SCHEMA["functions"][token]
    given, answered = spec["inputs"], spec["outputs"]
    needed = " and ".join(f"`{name}`" for name in given["required"])
    parts = [
        spec["description"],
        "Arguments" + (f" ({needed} {'is' if len(given['required']) == 1 else 'are'} needed):" if needed else ":"),
        properties(given["properties"]),
        "Answer:",
        properties(answered["properties"]),
    ]
    for name, inner in objects(answered["properties"], SCHEMA["types"]).items():
        parts += [f"Each of `{name}`:", properties(inner["properties"])]
    return "\n\n".join(parts)


PARTS = {f"function {token.rpartition(':')[2]}": partial(section, token) for token in FUNCTIONS}
