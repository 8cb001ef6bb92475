"""KmsKey on Alibaba Cloud: a key that KMS made, API version 2016-01-20.

A key is scheduled in any state, and comes back enabled. ScheduleKeyDeletion tells no date: one DescribeKey proves the
deletion and tells it. Its alias is an object of its own, made after the key and moved to the key's successor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reprieve.clouds.alicloud import aliases, instances, key_users, keys, tags
from reprieve.clouds.alicloud.replies import moment, pages
from reprieve.driver import (
    NOTHING,
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
from reprieve.errors import CloudError, Conflict, Denied, Gone, Interrupted, OutcomeUnknown

if TYPE_CHECKING:
    from reprieve.calls import Api
    from reprieve.resources.kms_key import KmsKeyInputs

_ENABLED, _DISABLED, _PENDING = Status.ENABLED, Status.DISABLED, Status.PENDING_DELETION
_ENCRYPT, _SIGN = "ENCRYPT_DECRYPT", "SIGN_VERIFY"
_TO_ENCRYPT, _TO_SIGN = "ENCRYPT/DECRYPT", "SIGN/VERIFY"

RULES = Rules(
    cloud="Alibaba Cloud",
    resource="KmsKey",
    name_field="alias",
    name_is_id=False,
    name_moves=True,
    steps=(Step("ScheduleKeyDeletion", undo=None, needed_in=frozenset({_ENABLED, _DISABLED, Status.PENDING_IMPORT})),),
    undo="pulumi up within the window: CancelKeyDeletion (enabled at once), DisableKey if declared",
    restore=Return("CancelKeyDeletion", leaves=_ENABLED),
    effect="makes all that it encrypted unreadable now, live secrets too",
    lost=" by a key with new material, which cannot read what the old one encrypted",
    window=Bounds(7, 366),  # alibabacloud-kms20160120, ScheduleKeyDeletion; an older page says 30
    holds_name_while_pending=True,  # a pending key keeps its aliases until they are moved
    protects_itself=True,
    pairs={  # CreateKey, parameters KeySpec and KeyUsage
        ("SYMMETRIC_DEFAULT", _ENCRYPT): ("Aliyun_AES_256", _TO_ENCRYPT),
        ("SM4", _ENCRYPT): ("Aliyun_SM4", _TO_ENCRYPT),
        ("RSA_2048", _ENCRYPT): ("RSA_2048", _TO_ENCRYPT),
        ("RSA_2048", _SIGN): ("RSA_2048", _TO_SIGN),
        ("RSA_3072", _ENCRYPT): ("RSA_3072", _TO_ENCRYPT),
        ("RSA_3072", _SIGN): ("RSA_3072", _TO_SIGN),
        ("SM2", _ENCRYPT): ("EC_SM2", _TO_ENCRYPT),
        ("SM2", _SIGN): ("EC_SM2", _TO_SIGN),
        ("ECC_NIST_P256", _SIGN): ("EC_P256", _TO_SIGN),
        ("ECC_SECG_P256K1", _SIGN): ("EC_P256K", _TO_SIGN),
    },
    only_with={"rotationPeriodInDays": ("keySpec", frozenset({"SYMMETRIC_DEFAULT", "SM4"}))},
    texts={
        "alias": Text(
            r"(?!acs)[A-Za-z0-9/_-]+", "1 to 249 letters, digits, / _ and -, not beginning with acs", 249
        ),  # 255 with alias/
        "description": Text(r"(?s).*", "at most 8,192 bytes", 8192),
    },
    numbers={
        "rotationPeriodInDays": Bounds(7, 730)
    },  # UpdateRotationPolicy; keys outside of instances may take 365 alone
    tag=tags.TEXT,
    reserved_tags=tags.NOT_OURS,
    most_tags=tags.MOST,
    unconfirmed=(
        "the longest rotation period: CreateKey's text says 365 days, UpdateRotationPolicy's 730",
        "what ScheduleKeyDeletion answers for a key with deletion protection",
        "the state after CancelKeyDeletion of a key that was disabled before; the text says enabled",
        "what changes of a service's key (alias/acs/...) answer; they are refused before any call",
        "whether a secret can be read while its key is disabled or pending; Reprieve says that it cannot",
        "whether pending keys count against the quota of keys",
    ),
)

STATES = {
    "Enabled": _ENABLED,
    "Disabled": _DISABLED,
    "PendingDeletion": _PENDING,
    "PendingImport": Status.PENDING_IMPORT,
}
LONGEST_AT_CREATION = 365
"""Days of rotation that CreateKey takes; longer ones are written by UpdateRotationPolicy."""

DAY = 86_400


@dataclass(frozen=True)
class KmsKeyDriver:
    """Keys of one account and region, for one operation on an object of one stack."""

    api: Api
    stack: str
    rules: Rules = RULES

    def find(self, inputs: KmsKeyInputs) -> Live | None:
        """Look for the key by its alias."""
        return self.read(f"{aliases.PREFIX}{inputs.alias}", fresh=True)

    def read(self, object_id: str, *, fresh: bool = False) -> Live | None:
        """Look for the key, by id, alias or ARN; its names and tags are in lists that many reads share."""
        try:
            facts = keys.describe(self.api, object_id)
        except Gone:
            return None
        key_id = str(facts["KeyId"])
        try:
            known = None if fresh or not self.stack else tags.of_keys(self.api, self.stack).get(key_id)
            known = tags.of_key(self.api, key_id) if known is None else known
        except Denied:
            known = None
        return _live(facts, self._names(key_id, fresh=fresh), known)

    def read_value(self, object_id: str) -> Mapping[str, object]:  # noqa: ARG002 - the contract's parameter
        """Return nothing: the material of a key never leaves KMS."""
        return {}

    def create(self, inputs: KmsKeyInputs, mark: Mark, replacing: Live | None = None) -> Made:
        """Make the key, marked in the same call; then name it, protect it, and disable it, as declared."""
        spec, usage = RULES.pairs[str(inputs.key_spec), str(inputs.key_usage)]
        days = inputs.rotation_period_in_days or 0
        rotates = 0 < days <= LONGEST_AT_CREATION
        params = {
            "KeySpec": spec,
            "KeyUsage": usage,
            "Description": inputs.description,
            "DKMSInstanceId": inputs.kms_instance_id,
            "EnableAutomaticRotation": True if rotates else None,
            "RotationInterval": f"{days}d" if rotates else None,
            "Tags": tags.spelled(dict(inputs.tags or {}) | mark.tags),
        }
        given = {name: value for name, value in params.items() if value is not None}
        # the cloud would make a second key: a lost answer is looked for by the mark
        facts: Any = self.api.write("kms:CreateKey", given, repeatable=False)["KeyMetadata"]
        live = _live(facts, [], dict(inputs.tags or {}) | mark.tags)
        return self._complete(live, inputs, mark, replacing)

    def update(
        self, live: Live, inputs: KmsKeyInputs, mark: Mark, changed: frozenset[str], replacing: Live | None = None
    ) -> Made:
        """Write the changed fields; the key is enabled first, since a disabled one takes no rotation, disabled last."""
        final = live.status
        if "enabled" in changed:
            final = _DISABLED if inputs.enabled is False else _ENABLED
        rotates = "rotationPeriodInDays" in changed
        if final is _ENABLED or (
            rotates and live.observed.get("rotationPeriodInDays") != inputs.rotation_period_in_days
        ):
            live = self._toggle(live, _ENABLED)
        live = self._write_texts(live, inputs, changed, taking_from=replacing.id if replacing else "")
        if "tags" in changed or (live.mark_known and live.mark != mark):
            live = tags.make_as_declared(self.api, {"KeyId": live.id}, live, inputs.tags, mark)
        if rotates:
            live = self._rotate(live, inputs.rotation_period_in_days)
        if "deletionProtection" in changed:
            live = self._protect(live, protected=inputs.deletion_protection is True)
        return Made(self._toggle(live, final) if final in {_ENABLED, _DISABLED} else live)

    def restore(self, live: Live) -> Live:
        """Take the key out of its window; it is enabled afterwards, whatever it was before."""
        try:
            self.api.write("kms:CancelKeyDeletion", {"KeyId": live.id})
        except Conflict:
            found = self.read(live.id, fresh=True)  # an earlier answer may have been lost
            if found is None or found.status is _PENDING:
                raise
            return found
        return _with(live.now(_ENABLED), enabled=True)

    def step(self, name: str, live: Live, window: int | None) -> Live:
        """Carry out one step of a deletion, or enable or disable the key."""
        if name == "ScheduleKeyDeletion":
            self.api.write(f"kms:{name}", {"KeyId": live.id, "PendingWindowInDays": window})
            return self._scheduled(live)
        self.api.write(f"kms:{name}", {"KeyId": live.id})
        return live.now(_ENABLED if name == "EnableKey" else _DISABLED)

    def resolve(self, field: str, text: str) -> str:  # noqa: ARG002 - no field of a key names another object
        """Return what was given."""
        return text

    def objections(self, inputs: KmsKeyInputs, live: Live | None, changed: frozenset[str]) -> Sequence[Objection]:  # noqa: ARG002 - the contract's parameter
        """Look at the account and the instance of a key that is to be made."""
        return (
            ()
            if live is not None
            else list(instances.objections(self.api, inputs.kms_instance_id, instances.keys_outside))
        )

    def blockers(self, live: Live, *, thorough: bool, after: Ends = NOTHING) -> Sequence[Blocker]:
        """Name the secrets that the key encrypts, which only a deletion itself looks for."""
        return key_users.look(self.api, live.id, after) if thorough else [key_users.UNCHECKED]

    def list_objects(self, stack: str | None = None) -> Sequence[Live]:
        """List the keys of users, or those that carry a stack's mark: one call for each, since ListKeys gives ids."""
        if stack is None:
            ids = [str(key["KeyId"]) for key in pages(self.api, "kms:ListKeys", {}, "Keys", "Key")]
        else:
            ids = list(tags.of_keys(self.api, stack))
        found = self.api.once_for_all(("keys", stack), lambda: [self.read(key_id) for key_id in ids])
        return [live for live in found if live and not live.kind]

    def _complete(self, live: Live, inputs: KmsKeyInputs, mark: Mark, replacing: Live | None) -> Made:
        """Do what the creating call cannot; what fails is unfinished, since the key exists."""
        unfinished: dict[str, str] = {}
        try:
            aliases.give(self.api, live.id, inputs.alias or "", taking_from=replacing.id if replacing else "")
            live = _with(live, alias=inputs.alias)
        except (CloudError, Interrupted) as error:
            unfinished["alias"] = str(error)
        left = {"deletionProtection"} if inputs.deletion_protection else set()
        left |= {"rotationPeriodInDays"} if (inputs.rotation_period_in_days or 0) > LONGEST_AT_CREATION else set()
        left |= {"enabled"} if inputs.enabled is False else set()
        try:
            live = self.update(live, inputs, mark, frozenset(left)).live if left else live
        except (CloudError, Interrupted) as error:
            unfinished |= dict.fromkeys(left, str(error))
        return Made(live, unfinished)

    def _names(self, key_id: str, *, fresh: bool) -> list[str] | None:
        try:
            return aliases.of_key(self.api, key_id) if fresh else aliases.of_keys(self.api).get(key_id, [])
        except Denied:
            return None

    def _scheduled(self, live: Live) -> Live:
        """Prove that the key is scheduled, and learn its date; without the right to look, the answer counts."""
        try:
            facts = keys.describe(self.api, live.id)
        except Denied:
            return live.now(_PENDING)
        if facts["KeyState"] != "PendingDeletion":
            said = f"it was accepted, and the key is {facts['KeyState']}"
            raise OutcomeUnknown("kms:ScheduleKeyDeletion", "", said, "", "look at the key in the console")
        return live.now(_PENDING, moment(facts.get("DeleteDate")))

    def _write_texts(self, live: Live, inputs: KmsKeyInputs, changed: frozenset[str], *, taking_from: str) -> Live:
        before, after = live.observed.get("alias"), inputs.alias or ""
        if "alias" in changed and before != after:
            aliases.rename(self.api, live.id, None if before is None else str(before), after, taking_from=taking_from)
            live = _with(live, alias=after)
        text = inputs.description or ""
        if "description" in changed and live.observed.get("description") != text:
            self.api.write("kms:UpdateKeyDescription", {"KeyId": live.id, "Description": text})
            live = _with(live, description=text)
        return live

    def _rotate(self, live: Live, days: int | None) -> Live:
        if live.observed.get("rotationPeriodInDays") != days:
            how = {"EnableAutomaticRotation": bool(days)} | ({"RotationInterval": f"{days}d"} if days else {})
            self.api.write("kms:UpdateRotationPolicy", {"KeyId": live.id, **how})
        return _with(live, rotationPeriodInDays=days)

    def _protect(self, live: Live, *, protected: bool) -> Live:
        if live.observed.get("deletionProtection") is not protected:
            arn = live.arn or str(live.observed.get("arn") or "") or str(keys.describe(self.api, live.id)["Arn"])
            how = {"ProtectedResourceArn": arn, "EnableDeletionProtection": protected}
            self.api.write("kms:SetDeletionProtection", how)
        return _with(live, deletionProtection=protected)

    def _toggle(self, live: Live, wanted: Status) -> Live:
        """Enable or disable, unless it is known to be so already; a refusal is looked at before it is believed."""
        if live.status is not wanted:
            try:
                live = self.step("EnableKey" if wanted is _ENABLED else "DisableKey", live, None)
            except Conflict:
                found = self.read(live.id, fresh=True)
                if found is None or found.status is not wanted:
                    raise
        return _with(live.now(wanted), enabled=wanted is _ENABLED)


