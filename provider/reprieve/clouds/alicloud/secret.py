"""Secret on Alibaba Cloud: a generic secret of KMS, API version 2016-01-20.

A deletion takes one call, with a window as text or with the force flag, never with both: with both the window counts
for nothing. There is no state field: a secret is pending while it has a planned time of deletion.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reprieve.clouds.alicloud import instances, key_users, keys, tags, versions
from reprieve.clouds.alicloud.replies import moment, pages, rows
from reprieve.driver import (
    NOTHING,
    STACK_TAG,
    Blocker,
    Bounds,
    Ends,
    Live,
    Made,
    Mark,
    Objection,
    Return,
    Rules,
    Status,
    Step,
    Text,
)
from reprieve.errors import Bug, CloudError, Conflict, Gone
from reprieve.fields import Hidden

if TYPE_CHECKING:
    from reprieve.calls import Api
    from reprieve.resources.secret import SecretInputs

RULES = Rules(
    cloud="Alibaba Cloud",
    resource="Secret",
    name_field="name",
    name_is_id=True,
    steps=(Step("DeleteSecret", undo=None, needed_in=frozenset({Status.ENABLED})),),
    undo="pulumi up within the window: RestoreSecret (readable at once, with the old value), the value written",
    restore=Return("RestoreSecret", leaves=Status.ENABLED),
    effect="makes it unreadable now",
    window=Bounds(7, 30),  # vendor's newer page on deleting secrets; the page on DeleteSecret names no range
    force=True,
    holds_name_while_pending=True,  # CreateSecret answers Rejected.ResourceInDeleteWindow
    fixed={
        "enabled": (True, "its secrets cannot be disabled; delete it to make it unreadable, restorable for a while")
    },
    versions_are_final=True,
    texts={
        "name": Text(
            r"(?!acs/)[A-Za-z0-9_/+=.@-]+",
            "1 to 192 letters, digits and _ / + = . @ -, not beginning with acs/",
            192,
        ),
        "versionId": Text(r"\S+", "1 to 64 characters without spaces", 64),
    },
    tag=tags.TEXT,
    reserved_tags=tags.NOT_OURS,
    most_tags=tags.MOST,
    largest_value=30720,
    unconfirmed=(
        "the window of 7 to 30 days: the page on DeleteSecret gives a default of 30 and no range",
        "what GetSecretValue answers while a secret is pending; Reprieve assumes that it refuses",
        "what PutSecretValue answers for a version that holds another value; Rejected.ResourceExist is assumed",
        "whether the 30,720 bytes of a binary value are counted before or after base64",
        "which characters a versionId may have",
    ),
)

KINDS = {
    "Rds": "a database credential of ApsaraDB RDS",
    "Redis": "a credential of Redis",
    "PolarDB": "a database credential of PolarDB",
    "RAMCredentials": "an access key of a RAM user",
    "ECS": "a login of an ECS instance",
}
"""SecretType: only Generic is managed here."""


@dataclass(frozen=True)
class SecretDriver:
    """Secrets of one account and region, for one operation on an object of one stack."""

    api: Api
    stack: str
    rules: Rules = RULES

    def find(self, inputs: SecretInputs) -> Live | None:
        """Look for the secret by its name."""
        return self.read(inputs.name or "")

    def read(self, object_id: str, *, fresh: bool = False) -> Live | None:  # noqa: ARG002 - no list tells enough
        """Look for the secret by name or ARN, by itself: ListSecrets tells neither description nor key nor instance."""
        try:
            name = object_id.rpartition(":secret/")[2]
            facts = self.api.read("kms:DescribeSecret", {"SecretName": name, "FetchTags": True})
        except Gone:
            return None
        live = _live(facts)
        observed = {
            "description": facts.get("Description") or "",
            "kmsKeyId": facts.get("EncryptionKeyId") or None,
            "kmsInstanceId": facts.get("DKMSInstanceId") or None,
        }
        return replace(live, observed={**live.observed, **observed}, arn=str(facts.get("Arn") or ""))

    def read_value(self, object_id: str) -> Mapping[str, object]:
        """Read the current version's content."""
        reply = self.api.read("kms:GetSecretValue", {"SecretName": object_id})
        field = "secretBinary" if reply.get("SecretDataType") == "binary" else "secretString"
        return {field: Hidden(reply.get("SecretData")), "currentVersionId": reply.get("VersionId")}

    def create(self, inputs: SecretInputs, mark: Mark, replacing: Live | None = None) -> Made:  # noqa: ARG002 - no name moves here
        """Make the secret with its value, tags and mark, in one call."""
        version = inputs.version_id or "v1"
        key = self.resolve("kmsKeyId", inputs.kms_key_id) if inputs.kms_key_id else None
        params = versions.content(inputs) | {
            "SecretName": inputs.name,
            "VersionId": version,
            "Description": inputs.description,
            "EncryptionKeyId": key,
            "DKMSInstanceId": inputs.kms_instance_id,
            "Tags": tags.spelled(dict(inputs.tags or {}) | mark.tags),
        }
        reply = self.api.write("kms:CreateSecret", {name: value for name, value in params.items() if value is not None})
        if key:
            key_users.note(self.api, key, inputs.name or "")
        live = Live(
            id=inputs.name or "",
            status=Status.ENABLED,
            observed={"currentVersionId": version, "kmsKeyId": key},
            tags=dict(inputs.tags or {}),
            mark=mark,
            mark_known=True,
            arn=str(reply.get("Arn") or ""),
        )
        return Made(live)

    def update(
        self,
        live: Live,
        inputs: SecretInputs,
        mark: Mark,
        changed: frozenset[str],
        replacing: Live | None = None,  # noqa: ARG002 - no name moves here
    ) -> Made:
        """Write the value, then description and tags."""
        if changed & {"secretString", "secretBinary", "versionId"} and (inputs.secret_string or inputs.secret_binary):
            version = versions.write(self.api, live, inputs)
            live = replace(live, observed={**live.observed, "currentVersionId": version})
        if "description" in changed:
            text = inputs.description or ""
            self.api.write("kms:UpdateSecret", {"SecretName": live.id, "Description": text})
            live = replace(live, observed={**live.observed, "description": text})
        if "tags" in changed or (live.mark_known and live.mark != mark):
            live = tags.make_as_declared(self.api, {"SecretName": live.id}, live, inputs.tags, mark)
        return Made(live)

    def restore(self, live: Live) -> Live:
        """Take the secret out of its window; its old value is readable at once."""
        try:
            self.api.write("kms:RestoreSecret", {"SecretName": live.id})
        except Conflict:
            found = self.read(live.id)  # an earlier answer may have been lost
            if found is None or found.status is Status.PENDING_DELETION:
                raise
            return found
        return live.now(Status.ENABLED)

    def step(self, name: str, live: Live, window: int | None) -> Live:
        """Carry out the one step of a deletion."""
        if window is None:
            raise Bug(f"{live.id} was about to be deleted without a window that was decided")
        # text, as the API's type says; the force flag makes any window count for nothing
        how = {"RecoveryWindowInDays": str(window)} if window else {"ForceDeleteWithoutRecovery": "true"}
        reply = self.api.write(f"kms:{name}", {"SecretName": live.id, **how})
        return live.now(Status.PENDING_DELETION, moment(reply.get("PlannedDeleteTime")))

    def resolve(self, field: str, text: str) -> str:  # noqa: ARG002 - one field names something
        """Return the id of the key that a text names: an id as it is, an alias or ARN by looking it up."""
        return keys.resolve(self.api, text)

    def objections(self, inputs: SecretInputs, live: Live | None, changed: frozenset[str]) -> Sequence[Objection]:  # noqa: ARG002 - versions cost nothing here
        """Look at the account, the instance and the encrypting key of a secret that is to be made."""
        if live is not None:
            return ()
        found = list(instances.objections(self.api, inputs.kms_instance_id, instances.secrets_outside))
        if inputs.kms_key_id:
            found += self._key_objections(inputs.kms_key_id, inputs.kms_instance_id)
        return found

    def blockers(self, live: Live, *, thorough: bool, after: Ends = NOTHING) -> Sequence[Blocker]:  # noqa: ARG002 - the contract's parameters
        """Name what uses the secret: KMS does not tell."""
        return ()

    def list_objects(self, stack: str | None = None) -> Sequence[Live]:
        """List the generic secrets, or those that carry a stack's mark; description, key and instance are left out."""
        terms: list[dict[str, object]] = [{"Key": "SecretType", "Values": ["Generic"]}]
        if stack is not None:
            terms += [{"Key": "TagKey", "Values": [STACK_TAG]}, {"Key": "TagValue", "Values": [stack]}]
        params = {"FetchTags": True, "Filters": json.dumps(terms)}

        def fetch() -> list[Mapping[str, Any]]:
            return list(pages(self.api, "kms:ListSecrets", params, "SecretList", "Secret"))

        found = [replace(_live(item), partial=True) for item in self.api.once_for_all(("secrets", stack), fetch)]
        # the terms need not hold for one and the same tag
        return [live for live in found if stack is None or (live.mark and live.mark.stack == stack)]

    def _key_objections(self, key: str, instance: str | None) -> Iterator[Objection]:
        try:
            facts = keys.describe(self.api, key)
        except (keys.InvalidKey, Gone) as error:
            yield Objection(f"the encrypting key {key} does not exist: {error}", certain=True)
            return
        except CloudError as error:
            yield Objection(f"the encrypting key {key} could not be looked at: {error}", certain=False)
            return
        if facts.get("KeyState") != "Enabled":
            yield Objection(
                f"the encrypting key {key} is {facts.get('KeyState')}; enable or restore it first", certain=True
            )
        if facts.get("KeySpec") not in keys.SYMMETRIC:
            yield Objection(
                f"the encrypting key {key} is of {facts.get('KeySpec')}; a secret needs a symmetric key", certain=True
            )
        if (facts.get("DKMSInstanceId") or "") != (instance or ""):
            yield Objection(
                f"the encrypting key {key} lies in {_place(facts.get('DKMSInstanceId'))} and the secret in "
                f"{_place(instance)}; set kmsInstanceId to the key's",
                certain=True,
            )


def _live(facts: Mapping[str, Any]) -> Live:
    """Read what DescribeSecret and ListSecrets have in common."""
    own, mark = tags.part(tags.read(rows(facts, "Tags", "Tag")))
    planned = facts.get("PlannedDeleteTime")
    observed: dict[str, object] = {"name": facts["SecretName"]}
    return Live(
        id=str(facts["SecretName"]),
        status=Status.PENDING_DELETION if planned else Status.ENABLED,
        observed=observed if planned else observed | {"enabled": True},
        tags=own,
        mark=mark,
        mark_known=True,
        created=moment(facts.get("CreateTime")),
        deletes=moment(planned),
        kind=_kind(facts),
    )


def _kind(facts: Mapping[str, Any]) -> str:
    kind, owner = facts.get("SecretType") or "Generic", facts.get("OwingService")
    if kind == "Generic" and not owner:
        return ""
    said = "a secret" if kind == "Generic" else KINDS.get(kind, f"a secret of type {kind}")
    return said + (f" that belongs to the service {owner}" if owner else "")


def _place(instance: object) -> str:
    return f"the instance {instance}" if instance else "no instance"
