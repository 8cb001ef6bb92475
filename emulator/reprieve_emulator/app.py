"""The emulator as an ASGI application: the control API under `/_control`, the clouds everywhere else."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from reprieve_emulator.cloud import Cloud, Received
from reprieve_emulator.connection import EXTENSION
from reprieve_emulator.control_api import routes
from reprieve_emulator.exchange import Outcome, exchange
from reprieve_emulator.world import World


def build(world: World) -> Starlette:
    """Make the application over one world."""
    return Starlette(routes=[Mount("/_control", routes=routes(world)), Mount("/", app=_Clouds(world))])


class _Clouds:
    """Hands a request to the cloud whose protocol it speaks."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        received = Received(
            method=request.method,
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            body=await request.body(),
        )
        cloud = self._choose(received)
        response: ASGIApp
        if cloud is None:
            response = PlainTextResponse("no emulated cloud speaks this protocol\n", status_code=404)
        else:
            response = _respond(await exchange(cloud, received, self._world))
        await response(scope, receive, send)

    def _choose(self, received: Received) -> Cloud | None:
        return next((cloud for cloud in self._world.clouds.values() if cloud.claims(received)), None)


def _respond(outcome: Outcome) -> ASGIApp:
    answer = outcome.answer
    if answer is None:
        return _cut
    # the header is set apart because Starlette would append a charset, which the vendors' SDKs do not accept
    headers = {"content-type": answer.content_type, **answer.headers}
    if outcome.half:
        return _Half(answer.body, headers)
    return Response(answer.body, status_code=answer.status, headers=headers)


class _Half:
    """A reply that promises its whole length and ends in the middle."""

    def __init__(self, body: bytes, headers: dict[str, str]) -> None:
        self._head = Response(body, headers=headers)
        self._body = body[: len(body) // 2]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self._head.raw_headers})
        await send({"type": "http.response.body", "body": self._body, "more_body": True})
        if connection := scope.get("extensions", {}).get(EXTENSION):
            connection.close()
            await receive()


async def _cut(scope: Scope, receive: Receive, send: Send) -> None:
    """Drop the connection; without a server around the application, fail as a lost connection would."""
    del send
    connection = scope.get("extensions", {}).get(EXTENSION)
    if connection is None:
        raise ConnectionResetError("the connection was cut")
    connection.cut()
    # uvicorn would answer for us if the application returned before it heard of the loss
    await receive()
