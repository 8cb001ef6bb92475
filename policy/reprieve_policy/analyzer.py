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
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

from reprieve.version import VERSION
from reprieve_policy.pack import POLICIES, offered
from reprieve_policy.settings import BadSettings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.empty_pb2 import Empty

NAME = "reprieve"
LARGEST_MESSAGE = 400 * 1024 * 1024
"""Bytes; what Pulumi's own packs take, since a stack arrives in one message."""


class Analyzer(_PolicyAnalyzerServicer):
    """The pack's policies, and a configuration that is read whole before it counts."""

    def __init__(self) -> None:
        super().__init__(NAME, VERSION, [*offered()], EnforcementLevel.ADVISORY)
        self._mending: frozenset[str] = frozenset()

    def Configure(self, request: proto.ConfigureAnalyzerRequest, context: grpc.ServicerContext) -> Empty:  # noqa: N802
        """Take the configuration, or refuse it with everything that is wrong."""
        given = {name: json_format.MessageToDict(one.properties) for name, one in request.policyConfig.items()}
        if problems := list(problems_of(given)):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "; ".join(problems))
        levels = {name: one.enforcementLevel for name, one in request.policyConfig.items()}
        self._mending = frozenset(one.name for one in POLICIES if one.mend and levels.get(one.name) == proto.REMEDIATE)
        taken: Empty = super().Configure(request, context)  # type: ignore[no-untyped-call]
        return taken

    def AnalyzeStack(self, request: proto.AnalyzeStackRequest, context: grpc.ServicerContext) -> proto.AnalyzeResponse:  # noqa: N802
        """Judge the stack, and once more what was mended: a replacement takes the program's own value again."""
        response: proto.AnalyzeResponse = super().AnalyzeStack(request, context)  # type: ignore[no-untyped-call]
        for resource in request.resources if self._mending else ():
            response.diagnostics.extend(self._lost(resource, context))
        return response

    def _lost(
        self, resource: proto.AnalyzerResource, context: grpc.ServicerContext
    ) -> Iterator[proto.AnalyzeDiagnostic]:
        again = proto.AnalyzeRequest(
            type=resource.type,
            properties=resource.properties,
            urn=resource.urn,
            name=resource.name,
            options=resource.options,
            provider=resource.provider if resource.HasField("provider") else None,
        )
        remediations = self.Remediate(again, context).remediations  # type: ignore[no-untyped-call]
        mendable = {one.policyName for one in remediations if not one.diagnostic}
        for one in self.Analyze(again, context).diagnostics:  # type: ignore[no-untyped-call]
            if one.policyName in mendable:
                one.urn = resource.urn
                one.message += " (in the program: a replacement does not take what was mended)"
                yield one


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
