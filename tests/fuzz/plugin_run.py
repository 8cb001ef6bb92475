"""Messages to every RPC of one plugin process, first RPC by RPC, then all at once and in any order.

The clouds are the emulator; one configuration in twenty names a port where nothing listens.
"""

from __future__ import annotations

from itertools import count
from random import Random
from typing import TYPE_CHECKING, Final

from reprieve.fields import Hidden
from reprieve.plugin.stubs import plugin_pb2, provider_pb2, provider_pb2_grpc
from reprieve.plugin.values import HIDDEN, SIGNATURE, encode
from tests.accounts import Account
from tests.benchmarks.engine_side import Engine, urn
from tests.contract.rows import REGIONS, ROWS
from tests.fuzz.messages import RPCS, Known, World, message
from tests.fuzz.plugin_process import Verdict, running_plugin

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve.fields import Properties
    from reprieve.fields import Tree as Sent
    from reprieve_emulator.control import Control
    from tests.contract.rows import Row
    from tests.fuzz.plugin_process import PluginProcess
    from tests.fuzz.trees import Tree

MIXED: Final = 0.2
"""The share of the messages that come in any order."""

NOWHERE: Final = "http://127.0.0.1:9"
# never asked for, but the vendors' chains look for a machine's role where they find nothing
ENVIRONMENT: Final = {
    "TENCENTCLOUD_SECRET_ID": "nobody",
    "TENCENTCLOUD_SECRET_KEY": "nothing",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "nobody",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "nothing",
}


def fuzz_plugin(control: Control, folder: Path, *, per_rpc: int, seed: object) -> Verdict:
    """Send so many messages to each RPC; return what came back."""
    control.set_quotas(None)
    configurations = [_configuration(control, cloud) for cloud in REGIONS]
    with running_plugin(folder, ENVIRONMENT) as plugin:
        for configuration in configurations:
            _each_rpc(plugin, configuration, round(per_rpc * (1 - MIXED) / len(configurations)), seed)
        _any_order(plugin, configurations, per_rpc, seed)
    return plugin.verdict


def _each_rpc(plugin: PluginProcess, configuration: Properties, number_of: int, seed: object) -> None:
    world = World(_variants(configuration), _known(plugin, configuration))
    for rpc in RPCS:
        _begin(plugin, configuration)
        for number in range(number_of):
            about = f"seed {seed}, {configuration['cloud']}, {rpc} {number}"
            plugin.send(rpc, message(rpc, f"{seed} {configuration['cloud']}", number, world), about)
        plugin.settle()


def _any_order(plugin: PluginProcess, configurations: list[Properties], per_rpc: int, seed: object) -> None:
    random = Random(f"{seed} order")  # noqa: S311 - no cryptography
    world = World(
        tuple(variant for each in configurations for variant in _variants(each)),
        tuple(known for each in configurations for known in _known(plugin, each)),
    )
    left = [rpc for rpc in RPCS for _ in range(per_rpc - plugin.verdict.codes[rpc].total())]
    random.shuffle(left)
    for number, rpc in enumerate(left):
        plugin.send(rpc, message(rpc, f"{seed} mixed", number, world), f"seed {seed}, mixed, {rpc} {number}")


def _begin(plugin: PluginProcess, configuration: Properties) -> None:
    plugin.ask("Attach", plugin_pb2.PluginAttach().SerializeToString())
    plugin.ask("Configure", provider_pb2.ConfigureRequest(args=encode(configuration)).SerializeToString())


def _configuration(control: Control, cloud: str) -> Properties:
    account = Account.of(control.add_account("fuzz", cloud=cloud))
    keys = {"accessKey": account.access_key, "secretKey": account.secret_key}
    return {"cloud": cloud, "region": REGIONS[cloud], "endpoint": control.url, **keys}


def _variants(configuration: Properties) -> tuple[dict[str, Tree], ...]:
    """Return configurations of which most work."""
    plain = {key: _sent(value) for key, value in configuration.items()}
    limits: dict[str, Tree] = {"deletion": '{"secret": {"minRecoveryWindowInDays": 7, "allowForceDelete": false}}'}
    variants = [plain, plain | limits, plain | {"liveChecks": "false"}, plain | {"defaultTags": '{"team": "a"}'}]
    return (*variants * 5, plain | {"endpoint": NOWHERE})


def _known(plugin: PluginProcess, configuration: Properties) -> tuple[Known, ...]:
    """Make one object of each resource that the cloud has."""
    _begin(plugin, configuration)
    engine = Engine(provider_pb2_grpc.ResourceProviderStub(plugin.channel), plugin.process.pid)
    rows = [row for row in ROWS if row.cloud == configuration["cloud"]]
    return tuple(_make(engine, row, f"fuzz-{next(_numbers)}") for row in rows)


_numbers = count(1)


def _make(engine: Engine, row: Row, name: str) -> Known:
    token = row.resource.token
    inputs = engine.check(token, name, row.whole(name))
    object_id, state = engine.create(token, name, inputs)
    return Known(urn(token, name), object_id, _sent_all(inputs), _sent_all(state))


def _sent_all(properties: Properties) -> dict[str, Tree]:
    return {key: _sent(value) for key, value in properties.items()}


def _sent(value: Sent) -> Tree:
    """Return a value of the core in the form in which it is drawn."""
    if isinstance(value, Hidden):
        return {SIGNATURE: HIDDEN, "value": _sent(value.reveal())}
    if isinstance(value, dict):
        return _sent_all(value)
    if isinstance(value, list):
        return [_sent(item) for item in value]
    assert value is None or isinstance(value, bool | int | float | str)
    return value
