"""The pack from the engine's side, in this process: the requests that an engine sends, and what it would show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf import empty_pb2, json_format
from pulumi.runtime.proto import analyzer_pb2 as proto

from reprieve_policy.analyzer import Analyzer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import grpc

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
UNKNOWN_NUMBER = "3eeb2bf0-c639-47a8-9e75-3b44932eb421"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
TENCENT = {"cloud": "tencentcloud", "region": "ap-guangzhou"}
ALIBABA = {"cloud": "alicloud", "region": "cn-hangzhou"}
OWN_SECRET, OWN_KEY = "reprieve:index:Secret", "reprieve:index:KmsKey"
VALUE = "s3cret-of-the-tests"


class Aborted(Exception):
    """What the engine is told where the pack refuses a call."""


class Context:
    """The part of gRPC's context that the pack uses."""

    def abort(self, code: grpc.StatusCode, details: str) -> None:
        raise Aborted(f"{code.name}: {details}")


def hidden(value: object) -> dict[str, object]:
    """Return a secret as it travels."""
    return {SIGNATURE: SECRET, "value": value}


def revealed(tree: Any) -> Any:  # noqa: ANN401 - what a message holds
    """Return a tree of a message with its secrets in clear."""
    if isinstance(tree, dict):
        return revealed(tree["value"]) if tree.get(SIGNATURE) == SECRET else {k: revealed(v) for k, v in tree.items()}
    return tree


def declared(resource: str, **properties: object) -> dict[str, Any]:
    """Return the inputs of our own resource as Check leaves them, its plan apart; None takes one away."""
    usual: dict[str, object] = {"deletionProtection": False, "enabled": True, "onPendingDeletion": "auto"}
    if resource == OWN_SECRET:
        usual |= {"name": "db-password", "forceDelete": False, "secretString": hidden(VALUE)}
    else:
        usual |= {"alias": "main", "keySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT"}
    return {
        key: value for key, value in {**usual, "recoveryWindowInDays": 30, **properties}.items() if value is not None
    }


class Pack:
    """One run of the pack, in a stack of its own."""

    def __init__(self, stack: str = "dev", tags: Mapping[str, str] | None = None) -> None:
        self.analyzer: Any = Analyzer()
        self.stack = stack
        self.settings: dict[str, Mapping[str, Any]] = {}
        self.analyzer.ConfigureStack(proto.AnalyzerStackConfigureRequest(tags=dict(tags or {})), None)

    def configure(self, **policies: Mapping[str, Any]) -> Pack:
        """Configure policies by their names, with underscores for dashes."""
        self.settings |= {name.replace("_", "-"): settings for name, settings in policies.items()}
        self._send(None)
        return self

    def _send(self, level: proto.EnforcementLevel.ValueType | None) -> None:
        request = proto.ConfigureAnalyzerRequest()
        for info in self.analyzer.GetAnalyzerInfo(empty_pb2.Empty(), None).policies:
            request.policyConfig[info.name].enforcementLevel = info.enforcementLevel if level is None else level
        for name, settings in self.settings.items():
            request.policyConfig[name].properties.update(settings)
        self.analyzer.Configure(request, Context())

    def urn(self, token: str, name: str) -> str:
        """Return a urn in the stack."""
        return f"urn:pulumi:{self.stack}::shop::{token}::{name}"

    def analyze(
        self,
        token: str,
        properties: Mapping[str, Any],
        provider: Mapping[str, Any] | None = TENCENT,
        *,
        protect: bool = False,
    ) -> dict[str, list[str]]:
        """Judge one resource; the faults by policy, without the policy's own sentence."""
        request = proto.AnalyzeRequest(
            type=token,
            urn=self.urn(token, "one"),
            name="one",
            options=proto.AnalyzerResourceOptions(protect=protect),
            provider=_provider(provider),
        )
        request.properties.update(properties)
        return _faults(self.analyzer.Analyze(request, None).diagnostics)

    def remediate(
        self, token: str, properties: Mapping[str, Any], provider: Mapping[str, Any] | None = TENCENT
    ) -> dict[str, Any]:
        """Mend one resource by every policy that can; the properties that changed."""
        self._send(proto.REMEDIATE)
        request = proto.AnalyzeRequest(type=token, urn=self.urn(token, "one"), name="one", provider=_provider(provider))
        request.properties.update(properties)
        mended = dict(properties)
        for one in self.analyzer.Remediate(request, None).remediations:
            mended = mended if one.diagnostic else json_format.MessageToDict(one.properties)
        return {key: value for key, value in mended.items() if properties.get(key) != value}

    def analyze_stack(self, resources: Iterable[proto.AnalyzerResource]) -> dict[str, list[str]]:
        """Judge a whole stack; the faults by policy, each with the name of the resource before it."""
        request = proto.AnalyzeStackRequest(resources=list(resources))
        diagnostics = self.analyzer.AnalyzeStack(request, None).diagnostics
        return _faults(diagnostics, named=True)

    def member(
        self,
        token: str,
        name: str,
        properties: Mapping[str, Any],
        provider: Mapping[str, Any] | None = TENCENT,
        /,
        **dependencies: str,
    ) -> proto.AnalyzerResource:
        """Return a resource of the stack; `dependencies` are urns by property."""
        resource = proto.AnalyzerResource(
            type=token, urn=self.urn(token, name), name=name, provider=_provider(provider)
        )
        resource.properties.update(properties)
        for prop, urn in dependencies.items():
            resource.dependencies.append(urn)
            resource.propertyDependencies[prop].urns.append(urn)
        return resource


def _provider(properties: Mapping[str, Any] | None) -> proto.AnalyzerProviderResource | None:
    if properties is None:
        return None
    provider = proto.AnalyzerProviderResource(type="pulumi:providers:reprieve", name="default")
    provider.properties.update(properties)
    return provider


def _faults(diagnostics: Iterable[proto.AnalyzeDiagnostic], *, named: bool = False) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    for one in diagnostics:
        said = one.message.removeprefix(f"{one.description}\n")
        faults.setdefault(one.policyName, []).append(f"{one.urn.rpartition('::')[2]}: {said}" if named else said)
    return faults
