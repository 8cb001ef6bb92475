"""The entry of the `reprieve` command, whose libraries are the extra `cli`."""

from __future__ import annotations

import sys


def start() -> None:
    """Run the command; without its libraries, say what installs them."""
    try:
        from reprieve_cli.command import main  # noqa: PLC0415 - it needs the extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "jinja2", "rich"}:
            raise
        sys.exit("the command needs its libraries: pip install 'reprieve[cli]'")
    main(prog_name="reprieve")


if __name__ == "__main__":
    start()
