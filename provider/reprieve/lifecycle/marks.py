"""The ownership mark of an object: whose it is, from the urn of the resource that declares it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from reprieve.driver import Mark

if TYPE_CHECKING:
    from reprieve.driver import Text


def stack_mark(urn: str, owner: str | None, tag: Text | None = None) -> str:
    """Return `[owner/]project/stack` of a urn; 32 hex digits of its hash where no `tag` of the cloud can be that."""
    head, project, *_ = urn.split("::", 2)
    return mark_of_stack(f"{project}/{head.split(':', 2)[2]}", owner, tag)


def mark_of_stack(stack: str, owner: str | None, tag: Text | None = None) -> str:
    """Return the mark of a stack that is named as `project/stack`."""
    stack = "/".join(filter(None, (owner, stack)))
    fits = tag is None or (re.fullmatch(tag.pattern, stack) and len(stack.encode()) <= tag.longest)
    return stack if fits else hashlib.sha256(stack.encode()).hexdigest()[:32]


def mark_of(urn: str, owner: str | None, tag: Text | None = None) -> Mark:
    """Return the mark: the stack in clear, the resource as 12 hex digits over its qualified type and name.

    The qualified type holds the parents' types, so that children of two components with one name differ. It has
    characters that no cloud takes in a tag, hence the hash.
    """
    qualified = urn.split("::", 2)[2]
    return Mark(stack_mark(urn, owner, tag), hashlib.sha256(qualified.encode()).hexdigest()[:12])
