"""The real Pulumi CLI in a test: one project, one stack, a file backend, and nothing outside the test's own folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).parents[2]
ENVIRONMENT = Path(sys.executable).parent.parent
PASSPHRASE = "a passphrase of the tests"
SECONDS_PER_COMMAND = 120
# nothing listens there: what tries to leave the machine fails at once
CLOSED_PROXY = "http://127.0.0.1:9"
LOOPBACK = "127.0.0.1,::1,localhost"


@dataclass(frozen=True)
class Diagnostic:
    """A line that the engine shows: `severity` is info, warning, error or debug; `urn` is empty for the stack's own."""

    severity: str
    urn: str
    message: str
    ephemeral: bool


@dataclass(frozen=True)
class Step:
    """What the engine planned or did with one resource."""

    operation: str
    urn: str
    type: str
    detailed_diff: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rpartition("::")[2]


@dataclass(frozen=True)
class Result:
    """The outcome of one command; `events` are the engine's own, for the commands that have an event log."""

    command: tuple[str, ...]
    returncode: int
    stdout: str
    stderr: str
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that a user sees."""
        return self.stdout + self.stderr

    @property
    def json(self) -> Any:  # noqa: ANN401 - each command has a shape of its own
        """What a command with `--json` printed."""
        return json.loads(self.stdout)

    @property
    def steps(self) -> list[Step]:
        """What was planned or done, in the order in which it began, without the stack and the providers themselves."""
        begun = [event["resourcePreEvent"]["metadata"] for event in self.events if "resourcePreEvent" in event]
        return [
            Step(step["op"], step["urn"], step["type"], step.get("detailedDiff") or {})
            for step in begun
            if not step["type"].startswith(("pulumi:pulumi:", "pulumi:providers:"))
        ]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was logged, ephemeral lines included, without colours."""
        logged = [event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event]
        return [
            Diagnostic(
                line["severity"], line.get("urn", ""), plain(line["message"]).strip(), line.get("ephemeral", False)
            )
            for line in logged
        ]

    def messages(self, severity: str) -> list[str]:
        """Return the lasting lines of one severity."""
        return [line.message for line in self.diagnostics if line.severity == severity and not line.ephemeral]


def plain(message: str) -> str:
    """Take the engine's colour commands out of a message."""
    for command in ("reset", "bold", "underline", *(f"fg {number}" for number in range(16))):
        message = message.replace(f"<{{%{command}%}}>", "")
    return message


