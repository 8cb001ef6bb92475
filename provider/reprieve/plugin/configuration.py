"""The provider's own configuration: checked and compared.

Importing this module loads the shape of the configuration and nothing else of the core: a preview starts a process that
is asked for no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reprieve import config
from reprieve.errors import InputError
from reprieve.plugin.status import failures
from reprieve.plugin.stubs import provider_pb2
from reprieve.plugin.values import decode, encode

if TYPE_CHECKING:
    from google.protobuf.struct_pb2 import Struct

    from reprieve.fields import Properties

ENGINES_OWN: Final = ("version", "__internal")
"""What the engine keeps among a provider's inputs, and puts back by itself (Pulumi's `providers/registry.go`)."""


def check_config(request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
    """Check the provider's configuration."""
    try:
        inputs, problems = config.check_config(settings(request.news))
    except InputError as error:
        return provider_pb2.CheckResponse(failures=failures(error.problems, {}))
    if problems:
        return provider_pb2.CheckResponse(failures=failures(problems, inputs))
    return provider_pb2.CheckResponse(inputs=encode(inputs))


def diff_config(request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
    """Say which settings changed; none ever replaces anything."""
    olds = settings(request.old_inputs if request.HasField("old_inputs") else request.olds)
    news = settings(request.news)
    changed = sorted(key for key in olds.keys() | news.keys() if olds.get(key) != news.get(key))
    return provider_pb2.DiffResponse(changes=changes_said(bool(changed)), diffs=changed)


def settings(struct: Struct) -> Properties:
    """Return what the configuration sets."""
    return {key: value for key, value in decode(struct).items() if key not in ENGINES_OWN}


def changes_said(some: bool) -> provider_pb2.DiffResponse.DiffChanges.ValueType:  # noqa: FBT001 - the one thing asked
    """Say whether anything changes."""
    return provider_pb2.DiffResponse.DIFF_SOME if some else provider_pb2.DiffResponse.DIFF_NONE
