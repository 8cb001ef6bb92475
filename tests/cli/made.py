"""A stack without the engine: the core makes its objects in the emulator, and an export tells of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reprieve.fields import Hidden, reveal
from reprieve.lifecycle.check import Naming, check
from reprieve.lifecycle.create import create
from reprieve.lifecycle.operation import Operation
from reprieve.resources.catalogue import RESOURCES
from reprieve_cli.exports import SECRET, SPECIAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.fields import Properties, Tree
    from reprieve.lifecycle.session import Session
    from tests.provider.stage import Stage

PROVIDER = "pulumi:providers:reprieve"
VALUE = "s3cret-of-the-tests"


@dataclass
class Made:
    """One stack of one provider; `config` are the provider's settings in the state."""

    stage: Stage
    config: dict[str, Any]
    name: str = "dev"
    project: str = "shop"
    provider: str = "default_1_0_0"
    resources: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def on(cls, stage: Stage, provider: str = "default_1_0_0", name: str = "dev", **settings: Any) -> Made:  # noqa: ANN401 - free form
        """Begin an empty stack in the stage's account; the credentials are the environment's, or among the settings."""
        config = {"cloud": "tencentcloud", "region": "ap-guangzhou", "endpoint": stage.emulator.url, **settings}
        made = cls(stage, config, name, provider=provider)
        made.resources = [
            {"urn": f"{made.place}pulumi:pulumi:Stack::shop-{name}", "type": "pulumi:pulumi:Stack"},
            {"urn": f"{made.place}{PROVIDER}::{provider}", "type": PROVIDER, "id": "1", "inputs": config},
        ]
        return made

    @property
    def place(self) -> str:
        """The beginning of every urn."""
        return f"urn:pulumi:{self.name}::{self.project}::"

    def urn(self, kind: str, name: str) -> str:
        """The urn of a resource of Reprieve."""
        return f"{self.place}reprieve:index:{kind}::{name}"

    def make(self, kind: str, name: str, *needs: str, options: dict[str, Any] | None = None, **inputs: Tree) -> str:
        """Make an object that needs others, by urn, and record it; return its id."""
        made = self._make(self._session(), kind, name, needs, inputs)
        self.resources[-1] |= options or {}
        return made

    def make_many(self, kind: str, count: int, *needs: str, **inputs: Tree) -> None:
        """Make many objects that are alike."""
        session = self._session()
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda number: self._make(session, kind, f"{kind}-{number}", needs, inputs), range(count)))

    def _make(self, session: Session, kind: str, name: str, needs: Sequence[str], inputs: Properties) -> str:
        token, urn = f"reprieve:index:{kind}", self.urn(kind, name)
        operation = Operation.of(session, RESOURCES[token], urn)
        named = {"alias": name} if kind == "KmsKey" else {"name": name}
        given = named | ({"secretString": Hidden(VALUE)} if kind == "Secret" else {}) | inputs
        checked = check(operation, {}, given, Naming("random", seed=b"seedseed"))
        assert checked.problems == ()
        made = create(operation, checked.inputs, preview=False)
        self.resources.append(
            {
                "urn": urn,
                "type": token,
                "custom": True,
                "id": made.id,
                "inputs": _exported(checked.inputs),
                "outputs": _exported(made.state),
                "provider": f"{self.place}{PROVIDER}::{self.provider}::1",
                "dependencies": list(needs),
                "refreshBeforeUpdate": True,
            }
        )
        return made.id

    def export(self) -> str:
        """What `pulumi stack export` would write."""
        return json.dumps({"version": 3, "deployment": {"resources": self.resources}})

    def _session(self) -> Session:
        settings = {
            key: value for key, value in self.config.items() if key not in {"cloud", "region", "endpoint", "deletion"}
        }
        return self.stage.process(**settings)


def _exported(tree: Tree) -> Any:  # noqa: ANN401 - JSON
    if isinstance(tree, Hidden):
        return {SPECIAL: SECRET, "ciphertext": "v1:bm90:aGVyZQ=="}
    if isinstance(tree, dict):
        return {key: _exported(value) for key, value in tree.items()}
    return [_exported(value) for value in tree] if isinstance(tree, list) else reveal(tree)
