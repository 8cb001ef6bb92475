"""Ask for the stacks' names: who types one has read which it is."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click


class NotAgreed(Exception):
    """The user did not agree, or there is nobody to ask."""


def agree(names: Iterable[str]) -> None:
    """Ask for each stack's name, as `project/stack` or `stack`; raises `NotAgreed`."""
    for name in names:
        if not sys.stdin.isatty():
            raise NotAgreed("there is no terminal to ask on: give --yes and a saved preview")
        try:
            typed = click.prompt(
                f"type {name} to destroy it", prompt_suffix=": ", err=True, default="", show_default=False
            )
        except click.Abort:
            raise NotAgreed("interrupted") from None
        if typed not in {name, name.rpartition("/")[2]}:
            raise NotAgreed(f"{name} was not typed")
