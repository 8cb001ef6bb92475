"""The entry of `reprieve-policy`, the pack as an executable; its libraries are the extra `policy`."""

from __future__ import annotations

import sys

USAGE = 'this is a policy pack, which pulumi starts: pulumi preview --policy-pack "$(command -v reprieve-policy)"'


def start() -> None:
    """Serve the pack to the engine that started it; without its libraries, say what installs them."""
    try:
        from reprieve_policy.analyzer import serve  # noqa: PLC0415 - it needs the extra
    except ModuleNotFoundError as error:
        if error.name != "pulumi_policy":
            raise
        sys.exit("the policy pack needs its libraries: pip install 'reprieve[policy]'")
    # every engine gives its address, host:port; a person gives nothing, or asks for help
    if not any(":" in argument for argument in sys.argv[1:]):
        sys.exit(USAGE)
    serve()


if __name__ == "__main__":
    start()
