"""One way to look at an object: it is live, it is gone for certain, or it cannot be seen, and why.

Gone is said only when the cloud gave the one exact answer that means it *and* the caller is known to be in the account
and region that the object was recorded in: the wrong account sees nothing either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reprieve.driver import Live
from reprieve.errors import Bug, Interrupted, Refused, ReprieveError
from reprieve.fields import reveal
from reprieve.lifecycle.state import date_said

if TYPE_CHECKING:
    from reprieve.lifecycle.operation import Operation, Recorded


@dataclass(frozen=True)
class Absent:
    """The object does not exist, proven."""

    why: str


@dataclass(frozen=True)
class Unseen:
    """Nothing is known of the object now."""

    error: ReprieveError


Sight: TypeAlias = Live | Absent | Unseen


def look(operation: Operation, recorded: Recorded, *, fresh: bool = False) -> Sight:
    """Look at the object that the state records; `fresh` asks the cloud even if this process has just looked."""
    try:
        stay_here(operation, recorded)
        live = operation.driver.read(recorded.id, fresh=fresh)
        if live is not None and not another(live, recorded):
            operation.memory.saw(live)
            return live
        stay_in_account(operation, recorded)
    except (Interrupted, Bug):
        raise
    except ReprieveError as error:
        return Unseen(error)
    if live is not None:
        return Absent(
            f"the object was deleted outside; another one of this name was made on {date_said(live.created)} and is "
            "not touched"
        )
    return Absent(f"it does not exist in account {recorded.account}, region {operation.config.region}")


def stay_here(operation: Operation, recorded: Recorded) -> None:
    """Refuse where the state records another cloud or region than the provider is configured for; makes no call."""
    now = {"cloud": str(operation.config.cloud), "region": operation.config.region}
    for key, value in now.items():
        lives = reveal(recorded.state.get(key))
        if lives and lives != value:
            raise Refused(
                f"the object lives in {key} {lives}, and the provider is configured for {value}; set it back, and use "
                "a second provider for the other objects"
            )


def stay_in_account(operation: Operation, recorded: Recorded) -> None:
    """Refuse where the credentials belong to another account than the state records."""
    account = operation.identity().account
    if recorded.account and recorded.account != account:
        raise Refused(
            f"the object lives in account {recorded.account}, and the credentials belong to account {account}; use "
            f"credentials of {recorded.account}"
        )


def stranger(operation: Operation, recorded: Recorded, live: Live) -> str:
    """Name the stack whose mark the object carries, where it is neither this resource's nor the recorded one."""
    known = {operation.mark, recorded.live().mark}
    return live.mark.stack if live.mark is not None and live.mark not in known else ""


def another(live: Live, recorded: Recorded) -> bool:
    """Tell whether the object of this name is another one than was recorded, by its creation time."""
    return made_again(live, recorded.created)


def made_again(live: Live, created: str) -> bool:
    """Tell whether the object was created at another time than is recorded, where both are known."""
    return bool(created and live.created and created != date_said(live.created))
