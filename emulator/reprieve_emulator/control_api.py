"""The control API under `/_control`: time, trouble, switches, accounts, and what was asked and is held.

JSON in and out. It is for tests on one machine and asks for no credentials.
"""

import json
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from reprieve_emulator.accounts import AccessKey, Account, make_access_key, make_account, make_token
from reprieve_emulator.clock import LAST
from reprieve_emulator.faults import Denial
from reprieve_emulator.rights import Policy, read_document
from reprieve_emulator.store import KINDS, Record
from reprieve_emulator.world import World

Body = dict[str, Any]
_TOKEN_SECONDS = 3600


def routes(world: World) -> list[Route]:
    """List the addresses of the control API."""
    control = _Control(world)
    listed: list[tuple[str, str, Callable[[Body], Any]]] = [
        ("/clock", "GET", control.read_clock),
        ("/clock", "POST", control.change_clock),
        ("/requests", "GET", control.read_requests),
        ("/requests", "DELETE", control.clear_requests),
        ("/faults", "GET", control.read_faults),
        ("/faults", "POST", control.add_fault),
        ("/faults", "DELETE", control.remove_faults),
        ("/denials", "GET", control.read_denials),
        ("/denials", "POST", control.add_denial),
        ("/denials", "DELETE", control.remove_denials),
        ("/switches", "GET", control.read_switches),
        ("/switches", "POST", control.change_switches),
        ("/quotas", "POST", control.change_quotas),
        ("/accounts", "GET", control.read_accounts),
        ("/accounts", "POST", control.add_account),
        ("/access-keys", "POST", control.add_access_key),
        ("/access-keys", "DELETE", control.remove_access_key),
        ("/policies", "POST", control.attach_policy),
        ("/policies", "DELETE", control.detach_policies),
        ("/tokens", "POST", control.add_token),
        ("/objects", "GET", control.read_objects),
        ("/objects", "POST", control.plant_object),
        ("/dump", "GET", control.read_dump),
        ("/dump", "POST", control.load_dump),
        ("/reset", "POST", control.reset),
    ]
    return [Route(path, _endpoint(handler), methods=[method]) for path, method, handler in listed]