def _with(live: Live, **observed: object) -> Live:
    return replace(live, observed={**live.observed, **observed})


def _live(facts: Mapping[str, Any], names: list[str] | None, known: Mapping[str, str] | None) -> Live:
    """Put together what three actions tell of a key."""
    own, mark = tags.part(known) if known is not None else (None, None)
    status = STATES.get(str(facts["KeyState"]), Status.FAILED)
    return Live(
        id=str(facts["KeyId"]),
        status=status,
        observed=_observed(facts, status) | _named(names),
        tags=own,
        mark=mark,
        mark_known=known is not None,
        created=moment(facts.get("CreationDate")),
        deletes=moment(facts.get("DeleteDate")),
        kind=_kind(facts, names or []),
        arn=str(facts.get("Arn") or ""),
    )


def _observed(facts: Mapping[str, Any], status: Status) -> dict[str, object]:
    """Name what KMS tells of a key as the schema does."""
    words = facts["KeySpec"], facts["KeyUsage"]
    spec, use = next((pair for pair, found in RULES.pairs.items() if found == words), (None, None))
    observed: dict[str, object] = {
        "description": facts.get("Description") or "",
        "keySpec": spec,
        "keyUsage": use,
        "kmsInstanceId": facts.get("DKMSInstanceId") or None,
        "deletionProtection": facts.get("DeletionProtection") == "Enabled",
    }
    if status in {_ENABLED, _DISABLED}:
        observed["enabled"] = status is _ENABLED
    if interval := re.fullmatch(r"([0-9]+)s", str(facts.get("RotationInterval") or "")):
        observed["rotationPeriodInDays"] = int(interval[1]) // DAY
    elif status is _ENABLED:
        # what cannot be used may have its rotation suspended, which is no drift
        observed["rotationPeriodInDays"] = None
    return observed


def _named(names: list[str] | None) -> dict[str, object]:
    """Tell a key's one name; of several, none is known to be the declared one."""
    if names is None or len(names) > 1:
        return {}
    return {"alias": names[0].removeprefix(aliases.PREFIX) if names else ""}


def _kind(facts: Mapping[str, Any], names: list[str]) -> str:
    """Name the keys that are not managed here."""
    if product := next((name for name in names if name.startswith(aliases.OF_PRODUCTS)), None):
        return f"a key of the service {product.removeprefix(aliases.OF_PRODUCTS)}"
    if facts.get("Origin") == "EXTERNAL":
        return "a key with imported material"
    return ""
