"""The command: serve the clouds, print what callers need, or list what is served and what is guessed."""

import argparse
import asyncio
import json
import logging
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import metadata
from ipaddress import ip_address

import uvicorn

from reprieve_emulator import completion
from reprieve_emulator.app import build
from reprieve_emulator.clouds import make_world
from reprieve_emulator.connection import Protocol
from reprieve_emulator.control_api import describe_accounts
from reprieve_emulator.world import World


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.completion:
        print(completion.script(parser, options.completion))  # noqa: T201 - the command's output
    elif options.command == "switches":
        _print_switches()
    elif options.command == "actions":
        _print_actions()
    elif options.command == "env":
        _print_environment()
    elif _is_remote(options.host) and not options.allow_remote:
        parser.error(f"{options.host} is reachable from outside; add --allow-remote if that is meant")
    else:
        _serve(options, parser)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reprieve-emulator",
        description=__doc__,
        epilog="exit codes: 0 a signal ended it, or it has printed what was asked for; "
        "1 the address is not free; 2 the command line is wrong",
    )
    parser.add_argument("--version", action="version", version=metadata.version("reprieve-emulator"))
    parser.add_argument(
        "--completion",
        choices=completion.SHELLS,
        metavar="SHELL",
        help="print what makes bash, zsh or fish complete it",
    )
    parser.add_argument("command", nargs="?", choices=("serve", "env", "switches", "actions"), default="serve")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--allow-remote", action="store_true", help="allow an address that others can reach")
    parser.add_argument("--database", default=":memory:", metavar="PATH", help="keep the objects in this file")
    parser.add_argument("--switch", action="append", default=[], metavar="NAME=VALUE", help="settle a guess")
    return parser


def _is_remote(host: str) -> bool:
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _serve(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    world = make_world(options.database)
    for setting in options.switch:
        name, _, value = setting.partition("=")
        try:
            world.switches.set(name, value)
        except ValueError as problem:
            parser.error(str(problem))
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    with _listener(options, parser) as listener:
        # the backlog holds what arrives between this line and the first turn of the loop
        print(_ready_line(world, options.host, listener.getsockname()[1]), flush=True)  # noqa: T201 - the contract
        with suppress(KeyboardInterrupt):
            asyncio.run(_run(world, listener))


def _listener(options: argparse.Namespace, parser: argparse.ArgumentParser) -> socket.socket:
    try:
        return socket.create_server((options.host, options.port), backlog=1024)
    except OSError as problem:
        why = str(problem.strerror).partition(" (")[0]
        parser.exit(1, f"reprieve-emulator cannot listen on {options.host}:{options.port}: {why}\n")


async def _run(world: World, listener: socket.socket) -> None:
    config = uvicorn.Config(
        build(world),
        http=Protocol,
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    await uvicorn.Server(config).serve(sockets=[listener])


def _ready_line(world: World, host: str, port: int) -> str:
    address = f"[{host}]" if ":" in host else host
    return json.dumps({"url": f"http://{address}:{port}", "accounts": describe_accounts(world)})


VARIABLES = {
    "tencentcloud": ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"),
    "alicloud": ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
}
"""Where each vendor's own tools look for the two parts of an access key."""


def _print_environment() -> None:
    accounts = describe_accounts(make_world())
    for cloud, names in VARIABLES.items():
        key = next(account["access_keys"][0] for account in accounts if account["cloud"] == cloud)
        for name, value in zip(names, (key["access_key_id"], key["access_key_secret"]), strict=True):
            print(f"export {name}={value}")  # noqa: T201 - the command's output


def _print_switches() -> None:
    for switch in make_world().switches.known.values():
        values = " | ".join(switch.values) or "a whole number"
        print(f"{switch.name}: {values} (default {switch.default})")  # noqa: T201 - the command's output
        print(f"    decides {switch.meaning}")  # noqa: T201 - the command's output
        print(f"    unconfirmed: {switch.unconfirmed}")  # noqa: T201 - the command's output
        print(f"    source: {switch.source}")  # noqa: T201 - the command's output


def _print_actions() -> None:
    for cloud in make_world().clouds.values():
        for service, version, action, per_second in cloud.actions():
            print(f"{cloud.name} {service} {version} {action} {per_second:g}/s")  # noqa: T201 - the command's output


if __name__ == "__main__":
    main()
