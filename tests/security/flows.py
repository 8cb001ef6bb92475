"""What users do with an object, each as one flow: prepared with all rights, then run by a user of the account.

A flow is what somebody would grant a role for; the least rights of each stand in `docs/policies`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reprieve import functions
from reprieve.errors import ReprieveError
from reprieve.lifecycle.session import Severity
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET
from tests.contract.conftest import Life

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reprieve.fields import Tree
    from reprieve_emulator.control import Control
    from tests.contract.rows import Place, Row
    from tests.contract.runs import Run

USER: Final = "200011112222"  # Tencent Cloud's users are numbers


class Watched(Life):
    """A life of which everything that is said is kept."""

    def __init__(self, row: Row, place: Place) -> None:
        super().__init__(row, place)
        self.runs: list[Run] = []

    @property
    def run(self) -> Run:
        """A new run."""
        self.runs.append(super().run)
        return self.runs[-1]

    def said(self) -> str:
        """Return everything that was said in the last runs."""
        return "\n".join(text for run in self.runs for _, text, _ in run.process.voice.lines)


def _nothing(_: Life) -> None:
    return


def _made(life: Life) -> None:
    life.up()


def _key(life: Life) -> None:
    """Make a key, and declare it as the one that encrypts."""
    made = life.run.of(KMS_KEY, "key").create(alias=life.place.name())
    life.change(kmsKeyId=made.id)


def _made_with_key(life: Life) -> None:
    _key(life)
    life.up()


def _destroyed(life: Life) -> None:
    life.up()
    life.destroy()
    life.recorded = None


def _preview(life: Life) -> None:
    """Preview an up that changes and makes objects, and a destroy; find one gone; ask the functions."""
    run = life.run
    run.of(life.row.resource, "gone").read(replace(life.state, id=f"{life.state.id[:-4]}0000"))
    recorded = run.refreshed(life.state)
    run.diff(recorded, **{**life.declared, **life.row.updates[0]})
    another = life.place.name()
    run.of(life.row.resource, another).preview_create(**life.declared | {life.row.name_field: another})
    asked: dict[str, Tree] = {"resource": life.row.resource.name, "id": life.state.id}
    plan = functions.invoke(run.process, "reprieve:index:getDeletionPlan", asked)
    run.process.say(Severity.INFO, f"warnings: {plan['warnings']}, refusals: {plan['refusals']}")
    functions.invoke(run.process, "reprieve:index:listPendingDeletions", {"resource": life.row.resource.name})
    run.notes()


def _create(life: Life) -> None:
    life.up()


def _update(life: Life) -> None:
    for change in life.row.updates:
        life.change(**change)
        life.up()


def _delete(life: Life) -> None:
    life.destroy()


def _restore(life: Life) -> None:
    life.up()


def _import(life: Life) -> None:
    assert life.run.imports(life.state.id)


@dataclass(frozen=True)
class Flow:
    """One flow: what is there before, and what the user does."""

    prepare: Callable[[Life], None]
    do: Callable[[Life], None]
    what: str


FLOWS: Final[Mapping[str, Flow]] = {
    "preview": Flow(_made, _preview, "`pulumi preview`, `refresh`, `destroy --preview-only`, and the functions"),
    "create": Flow(_nothing, _create, "`pulumi up` that makes the object, its preview included"),
    "create-with-key": Flow(_key, _create, "the same, with `kmsKeyId` declared"),
    "update": Flow(_made, _update, "`pulumi up` that changes it, its preview included"),
    "delete": Flow(_made, _delete, "`pulumi destroy`"),
    "restore": Flow(_destroyed, _restore, "`pulumi up` after a destroy, within the window"),
    "import": Flow(_made, _import, "`pulumi import`"),
    "import-with-key": Flow(_made_with_key, _import, "the same, of a secret whose key is named"),
}


def flows_of(row: Row) -> list[str]:
    """Name the flows that a resource has; without a window nothing can be restored, and only a secret has a key."""
    return [
        name
        for name in FLOWS
        if (row.window or name != "restore") and (row.resource is SECRET or not name.endswith("with-key"))
    ]


def run_as_user(flow: Flow, life: Watched, control: Control, account: str) -> str:
    """Prepare with all rights, run as the user, and return all that was said; clears the request log in between."""
    flow.prepare(life)
    everything, life.runs = life.place, []
    key = control.add_access_key(account, user_id=USER)
    keys = {"accessKey": key["access_key_id"], "secretKey": key["access_key_secret"]}
    life.place = replace(everything, settings={**everything.settings, **keys})
    control.clear_requests()
    try:
        flow.do(life)
    except ReprieveError as error:
        return f"{life.said()}\n{error}"
    finally:
        life.place = everything
    return life.said()
