"""Run programs one after the other before Pulumi's mocks: `python -m tests.docs.run_python FILE...`."""

from __future__ import annotations

import runpy
import sys

import pulumi
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_all_config, set_mocks
from pulumi.runtime.mocks import test

CONFIGURATION = {"shop:dbPassword": "correct horse battery staple", "shop:paymentToken": "tok-4711"}
PLAN = {"reversible": True, "undo": "pulumi up"}


class Cloud(Mocks):
    """Whatever is declared is there, as declared."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, object]]:
        """Return the id and the outputs."""
        return f"{args.name}-id", {"name": args.name, **args.inputs, "deletionPlan": PLAN}

    def call(self, args: MockCallArgs) -> tuple[dict[str, object], None]:
        """Return what a function answers, and that nothing is wrong."""
        return dict(args.args), None


@test  # type: ignore[untyped-decorator] # Pulumi's own
def run(path: str) -> pulumi.Output[object]:
    """Run one program, and wait for all of it."""
    runpy.run_path(path, run_name="__main__")
    return pulumi.Output.from_input(None)


if __name__ == "__main__":
    for program in sys.argv[1:]:
        set_mocks(Cloud(), project="shop", stack="dev")
        set_all_config(CONFIGURATION, [])
        run(program)