def _endpoint(handler: Callable[[Body], Any]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(handler({**request.query_params, **body}))
        except RecursionError:
            return JSONResponse({"error": "it is nested too deeply"}, status_code=400)
        except (KeyError, TypeError, ValueError, OverflowError, sqlite3.Error) as problem:
            said = f"{problem.args[0]} is missing or unknown" if isinstance(problem, KeyError) else str(problem)
            # half of a surrogate pair is valid JSON, and no text that could be sent
            return JSONResponse({"error": said.encode("utf-8", "replace").decode()}, status_code=400)

    return answer


class _Control:
    """One method per address and verb; wrong input raises KeyError, TypeError or ValueError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def read_clock(self, body: Body) -> Body:
        del body
        clock = self._world.clock
        return {"now": clock.now(), "frozen": clock.is_frozen, "skew": clock.skew}

    def change_clock(self, body: Body) -> Body:
        clock = self._world.clock
        if "set" in body:
            clock.set(float(body["set"]))
        clock.move(float(body.get("move", 0)))
        if "frozen" in body:
            (clock.freeze if body["frozen"] else clock.run)()
        skew = float(body.get("skew", clock.skew))
        if not abs(skew) <= LAST:
            raise ValueError("skew is a number of seconds")
        clock.skew = skew
        return self.read_clock({})

    def read_requests(self, body: Body) -> list[Body]:
        since = int(body.pop("since", 0))
        return list(self._world.log.find(since, **body))

    def clear_requests(self, body: Body) -> Body:
        del body
        self._world.log.clear()
        return {}

    def read_faults(self, body: Body) -> list[Body]:
        del body
        return [fault.describe() for fault in self._world.faults.listed]

    def add_fault(self, body: Body) -> Body:
        return self._world.faults.add(body).describe()

    def remove_faults(self, body: Body) -> Body:
        self._world.faults.remove(int(body["id"]) if "id" in body else None)
        return {}

    def read_denials(self, body: Body) -> list[Body]:
        del body
        return [denial.describe() for denial in self._world.denials]

    def add_denial(self, body: Body) -> Body:
        denial = Denial(**{name: body[name] for name in body if name != "id"})
        self._world.denials.append(denial)
        return denial.describe()

    def remove_denials(self, body: Body) -> Body:
        kept = [denial for denial in self._world.denials if "id" in body and denial.id != int(body["id"])]
        self._world.denials[:] = kept
        return {}

    def read_switches(self, body: Body) -> Body:
        del body
        return self._world.switches.all()

    def change_switches(self, body: Body) -> Body:
        for name, value in body.items():
            self._world.switches.set(name, str(value))
        return self._world.switches.all()

    def change_quotas(self, body: Body) -> Body:
        factor = body["factor"]
        self._world.quotas.factor = None if factor is None else float(factor)
        return {"factor": self._world.quotas.factor}

    def read_accounts(self, body: Body) -> list[Body]:
        del body
        return describe_accounts(self._world)

    def add_account(self, body: Body) -> Body:
        cloud = self._world.clouds[body["cloud"]]
        with self._world.store.transaction():
            given = {name: str(body[name]) for name in ("account_id", "app_id") if name in body}
            account = make_account(self._world.store, cloud.name, body["name"], cloud.account_id_digits, **given)
            key = make_access_key(self._world.store, account, cloud.access_key_prefix)
        return {**asdict(account), "access_keys": [asdict(key)]}

    def add_access_key(self, body: Body) -> Body:
        account = self._account(body)
        prefix = self._world.clouds[account.cloud].access_key_prefix
        with self._world.store.transaction():
            return asdict(make_access_key(self._world.store, account, prefix, user_id=body.get("user_id", "")))

    def remove_access_key(self, body: Body) -> Body:
        with self._world.store.transaction():
            self._world.store.delete_where(AccessKey, access_key_id=body["access_key_id"])
        return {}

    def attach_policy(self, body: Body) -> Body:
        account = self._account(body)
        actions = read_document(body["document"], account.cloud)
        policy = Policy(account.account_id, str(body["user_id"]), str(body.get("name", "policy")), **actions)
        with self._world.store.transaction():
            self._world.store.put(policy)
        return asdict(policy)

    def detach_policies(self, body: Body) -> Body:
        account = self._account(body)
        with self._world.store.transaction():
            self._world.store.delete_where(Policy, account_id=account.account_id, user_id=str(body["user_id"]))
        return {}

    def add_token(self, body: Body) -> Body:
        account = self._account(body)
        expires = self._world.clock.seconds() + int(body.get("seconds", _TOKEN_SECONDS))
        with self._world.store.transaction():
            token = make_token(
                self._world.store,
                account,
                self._world.clouds[account.cloud].access_key_prefix,
                expires=expires,
                kind=body.get("kind", "role"),
                session_name=body.get("session_name", "session"),
                user_id=body.get("user_id", ""),
            )
        return asdict(token)

    def read_objects(self, body: Body) -> list[Body]:
        kind = _kind(body)
        values = str(body.get("values", "")).lower() in {"1", "true"}
        with self._world.store.transaction():
            for cloud in self._world.clouds.values():
                cloud.settle(self._world)
            return self._world.store.describe(kind, values=values)

    def plant_object(self, body: Body) -> Body:
        kind = _kind(body)
        record = kind(**body["fields"])
        with self._world.store.transaction():
            self._world.store.put(record)
        return {"table": kind.table_name}

    def read_dump(self, body: Body) -> Body:
        del body
        with self._world.store.transaction():
            return {"now": self._world.clock.now(), "tables": self._world.store.dump()}

    def load_dump(self, body: Body) -> Body:
        tables = body["tables"]
        if not isinstance(tables, dict) or not all(map(_are_rows, tables.values())):
            raise TypeError("tables is an object of lists of objects")
        with self._world.store.transaction():
            self._world.store.load(tables)
            self._world.clock.set(float(body["now"]))
        return {}

    def reset(self, body: Body) -> Body:
        del body
        self._world.reset()
        return {}

    def _account(self, body: Body) -> Account:
        account = self._world.store.get(Account, account_id=str(body["account_id"]))
        if account is None:
            raise ValueError(f"no account {body['account_id']}")
        return account


def describe_accounts(world: World) -> list[Body]:
    """Give every account with its access keys, secrets included: they are made for this emulator alone."""
    return [
        {
            **asdict(account),
            "access_keys": [asdict(key) for key in world.store.find(AccessKey, account_id=account.account_id)],
        }
        for account in world.store.find(Account)
    ]


def _are_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _kind(body: Body) -> type[Record]:
    if body["table"] not in KINDS:
        raise ValueError(f"no table {body['table']}; known are {', '.join(sorted(KINDS))}")
    return KINDS[body["table"]]
