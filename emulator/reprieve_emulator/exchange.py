"""One request, from its bytes to its answer: read, authenticate, faults, rights, rate, work, log.

The work of a request is one transaction: an error or a connection cut before the commit leaves no trace of it.
"""

import asyncio
import logging
import time
import uuid
from dataclasses import dataclass, replace

from reprieve_emulator.cloud import Answer, Call, Cloud, CloudError, Received, Reply
from reprieve_emulator.faults import NO_FAULT, Fault
from reprieve_emulator.rights import permits
from reprieve_emulator.world import World

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What goes back: an answer, whole or half, or nothing because the connection is cut."""

    answer: Answer | None
    half: bool = False


class _CutBeforeCommitError(Exception):
    """The connection is dropped and the work undone."""


class _ForgottenError(Exception):
    """The emulator was reset while the request waited: it is of a world that is no more."""


async def exchange(cloud: Cloud, received: Received, world: World) -> Outcome:
    """Answer one request; one that was under way at a reset does nothing, leaves no trace, and is cut."""
    try:
        return await _exchange(cloud, received, world)
    except _ForgottenError:
        return Outcome(None)


async def _exchange(cloud: Cloud, received: Received, world: World) -> Outcome:
    arrived = time.time()
    call = Call(cloud=cloud.name)
    fault, committed = NO_FAULT, False
    result: Reply | CloudError
    request_id = str(uuid.uuid4())
    try:
        call = cloud.read(received)
        call.request_id = request_id
        call.caller = cloud.authenticate(call, received, world)
        fault = world.faults.take(call)
        await _delay(fault.delay_before_work, world)
        result = _work(cloud, call, world, fault)
        committed = True
    except CloudError as refusal:
        result = refusal
    except _CutBeforeCommitError:
        result = cloud.fault("", "the connection was cut before the commit", 0)
    await _delay(fault.delay_before_answer, world)
    call.request_id = request_id
    world.log.add(
        call,
        time=world.clock.now(),
        received=arrived,
        seconds=time.time() - arrived,
        code=result.code if isinstance(result, CloudError) else "OK",
        outcome="cut" if fault.cut else fault.body or "answered",
        committed=committed,
    )
    return _outcome(cloud.render(result, call, received, world), fault)


async def _delay(seconds: float, world: World) -> None:
    if not seconds:
        return
    resets = world.resets
    await asyncio.sleep(seconds)
    if world.resets != resets:
        raise _ForgottenError


def _work(cloud: Cloud, call: Call, world: World, fault: Fault) -> Reply:
    if fault.throttle:
        raise cloud.throttled(call, world)
    if fault.code:
        raise cloud.fault(fault.code, fault.message, fault.status)
    if not permits(call, world):
        raise cloud.denied(call, world)
    with world.store.transaction():
        cloud.settle(world)
        reply = _perform(cloud, call, world)
        if fault.cut == "before_commit":
            raise _CutBeforeCommitError
    return reply


def _perform(cloud: Cloud, call: Call, world: World) -> Reply:
    try:
        return cloud.perform(call, world)
    except CloudError:
        raise
    except Exception as mistake:
        # a mistake of ours must look like the vendor's internal error to the client, and like a mistake to us
        _logger.exception("the emulator failed in %s:%s", call.service, call.action)
        raise cloud.broken() from mistake


def _outcome(answer: Answer, fault: Fault) -> Outcome:
    if fault.cut:
        return Outcome(None)
    if fault.body == "malformed":
        answer = replace(answer, body=b"<html>not what was asked for</html>")
    if fault.status:
        answer = replace(answer, status=fault.status)
    return Outcome(answer, half=fault.body == "half")
