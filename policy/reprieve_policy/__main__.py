"""The entry of `reprieve-policy`, the pack as an executable; its libraries are the extra `policy`."""

from __future__ import annotations

import sys


def start() -> None:
    """Serve the pack to the engine that started it; without its libraries, say what installs them."""
    try:
        from reprieve_policy.analyzer import serve  # noqa: PLC0415 - it needs the extra
    except ModuleNotFoundError as error:
        if error.name != "pulumi_policy":
            raise
        sys.exit("the policy pack needs its libraries: pip install 'reprieve[policy]'")
    serve()


if __name__ == "__main__":
    start()
