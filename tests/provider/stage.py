"""The core without an engine: processes of the provider, one after the other, before one account of the emulator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve.calls import Job
from reprieve.config import Config
from reprieve.errors import HalfMade
from reprieve.fields import Hidden
from reprieve.lifecycle.check import Naming, check
from reprieve.lifecycle.create import create
from reprieve.lifecycle.delete import delete
from reprieve.lifecycle.diff import Difference, diff
from reprieve.lifecycle.operation import Operation, Recorded
from reprieve.lifecycle.read import read
from reprieve.lifecycle.session import Session, Severity
from reprieve.lifecycle.update import update
from reprieve.resources.secret import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reprieve.calls import Reply
    from reprieve.fields import Properties, Tree
    from reprieve_emulator.control import Control
    from tests.accounts import Account

REGION = "ap-guangzhou"
DAY = 86_400


def urn_of(name: str) -> str:
    return f"urn:pulumi:dev::shop::reprieve:index:Secret::{name}"


@dataclass
class Heard:
    """A voice that keeps what is said."""

    lines: list[tuple[Severity, str, str]] = field(default_factory=list)
    progressed: list[str] = field(default_factory=list)

    def say(self, severity: Severity, text: str, urn: str = "") -> None:
        self.lines.append((severity, text, urn))

    def progress(self, text: str, urn: str) -> None:
        self.progressed.append(f"{urn.rsplit('::', 1)[-1]}: {text}")

    def of(self, severity: Severity) -> list[str]:
        return [text for said, text, _ in self.lines if said is severity]

    @property
    def warnings(self) -> list[str]:
        return self.of(Severity.WARNING)

    @property
    def infos(self) -> list[str]:
        return self.of(Severity.INFO)


class Hurried(Job):
    """An operation that never sleeps, and still ends as soon as it has to."""

    def wait(self, seconds: float) -> None:
        del seconds
        super().wait(0)


class Process(Session):
    """One process of the provider; its waits take no time."""

    voice: Heard

    def __init__(self, config: Config) -> None:
        self.voice = Heard()
        super().__init__(config, self.voice)

    def job(self, urn: str, timeout: float = 0.0) -> Job:
        job = super().job(urn, timeout)
        return Hurried(job.deadline, job.cancelled, job.progress, denied=job.denied)

    def when(self, action: str, then: Callable[[], object]) -> None:
        """Do something as soon as a call of this action has left and come back, answered or not."""
        calls = self.cloud.calls  # type: ignore[attr-defined]  # the clouds' own
        send = calls.send

        def sent(called: str, params: Mapping[str, object]) -> Reply:
            try:
                reply: Reply = send(called, params)
            finally:
                if called == action:
                    then()
            return reply

        calls.send = sent

    def operation(self, name: str = "db") -> Operation:
        return Operation.of(self, SECRET, urn_of(name))

    def check(self, name: str = "db", olds: Properties | None = None, /, **news: Tree) -> Properties:
        """Check a declaration that has nothing wrong; its name is the resource's unless it is told."""
        checked = check(self.operation(name), olds or {}, {"name": name, **news}, Naming("random", seed=b"seedseed"))
        assert checked.problems == ()
        return checked.inputs

    def create(self, name: str = "db", /, **news: Tree) -> Recorded:
        """Check and create; the state is what the engine would keep, also of a half-made object."""
        inputs = self.check(name, **{"secretString": Hidden("one"), **news})
        try:
            made = create(self.operation(name), inputs, preview=False)
        except HalfMade as half:
            return Recorded.of(half.id, inputs, half.state)
        return Recorded.of(made.id, inputs, made.state)

    def preview_create(self, name: str = "db", /, **news: Tree) -> Properties:
        return create(
            self.operation(name), self.check(name, **{"secretString": Hidden("one"), **news}), preview=True
        ).state

    def read(self, recorded: Recorded, name: str = "db") -> Recorded | None:
        return read(self.operation(name), recorded)

    def imports(self, object_id: str, name: str = "db") -> Recorded | None:
        return read(self.operation(name), Recorded(object_id, {}, {}))

    def diff(self, recorded: Recorded, name: str = "db", /, **news: Tree) -> Difference:
        return diff(self.operation(name), recorded, self.check(name, recorded.inputs, **news))

    def update(
        self,
        recorded: Recorded,
        name: str = "db",
        /,
        *,
        ignored: Sequence[str] = (),
        preview: bool = False,
        **news: Tree,
    ) -> Recorded:
        """Check and update with what is declared now."""
        inputs = self.check(name, recorded.inputs, **news)
        try:
            state = update(self.operation(name), recorded, inputs, ignored=ignored, preview=preview)
        except HalfMade as half:
            return Recorded.of(half.id, inputs, half.state)
        return Recorded.of(recorded.id, inputs, state)

    def delete(self, recorded: Recorded, name: str = "db") -> None:
        delete(self.operation(name), recorded)


