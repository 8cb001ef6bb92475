"""The report as one page that needs nothing else: no script, no address, and a policy that lets none in."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from reprieve.version import VERSION
from reprieve_cli.report import tell
from reprieve_cli.report.account import TROUBLE
from reprieve_cli.report.timeline import LEFT, RIGHT, ROW, WIDTH, timeline

if TYPE_CHECKING:
    from reprieve_cli.report.account import Account


def as_page(account: Account) -> str:
    """Return the page; every text in it is escaped."""
    style = _beside("page.css")
    return _template().render(
        account=account,
        chart=timeline(account),
        left=LEFT,
        right=RIGHT,
        row=ROW,
        sections=[(title, account.having(*fates)) for title, fates in tell.SECTIONS],
        style=Markup(style),  # noqa: S704 - the file beside this one
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        tell=tell,
        trouble=TROUBLE,
        version=VERSION,
        width=WIDTH,
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_beside("page.html.jinja"))


@cache
def _beside(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
