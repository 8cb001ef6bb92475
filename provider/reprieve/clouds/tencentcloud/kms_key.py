"""KmsKey on Tencent Cloud: a key that KMS made, API version 2019-01-18.

A key has to be disabled before it can be scheduled, and comes back disabled. An alias is unique in account and region,
and cannot be changed while its key is pending: a successor takes it while the old key is still there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud import key_users, keys, pairs, tags
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
from reprieve.errors import CloudError, Conflict, Denied, Interrupted, TagMissing

if TYPE_CHECKING:
    from reprieve.calls import Api, Reply
    from reprieve.clouds.tencentcloud.keys import Facts
    from reprieve.resources.kms_key import KmsKeyInputs

_ENABLED, _DISABLED, _ARCHIVED = Status.ENABLED, Status.DISABLED, Status.ARCHIVED

RULES = Rules(
    cloud="Tencent Cloud",
    resource="KmsKey",
    name_field="alias",
    name_is_id=False,
    name_moves=True,
    steps=(
        Step("CancelKeyArchive", undo="ArchiveKey", needed_in=frozenset({_ARCHIVED}), leaves=_ENABLED),
        Step("DisableKey", undo="EnableKey", needed_in=frozenset({_ENABLED, _ARCHIVED}), leaves=_DISABLED),
        Step("ScheduleKeyDeletion", undo=None, needed_in=frozenset({_ENABLED, _DISABLED, _ARCHIVED})),
    ),
    undo="pulumi up within the window: CancelKeyDeletion, EnableKey",
    restore=Return("CancelKeyDeletion", leaves=_DISABLED),
    effect="makes all that it encrypted unreadable now, live secrets too",
    lost=" by a key with new material, which cannot read what the old one encrypted",
    window=Bounds(7, 30),  # vendor's page on ScheduleKeyDeletion
    holds_name_while_pending=True,  # unconfirmed; InvalidParameterValue.AliasAlreadyExists is assumed
    pairs={pair: ("", word) for pair, word in keys.WORDS.items()},  # this cloud has one word for both
    only_with={"rotationPeriodInDays": ("keySpec", frozenset({"SYMMETRIC_DEFAULT"}))},
    texts={
        "alias": Text(
            r"(?!kms-)[A-Za-z0-9][A-Za-z0-9_-]*",
            "1 to 60 letters, digits, - and _, beginning with a letter or digit, and not with kms-",
            60,
        ),
        "description": Text(r"(?s).*", "at most 1,024 bytes", 1024),
    },
    numbers={"rotationPeriodInDays": Bounds(7, 365)},  # EnableKeyRotation, parameter RotateDays
    tag=tags.TEXT,
    most_tags=tags.MOST,
    unsure_when_used="KMS may refuse, since whether a secret binds its key, live or pending, is not confirmed",
    unconfirmed=(
        "the curve of ECC_NIST_P256: the vendor's word is ASYMMETRIC_SIGN_VERIFY_ECC",
        "whether the alias of a pending key can be used again; a successor takes it before",
        "whether a secret that is pending still binds its key, so that DisableKey refuses",
        "what EnableKey and DisableKey answer when there is nothing to do",
        "whether rotation can be switched on while the key is disabled; the key is enabled for it",
        "which codes UpdateAlias and UpdateKeyDescription have on a pending key",
        "the rates of actions other than CreateKey, ScheduleKeyDeletion, CancelKeyDeletion and those of rotation",
    ),
)

BECOMES = {"CancelKeyArchive": _ENABLED, "EnableKey": _ENABLED, "DisableKey": _DISABLED, "ArchiveKey": _ARCHIVED}
"""The state after each step that schedules nothing."""

LONGEST_STEM = 51
"""What is kept of the alias of a replaced key before the dash and the 8 characters of its id."""


@dataclass(frozen=True)
class KmsKeyDriver:
    """Keys of one account and region, for one operation on an object of one stack."""

    api: Api
    stack: str
    rules: Rules = RULES

    def find(self, inputs: KmsKeyInputs) -> Live | None:
        """Look for the key by its alias."""
        return self._tagged(keys.with_alias(self.api, inputs.alias or ""))

    def read(self, object_id: str, *, fresh: bool = False) -> Live | None:
        """Look for the key, by id, alias or six-part name: among this stack's, in one shared list, else by itself."""
        if not fresh:
            # no right to list: describe each
            with suppress(CloudError):
                listed = self._own(self.stack).get(object_id)
                if listed:
                    return listed
        return self._tagged(keys.describe(self.api, object_id))

    def read_value(self, object_id: str) -> Mapping[str, object]:  # noqa: ARG002 - the contract's parameter
        """Return nothing: the material of a key never leaves KMS."""
        return {}

    def create(self, inputs: KmsKeyInputs, mark: Mark, replacing: Live | None = None) -> Made:
        """Make the key, with the alias of the key that it replaces; rotate and disable it if that is declared."""
        spec, usage = str(inputs.key_spec), str(inputs.key_usage)
        wanted = dict(inputs.tags or {}) | mark.tags
        params = {
            "Alias": inputs.alias,
            "Description": inputs.description,
            "KeyUsage": keys.WORDS[spec, usage],
            "HsmClusterId": inputs.kms_instance_id,
            "Tags": tags.pairs(wanted),
        }
        pairs.ensure(self.api, mark.tags)
        reply = self._create_in_place_of(replacing, params, wanted)
        tagged = not reply.get("TagCode")
        live = Live(
            id=str(reply["KeyId"]),
            status=_ENABLED,
            observed={"alias": inputs.alias, "description": inputs.description or "", "enabled": True},
            tags=dict(inputs.tags or {}) if tagged else {},
            mark=mark if tagged else None,
            mark_known=True,
            created=keys.moment(reply.get("CreateTime")),
        )
        return self._complete(live, inputs, mark)

    def update(
        self,
        live: Live,
        inputs: KmsKeyInputs,
        mark: Mark,
        changed: frozenset[str],
        replacing: Live | None = None,  # noqa: ARG002 - the name moved at creation
    ) -> Made:
        """Write the changed fields; the key is enabled first, since a disabled one refuses some, and disabled last."""
        final = live.status
        if "enabled" in changed:
            final = _DISABLED if inputs.enabled is False else _ENABLED
        rotates = "rotationPeriodInDays" in changed
        if final is _ENABLED or (rotates and inputs.rotation_period_in_days):
            live = self._toggle(live, _ENABLED)
        live = self._write_texts(live, inputs, changed)
        if "tags" in changed or (live.mark_known and live.mark != mark):
            live = tags.rewrite(self.api, live, inputs.tags, mark, lambda: self._six_parts(live))
        if rotates:
            live = self._rotate(live, inputs.rotation_period_in_days)
        return Made(self._toggle(live, final) if final in {_ENABLED, _DISABLED} else live)

    def restore(self, live: Live) -> Live:
        """Take the key out of its window; it is disabled afterwards, and its rotation has to be declared again."""
        try:
            self.api.write("kms:CancelKeyDeletion", {"KeyId": live.id})
        except Conflict:
            found = self.read(live.id, fresh=True)  # an earlier answer may have been lost
            if found is None or found.status is Status.PENDING_DELETION:
                raise
            return found
        return live.now(_DISABLED)

    def step(self, name: str, live: Live, window: int | None) -> Live:
        """Carry out one step of a deletion, or its undo."""
        if name == "ScheduleKeyDeletion":
            reply = self.api.write(f"kms:{name}", {"KeyId": live.id, "PendingWindowInDays": window})
            return live.now(Status.PENDING_DELETION, keys.moment(reply.get("DeletionDate")))
        self.api.write(f"kms:{name}", {"KeyId": live.id})
        return live.now(BECOMES[name])

    def resolve(self, field: str, text: str) -> str:  # noqa: ARG002 - no field of a key names another object
        """Return what was given."""
        return text

    def objections(self, inputs: KmsKeyInputs, live: Live | None, changed: frozenset[str]) -> Sequence[Objection]:  # noqa: ARG002 - the contract's parameters
        """Look at the quota of keys before one is made; pending keys may count, the vendor does not tell."""
        return service_objections(self.api, "kms", "keys", "CmkUserCount", "CmkLimit") if live is None else ()

    def blockers(self, live: Live, *, thorough: bool, after: Ends = NOTHING) -> Sequence[Blocker]:
        """Name what the key encrypts: secrets of SSM, and data keys that KMS keeps."""
        if thorough:
            return key_users.look(self.api, live.id, after)
        return key_users.known(self.api, live.id, self.stack)

    def list_objects(self, stack: str | None = None) -> Sequence[Live]:
        """List the keys of users with their marks, or those that carry a stack's mark, with their tags."""
        return list(self._own(stack).values())

    def _own(self, stack: str | None) -> Mapping[str, Live]:
        """Return the keys that carry a stack's mark, by id; shared by the reads of a run."""
        return self.api.once_for_all(("keys", stack), lambda: self._list(stack))

    def _list(self, stack: str | None) -> dict[str, Live]:
        listed = list(keys.matching(self.api, {"TagFilters": tags.marked(stack)} if stack is not None else {}))
        if not listed:
            return {}
        if stack is not None:
            pairs.learn(self.api, {STACK_TAG: stack})
        known = tags.tags_of_marked(self.api, stack, "kms")
        found = (keys.live(self.api.region, key, (known or {}).get(str(key["KeyId"]))) for key in listed)
        return {live.id: tags.unmarked(live, stack, known) for live in found}

    def _create_in_place_of(
        self, replacing: Live | None, params: Mapping[str, object], wanted: Mapping[str, str]
    ) -> Reply:
        """Free the alias that the replaced key has, create, and give the alias back where that fails."""
        alias = str(params["Alias"])
        if replacing is None or replacing.observed.get("alias") != alias:
            return self._create(params, wanted)
        renamed = f"{alias[:LONGEST_STEM]}-{replacing.id[:8]}"
        self.api.write("kms:UpdateAlias", {"KeyId": replacing.id, "Alias": renamed})
        try:
            return self._create(params, wanted)
        except CloudError as error:
            if failure := self._give_back(alias, replacing):
                raise error.about(f"the replaced key has the alias {renamed} now, since {failure}") from error
            raise

    def _create(self, params: Mapping[str, object], wanted: Mapping[str, str]) -> Reply:
        """Create, after making the tag pairs that are missing, so that the key is never without its mark."""
        given = {key: value for key, value in params.items() if value is not None}
        try:
            return self.api.write("kms:CreateKey", given)
        except TagMissing:
            pairs.ensure(self.api, wanted)
            return self.api.write("kms:CreateKey", given)

    def _complete(self, live: Live, inputs: KmsKeyInputs, mark: Mark) -> Made:
        """Do what the creating call cannot; what fails is unfinished, since the key exists."""
        left = {"tags"} if live.mark is None else set()
        left |= {"rotationPeriodInDays"} if inputs.rotation_period_in_days else set()
        left |= {"enabled"} if inputs.enabled is False else set()
        try:
            return self.update(live, inputs, mark, frozenset(left)) if left else Made(live)
        except (CloudError, Interrupted) as error:
            return Made(live, dict.fromkeys(left, str(error)))

    def _tagged(self, facts: Facts | None) -> Live | None:
        """Add the tags, where the rights allow to read them."""
        if facts is None:
            return None
        try:
            known = tags.tags_of(self.api, keys.six_parts(self.api.region, facts))
        except Denied:
            known = None
        return keys.live(self.api.region, facts, known)

    def _six_parts(self, live: Live) -> str:
        known = live.arn or live.observed.get("arn")
        if not known:
            facts = keys.describe(self.api, live.id) or {"KeyId": live.id}
            known = keys.six_parts(self.api.region, facts)
        return str(known)

    def _write_texts(self, live: Live, inputs: KmsKeyInputs, changed: frozenset[str]) -> Live:
        if "alias" in changed and live.observed.get("alias") != inputs.alias:
            self.api.write("kms:UpdateAlias", {"KeyId": live.id, "Alias": inputs.alias})
            live = _with(live, alias=inputs.alias)
        text = inputs.description or ""
        if "description" in changed and live.observed.get("description") != text:
            self.api.write("kms:UpdateKeyDescription", {"KeyId": live.id, "Description": text})
            live = _with(live, description=text)
        return live

    def _rotate(self, live: Live, days: int | None) -> Live:
        if days:
            self.api.write("kms:EnableKeyRotation", {"KeyId": live.id, "RotateDays": days})
        else:
            self.api.write("kms:DisableKeyRotation", {"KeyId": live.id})
        return _with(live, rotationPeriodInDays=days)

    def _toggle(self, live: Live, wanted: Status) -> Live:
        """Enable or disable, unless it is known to be so already; a refusal is looked at before it is believed."""
        if live.status is _ARCHIVED:
            live = self.step("CancelKeyArchive", live, None)
        if live.status is not wanted:
            try:
                live = self.step("EnableKey" if wanted is _ENABLED else "DisableKey", live, None)
            except Conflict:
                found = self.read(live.id, fresh=True)
                if found is None or found.status is not wanted:
                    raise
        return _with(live.now(wanted), enabled=wanted is _ENABLED)

    def _give_back(self, alias: str, replacing: Live) -> str:
        """Give the replaced key its alias back, unless the new key was made after all and holds it."""
        try:
            if keys.with_alias(self.api, alias) is None:
                self.api.write("kms:UpdateAlias", {"KeyId": replacing.id, "Alias": alias})
        except CloudError as error:
            return str(error)
        return ""


def _with(live: Live, **observed: object) -> Live:
    return replace(live, observed={**live.observed, **observed})
