from __future__ import annotations

import json
from threading import Event, Semaphore
from types import SimpleNamespace
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from grpc import StatusCode

from reprieve.errors import InputError, Problem
from reprieve.lifecycle import delete
from reprieve.lifecycle.session import Session, Severity
from reprieve.plugin import operations, server
from reprieve.plugin.stubs import plugin_pb2, provider_pb2
from reprieve.version import VERSION
from tests.provider.plugin.fakes import URN, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from google.protobuf.descriptor import MethodDescriptor

    from reprieve.lifecycle.session import Voice
    from tests.provider.plugin.fakes import Engine, Service

RPCS = tuple(provider_pb2.DESCRIPTOR.services_by_name["ResourceProvider"].methods)
REQUESTS = {"Empty": Empty, "PluginAttach": plugin_pb2.PluginAttach}
NOT_OFFERED = {"Call", "Construct", "GetMapping", "GetMappings", "Parameterize"}


def test_the_handshake_takes_secrets_and_naming_and_declines_the_rest(service: Service) -> None:
    answer = service.Handshake(provider_pb2.ProviderHandshakeRequest(accepts_byte_string=True))

    assert answer == provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)


def test_the_plugin_says_its_version(service: Service) -> None:
    assert service.GetPluginInfo(Empty()).version == VERSION


@pytest.mark.parametrize("rpc", RPCS, ids=lambda rpc: rpc.name)
def test_every_rpc_is_answered_and_none_with_an_unknown_code(service: Service, rpc: MethodDescriptor) -> None:
    request = getattr(provider_pb2, rpc.input_type.name, None) or REQUESTS[rpc.input_type.name]

    code, said = outcome(getattr(service, rpc.name), request(), streaming=rpc.server_streaming)

    assert (code is StatusCode.UNIMPLEMENTED) == (rpc.name in NOT_OFFERED)
    assert code not in {StatusCode.UNKNOWN, StatusCode.INTERNAL}
    assert "Traceback" not in said
    assert (said == f"reprieve does not offer {rpc.name}") == (rpc.name in NOT_OFFERED)


def outcome(call: Callable[..., Iterable[object]], request: object, *, streaming: bool) -> tuple[StatusCode, str]:
    try:
        answer = call(request)
        if streaming:
            list(answer)
    except grpc.RpcError as error:
        return error.code(), error.details() or ""
    return StatusCode.OK, ""


def test_the_schema_is_handed_out_as_version_0_only(service: Service) -> None:
    schema = json.loads(service.GetSchema(provider_pb2.GetSchemaRequest(version=0)).schema)
    code, said, _ = failure(lambda: service.GetSchema(provider_pb2.GetSchemaRequest(version=1)))

    assert (schema["name"], schema["version"]) == ("reprieve", VERSION)
    assert code is StatusCode.INVALID_ARGUMENT
    assert said == "schema version 1 is not known; ask for version 0"


def test_a_resource_call_before_configure_is_refused(service: Service) -> None:
    code, said, _ = failure(lambda: service.Create(provider_pb2.CreateRequest(urn=URN)))

    assert code is StatusCode.INVALID_ARGUMENT
    assert said == "the provider is not configured; the engine has to send Configure first"


def test_cancel_is_answered_while_more_calls_hang_than_an_engine_makes(
    configured: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, released = Semaphore(0), Event()

    def hang(*_: object, **__: object) -> None:
        hanging.release()
        released.wait()
        raise InputError([Problem("", "released")])

    monkeypatch.setattr(delete, "delete", hang)
    monkeypatch.setattr(Session, "cancel", lambda _: released.set())
    request = provider_pb2.DeleteRequest(urn=URN, id="db")
    calls = [configured.Delete.future(request) for _ in range(128)]
    for _ in calls:
        assert hanging.acquire(timeout=60)

    configured.Cancel(Empty(), timeout=60)

    assert {failure(call.result)[:2] for call in calls} == {(StatusCode.INVALID_ARGUMENT, "released")}


def test_a_provider_that_was_cancelled_before_it_was_configured_stays_cancelled(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[bool] = []
    session = SimpleNamespace(cancel=lambda: cancelled.append(True))
    monkeypatch.setattr(operations, "configure", lambda *_: session)

    service.Cancel(Empty())
    service.Configure(provider_pb2.ConfigureRequest())

    assert cancelled == [True]


def test_an_engine_that_attaches_is_the_one_that_is_spoken_to(
    service: Service, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = SimpleNamespace(cancel=lambda: None)

    def configure(_: object, voice: Voice) -> SimpleNamespace:
        voice.say(Severity.INFO, "configured", "")
        return session

    monkeypatch.setattr(operations, "configure", configure)
    service.Cancel(Empty())

    service.Attach(plugin_pb2.PluginAttach(address=engine.address))
    service.Configure(provider_pb2.ConfigureRequest())

    assert [line.message for line in engine.lines] == ["configured"]


def test_the_schema_stands_beside_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reprieve" / "plugin").mkdir(parents=True)
    (tmp_path / "reprieve" / "schema.json").write_text("{}")
    monkeypatch.setattr(server, "__file__", str(tmp_path / "reprieve" / "plugin" / "server.py"))

    assert server.schema_file() == tmp_path / "reprieve" / "schema.json"
