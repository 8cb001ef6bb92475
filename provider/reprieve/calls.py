"""Between the drivers and a cloud's client: pace by quota group, retry, deadline and cancel, shared reads, redaction.

What is known not to have been carried out is repeated until the time is up; what may have been carried out is
repeated only where the driver says that the call may be. Secret parameters travel as `Hidden` and are revealed at the
last moment; whatever the cloud says afterwards is searched for them.
"""

from __future__ import annotations

import base64
import html
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar
from urllib.parse import quote, quote_plus

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential, wait_random

from reprieve.errors import Bug, CloudError, Denied, Interrupted, OutcomeUnknown, Throttled, Unavailable
from reprieve.fields import Hidden, Tree, reveal

if TYPE_CHECKING:
    from collections.abc import Iterator

Reply: TypeAlias = dict[str, "object"]
Params: TypeAlias = Mapping[str, Tree]
T = TypeVar("T")

ATTEMPTS_UNANSWERED = 4
"""How often a call is tried that nobody answers; throttled calls are tried until the time is up."""

CODE = re.compile(r"""["']?[Cc]ode["']?\s*[:=]\s*["']?([A-Za-z][\w.]+)""")
"""Where a vendor's code stands in the text of an error."""

WINDOW = 1.02
"""Seconds in which a second's calls start: a cloud counts what arrives, and some calls are faster on their way."""

KEPT_SECONDS = 5.0
KEPT_FETCHES = 5
"""How long a list that several reads share is kept: that long, or so many times as long as it took to fetch."""


class Send(Protocol):
    """The wire: one signed call, request in, reply out. Raises CloudError."""

    def __call__(self, action: str, params: Mapping[str, object]) -> Reply:
        """Send "service:Action"."""


@dataclass(frozen=True)
class Quota:
    """A group of actions that share a rate, in calls per second."""

    group: str
    rate: float


class Pace:
    """Starts at most `rate` calls in any second, so that a burst of one second's rate passes at once."""

    def __init__(self, rate: float) -> None:
        self._full = self._rate = max(1.0, rate)
        self._starts: deque[float] = deque(maxlen=int(self._full))
        self._slowed = 0.0
        self._lock = threading.Lock()

    def start(self, now: float) -> float:
        """Start a call now, and return 0; or return how many seconds later it is worth asking again.

        Nothing is promised to who waits: a rate that was won back meanwhile counts for all of them.
        """
        with self._lock:
            self._recover(now)
            permitted = int(self._rate)
            if len(self._starts) >= permitted and (wait := self._starts[-permitted] + WINDOW - now) > 0:
                return wait
            self._starts.append(now)
            return 0.0

    def slow(self, now: float) -> None:
        """Halve the rate, at most once a second: the cloud said that it is too fast."""
        with self._lock:
            if now - self._slowed >= 1.0:
                self._slowed, self._rate = now, max(1.0, self._rate / 2)

    def _recover(self, now: float) -> None:
        """Win back a tenth of the full rate for each second without a refusal."""
        if self._rate < self._full and now - self._slowed >= 1.0:
            self._slowed, self._rate = now, min(self._full, self._rate + self._full / 10)


@dataclass(frozen=True)
class Answer:
    """What a call was answered: the code is empty where it was carried out, the request id where none came."""

    action: str
    code: str
    request_id: str


@dataclass(frozen=True)
class Job:
    """One operation of the engine: until when it may run, whether to stop, what it wrote and what it was answered."""

    deadline: float
    cancelled: threading.Event
    progress: Callable[[str], None] = lambda _: None
    answers: list[Answer] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    denied: dict[str, Denied] = field(default_factory=dict)
    """The actions that the caller has no right to, and what the cloud said."""

    def wait(self, seconds: float) -> None:
        """Wait, and raise `Interrupted` as soon as the operation has to end."""
        left = self.deadline - time.monotonic()
        if self.cancelled.wait(min(max(seconds, 0.0), max(left, 0.0))):
            raise Interrupted("stopped, as the engine asked")
        if time.monotonic() >= self.deadline:
            raise Interrupted("the time of this operation is up")


@dataclass
class Calls:
    """All calls of one process to one account and region."""

    send: Send
    quota: Callable[[str], Quota]
    caller: Callable[[Job], str] = lambda _: ""
    """Says who calls, where that is known or can be asked; empty otherwise."""
    _paces: dict[str, Pace] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def call(self, job: Job, action: str, params: Params, *, repeatable: bool = True) -> Reply:
        """Make one call within the operation's time; `repeatable` says that carrying it out twice does no harm."""
        answers: list[BaseException] = []
        retrying = Retrying(
            retry=retry_if_exception(lambda error: _worth_repeating(error, repeatable=repeatable)),
            stop=_given_up,
            wait=wait_exponential(multiplier=0.2, max=5.0) + wait_random(0.0, 0.2),
            sleep=job.wait,
            before_sleep=lambda state: answers.append(self._slow_down(job, action, state)),
            reraise=True,
        )
        try:
            return retrying(self._once, job, action, params)
        except Interrupted as error:
            if answers:
                error.about(str(answers[-1]))
            raise

    def _once(self, job: Job, action: str, params: Params) -> Reply:
        pace = self._pace(action)
        job.wait(0)
        while wait := pace.start(time.monotonic()):
            job.wait(wait)
        try:
            reply = self.send(action, {key: reveal(value) for key, value in params.items()})
        except CloudError as error:
            error.redact(list(_spellings(params)))
            job.answers.append(Answer(action, error.code or "no answer", error.request_id))
            if isinstance(error, Denied):
                error.add_to_hint(self._who_lacks(job, error))
                job.denied[action] = error
            raise
        job.answers.append(Answer(action, "", str(reply.get("RequestId", ""))))
        return reply

    def _who_lacks(self, job: Job, error: Denied) -> str:
        """Name the caller where the way out is to grant a right to them."""
        caller = self.caller(job) if error.lacks_right else ""
        return f" (the caller is {caller})" if caller else ""

    def _pace(self, action: str) -> Pace:
        quota = self.quota(action)
        with self._lock:
            return self._paces.setdefault(quota.group, Pace(quota.rate))

    def _slow_down(self, job: Job, action: str, state: RetryCallState) -> BaseException:
        """Tell that the call is repeated, and return why."""
        error = _error_of(state)
        if isinstance(error, Throttled):
            self._pace(action).slow(time.monotonic())
        job.progress(f"{action} answered {getattr(error, 'code', '') or 'nothing'}; trying again")
        return error


