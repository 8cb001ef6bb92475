"""Alibaba Cloud: its services, its ready accounts, and the refusals that belong to no service."""

from reprieve_emulator.accounts import Caller, make_access_key, make_account
from reprieve_emulator.alicloud import envelope, errors, rpc, wire
from reprieve_emulator.alicloud.nonces import Nonces
from reprieve_emulator.alicloud.regions import REGIONS
from reprieve_emulator.alicloud.service import find_action
from reprieve_emulator.alicloud.services import SERVICES
from reprieve_emulator.alicloud.switches import SWITCHES
from reprieve_emulator.cloud import Answer, Call, CloudError, Received, Reply
from reprieve_emulator.switches import Switch
from reprieve_emulator.world import World

_UNKNOWN_CODE_STATUS = 400
READY_ACCOUNTS = ("one", "two")


class AliCloud:
    """The vendor's side of the wire."""

    name = "alicloud"
    access_key_prefix = "LTAI"
    account_id_digits = 16
    switches: tuple[Switch, ...] = (
        *SWITCHES,
        *(switch for service in SERVICES.values() for switch in service.switches),
    )

    def __init__(self) -> None:
        self._nonces = Nonces(wire.NONCES_KEPT)

    def claims(self, received: Received) -> bool:
        """Say whether a request speaks this vendor's protocol."""
        return wire.claims(received)

    def read(self, received: Received) -> Call:
        """Take a request apart."""
        return wire.read(received, SERVICES)

    def authenticate(self, call: Call, received: Received, world: World) -> Caller:
        """Check the signature."""
        del call
        return wire.authenticate(received, world, self._nonces)

    def settle(self, world: World) -> None:
        """Purge what is past its window, and rotate what is due."""
        for service in SERVICES.values():
            for settle in service.settles:
                settle(world)

    def perform(self, call: Call, world: World) -> Reply:
        """Find the action, check region and rate, and do it."""
        action = find_action(SERVICES, call)
        if call.region not in REGIONS:
            raise errors.refusal("InvalidRegionId.NotFound", "The specified region does not exist.")
        group = (self.name, call.account, call.region, call.service, action.group.name)
        if not world.quotas.take(group, action.group.per_second):
            raise self.throttled(call, world)
        return SERVICES[call.service].perform(call, world)

    def throttled(self, call: Call, world: World) -> CloudError:
        """Name the refusal of too many requests."""
        del call
        return errors.refusal(world.switches["alicloud_throttle_code"], "QPS Limit Exceeded")

    def right(self, call: Call) -> str:
        """Name the right that a call needs."""
        return f"{call.service}:{call.action}"

    def denied(self, call: Call, world: World) -> CloudError:
        """Name the refusal of a missing right: the action as access policies name it, and who lacks it."""
        del world
        message = (
            "This operation is forbidden by permission system."
            f" Action: {self.right(call)}, caller: {call.caller.user_id}."
        )
        return errors.refusal("Forbidden.NoPermission", message)

    def fault(self, code: str, message: str, status: int) -> CloudError:
        """Make an injected refusal."""
        return CloudError(code, message, status or errors.STATUSES.get(code, _UNKNOWN_CODE_STATUS))

    def broken(self) -> CloudError:
        """Name the internal error."""
        return errors.refusal("InternalFailure", "Internal Failure.")

    def render(self, outcome: Reply | CloudError, call: Call, received: Received, world: World) -> Answer:
        """Put a result or a refusal on the wire."""
        return envelope.render(outcome, call, received, world)

    def actions(self) -> list[tuple[str, str, str, float]]:
        """List what is served; the rate is that of the action's whole group."""
        return [
            (service.name, service.version, action.name, action.group.per_second)
            for service in SERVICES.values()
            for action in service.actions.values()
        ]

    def secret_parameters(self) -> frozenset[str]:
        """Name the parameters whose values are secret."""
        return rpc.SECRET

    def prepare(self, world: World) -> None:
        """Make the ready accounts; their keys are the same on every start."""
        self._nonces.clear()
        for name in READY_ACCOUNTS:
            account = make_account(world.store, self.name, name, self.account_id_digits)
            make_access_key(world.store, account, self.access_key_prefix, seed=f"{self.name} {name}")
