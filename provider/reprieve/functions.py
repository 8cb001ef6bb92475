"""The functions: what a deletion would do now, what is pending, and what the cloud holds. None of them writes.

Each looks at the cloud whenever it is called, and fails where it may not look: an answer that leaves something out is
worse than none. A secret's value is read only when it is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import Field, SecretStr, StrictBool, StrictInt

from reprieve.config import limits_of
from reprieve.driver import Live, Status
from reprieve.errors import CloudError, InputError, Problem, Refused
from reprieve.fields import Choice, Hidden, Properties, reveal, without_nulls
from reprieve.lifecycle.deletion_plan import Declared, Destroy, plan_deletion
from reprieve.lifecycle.state import date_said
from reprieve.resources.catalogue import RESOURCES
from reprieve.resources.kms_key import KeySpec, KeyUsage
from reprieve.shapes import Model, problems_of

if TYPE_CHECKING:
    from reprieve.driver import Driver
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs, Resource


class ResourceName(Choice):
    """The resources."""

    SECRET = "Secret", "A secret."
    KMS_KEY = "KmsKey", "A key of a KMS."
    API_KEY = "ApiKey", "A key of an API gateway."


class ById(Model):
    """Which object is meant."""

    id: str = Field(description="The object's id; an alias or ARN where the cloud takes one.")


class DeletionPlanArguments(ById):
    """Which object is meant, and with which options it would be deleted."""

    resource: ResourceName = Field(description="What the object is.")
    recovery_window_in_days: StrictInt | None = Field(
        None, description="The window that it would be deleted with, in days. Absent: that of an object without one."
    )
    force_delete: StrictBool | None = Field(
        None, description="Whether it would be deleted with `forceDelete` (secrets only). Default `false`."
    )
    deletion_protection: StrictBool | None = Field(
        None, description="Whether it would have `deletionProtection`. Default `false`."
    )
    delete_while_in_use: StrictBool | None = Field(
        None, description="Whether it would be deleted with `deleteWhileInUse` (not secrets). Default `false`."
    )


class DeletionPlanResult(Model):
    """What a deletion of the object would do now."""

    status: Status = Field(description="The object's state in the cloud.")
    steps: list[str] = Field(description="The calls that are left, in order.")
    recovery_window_in_days: int | None = Field(None, description="The window that would be sent, in days.")
    reversible: bool = Field(description="Whether the deletion could be undone.")
    undo: str = Field(description="What would undo it.")
    final_on: str | None = Field(None, description="When it would be final, or is, if it is pending (UTC, ISO 8601).")
    refusals: list[str] = Field(description="What would stop it, before its first step.")
    warnings: list[str] = Field(description="What would be different from what is declared, or could not be checked.")


class PendingArguments(Model):
    """Which pending objects are meant; left out: all that the caller may see."""

    resource: ResourceName | None = Field(None, description="Only objects of this resource.")
    stack: str | None = Field(None, description="Only objects whose ownership mark names it: `[owner/]project/stack`.")
    tags: dict[str, str] | None = Field(None, description="Only objects that carry these tags.")


class PendingObject(Model):
    """An object that is pending deletion."""

    resource: ResourceName = Field(description="What the object is.")
    id: str = Field(description="The object's id.")
    deletion_date: str | None = Field(None, description="When it is final (UTC, ISO 8601).")
    days_left: int | None = Field(None, description="Days until then, a part of a day counted as one.")
    stack: str | None = Field(None, description="The stack that its ownership mark names.")


class PendingResult(Model):
    """What is pending deletion, the first to end first."""

    objects: list[PendingObject] = Field(description="The objects.")


class SecretArguments(Model):
    """Which secret is meant, and whether its value is wanted."""

    name: str = Field(description="The secret's name.")
    with_value: StrictBool | None = Field(None, description="Read the newest value, too. Default `false`.")


class Seen(Model):
    """What the cloud tells of any object."""

    id: str = Field(description="The object's id.")
    status: Status = Field(description="The object's state in the cloud.")
    creation_date: str | None = Field(None, description="When the cloud made it (UTC, ISO 8601).")
    deletion_date: str | None = Field(None, description="When a pending deletion is final (UTC, ISO 8601).")
    tags: dict[str, str] | None = Field(None, description="Its tags, without the ownership mark.")
    stack: str | None = Field(None, description="The stack that its ownership mark names.")
    arn: str | None = Field(None, description="The cloud's full name of it, where it has one.")


class SecretResult(Seen):
    """What the cloud holds of a secret."""

    description: str | None = Field(None, description="What the secret is for.")
    kms_key_id: str | None = Field(None, description="The encrypting key.")
    current_version_id: str | None = Field(None, description="The newest version; only with the value.")
    secret_string: SecretStr | None = Field(None, description="The value as text; only if it was asked for.")
    secret_binary: SecretStr | None = Field(None, description="The value as base64; only if it was asked for.")


class KmsKeyResult(Seen):
    """What the cloud holds of a key."""

    alias: str | None = Field(None, description="Its alias, without `alias/`.")
    description: str | None = Field(None, description="What the key is for.")
    key_spec: KeySpec | None = Field(
        None, description="What kind of key it is; absent where `KmsKey` has no such kind."
    )
    key_usage: KeyUsage | None = Field(None, description="What it is for; absent where `KmsKey` has no such kind.")
    rotation_period_in_days: int | None = Field(
        None, description="Days after which the cloud makes new material; absent: never."
    )


class ApiKeyResult(Seen):
    """What the cloud holds of an API key; never its secret."""

    name: str | None = Field(None, description="Its name.")


@dataclass(frozen=True)
class Function:
    """One function of the schema: its shapes, and what answers it."""

    description: str
    arguments: type[Model]
    result: type[Model]
    answer: Callable[[Session, Any], Properties]


def invoke(session: Session, token: str, args: Properties) -> Properties:
    """Answer a function; raises InputError with every problem of its arguments."""
    if token not in FUNCTIONS:
        raise InputError([Problem("", f'reprieve has no function "{token}"; it has {", ".join(sorted(FUNCTIONS))}')])
    function = FUNCTIONS[token]
    given = {key: reveal(value) for key, value in without_nulls(args).items()}
    if problems := problems_of(function.arguments, given, token.rpartition(":")[2]):
        raise InputError(problems)
    answer = function.answer(session, function.arguments.model_validate(given))
    session.tell_missing_rights(session.denied, str(answer.get("warnings")))
    return {key: value for key, value in answer.items() if value is not None}


class ListArguments(Model):
    """Which objects are meant; left out: all that the caller may see."""

    stack: str | None = Field(None, description="Only objects whose ownership mark names it: `[owner/]project/stack`.")


def list_objects(session: Session, token: str, query: Properties) -> Iterator[tuple[str, str]]:
    """Yield id and name of every object of a resource that could be imported, the pending ones included."""
    if token not in RESOURCES:
        raise InputError([Problem("", f'reprieve has no resource "{token}"; it has {", ".join(sorted(RESOURCES))}')])
    given = {key: reveal(value) for key, value in without_nulls(query).items()}
    if problems := problems_of(ListArguments, given, f"the list of {RESOURCES[token].name}"):
        raise InputError(problems)
    _, driver = _driver(session, ResourceName(RESOURCES[token].name))
    for live in driver.list_objects(ListArguments.model_validate(given).stack):
        if not live.kind:
            yield live.id, str(live.observed.get(driver.rules.name_field) or live.id)


def get_deletion_plan(session: Session, args: DeletionPlanArguments) -> Properties:
    """Plan a deletion over the live state, with what uses the object."""
    resource, driver = _driver(session, args.resource)
    live = _seen(driver, resource, args.id)
    declared = Declared.of(args.model_dump(by_alias=True))
    blockers = [] if live.status is Status.PENDING_DELETION else driver.blockers(live, thorough=True)
    destroy = Destroy(datetime.now(UTC), blockers=tuple(blockers))
    plan = plan_deletion(declared, driver.rules, limits_of(session.config, resource.name), live, destroy)
    return plan.output() | {
        "status": str(live.status),
        "finalOn": date_said(plan.final_on),
        "refusals": list(plan.refusals),
        "warnings": [*plan.changes, *plan.warnings],
    }


def list_pending_deletions(session: Session, args: PendingArguments) -> Properties:
    """List what is pending, the first to end first."""
    found = sorted(_pending(session, args), key=lambda pair: (pair[1].deletes is None, pair[1].deletes, pair[1].id))
    return {"objects": [pending_said(name, live) for name, live in found]}


def get_secret(session: Session, args: SecretArguments) -> Properties:
    """Read a secret; its value only if it is asked for, and then as a secret."""
    resource, driver = _driver(session, ResourceName.SECRET)
    live = _seen(driver, resource, args.name)
    facts = _facts(live) | {key: live.observed.get(key) or None for key in ("description", "kmsKeyId")}
    if not args.with_value:
        return facts
    value = {key: Hidden(reveal(content)) for key, content in driver.read_value(live.id).items()}
    version = value.pop("currentVersionId", None)
    return facts | value | {"currentVersionId": reveal(version)}


def get_kms_key(session: Session, args: ById) -> Properties:
    """Read a key."""
    resource, driver = _driver(session, ResourceName.KMS_KEY)
    live = _seen(driver, resource, args.id)
    shown = ("alias", "description", "keySpec", "keyUsage", "rotationPeriodInDays")
    return _facts(live) | {key: live.observed.get(key) or None for key in shown}


def get_api_key(session: Session, args: ById) -> Properties:
    """Read an API key, without its secret."""
    resource, driver = _driver(session, ResourceName.API_KEY)
    live = _seen(driver, resource, args.id)
    return _facts(live) | {"name": live.observed.get("name")}


FUNCTIONS = {
    "reprieve:index:getDeletionPlan": Function(
        "What a deletion of an object would do now, over its live state: steps, window, date, and what would stop it.",
        DeletionPlanArguments,
        DeletionPlanResult,
        get_deletion_plan,
    ),
    "reprieve:index:listPendingDeletions": Function(
        "The objects of this account and region that are pending deletion, the first to end first.",
        PendingArguments,
        PendingResult,
        list_pending_deletions,
    ),
    "reprieve:index:getSecret": Function(
        "A secret as the cloud holds it; its value only if it is asked for.", SecretArguments, SecretResult, get_secret
    ),
    "reprieve:index:getKmsKey": Function("A key as the cloud holds it.", ById, KmsKeyResult, get_kms_key),
    "reprieve:index:getApiKey": Function(
        "An API key as the cloud holds it, without its secret.", ById, ApiKeyResult, get_api_key
    ),
}


def _driver(session: Session, name: ResourceName) -> tuple[Resource, Driver[Inputs]]:
    resource = next(resource for resource in RESOURCES.values() if resource.name == name)
    return resource, session.cloud.driver(resource, session.job(""), "")


def _seen(driver: Driver[Inputs], resource: Resource, object_id: str) -> Live:
    try:
        live = driver.read(object_id, fresh=True)
    except CloudError as error:
        raise error.about(f"reading {resource.name} {object_id}") from error
    if live is None:
        raise Refused(f"{resource.name} {object_id} does not exist in this account and region")
    return live


def _facts(live: Live) -> Properties:
    return {
        "id": live.id,
        "status": str(live.status),
        "creationDate": date_said(live.created),
        "deletionDate": date_said(live.deletes),
        "tags": dict(live.tags) if live.tags else None,
        "stack": live.mark.stack if live.mark else None,
        "arn": live.arn or None,
    }


def _pending(session: Session, args: PendingArguments) -> Iterator[tuple[str, Live]]:
    """Yield the pending objects that are meant."""
    for resource in RESOURCES.values():
        if (args.resource and args.resource != resource.name) or not session.cloud.offers(resource):
            continue
        for live in pending_objects(session, resource, args.stack, with_tags=bool(args.tags)):
            if (args.tags or {}).items() <= dict(live.tags or {}).items():
                yield resource.name, live


def pending_objects(
    session: Session, resource: Resource, stack: str | None, *, with_tags: bool = False
) -> Iterator[Live]:
    """Yield what is pending of a resource, by a stack's mark; what a list does not tell is looked at one by one."""
    driver = session.cloud.driver(resource, session.job(""), stack or "")
    for listed in driver.list_objects(stack):
        if listed.status is Status.PENDING_DELETION:
            whole = listed.mark_known and (listed.tags is not None or not with_tags)
            live = listed if whole else driver.read(listed.id, fresh=True)
            if live and live.status is Status.PENDING_DELETION:
                yield live


def pending_said(name: str, live: Live) -> Properties:
    """Return what is told of a pending object."""
    left = (live.deletes - datetime.now(UTC)) / timedelta(days=1) if live.deletes else None
    said = {
        "resource": name,
        "id": live.id,
        "deletionDate": date_said(live.deletes),
        "daysLeft": max(0, math.ceil(left)) if left is not None else None,
        "stack": live.mark.stack if live.mark else None,
    }
    return {key: value for key, value in said.items() if value is not None}
