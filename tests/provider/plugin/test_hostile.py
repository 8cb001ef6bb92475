"""What fuzzing found: messages that no engine of today sends, each with the answer that it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from grpc import StatusCode

from reprieve.lifecycle import check
from reprieve.lifecycle.check import Checked, Naming
from reprieve.plugin.server import Provider, open_port
from reprieve.plugin.status import UNREADABLE
from reprieve.plugin.stubs import plugin_pb2, provider_pb2
from tests.accounts import Account
from tests.benchmarks import engine_side
from tests.benchmarks.pairs import REGIONS
from tests.provider.plugin.fakes import URN, failure

if TYPE_CHECKING:
    from google.protobuf.struct_pb2 import Value

    from tests.provider.plugin.fakes import Core, Service

NEWER = 7


def nested(levels: int) -> provider_pb2.CheckRequest:
    request = provider_pb2.CheckRequest(urn=URN)
    inner: Value = request.news.fields["description"]
    for _ in range(levels):
        inner = inner.list_value.values.add()
    inner.string_value = "bottom"
    return request


@pytest.mark.parametrize("rpc", ["Check", "List"])
def test_bytes_that_are_no_message_are_refused_and_nothing_is_written(
    rpc: str, capfd: pytest.CaptureFixture[str]
) -> None:
    server, port = open_port(Provider())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel, pytest.raises(grpc.RpcError) as caught:
        list(channel.unary_stream(f"/pulumirpc.ResourceProvider/{rpc}", None, None)(b"\xff\xff"))
    server.stop(None).wait()

    assert (caught.value.code(), caught.value.details()) == (StatusCode.INVALID_ARGUMENT, UNREADABLE)
    assert capfd.readouterr() == ("", "")


def test_what_is_nested_deeper_than_the_protocol_reads_is_refused() -> None:
    # a process of its own: in this one a test may have imported pulumi, which lets protobuf read any depth
    region, nobody = REGIONS["tencentcloud"], Account("1", "id", "key")
    with engine_side.configured("tencentcloud", region, "http://127.0.0.1:9", nobody) as engine:
        code, said, _ = failure(lambda: engine.service.Check(nested(100)))
        shallow = engine.service.Check(nested(40))

    assert (code, said) == (StatusCode.INVALID_ARGUMENT, UNREADABLE)
    assert [problem.property for problem in shallow.failures]


@pytest.mark.parametrize("urn", ["", "urn", "urn:pulumi:dev::shop", "urn:pulumi:::::::", "dev::shop::a:b:C::db"])
def test_what_is_no_urn_is_named_before_anything_is_done(configured: Service, urn: str) -> None:
    code, said, _ = failure(lambda: configured.Delete(provider_pb2.DeleteRequest(id="db", urn=urn)))

    assert code is StatusCode.INVALID_ARGUMENT
    assert said == "the urn is none; it has the form urn:pulumi:stack::project::type::name"


@pytest.mark.parametrize("address", ["nowhere", "\0", "//", "http://[::1", "dns:///a:1", "127.0.0.1:123456"])
def test_what_is_no_address_of_an_engine_is_refused(
    service: Service, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = failure(lambda: service.Attach(plugin_pb2.PluginAttach(address=address)))

    assert code is StatusCode.INVALID_ARGUMENT
    assert said == "the engine's address is none; it has the form host:port"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("address", ["", "localhost:1", "127.0.0.1:65535", "[::1]:1", "unix:/run/engine.sock"])
def test_an_address_of_an_engine_is_taken(service: Service, address: str) -> None:
    service.Attach(plugin_pb2.PluginAttach(address=address))


def test_a_naming_mode_of_a_newer_engine_leaves_the_name_to_us(configured: Service, core: Core) -> None:
    core.answers(check, "check", Checked({}, ()))
    options = provider_pb2.CheckRequest.AutonamingOptions(
        proposed_name="db-1",
        mode=NEWER,  # type: ignore[arg-type]  # none that these messages know
    )

    configured.Check(provider_pb2.CheckRequest(urn=URN, autonaming=options, randomSeed=b"seed"))

    assert core.was_asked(URN, {}, {}, Naming("propose", "db-1", b"seed"))


def test_a_list_of_less_than_nothing_is_refused(configured: Service) -> None:
    request = provider_pb2.ListRequest(token="reprieve:index:Secret", limit=-1)

    code, said, _ = failure(lambda: next(iter(configured.List(request))))

    assert (code, said) == (StatusCode.INVALID_ARGUMENT, "limit: is -1, and must be at least 0, which means all")
