"""One service of Alibaba Cloud: what it serves, as data, and how a call reaches its function.

The vendor limits requests by groups of actions, so a rate belongs to a group.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reprieve_emulator.alicloud import conditions, errors
from reprieve_emulator.alicloud.parameters import check_parameters
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.switches import Switch
from reprieve_emulator.world import World

Handler = Callable[[Call, World], Reply]


@dataclass(frozen=True)
class Group:
    """Actions that share one rate."""

    name: str
    per_second: float
    """Requests per second, account and region."""


@dataclass(frozen=True)
class Action:
    """One action: its parameters, the group whose rate it uses, and the function that does it."""

    name: str
    parameters: str
    handler: Handler
    group: Group


@dataclass(frozen=True)
class Service:
    """One service under its own version."""

    name: str
    version: str
    actions: Mapping[str, Action]
    objects: Mapping[str, str]
    switches: tuple[Switch, ...] = ()
    settles: tuple[Callable[[World], None], ...] = ()
    """Each carries out what time has brought to one kind of object."""

    def perform(self, call: Call, world: World) -> Reply:
        """Check the parameters and do the action; CloudError refuses."""
        action = self.actions[call.action]
        strict = world.switches["alicloud_unknown_parameter"] == "refused"
        call.parameters = check_parameters(call.parameters, action.parameters, self.objects, strict=strict)
        conditions.check(call, world)
        reply = action.handler(call, world)
        if call.parameters.get("DryRun"):
            message = "The request would have succeeded, but the DryRun parameter is set."
            raise errors.refusal("DryRunOperationError", message)
        return reply


def table(*actions: Action) -> Mapping[str, Action]:
    """Index actions by name."""
    return {action.name: action for action in actions}


def find_action(services: Mapping[str, Service], call: Call) -> Action:
    """Give the action that a call names; InvalidVersion or InvalidAction.NotFound when there is none."""
    if not call.service:
        raise errors.refusal("InvalidVersion", "Specified parameter Version is not valid.")
    action = services[call.service].actions.get(call.action)
    if action is None:
        message = "Specified api is not found, please check your url and method."
        raise errors.refusal("InvalidAction.NotFound", message)
    return action
