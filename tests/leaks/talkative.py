"""A program that turns every debug switch on, and then takes an object of each resource through its life.

It is run in a process of its own: `python talkative.py '{"cloud": ..., ...}' VALUE`.
"""

from __future__ import annotations

import json
import logging
import sys
from http.client import HTTPConnection
from typing import cast

from reprieve.config import Config
from reprieve.errors import ReprieveError
from reprieve.fields import Hidden
from reprieve.resources.secret import SECRET
from tests.contract.runs import Run


def main() -> None:
    """Make, read, import, change and delete a secret; then let the cloud refuse one."""
    logging.basicConfig(level=logging.DEBUG)
    HTTPConnection.debuglevel = 1
    settings, value = json.loads(sys.argv[1]), sys.argv[2]
    run = Run.begin(Config.read(settings), SECRET)
    made = run.create(name="it", secretString=Hidden(value), description=Hidden(value))
    read = run.refreshed(made)
    Run.begin(Config.read(settings), SECRET, "imported").imports("it")
    changed = run.update(read, name="it", secretString=Hidden(f"{value}{value}"))
    run.delete(changed)
    try:
        run.of(SECRET, "no").create(name="it", secretString=Hidden(value))
    except ReprieveError:
        logging.getLogger("talkative").exception("refused")
    logging.getLogger("talkative").error("end of %s", cast("str", settings["cloud"]))


if __name__ == "__main__":
    main()
