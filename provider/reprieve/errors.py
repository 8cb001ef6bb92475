"""Every error that Reprieve raises, by what the reader has to do next.

    ReprieveError
        InputError             fix the program: every problem at once
        ConfigurationError     fix the provider's configuration
        Refused                the object or the declaration forbids it: the message names the one way out
            Held               the name, alias or id belongs to something else
        CloudError             the cloud said no, or did not answer; carries the action, code and request id
            Denied             get the right, or other credentials
            Gone               the object is not there (the one exact code of that action)
            Conflict           the object's state forbids the call: look, then decide
            InUse              the cloud knows of something that uses the object: end that use first
            Exists             the name is taken
            InvalidRequest     the cloud does not accept a parameter
            ServiceOff         not bought, in arrears, shut down: nothing can be said about the object
                Discontinued   the product's API is switched off for good, or does not answer any more
            LimitReached       a quota of the account is used up
            TagMissing         a tag pair has to be made before it can be used
            Unavailable        nothing was carried out; trying again may help
                Throttled      too many calls; wait
            OutcomeUnknown     sent, and no answer: it may have been carried out
        Interrupted            the engine asked to stop, or the time of the operation is up
        HalfMade               the object exists and is not finished: its id and state go back with the reasons
        Bug                    a defect of Reprieve: report it

Messages are lower case, have no full stop, and never hold a secret value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.fields import Properties


class ReprieveError(Exception):
    """Something that the user is told about, in words meant for them."""

    def about(self, what: str) -> Self:
        """Put before the message what was attempted, on which object."""
        self.args = (f"{what}: {self}",)
        return self

    def __copy__(self) -> Self:
        copied = self.__class__.__new__(self.__class__)
        copied.__dict__.update(self.__dict__)
        copied.args = self.args
        return copied


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input: the path in the schema's spelling, and why."""

    path: str
    reason: str
    secret: bool = False


class InputError(ReprieveError):
    """The program's inputs are not acceptable; all problems are listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.path}: {p.reason}" if p.path else p.reason for p in problems))


class ConfigurationError(ReprieveError):
    """The provider's configuration cannot work."""


class Refused(ReprieveError):
    """Reprieve refuses: the declaration, a limit or the object's own state forbids it."""


class Held(Refused):
    """The name, alias or id is held by another object."""


class Interrupted(ReprieveError):
    """The engine asked to stop, or the time that it gave is up; nothing further was called."""


class HalfMade(ReprieveError):
    """The object exists but is not as declared; `id` and `state` are stored, `reasons` are shown."""

    def __init__(self, object_id: str, state: Properties, reasons: Sequence[str]) -> None:
        self.id = object_id
        self.state = state
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reasons))


class Bug(ReprieveError):
    """A defect of Reprieve itself."""


class CloudError(ReprieveError):
    """An answer of the cloud that is an error, or no answer.

    `action` is the vendor's action ("ssm:CreateSecret"), `code` the vendor's code, `hint` the one thing to do.
    """

    def __init__(self, action: str, code: str, said: str = "", request_id: str = "", hint: str = "") -> None:
        self.action = action
        self.code = code
        self.said = said
        self.request_id = request_id
        self.hint = hint
        super().__init__(self._text())

    def redact(self, values: Sequence[str]) -> None:
        """Take every one of the values out of what the cloud said; the longest first."""
        for value in sorted(filter(None, values), key=len, reverse=True):
            self.said = self.said.replace(value, "[secret]")
        self.args = (self._text(),)
        self.__cause__ = None
        self.__suppress_context__ = True

    def add_to_hint(self, more: str) -> None:
        """Say more about the one thing to do."""
        self.hint += more
        self.args = (self._text(),)

    def _text(self) -> str:
        text = f"{self.action} answered {self.code}" if self.code else f"{self.action} got no answer"
        if self.said:
            text += f" ({self.said})"
        if self.request_id:
            text += f", request {self.request_id}"
        return f"{text}; {self.hint}" if self.hint else text


class Denied(CloudError):
    """The caller lacks the right, or the credentials are not accepted."""

    @property
    def lacks_right(self) -> bool:
        """Whether the credentials are fine, and the way out is to grant the right."""
        return self.hint.startswith("grant this action to the caller")


class Gone(CloudError):
    """The object does not exist, said by the one exact code that means it."""


class Conflict(CloudError):
    """The state of the object forbids the call."""


class InUse(CloudError):
    """The cloud knows of something that uses the object, and refuses for as long as it does."""


class Exists(CloudError):
    """The name or alias is taken already."""


class InvalidRequest(CloudError):
    """The cloud does not accept a parameter."""


class ServiceOff(CloudError):
    """The service is not bought, in arrears or shut down; this says nothing about the object."""


class Discontinued(ServiceOff):
    """The product's API is switched off for good, or no longer answers as one."""


class LimitReached(CloudError):
    """A quota of the account is used up."""


class TagMissing(CloudError):
    """A tag pair does not exist in the account yet."""


class Unavailable(CloudError):
    """Nothing was carried out; the same call may work later."""


class Throttled(Unavailable):
    """More calls than the cloud permits."""


class OutcomeUnknown(CloudError):
    """The call was sent and not answered, or answered by a server error: it may have been carried out."""

    def unchanged(self) -> Unavailable:
        """Return the error of a call that changes nothing, answered or not."""
        return Unavailable(self.action, self.code, self.said, self.request_id, self.hint)
