"""Tencent Cloud: its services, its ready accounts, and the refusals that belong to no service."""

from reprieve_emulator.accounts import Caller, make_access_key, make_account
from reprieve_emulator.cloud import Answer, Call, CloudError, Received, Reply
from reprieve_emulator.switches import Switch
from reprieve_emulator.tencentcloud import errors, wire
from reprieve_emulator.tencentcloud.regions import REGIONS
from reprieve_emulator.tencentcloud.service import find_action
from reprieve_emulator.tencentcloud.services import SERVICES
from reprieve_emulator.tencentcloud.switches import SWITCHES
from reprieve_emulator.world import World

_SECRET_PARAMETERS = frozenset(
    {
        "SecretString",
        "SecretBinary",
        "AccessKeySecret",
        "Plaintext",
        "EncryptedKeyMaterial",
        "ImportKeyMaterial",
        "Message",
    }
)
READY_ACCOUNTS = ("one", "two")


class TencentCloud:
    """The vendor's side of the wire."""

    name = "tencentcloud"
    access_key_prefix = "AKID"
    account_id_digits = 12
    switches: tuple[Switch, ...] = (
        *SWITCHES,
        *(switch for service in SERVICES.values() for switch in service.switches),
    )

    def claims(self, received: Received) -> bool:
        """Say whether a request speaks this vendor's protocol."""
        return wire.claims(received)

    def read(self, received: Received) -> Call:
        """Take a request apart."""
        return wire.read(received, SERVICES)

    def authenticate(self, call: Call, received: Received, world: World) -> Caller:
        """Check the signature."""
        return wire.authenticate(call, received, world)

    def settle(self, world: World) -> None:
        """Purge what is past its window."""
        for service in SERVICES.values():
            if service.settle:
                service.settle(world)

    def perform(self, call: Call, world: World) -> Reply:
        """Find the action, check region and rate, and do it."""
        action = find_action(SERVICES, call)
        service = SERVICES[call.service]
        if service.is_regional and not call.region:
            raise errors.missing_parameter("Region")
        if call.region and call.region not in REGIONS:
            raise errors.unsupported_region(call.region)
        group = (self.name, call.account, call.region, call.service, call.action)
        if not world.quotas.take(group, action.per_second):
            raise self.throttled(call, world)
        return service.perform(call, world)

    def throttled(self, call: Call, world: World) -> CloudError:
        """Name the refusal of too many requests."""
        del world
        message = f"Your current request times equals to the limit of `{call.action}` in a second."
        return CloudError("RequestLimitExceeded", message)

    def right(self, call: Call) -> str:
        """Name the right that a call needs; some services have another name in access policies."""
        service = SERVICES.get(call.service)
        return f"{(service and service.rights_name) or call.service}:{call.action}"

    def denied(self, call: Call, world: World) -> CloudError:
        """Name the refusal of a missing right, as the access management words it."""
        message = (
            f"[request id:{call.request_id}]you are not authorized to perform operation ({self.right(call)})\n"
            "resource (*) has no permission\n"
        )
        return CloudError(world.switches["tencentcloud_denial_code"], message)

    def fault(self, code: str, message: str, status: int) -> CloudError:
        """Make an injected refusal."""
        return CloudError(code, message, status or 200)

    def broken(self) -> CloudError:
        """Name the internal error."""
        return CloudError("InternalError", "An internal error has occurred. Retry your request.")

    def render(self, outcome: Reply | CloudError, call: Call, received: Received, world: World) -> Answer:
        """Put a result or a refusal into the envelope."""
        del received, world
        return wire.render(outcome, call.request_id)

    def actions(self) -> list[tuple[str, str, str, float]]:
        """List what is served."""
        return [
            (service.name, service.version, action.name, action.per_second)
            for service in SERVICES.values()
            for action in service.actions.values()
        ]

    def secret_parameters(self) -> frozenset[str]:
        """Name the parameters whose values are secret."""
        return _SECRET_PARAMETERS

    def prepare(self, world: World) -> None:
        """Make the ready accounts; their keys are the same on every start."""
        for name in READY_ACCOUNTS:
            account = make_account(world.store, self.name, name, self.account_id_digits)
            make_access_key(world.store, account, self.access_key_prefix, seed=f"{self.name} {name}")
