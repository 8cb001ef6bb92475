"""The ownership mark of an object: whose it is, from the urn of the resource that declares it."""

from __future__ import annotations

import hashlib

from reprieve.driver import Mark


def stack_mark(urn: str, owner: str | None) -> str:
    """Return `[owner/]project/stack` of a urn."""
    head, project, *_ = urn.split("::", 2)
    return "/".join(filter(None, (owner, project, head.split(":", 2)[2])))


def mark_of(urn: str, owner: str | None) -> Mark:
    """Return the mark: the stack in clear, the resource as 12 hex digits over its qualified type and name.

    The qualified type holds the parents' types, so that children of two components with one name differ. It has
    characters that no cloud takes in a tag, hence the hash.
    """
    qualified = urn.split("::", 2)[2]
    return Mark(stack_mark(urn, owner), hashlib.sha256(qualified.encode()).hexdigest()[:12])
