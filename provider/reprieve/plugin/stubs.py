"""Pulumi's generated protocol messages, without what `import pulumi` costs: more than a tenth of a second.

While they load, empty modules that know only their folder stand in for the packages around them. Everything is then
taken out of `sys.modules` again, so a later `import pulumi` in this process is a real one. Where both copies exist,
their classes differ and the bytes are the same. Where pulumi is loaded already, as in its dynamic server, it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import (
        engine_pb2,
        engine_pb2_grpc,
        plugin_pb2,
        provider_pb2,
        provider_pb2_grpc,
        status_pb2,
    )
else:
    import sys
    from collections.abc import Iterator
    from contextlib import contextmanager
    from importlib import import_module
    from importlib.util import find_spec
    from types import ModuleType

    @contextmanager
    def _empty_packages() -> Iterator[None]:
        """Let `pulumi.runtime.proto` be imported without running the packages above it."""
        if "pulumi" in sys.modules:
            yield  # other threads may be working with it
            return
        folder = find_spec("pulumi").submodule_search_locations[0]
        for name in ("pulumi", "pulumi.runtime", "pulumi.runtime.proto"):
            sys.modules[name] = ModuleType(name)
            sys.modules[name].__path__ = ["/".join((folder, *name.split(".")[1:]))]
        try:
            yield
        finally:
            for name in [name for name in sys.modules if name.partition(".")[0] == "pulumi"]:
                del sys.modules[name]

    with _empty_packages():
        provider_pb2_grpc = import_module("pulumi.runtime.proto.provider_pb2_grpc")
        engine_pb2_grpc = import_module("pulumi.runtime.proto.engine_pb2_grpc")
        provider_pb2 = import_module("pulumi.runtime.proto.provider_pb2")
        plugin_pb2 = import_module("pulumi.runtime.proto.plugin_pb2")
        engine_pb2 = import_module("pulumi.runtime.proto.engine_pb2")
        status_pb2 = import_module("pulumi.runtime.proto.status_pb2")

__all__ = ["engine_pb2", "engine_pb2_grpc", "plugin_pb2", "provider_pb2", "provider_pb2_grpc", "status_pb2"]
