"""The page in a real browser: no errors, a drawing that can be read without colours, light, dark, narrow, printed."""

from __future__ import annotations

import shutil
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import sync_playwright

from reprieve_cli.report.page import as_page
from tests.cli.report.written import account, deletion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HOSTILE = '<script>document.title="owned"</script>'
READABLE = 4.5
"""The contrast that WCAG 2.1 asks of text, level AA."""

ENDS = {
    "db-password": "2026-12-06, 11 days left",
    "session-key": "final since 2026-11-19",
    "ci-token": "final at once",
    "returned": "restored 2026-11-24",
    HOSTILE: "2026-12-01, 6 days left",
}
CONTRASTS = """() => {
  const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const parse = colour => (colour.match(/[0-9.]+/g) || []).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = node => {
    for (; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const words = [...document.querySelectorAll("body *")].filter(
    node => !["title", "desc"].includes(node.tagName) &&
      [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
  return words.map(node => {
    const style = getComputedStyle(node);
    const ink = light(parse(node.tagName === "text" ? style.fill : style.color)), paper = light(ground(node));
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium; `make .browser/ready` installs it where it is missing."""
    found = shutil.which("chromium")
    assert found, "there is no chromium on PATH: run make .browser/ready"
    with sync_playwright() as drivers:
        started = drivers.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a report with everything in it."""
    lines: chain[dict[str, Any] | bytes] = chain(
        deletion("db-password", days_ago=3),
        deletion("session-key", days_ago=20),
        deletion("ci-token", days_ago=3, window=0),
        deletion("returned", days_ago=4),
        deletion("returned", days_ago=1, operation="restore", window=None),
        deletion(HOSTILE, days_ago=1, window=7),
        deletion("stripe", outcome="failed: stripe was not deleted"),
        deletion("half", outcome=None),
        [b"no json"],
    )
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(as_page(account(lines)), encoding="utf-8")
    return path


class Opened:
    """The page as a reader has it, with all that the browser complained of and asked for."""

    def __init__(self, browser: Browser, path: Path, **look: Any) -> None:  # noqa: ANN401 - playwright's options
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page: Page = browser.new_context(**look).new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_opens_without_errors_and_every_text_is_readable(
    browser: Browser, written: Path, scheme: Literal["light", "dark"]
) -> None:
    opened = Opened(browser, written, color_scheme=scheme)

    paper = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    contrasts = opened.page.evaluate(CONTRASTS)

    assert opened.complaints == []
    assert opened.asked == [written.as_uri()]
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 27)"}[scheme]
    assert len(contrasts) > 50
    assert min(contrasts) >= READABLE


def test_the_timeline_is_drawn_and_says_in_words_what_it_shows(browser: Browser, written: Path) -> None:
    page = Opened(browser, written).page
    rows = page.locator("svg.chart g.row")

    said = dict((row.locator("title").text_content() or "").split(": ") for row in rows.all())
    boxes = [mark.bounding_box() for mark in page.locator("svg.chart .row .mark").all()]

    assert said == ENDS
    assert [row.locator("text").nth(1).text_content() for row in rows.all()] == list(said.values())
    assert all(box and box["width"] > 1 and box["height"] > 1 for box in boxes)
    assert page.locator("svg.chart line.now").count() == 1
    assert page.get_by_role("img", name="Timeline of recovery windows").count() == 1


def test_without_colours_every_fate_has_its_own_shape(browser: Browser, written: Path) -> None:
    page = Opened(browser, written, forced_colors="active").page

    shapes = [
        (row.locator("title").text_content() or "").split(": ")[0]
        + " "
        + " ".join(
            f"{mark.evaluate('node => node.tagName')}.{mark.get_attribute('class')}"
            for mark in row.locator(".mark").all()
        )
        for row in page.locator("svg.chart g.row").all()
    ]
    strokes = page.eval_on_selector_all(".row .mark", "nodes => nodes.map(node => getComputedStyle(node).stroke)")

    assert shapes == [
        "session-key rect.mark bar final",
        "ci-token path.mark final",
        "returned rect.mark bar restored circle.mark circle restored",
        f"{HOSTILE} rect.mark bar pending left rect.mark bar pending passed",
        "db-password rect.mark bar pending left rect.mark bar pending passed",
    ]
    assert len(set(strokes)) == 1


def test_a_hostile_name_stays_text(browser: Browser, written: Path) -> None:
    page = Opened(browser, written).page

    assert page.title() == "Deletions: 1 failed, 1 interrupted, 2 restorable, 2 final, 1 restored"
    assert page.locator("script").count() == 0
    assert page.locator("th", has_text=HOSTILE).count() == 1


def test_on_a_narrow_screen_nothing_runs_out_of_it(browser: Browser, written: Path) -> None:
    page = Opened(browser, written, viewport={"width": 360, "height": 800}).page

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_paper_it_is_black_on_white_and_nothing_is_cut(browser: Browser, written: Path) -> None:
    page = Opened(browser, written, color_scheme="dark", viewport={"width": 700, "height": 900}).page
    page.emulate_media(media="print", color_scheme="dark")

    inks = page.evaluate("[...document.querySelectorAll('td, h2')].map(node => getComputedStyle(node).color)")
    heads = page.eval_on_selector_all("thead", "nodes => nodes.map(node => getComputedStyle(node).display)")
    cut = page.eval_on_selector_all(
        ".wide", "nodes => nodes.filter(node => node.scrollWidth > node.clientWidth).length"
    )

    assert set(inks) == {"rgb(0, 0, 0)"}
    assert set(heads) == {"table-header-group"}
    assert cut == 0
    assert page.pdf().startswith(b"%PDF")


def test_what_a_reader_without_eyes_needs_is_there(browser: Browser, written: Path) -> None:
    page = Opened(browser, written).page

    levels = page.eval_on_selector_all("h1, h2", "nodes => nodes.map(node => node.tagName)")
    regions = page.get_by_role("region").all()

    assert levels == ["H1", *["H2"] * (len(levels) - 1)]
    assert page.locator("html").get_attribute("lang") == "en"
    assert [page.get_by_role(role).count() for role in ("banner", "main", "contentinfo")] == [1, 1, 1]
    assert all(
        region.get_attribute("tabindex") == "0" for region in regions if "wide" in str(region.get_attribute("class"))
    )
    assert page.get_by_role("rowheader").count() == 8
