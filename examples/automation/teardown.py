"""Destroy a stack of this folder, unless its preview warns of something: `python teardown.py dev`."""

import sys

from pulumi import automation
from pulumi.automation.events import EngineEvent


def main(name: str) -> int:
    """Preview, and destroy only if nothing that is final, refused or unchecked was told."""
    stack = automation.select_stack(stack_name=name, work_dir=".")
    warnings = warnings_of(stack)
    if warnings:
        print("nothing was destroyed:", *warnings, sep="\n  ")
        return 1
    stack.destroy(on_output=print)
    return 0


def warnings_of(stack: automation.Stack) -> list[str]:
    """Return what a preview of the destroy warns of, each line once."""
    told: dict[str, None] = {}

    def keep(event: EngineEvent) -> None:
        said = event.diagnostic_event
        if said and said.severity in {"warning", "error"}:
            told[said.message.strip()] = None

    stack.preview_destroy(on_event=keep)
    return list(told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