def _worth_repeating(error: BaseException, *, repeatable: bool) -> bool:
    return isinstance(error, Unavailable) or (repeatable and isinstance(error, OutcomeUnknown))


def _given_up(state: RetryCallState) -> bool:
    return not isinstance(_error_of(state), Throttled) and state.attempt_number >= ATTEMPTS_UNANSWERED


def _error_of(state: RetryCallState) -> BaseException:
    error = state.outcome.exception() if state.outcome else None
    return error or Bug("a call that did not fail was about to be repeated")


def _spellings(tree: Tree) -> Iterator[str]:
    """Yield every form in which a hidden value could be echoed."""
    if isinstance(tree, Hidden):
        text = str(reveal(tree))
        yield from (text, text.strip(), repr(text)[1:-1], html.escape(text), quote(text, safe=""), quote_plus(text))
        yield from (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], quote(text))
        raw = text.encode()
        yield from (raw.hex(), base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode())
    elif isinstance(tree, Mapping | list):
        for value in tree.values() if isinstance(tree, Mapping) else tree:
            yield from _spellings(value)


class Shared:
    """What the operations of a process share: reads, kept for seconds and dropped on any write, and lasting things."""

    def __init__(self) -> None:
        self._kept: dict[object, tuple[float, object]] = {}
        self._lasting: dict[object, object] = {}
        self._writes = 0
        self._locks: dict[object, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: object, fetch: Callable[[], T]) -> T:
        """Return what is kept under the key, or fetch it; those who come meanwhile wait for the same answer."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            kept = self._kept.get(key)
            if kept and time.monotonic() < kept[0]:
                return kept[1]  # type: ignore[return-value]  # the key decides the type
            writes, begun, value = self._writes, time.monotonic(), fetch()
            now = time.monotonic()
            with self._lock:
                if writes == self._writes:  # else it may be older than the write
                    self._kept[key] = (now + max(KEPT_SECONDS, KEPT_FETCHES * (now - begun)), value)
            return value

    def peek(self, key: object) -> object | None:
        """Return what is kept under the key; None where nothing is, or not any more."""
        kept = self._kept.get(key)
        return kept[1] if kept and time.monotonic() < kept[0] else None

    def lasting(self, key: object, make: Callable[[], T]) -> T:
        """Return what lasts as long as the process, made on first use."""
        with self._lock:
            return self._lasting.setdefault(key, make())  # type: ignore[return-value]  # the key decides the type

    def drop(self) -> None:
        """Forget every read: something was written."""
        with self._lock:
            self._writes += 1
            self._kept.clear()


@dataclass(frozen=True)
class Api:
    """What a driver calls, for one operation of the engine."""

    calls: Calls
    job: Job
    shared: Shared
    region: str

    def read(self, action: str, params: Params) -> Reply:
        """Make a call that changes nothing; without an answer and before any write, nothing is unknown."""
        try:
            return self.calls.call(self.job, action, params)
        except OutcomeUnknown as error:
            if self.job.written:
                raise
            raise error.unchanged() from None

    def write(self, action: str, params: Params, *, repeatable: bool = True) -> Reply:
        """Make a call, again where it may be repeated; what was read before it is forgotten, also without an answer."""
        self.job.written.append(action)
        try:
            return self.calls.call(self.job, action, params, repeatable=repeatable)
        finally:
            self.shared.drop()

    def once_for_all(self, key: object, fetch: Callable[[], T]) -> T:
        """Read something that the operations of the next seconds share."""
        return self.shared.get(key, fetch)


def unanswered(action: str, cause: BaseException | None) -> CloudError:
    """Tell a call that was never sent from one whose answer was lost, by what `requests` raised."""
    from requests.exceptions import ConnectionError as NotConnected
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import MaxRetryError, NewConnectionError, ProxyError

    reason = cause.args[0] if isinstance(cause, NotConnected) and cause.args else None
    unsent = isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError | ProxyError)
    hint = "check endpoint, region and network"
    if unsent or isinstance(cause, ConnectTimeout):
        return Unavailable(action, "", "the endpoint cannot be reached", "", hint)
    return OutcomeUnknown(action, "", "the connection ended before an answer came", "", hint)


def unreadable(action: str, error: BaseException) -> CloudError:
    """Name anything else that ended a call: it was sent, and no readable answer came."""
    said = f"the answer could not be read: {type(error).__name__}"
    return OutcomeUnknown(action, "", said, "", "check endpoint and network, then try again")


def without_credentials(action: str, error: BaseException) -> CloudError:
    """Say that nothing was sent, since temporary credentials could not be had or renewed.

    Of the reason only the vendor's code is told: what a source of credentials answered may hold some.
    """
    code = code_in(error)
    said = f"not sent, for want of credentials: {code or type(error).__name__}"
    return Unavailable(action, "", said, "", "look at where they come from")


def code_in(error: BaseException) -> str:
    """Return the vendor's code that stands in the text of an error; empty where there is none."""
    found = CODE.search(str(error))
    return found[1] if found else ""
