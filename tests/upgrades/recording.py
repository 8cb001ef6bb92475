"""What a version left behind: the state of a stack, its program, what the cloud held; and how to come back to it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from tests.accounts import Account
from tests.contract.rows import REGIONS

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.engine.harness import Stack

HERE: Final = Path(__file__).parent
PROGRAMS: Final = HERE / "programs"
RECORDED: Final = HERE / "recorded"
ADDRESS: Final = "http://recorded.invalid"
"""Stands in the recorded state for the emulator's address, which is another one in every run."""

WHERE: Final = ("sourcePosition", "stackTrace")
"""Where in a program, on somebody's machine, a resource was declared: nothing that a provider sees."""

VARIABLES: Final = {
    "tencentcloud": ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"),
    "alicloud": ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
}


@dataclass(frozen=True)
class Recording:
    """One stack that one version left behind, in a folder."""

    folder: Path

    @property
    def cloud(self) -> str:
        """The cloud of the stack."""
        return self.folder.name.partition("-")[2]

    @property
    def program(self) -> Path:
        """The program, as it was."""
        (found,) = self.folder.glob("program.*")
        return found

    def restore(self, stack: Stack, control: Control) -> None:
        """Make stack and cloud what they were."""
        control.load(json.loads((self.folder / "cloud.json").read_text(encoding="utf-8")))
        declare(stack, self.program)
        work_in(stack, control, self.cloud, account_in(control, self.cloud))
        state = (self.folder / "stack.json").read_text(encoding="utf-8").replace(ADDRESS, control.url)
        file = stack.folder / "recorded.json"
        file.write_text(state, encoding="utf-8")
        stack.run("stack", "import", "--file", str(file))

    def write(self, stack: Stack, control: Control, program: Path) -> None:
        """Keep what stack and cloud are now."""
        self.folder.mkdir(parents=True)
        shutil.copyfile(program, self.folder / f"program{program.suffix}")
        state = stack.run("stack", "export").json
        for resource in state["deployment"]["resources"]:
            for key in WHERE:
                resource.pop(key, None)
        text = json.dumps(state, indent=1).replace(control.url, ADDRESS)
        (self.folder / "stack.json").write_text(f"{text}\n", encoding="utf-8")
        (self.folder / "cloud.json").write_text(f"{json.dumps(control.dump(), indent=1)}\n", encoding="utf-8")


def recordings() -> list[Recording]:
    """Return everything that was recorded, by version."""
    return [Recording(folder.parent) for folder in sorted(RECORDED.glob("*/*/stack.json"))]


def declare(stack: Stack, program: Path) -> None:
    """Make a recorded program the stack's program."""
    text = program.read_text(encoding="utf-8")
    if program.suffix == ".py":
        stack.write_python(text)
    else:
        stack.write_yaml(yaml.safe_load(text)["resources"])


def work_in(stack: Stack, control: Control, cloud: str, account: Account) -> None:
    """Let the stack's default provider work in an account; the credentials come from the environment."""
    stack.configure(cloud=cloud, region=REGIONS[cloud], endpoint=control.url)
    stack.environment.update(zip(VARIABLES[cloud], (account.access_key, account.secret_key), strict=True))


def account_in(control: Control, cloud: str) -> Account:
    """Return the account of the recording."""
    described: list[dict[str, Any]] = control.accounts()
    return next(Account.of(each) for each in described if (each["cloud"], each["name"]) == (cloud, "upgrades"))
