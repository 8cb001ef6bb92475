"""Secret on Tencent Cloud: a custom secret of SSM, API version 2019-09-23.

The API's default window is 0, which destroys at once: the window is always sent. A restored secret comes back
disabled. FailedOperation means everything here, so no decision hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud import key_users, keys, pairs, tags, versions
from reprieve.clouds.tencentcloud.pages import pages
from reprieve.clouds.tencentcloud.quotas import service_objections
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
from reprieve.errors import Bug, CloudError, Conflict, Denied, Gone, Interrupted, InvalidRequest, TagMissing
from reprieve.fields import Hidden

if TYPE_CHECKING:
    from reprieve.calls import Api, Reply
    from reprieve.resources.secret import SecretInputs

_USABLE = frozenset({Status.ENABLED, Status.DISABLED})

RULES = Rules(
    cloud="Tencent Cloud",
    resource="Secret",
    name_field="name",
    name_is_id=True,
    steps=(
        Step("DisableSecret", undo="EnableSecret", needed_in=frozenset({Status.ENABLED}), leaves=Status.DISABLED),
        Step("DeleteSecret", undo=None, needed_in=_USABLE),
    ),
    undo="pulumi up within the window: RestoreSecret, the value written, EnableSecret",
    restore=Return("RestoreSecret", leaves=Status.DISABLED),
    effect="makes it unreadable now",
    window=Bounds(1, 30),  # DeleteSecret takes 0 to 30; 0 is what forceDelete sends
    force=True,
    holds_name_while_pending=True,  # unconfirmed; ResourceInUse.SecretExists is assumed
    texts={
        "name": Text(
            r"[A-Za-z0-9][A-Za-z0-9_-]*",
            "1 to 128 bytes of letters, digits, - and _, beginning with a letter or digit",
            128,
        ),
        "versionId": Text(
            r"[A-Za-z0-9][A-Za-z0-9_.-]*",
            "1 to 64 bytes of letters, digits, -, _ and ., beginning with a letter or digit",
            64,
        ),
        "description": Text(r"(?s).*", "at most 2,048 bytes", 2048),
    },
    tag=tags.TEXT,
    most_tags=tags.MOST,
    largest_value=32768,
    unconfirmed=(
        "whether the name of a pending secret can be used again; Reprieve assumes that it cannot",
        "what DisableSecret and EnableSecret answer when there is nothing to do",
    ),
)

KINDS = {1: "a database credential", 2: "an SSH key", 3: "a cloud access key", 4: "a Redis credential"}
"""SecretType: only 0, a custom secret, is managed here."""

STATES = {
    "Enabled": Status.ENABLED,
    "Disabled": Status.DISABLED,
    "PendingDelete": Status.PENDING_DELETION,
    "Creating": Status.CREATING,
    "PendingCreate": Status.CREATING,
    "Failed": Status.FAILED,
    "CreateFailed": Status.FAILED,
}

SECRETS_A_PAGE = 100
"""The largest page of ListSecrets is not published; a smaller answer is paged through all the same."""

SECRETS_A_PAGE_BY_DEFAULT = 20
"""What ListSecrets gives unasked, so never refuses (tccli's definition)."""


@dataclass(frozen=True)
class SecretDriver:
    """Secrets of one account and region, for one operation on an object of one stack."""

    api: Api
    stack: str
    rules: Rules = RULES

    def find(self, inputs: SecretInputs) -> Live | None:
        """Look for the secret by its name."""
        return self._describe(inputs.name or "")

    def read(self, object_id: str, *, fresh: bool = False) -> Live | None:
        """Look for the secret: among this stack's, which one list serves to many reads, else by itself."""
        if not fresh:
            try:
                listed = self._own(self.stack).get(object_id)
            except CloudError:
                listed = None  # no right to list: describe each
            if listed:
                return listed
        return self._describe(object_id)

    def read_value(self, object_id: str) -> Mapping[str, object]:
        """Read the newest version's content."""
        newest = next(iter(versions.newest_first(self.api, object_id)), None)
        if newest is None:
            return {}
        reply = self.api.read("ssm:GetSecretValue", {"SecretName": object_id, "VersionId": newest})
        text, binary = reply.get("SecretString"), reply.get("SecretBinary")
        content = {"secretString": Hidden(text)} if text else {"secretBinary": Hidden(binary)}
        return {**content, "currentVersionId": newest}

    def create(self, inputs: SecretInputs, mark: Mark, replacing: Live | None = None) -> Made:  # noqa: ARG002 - no name moves here
        """Make the secret with its value, tags and mark in one call; disable it afterwards if that is declared."""
        version = inputs.version_id or "v1"
        key = keys.id_of(self.api, inputs.kms_key_id) if inputs.kms_key_id else None
        wanted = dict(inputs.tags or {}) | mark.tags
        params = versions.content(inputs) | {
            "SecretName": inputs.name,
            "VersionId": version,
            "Description": inputs.description,
            "KmsKeyId": key,
            "KmsHsmClusterId": inputs.kms_instance_id,
            "Tags": tags.pairs(wanted),
        }
        pairs.ensure(self.api, mark.tags)
        if key:
            key_users.note(self.api, key, inputs.name or "")
        reply = self._create(params, wanted)
        live = Live(
            id=inputs.name or "",
            status=Status.ENABLED,
            observed={"currentVersionId": str(reply.get("VersionId") or version)},
            tags=dict(inputs.tags or {}),
            mark=mark,
            mark_known=True,
        )
        return self._complete(live, inputs, mark, tagged=not reply.get("TagCode"))

    def update(
        self,
        live: Live,
        inputs: SecretInputs,
        mark: Mark,
        changed: frozenset[str],
        replacing: Live | None = None,  # noqa: ARG002 - no name moves here
    ) -> Made:
        """Write the value, then description and tags, then whether it is enabled."""
        if changed & {"secretString", "secretBinary", "versionId"} and (inputs.secret_string or inputs.secret_binary):
            version = versions.write(self.api, live, inputs)
            live = replace(live, observed={**live.observed, "currentVersionId": version})
        if "description" in changed:
            text = inputs.description or ""
            self.api.write("ssm:UpdateDescription", {"SecretName": live.id, "Description": text})
            live = replace(live, observed={**live.observed, "description": text})
        if "tags" in changed or (live.mark_known and live.mark != mark):
            live = self._write_tags(live, inputs.tags, mark)
        if "enabled" in changed:
            live = self._enable(live, enabled=inputs.enabled is not False)
        return Made(live)

    def restore(self, live: Live) -> Live:
        """Take the secret out of its window; it is disabled afterwards."""
        try:
            self.api.write("ssm:RestoreSecret", {"SecretName": live.id})
        except Conflict:
            found = self._describe(live.id)  # an earlier answer may have been lost
            if found is None or found.status is Status.PENDING_DELETION:
                raise
            return found
        return live.now(Status.DISABLED)

    def step(self, name: str, live: Live, window: int | None) -> Live:
        """Carry out one step of a deletion, or its undo."""
        if name == "DeleteSecret":
            if window is None:
                raise Bug(f"{live.id} was about to be deleted without a window that was decided")
            reply = self.api.write(f"ssm:{name}", {"SecretName": live.id, "RecoveryWindowInDays": window})
            return live.now(Status.PENDING_DELETION, _moment(reply.get("DeleteTime")))
        self.api.write(f"ssm:{name}", {"SecretName": live.id})
        return live.now(Status.ENABLED if name == "EnableSecret" else Status.DISABLED)

    def resolve(self, field: str, text: str) -> str:  # noqa: ARG002 - SSM has one field that names something
        """Return the id of the key that a text names: an id as it is, an alias by looking it up."""
        return keys.id_of(self.api, text)

    def objections(self, inputs: SecretInputs, live: Live | None, changed: frozenset[str]) -> Sequence[Objection]:
        """Look at the quota and the encrypting key of a new secret, and at what another version would cost."""
        found: list[Objection] = []
        if live is None:
            found += service_objections(self.api, "ssm", "secrets", "TotalCount", "SecretLimit")
        if inputs.kms_key_id and live is None:
            found += self._key_objections(inputs.kms_key_id)
        if live is not None and changed & {"secretString", "secretBinary"} and not inputs.version_id:
            found += versions.objections(self.api, live.id)
        return found

    def blockers(self, live: Live, *, thorough: bool, after: Ends = NOTHING) -> Sequence[Blocker]:  # noqa: ARG002 - the contract's parameters
        """Name what uses the secret: SSM does not tell."""
        return ()

    def list_objects(self, stack: str | None = None) -> Sequence[Live]:
        """List the custom secrets with their marks, or those that carry a stack's mark, with their tags."""
        return list(self._own(stack).values())

    def _own(self, stack: str | None) -> Mapping[str, Live]:
        """Return the secrets that carry a stack's mark, by name; shared by the reads of a run."""
        return self.api.once_for_all(("secrets", stack), lambda: self._list(stack))

    def _list(self, stack: str | None) -> dict[str, Live]:
        items = list(self._pages({"TagFilters": tags.marked(stack)} if stack is not None else {}))
        if not items:
            return {}
        if stack is not None:
            pairs.learn(self.api, {STACK_TAG: stack})
        known = tags.tags_of_marked(self.api, stack, "ssm")
        found = (self._live(item, (known or {}).get(str(item["SecretName"]))) for item in items)
        return {live.id: tags.unmarked(live, stack, known) for live in found}

    def _create(self, params: Mapping[str, object], wanted: Mapping[str, str]) -> Reply:
        """Create, after making the tag pairs that are missing, so that the secret is never without its mark."""
        given = {key: value for key, value in params.items() if value is not None}
        try:
            return self.api.write("ssm:CreateSecret", given)
        except TagMissing:
            pairs.ensure(self.api, wanted)
            return self.api.write("ssm:CreateSecret", given)

    def _complete(self, live: Live, inputs: SecretInputs, mark: Mark, *, tagged: bool) -> Made:
        """Do what the creating call cannot; what fails is unfinished, since the secret exists."""
        unfinished: dict[str, str] = {}
        if not tagged:
            try:
                self._write_tags(replace(live, tags={}, mark=None), inputs.tags, mark)
            except (CloudError, Interrupted) as error:
                unfinished["tags"] = str(error)
        if inputs.enabled is False:
            try:
                live = self._enable(live, enabled=False)
            except (CloudError, Interrupted) as error:
                unfinished["enabled"] = str(error)
        return Made(live, unfinished)

    def _describe(self, name: str) -> Live | None:
        try:
            reply = self.api.read("ssm:DescribeSecret", {"SecretName": name})
        except Gone:
            return None
        try:
            known = tags.tags_of(self.api, self._resource(name, reply))
        except Denied:
            known = None
        return self._live(reply, known)

    def _live(self, facts: Mapping[str, object], known: Mapping[str, str] | None = None) -> Live:
        """Read what DescribeSecret and ListSecrets have in common."""
        own, mark = tags.part(known) if known is not None else (None, None)
        status = STATES.get(str(facts["Status"]), Status.FAILED)
        if facts.get("EncryptSwitching"):
            status = Status.ENCRYPT_SWITCHING
        observed: dict[str, object] = {
            "name": facts["SecretName"],
            "description": facts.get("Description") or "",
            "kmsKeyId": facts.get("KmsKeyId"),
        }
        if status in _USABLE:
            observed["enabled"] = status is Status.ENABLED
        return Live(
            id=str(facts["SecretName"]),
            status=status,
            observed=observed,
            tags=own,
            mark=mark,
            mark_known=known is not None,
            created=_moment(facts.get("CreateTime")),
            deletes=_moment(facts.get("DeleteTime")),
            kind=_kind(facts),
        )

    def _pages(self, filters: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
        """Yield the secrets, the oldest first, so that new ones do not shift the pages."""
        ordered = {**filters, "OrderType": 1}
        try:
            yield from pages(self.api, "ssm:ListSecrets", "SecretMetadatas", ordered, SECRETS_A_PAGE)
        except InvalidRequest:
            yield from pages(self.api, "ssm:ListSecrets", "SecretMetadatas", ordered, SECRETS_A_PAGE_BY_DEFAULT)

    def _resource(self, name: str, facts: Mapping[str, object]) -> str:
        uin = facts.get("CreateUinString") or facts.get("CreateUin")
        return f"qcs::ssm:{self.api.region}:uin/:secret/creatorUin/{uin}/{name}"

    def _write_tags(self, live: Live, wanted: Mapping[str, str] | None, mark: Mark) -> Live:
        """Write the tags that differ and the mark; without declared tags only the mark."""

        def resource() -> str:
            return self._resource(live.id, self.api.read("ssm:DescribeSecret", {"SecretName": live.id}))

        return tags.rewrite(self.api, live, wanted, mark, resource)

    def _enable(self, live: Live, *, enabled: bool) -> Live:
        """Enable or disable, unless it is known to be so already; a refusal is looked at before it is believed."""
        wanted = Status.ENABLED if enabled else Status.DISABLED
        if live.status is not wanted:
            try:
                self.api.write("ssm:EnableSecret" if enabled else "ssm:DisableSecret", {"SecretName": live.id})
            except Conflict:
                found = self._describe(live.id)
                if found is None or found.status is not wanted:
                    raise
        return replace(live, status=wanted, observed={**live.observed, "enabled": enabled})

    def _key_objections(self, key: str) -> Iterator[Objection]:
        try:
            facts = keys.describe(self.api, key)
        except CloudError as error:
            yield Objection(f"the encrypting key {key} could not be looked at: {error}", certain=False)
            return
        if facts is None:
            yield Objection(f"the encrypting key {key} does not exist", certain=True)
        elif (state := facts["KeyState"]) != "Enabled":
            yield Objection(f"the encrypting key {key} is {state}; enable or restore it first", certain=True)


def _kind(facts: Mapping[str, object]) -> str:
    number = int(str(facts.get("SecretType") or 0))
    if number == 0:
        return ""
    product = facts.get("ProductName")
    return KINDS.get(number, f"a secret of type {number}") + (f" of {product}" if product else "")


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(int(str(seconds)), UTC) if seconds else None
