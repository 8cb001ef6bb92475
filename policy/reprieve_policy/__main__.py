"""The entry of `reprieve-policy`, the pack as an executable; its libraries are the extra `policy`."""

from __future__ import annotations

import argparse
import sys

from reprieve.version import VERSION


def start() -> None:
    """Serve the pack to the engine that started it; without its libraries, say what installs them."""
    _arguments()
    try:
        from reprieve_policy.analyzer import serve  # noqa: PLC0415 - it needs the extra
    except ModuleNotFoundError as error:
        if error.name != "pulumi_policy":
            raise
        sys.exit("the policy pack needs its libraries: pip install 'reprieve[policy]'")
    serve()


def _arguments() -> None:
    """Answer --help and --version; what the engine passes counts for nothing here."""
    parser = argparse.ArgumentParser(
        prog="reprieve-policy",
        description="Reprieve's policy pack. Pulumi's engine starts it: pulumi preview --policy-pack PATH-OF-THIS-FILE",
        epilog="exit codes: 0 the engine ended it; 1 the extra `policy` is not installed",
    )
    parser.add_argument("--version", action="version", version=VERSION)
    parser.parse_known_args()


if __name__ == "__main__":
    start()