def offline(**settings: Tree) -> Process:
    """A process that has no cloud to call and needs none."""
    return Process(Config.read({"cloud": "tencentcloud", "region": REGION} | settings))


@dataclass
class Stage:
    """One account of the emulated cloud, and the processes that work in it."""

    emulator: Control
    account: Account

    def config(self, **settings: Tree) -> Config:
        """The provider's configuration for this account."""
        given = {
            "cloud": "tencentcloud",
            "region": REGION,
            "endpoint": self.emulator.url,
            "accessKey": self.account.access_key,
            "secretKey": self.account.secret_key,
        }
        return Config.read(given | settings)

    def process(self, **settings: Tree) -> Process:
        """Start another process of the provider, with these settings besides the usual ones."""
        return Process(self.config(**settings))

    def calls(self) -> list[str]:
        """Every call since this was last asked, as `service:Action`, refused ones with their code."""
        found = self.emulator.requests()
        self.emulator.clear_requests()
        return [
            f"{call['service']}:{call['action']}" + ("" if call["code"] == "OK" else f" {call['code']}")
            for call in found
        ]

    def plant_secret(self, name: str = "db", **fields: object) -> None:
        """Put a secret without a mark into the cloud, as somebody else or a product would have made it."""
        whole = {"account": self.account.id, "region": REGION, "name": name, "creator_uin": self.account.id}
        self.emulator.plant("tencentcloud_ssm_secrets", **whole, **{"create_time": 1_700_000_000, **fields})

    def destroyed(self, name: str = "db", **declared: Tree) -> Recorded:
        """Let earlier runs make and delete a secret, which is pending now."""
        made = self.process().create(name, **declared)
        self.process().delete(made, name)
        self.calls()
        return made

    def secret(self, name: str = "db") -> dict[str, object] | None:
        """What the cloud holds under a name."""
        rows = self.emulator.objects("tencentcloud_ssm_secrets")
        return next((row for row in rows if row["name"] == name and row["account"] == self.account.id), None)

    def status(self, name: str = "db") -> str:
        """The state of what the cloud holds under a name; empty where it holds nothing."""
        return str((self.secret(name) or {}).get("status", ""))

    def values(self, name: str = "db") -> dict[str, str]:
        """The content of every version in the cloud."""
        rows = self.emulator.objects("tencentcloud_ssm_versions", values=True)
        return {row["version_id"]: row["secret_string"] or row["secret_binary"] for row in rows if row["name"] == name}

    def tags(self, name: str = "db") -> dict[str, str]:
        """The tags in the cloud, the ownership mark among them."""
        rows = self.emulator.objects("tencentcloud_tag_attachments")
        return {row["tag_key"]: row["tag_value"] for row in rows if row["resource"].endswith(f"/{name}")}

    def writes(self, calls: Sequence[str]) -> list[str]:
        """Those of the calls that change something."""
        readers = ("Describe", "List", "Get")
        return [call for call in calls if not call.partition(":")[2].startswith(readers)]
