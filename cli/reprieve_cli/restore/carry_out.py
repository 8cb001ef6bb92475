"""Restore the chosen objects; whatever happens, it is known of each whether it was restored."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve.driver import Status
from reprieve.errors import Interrupted, ReprieveError
from reprieve.lifecycle.restore import Pending, restore
from reprieve_cli.report.texts import shown
from reprieve_cli.restore.choose import AT_ONCE, Choice, Refusal, said

if TYPE_CHECKING:
    from reprieve.driver import Live
    from reprieve_cli.accounts import Accounts
    from reprieve_cli.places import Place
    from reprieve_cli.screen import Screen


@dataclass
class Result:
    """What became of each object; `stopped` where the user interrupted it."""

    restored: list[tuple[Place, Pending, Live]] = field(default_factory=list)
    failed: list[Refusal] = field(default_factory=list)
    not_begun: list[str] = field(default_factory=list)
    stopped: bool = False


def carry_out(choice: Choice, accounts: Accounts, screen: Screen) -> Result:
    """Restore keys, then secrets; a secret whose key did not come back is left as it is."""
    result = Result()
    with screen.progress("objects restored", len(choice.objects)) as one_more:
        for wave in choice.waves:
            ready = [one for one in wave if not _lacks_its_key(*one, choice, result)]
            for _ in _at_once(ready, result, accounts):
                one_more()
    return result


def _lacks_its_key(place: Place, pending: Pending, choice: Choice, result: Result) -> bool:
    key = choice.needs.get((place.name, pending.live.id))
    if result.stopped:
        result.not_begun.append(said(pending))
    elif key and not any(one.live.id == key for _, one, _ in result.restored):
        result.failed.append(Refusal(said(pending), f"it was left as it is, since its key {key} was not restored"))
        return True
    return result.stopped


def _at_once(ready: list[tuple[Place, Pending]], result: Result, accounts: Accounts) -> Iterator[None]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = {pool.submit(restore, pending): (place, pending) for place, pending in ready}
        left = set(running)
        try:
            for future in as_completed(running):
                left.remove(future)
                _note(future, *running[future], result)
                yield
        except KeyboardInterrupt:
            result.stopped = True
            accounts.cancel()
            pool.shutdown(cancel_futures=True)
            for future in left:
                _note(future, *running[future], result)


def _note(future: Future[Live], place: Place, pending: Pending, result: Result) -> None:
    if future.cancelled():
        result.not_begun.append(said(pending))
        return
    try:
        result.restored.append((place, pending, future.result()))
    except Interrupted:
        result.not_begun.append(said(pending))
    except ReprieveError as error:
        result.failed.append(Refusal(said(pending), shown(str(error))))


def state_of(live: Live) -> str:
    """Say how an object came back."""
    return "left disabled" if live.status is Status.DISABLED else str(live.status)
