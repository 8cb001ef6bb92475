"""The pack as the engine's analyzer: one port, every policy behind it.

`pulumi_policy.PolicyPack` would serve as well, but tells nobody of a misspelt policy or setting, and writes its port
into a buffer that a pipe never sees. So its servicer is taken, and what is wrong with a configuration is said before
anything is judged.
"""

from __future__ import annotations

import contextlib
import difflib
import sys
from concurrent import futures
from typing import TYPE_CHECKING

import grpc
from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

from reprieve.version import VERSION
from reprieve_policy.pack import POLICIES, offered
from reprieve_policy.settings import BadSettings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.empty_pb2 import Empty
    from pulumi.runtime.proto.analyzer_pb2 import ConfigureAnalyzerRequest

NAME = "reprieve"
LARGEST_MESSAGE = 400 * 1024 * 1024
"""Bytes; what Pulumi's own packs take, since a stack arrives in one message."""


class Analyzer(_PolicyAnalyzerServicer):
    """The pack's policies, and a configuration that is read whole before it counts."""

    def __init__(self) -> None:
        super().__init__(NAME, VERSION, [*offered()], EnforcementLevel.ADVISORY)

    def Configure(self, request: ConfigureAnalyzerRequest, context: grpc.ServicerContext) -> Empty:  # noqa: N802
        """Take the configuration, or refuse it with everything that is wrong."""
        given = {name: json_format.MessageToDict(one.properties) for name, one in request.policyConfig.items()}
        if problems := list(problems_of(given)):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "; ".join(problems))
        taken: Empty = super().Configure(request, context)  # type: ignore[no-untyped-call]
        return taken


def problems_of(given: dict[str, dict[str, object]]) -> Iterator[str]:
    """Say what is wrong with a configuration; `all` is the engine's word for a level that every policy gets."""
    policies = {policy.name: policy for policy in POLICIES}
    for name, settings in sorted(given.items()):
        if name in policies:
            try:
                read_settings(policies[name].settings, name, settings)
            except BadSettings as error:
                yield str(error)
        elif name != "all":
            close = difflib.get_close_matches(name, policies, n=1)
            yield f"{name} is no policy of this pack" + (f'; did you mean "{close[0]}"?' if close else "")


def serve() -> None:
    """Open a port, print it, and serve until the engine ends the process."""
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=4), options=[("grpc.max_receive_message_length", LARGEST_MESSAGE)]
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    # the engine interrupts its plugins when it is done with them
    with contextlib.suppress(KeyboardInterrupt):
        server.wait_for_termination()
