"""A secret's whole life through the real Pulumi engine, against the local emulator; leaves nothing behind.

Each command is shown as a user types it, and what the engine answers is shown without the rows that only move.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from rich.console import Console
from rich.text import Text

from reprieve_emulator.control import Control
from tools.build_engine import provide_engine
from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROGRAM = Path(__file__).parent.parent / "examples" / "demo"
STYLES = (
    ("error:", "red"),
    ("warning:", "yellow"),
    ("undo: pulumi up", "green"),
)
"""How a line is shown that has one of these in it, on a terminal."""
ROW = re.compile(r"^ ?[ +~@=<>-]{1,3} +reprieve:index:(?P<type>\w+) (?P<name>\S+) (?P<rest>.*)$")


@dataclass(frozen=True)
class Shop:
    """The demonstration's stack: a copy of the program, an empty Pulumi home, a file backend."""

    folder: Path
    environment: Mapping[str, str]

    def pulumi(self, *arguments: str) -> str:
        """Run a command and return what it printed."""
        process = subprocess.Popen(
            ["pulumi", *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # a session of its own: it is ended below when this one is interrupted
            start_new_session=True,
        )
        try:
            return process.communicate()[0]
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)

    def show(self, why: str, *arguments: str, typed: str = "") -> None:
        """Tell why, show the command as it is typed, and what a person reads of the answer."""
        tell(f"\n# {why}", "bold")
        tell(f"$ pulumi {typed or ' '.join(arguments)}", "cyan")
        for line in readable(self.pulumi(*arguments)):
            tell(f"  {line}", next((style for word, style in STYLES if word in line), ""))


def tell(line: str, style: str = "") -> None:
    """Print a line, with its style where that can be seen; NO_COLOR is obeyed."""
    Console(soft_wrap=True).print(Text(line, style))


def main() -> None:
    """Run the demonstration."""
    signal.signal(signal.SIGTERM, _interrupted)
    folder = Path(tempfile.mkdtemp(prefix="reprieve-demo-"))
    try:
        tell("A secret's whole life: the real Pulumi engine, Reprieve's plugin, and Tencent Cloud on this machine.")
        with running_emulator() as ready:
            live(prepare(folder, ready), Control(ready["url"]))
        tell("\nNothing is left of it. Next: docs/quickstart.md, where you type, and examples/ with what else hurts.")
    except KeyboardInterrupt:
        tell("\ninterrupted; everything that was started is stopped and removed")
        sys.exit(130)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: Path, ready: Mapping[str, Any]) -> Shop:
    """Copy the program and point its provider at the emulator: the three lines that a real account changes."""
    program = shutil.copytree(PROGRAM, folder / "demo")
    state = folder / "state"
    state.mkdir()
    account = next(account for account in ready["accounts"] if account["cloud"] == "tencentcloud")
    key = account["access_keys"][0]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(provide_engine()), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "demo",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "TENCENTCLOUD_SECRET_ID": str(key["access_key_id"]),
        "TENCENTCLOUD_SECRET_KEY": str(key["access_key_secret"]),
    }
    shop = Shop(program, environment)
    _declare_plugin(program / "Pulumi.yaml")
    shop.pulumi("stack", "init", "dev")
    settings = {"cloud": "tencentcloud", "region": "ap-guangzhou", "endpoint": str(ready["url"])}
    for setting, value in settings.items():
        shop.pulumi("config", "set", f"reprieve:{setting}", value)
    return shop


def live(shop: Shop, cloud: Control) -> None:
    """Take the secrets through a whole life."""
    shop.show("what would be made", "preview")
    shop.show("make it", "up", "--yes", "--skip-preview", typed="up")
    shop.show("nothing changed, so nothing is written", "up", "--yes", "--skip-preview", typed="up")
    before = len(cloud.requests())
    _configure(shop, window="45", force="true")
    shop.show("two mistakes: a window of 45 days, and forceDelete: true beside a window", "preview")
    called = [request["action"] for request in cloud.requests()[before:]]
    written = [action for action in called if not action.startswith(("Describe", "Get", "List"))]
    tell(f"  calls to the cloud that write: {len(written)}")
    _configure(shop, window="14", force="false")
    shop.show("what a destroy would do, asked before it is done", "destroy", "--preview-only")
    _configure(shop, protected="false")
    shop.show("lift the protection: it is local, the cloud is not called", "up", "--yes", "--skip-preview", typed="up")
    shop.show("delete", "destroy", "--yes", "--skip-preview", typed="destroy")
    show_cloud(cloud)
    shop.show("take it back: the same secrets return", "up", "--yes", "--skip-preview", typed="up")
    show_cloud(cloud)


def show_cloud(cloud: Control) -> None:
    """Print what the cloud holds."""
    tell("\n# what Tencent Cloud holds now", "bold")
    for row in cloud.objects("tencentcloud_ssm_secrets"):
        until = row.get("delete_time")
        said = f"final on {datetime.fromtimestamp(int(until), UTC):%Y-%m-%d %H:%M} UTC" if until else ""
        tell(f"  {row['name']:<20} {row['status']:<14} {said}".rstrip())


def readable(output: str) -> Iterator[str]:
    """Keep the last row of each resource, what was said of it, and the sum."""
    rows: dict[str, str] = {}
    said: list[str] = []
    part = "rows"
    for line in output.splitlines():
        if line.startswith(("Diagnostics:", "Resources:", "Duration:", "Policies:", "The resources")):
            part = line.partition(":")[0]
        elif part == "rows" and (match := ROW.match(line)):
            done = match["rest"].strip().split(" ")[0].removeprefix("**")
            rows[match["name"]] = f"{match['name']:<14} {done if done.isalpha() else 'unchanged'}"
            if done == "refresh":  # looked at, and nothing else
                del rows[match["name"]]
        elif part == "Diagnostics" and line.startswith("    ") and line.strip():
            said.append(line.strip())
    yield from sorted(rows.values())
    yield from said


def _configure(shop: Shop, **values: str) -> None:
    for key, value in values.items():
        shop.pulumi("config", "set", key, value)


def _declare_plugin(project: Path) -> None:
    """Let the engine find the plugin of this checkout; an installed one needs no such lines."""
    folder = Path(sys.executable).parent
    lines = f"\nplugins:\n  providers:\n    - name: reprieve\n      path: {folder}\n"
    project.write_text(project.read_text() + lines)


def _interrupted(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
