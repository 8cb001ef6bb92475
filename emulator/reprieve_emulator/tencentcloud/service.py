"""One service of Tencent Cloud: what it serves, as data, and how a call reaches its function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.switches import Switch
from reprieve_emulator.tencentcloud import conditions, errors
from reprieve_emulator.tencentcloud.parameters import Objects, Reader
from reprieve_emulator.world import World

Handler = Callable[[Call, World], Reply]


@dataclass(frozen=True)
class Action:
    """One action: its parameters, how often it may be asked, and the function that does it."""

    name: str
    parameters: str
    handler: Handler
    per_second: float
    """Requests per second and account and region."""


@dataclass(frozen=True)
class Service:
    """One service under its name in the credential scope."""

    name: str
    version: str
    objects: Objects
    actions: Mapping[str, Action]
    switches: tuple[Switch, ...] = ()
    is_regional: bool = True
    rights_name: str = ""
    """The service's name in access policies, where it differs."""
    settle: Callable[[World], None] | None = None
    """Purges what is past its window."""

    def perform(self, call: Call, world: World) -> Reply:
        """Check the parameters and do the action; CloudError refuses."""
        action = self.actions[call.action]
        lenient = call.is_text or world.switches["tencentcloud_integers_as_text"] == "accepted"
        call.parameters = Reader(self.objects, lenient).check(call.parameters, action.parameters)
        conditions.check(call, world)
        return action.handler(call, world)


def table(*actions: Action) -> Mapping[str, Action]:
    """Index actions by name."""
    return {action.name: action for action in actions}


def find_action(services: Mapping[str, Service], call: Call) -> Action:
    """Give the action that a call names; NoSuchVersion or InvalidAction when there is none."""
    service = services.get(call.service)
    if service is None:
        raise errors.unknown_action(call.action, call.service)
    if call.version != service.version:
        raise errors.unknown_version(call.version)
    action = service.actions.get(call.action)
    if action is None:
        raise errors.unknown_action(call.action, call.service)
    return action
