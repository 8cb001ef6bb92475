"""The dynamic provider: one short method for each call of Pulumi's dynamic server, which delegates and decides nothing.

The state holds the provider only as the name of a function, so a newer Reprieve works on the objects of an older one,
and no code, path or credential is stored. That name must stay what it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pulumi import dynamic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve.lifecycle.session import Session


def provider() -> Provider:
    """Make the provider; the state says so, by this name."""
    return Provider()


class DynamicError(Exception):
    """What the user is told; the server knows no other way to say that a call failed."""


class Provider(dynamic.ResourceProvider):
    """One object for all resources of a process, so that they share what the process knows."""

    serialize_as_secret_always = False
    _session: Session

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return provider, ()

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Take the stack's configuration; the server asks again at the next call where this fails."""
        with _told("configure"):
            from reprieve.dynamic import operations

            # the SDK lists no keys, and a misspelt one shall not be ignored
            self._session = operations.configure(req.config._props)  # noqa: SLF001

    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        """Check the inputs."""
        with _told("check"):
            from reprieve.dynamic import operations

            return operations.check(self._session, olds, news)

    def diff(self, object_id: str, olds: dict[str, Any], news: dict[str, Any]) -> dynamic.DiffResult:
        """Compare the recorded outputs with the declared inputs."""
        with _told("diff"):
            from reprieve.dynamic import operations

            return operations.diff(self._session, object_id, olds, news)

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Make the object."""
        with _told("create"):
            from reprieve.dynamic import operations

            return operations.create(self._session, props)

    def read(self, object_id: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Look at the object."""
        with _told("read"):
            from reprieve.dynamic import operations

            return operations.read(self._session, object_id, props)

    def update(self, object_id: str, olds: dict[str, Any], news: dict[str, Any]) -> dynamic.UpdateResult:
        """Make the object as declared."""
        with _told("update"):
            from reprieve.dynamic import operations

            return operations.update(self._session, object_id, olds, news)

    def delete(self, object_id: str, props: dict[str, Any]) -> None:
        """Delete the object as its outputs say."""
        with _told("delete"):
            from reprieve.dynamic import operations

            operations.delete(self._session, object_id, props)


@contextmanager
def _told(call: str) -> Iterator[None]:
    """Say what went wrong in the words that the plugin has for it, without the way that it took."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - nothing may leave as a traceback
        from reprieve.plugin.status import message_of

        raise DynamicError(message_of(error, call)) from None
