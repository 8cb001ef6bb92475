"""Keep requests out of every log: the debug switches of the vendors' SDKs, and of the HTTP libraries under them."""

from __future__ import annotations

import logging
from http.client import HTTPConnection
from typing import Final

BELOW: Final = ("urllib3.connectionpool",)
"""Prints each address with its query, which holds parameters on Alibaba Cloud."""


def hush(*loggers: str) -> None:
    """Silence these loggers and those of HTTP, whatever the environment or the program around says."""
    for name in (*loggers, *BELOW):
        logging.getLogger(name).disabled = True
    # prints every byte that is sent, headers and body
    HTTPConnection.debuglevel = 0
