"""The entry of `reprieve-policy`, the pack as an executable; its libraries are the extra `policy`."""

from __future__ import annotations

import argparse
import sys

from reprieve.version import VERSION

USAGE = 'this is a policy pack, which pulumi starts: pulumi preview --policy-pack "$(command -v reprieve-policy)"'


def start() -> None:
    """Serve the pack to the engine that started it; without its libraries, say what installs them."""
    _answer()
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


def _answer() -> None:
    """Answer --help and --version; what an engine passes besides is not looked at here."""
    parser = argparse.ArgumentParser(
        prog="reprieve-policy",
        description=USAGE,
        epilog="exit codes: 0 the engine ended it; 1 no engine started it, or the extra `policy` is not installed",
    )
    parser.add_argument("--version", action="version", version=VERSION)
    parser.parse_known_args()


if __name__ == "__main__":
    start()
