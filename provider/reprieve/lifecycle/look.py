"""One way to look at an object: it is live, it is gone for certain, or it cannot be seen, and why.

Gone is said only when the cloud gave the one exact answer that means it *and* the caller is known to be in the account
and region that the object was recorded in: the wrong account sees nothing either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reprieve.driver import Live
from reprieve.errors import Bug, Interrupted, Refused, ReprieveError
from reprieve.fields import Tree, reveal
from reprieve.lifecycle.state import date_said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.driver import Driver
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs


@dataclass(frozen=True)
class Absent:
    """The object does not exist, proven."""

    why: str


@dataclass(frozen=True)
class Unseen:
    """Nothing is known of the object now."""

    error: ReprieveError


Sight: TypeAlias = Live | Absent | Unseen


def look(
    session: Session,
    driver: Driver[Inputs],
    urn: str,
    object_id: str,
    state: Mapping[str, Tree],
    *,
    fresh: bool = False,
) -> Sight:
    """Look at the object that the state records; `fresh` asks the cloud even if this process has just looked."""
    if elsewhere := recorded_elsewhere(session, state):
        return Unseen(Refused(elsewhere))
    try:
        live = driver.read(object_id, fresh=fresh)
        if live is not None and not _another(live, state):
            session.memory.saw(live)
            return live
        account = session.identity(urn).account
    except (Interrupted, Bug):
        raise
    except ReprieveError as error:
        return Unseen(error)
    recorded = reveal(state.get("accountId"))
    if recorded and recorded != account:
        said = f"the credentials belong to account {account}, the object lives in account {recorded}; use credentials of {recorded}"
        return Unseen(Refused(said))
    if live is not None:
        return Absent(
            f"the object was deleted outside; another one of this name was made on {date_said(live.created)} and is "
            "not touched"
        )
    return Absent(f"it does not exist in account {account}, region {session.config.region}")


def recorded_elsewhere(session: Session, state: Mapping[str, Tree]) -> str:
    """Say that the state records another cloud, region or account than the provider is configured for."""
    now = {"cloud": str(session.config.cloud), "region": session.config.region}
    for key, value in now.items():
        recorded = reveal(state.get(key))
        if recorded and recorded != value:
            return (
                f"the object lives in {key} {recorded}, and the provider is configured for {value}; set it back, and "
                "use a second provider for the other objects"
            )
    return ""


def _another(live: Live, state: Mapping[str, Tree]) -> bool:
    """Tell whether the object of this name is another one than was recorded, by its creation time."""
    recorded = reveal(state.get("creationDate"))
    return bool(recorded and live.created and recorded != date_said(live.created))