class Stack:
    """One stack, its program and its state, driven through the CLI."""

    def __init__(self, engine: Path, home: Path, folder: Path, *, project: str = "shop", name: str = "dev") -> None:
        # None: the engine looks for the plugin as it does where a project names no folder
        self.plugin: Path | None = ENVIRONMENT / "bin"
        self.folder = folder
        self.project = project
        self.name = name
        self.state = folder / "state"
        self.state.mkdir(parents=True)
        self.environment = isolated_environment(engine, home, self.state)
        self.seconds_per_command = SECONDS_PER_COMMAND
        self.write_yaml({})
        self.run("stack", "init", name)

    # the program

    def write_yaml(self, resources: Mapping[str, Any], **sections: Any) -> None:  # noqa: ANN401 - free form
        """Make a YAML program the stack's program; `sections` are others of its top level, such as outputs."""
        self._write_project({"runtime": "yaml", "resources": dict(resources), **sections})

    def write_python(self, program: str, environment: Path = ENVIRONMENT) -> None:
        """Make a Python program the stack's program; it runs in the tests' own environment, or in the given one."""
        (self.folder / "__main__.py").write_text(program)
        self._write_project({"runtime": {"name": "python", "options": {"virtualenv": str(environment)}}})

    def configure(self, **provider: Any) -> None:  # noqa: ANN401 - free form
        """Set keys of the default provider's configuration; None takes a key away."""
        path = self.folder / f"Pulumi.{self.name}.yaml"
        settings = yaml.safe_load(path.read_text())
        config = settings.setdefault("config", {})
        config.update({f"reprieve:{key}": value for key, value in provider.items()})
        settings["config"] = {key: value for key, value in config.items() if value is not None}
        path.write_text(yaml.safe_dump(settings))

    def _write_project(self, settings: Mapping[str, Any]) -> None:
        plugin = {"name": "reprieve", "path": str(self.plugin)}
        project = {"name": self.project, "plugins": {"providers": [plugin] if self.plugin else []}, **settings}
        (self.folder / "Pulumi.yaml").write_text(yaml.safe_dump(project, sort_keys=False))

    # the operations

    def preview(self, *flags: str, expect_failure: bool = False) -> Result:
        """Run `pulumi preview`."""
        return self._operate("preview", *flags, expect_failure=expect_failure)

    def up(self, *flags: str, expect_failure: bool = False) -> Result:
        """Run `pulumi up`, without asking and without its own preview unless a flag says otherwise."""
        return self._operate("up", "--yes", "--skip-preview", *flags, expect_failure=expect_failure)

    def refresh(self, *flags: str, expect_failure: bool = False) -> Result:
        """Run `pulumi refresh`."""
        return self._operate("refresh", "--yes", "--skip-preview", *flags, expect_failure=expect_failure)

    def destroy(self, *flags: str, expect_failure: bool = False) -> Result:
        """Run `pulumi destroy`, without its own preview; `--preview-only` makes it only the preview."""
        approval = () if "--preview-only" in flags else ("--yes", "--skip-preview")
        return self._operate("destroy", *approval, *flags, expect_failure=expect_failure)

    def import_(self, token: str, name: str, identifier: str, *flags: str, expect_failure: bool = False) -> Result:
        """Run `pulumi import`; the generated code is part of what it prints."""
        return self.run("import", token, name, identifier, "--yes", *flags, expect_failure=expect_failure)

    def _operate(self, operation: str, *flags: str, expect_failure: bool) -> Result:
        log = self.folder / "events.json"
        log.unlink(missing_ok=True)
        result = self.run(operation, "--event-log", str(log), *flags, expect_failure=expect_failure)
        if log.exists():
            result.events.extend(json.loads(line) for line in log.read_text().splitlines())
        return result

    # the state

    def export(self, *flags: str) -> dict[str, Any]:
        """Return the deployment as stored: secrets are encrypted unless a flag shows them."""
        return dict(self.run("stack", "export", *flags).json["deployment"])

    def resource(self, name: str) -> dict[str, Any]:
        """Return the state of the one resource with this name in the program."""
        (found,) = (entry for entry in self.export()["resources"] if entry["urn"].rpartition("::")[2] == name)
        return dict(found)

    def outputs(self) -> dict[str, Any]:
        """Return the stack's outputs, secrets in clear."""
        return dict(self.run("stack", "output", "--json", "--show-secrets").json)

    # any command

    def run(self, *arguments: str, expect_failure: bool = False) -> Result:
        """Run a command of the CLI to its end; a failure that is not expected fails the test, and the reverse."""
        process = self.start(*arguments)
        try:
            stdout, stderr = process.communicate(timeout=self.seconds_per_command)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        result = Result(("pulumi", *arguments), process.returncode, stdout, stderr)
        outcome = "succeeded against expectation" if expect_failure else f"failed with {result.returncode}"
        assert (result.returncode != 0) == expect_failure, f"{' '.join(result.command)} {outcome}:\n{result.text}"
        return result

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command and return its process, for tests that interrupt it."""
        return subprocess.Popen(
            ["pulumi", *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


def isolated_environment(engine: Path, home: Path, state: Path) -> dict[str, str]:
    """Return the environment of every command: no account, no plugin download, no update check, no network."""
    return {
        "HOME": str(home),
        "HTTP_PROXY": CLOSED_PROXY,
        "HTTPS_PROXY": CLOSED_PROXY,
        "NO_PROXY": LOOPBACK,
        "no_proxy": LOOPBACK,
        "PATH": os.pathsep.join([str(engine), str(ENVIRONMENT / "bin"), os.environ["PATH"]]),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        # shows the flag --event-log
        "PULUMI_DEBUG_COMMANDS": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PULUMI_HOME": str(home / ".pulumi"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
