"""ApiKey on Tencent Cloud: a key pair of API Gateway, API version 2018-08-08.

A key has to be disabled and in no usage plan before it can be deleted, and is gone at once then. Every result may be
null by the vendor's definitions: what was done is proven by reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud import apigateway, tags, usage_plans
from reprieve.driver import NOTHING, Blocker, Ends, Live, Made, Mark, Objection, Rules, Status, Step, Text
from reprieve.errors import CloudError, Conflict, Discontinued, Exists, Gone, Interrupted, OutcomeUnknown
from reprieve.fields import Hidden

if TYPE_CHECKING:
    from reprieve.calls import Api
    from reprieve.resources.api_key import ApiKeyInputs

_ANY = frozenset({Status.ENABLED, Status.DISABLED})

RULES = Rules(
    cloud="Tencent Cloud",
    resource="ApiKey",
    name_field="name",
    name_is_id=False,
    id_field="accessKeyId",
    steps=(
        Step("DisableApiKey", undo="EnableApiKey", needed_in=frozenset({Status.ENABLED}), leaves=Status.DISABLED),
        Step("UnBindSecretIds", undo="BindSecretIds", needed_in=_ANY, when_used=True),
        Step("DeleteApiKey", undo=None, needed_in=_ANY),
    ),
    undo="none: the deletion is final",
    lost=" by a key with another id and secret",
    together=(("accessKeyId", "accessKeySecret"),),
    texts={
        "name": Text(r"(?s).+", "1 to 200 bytes", 200),  # unconfirmed; the vendor names no limit
        "accessKeyId": Text(r"[A-Za-z0-9_]{5,50}", "5 to 50 letters, digits and _", 50),
        "accessKeySecret": Text(r"[A-Za-z0-9_]{10,50}", "10 to 50 letters, digits and _", 50),
    },
    tag=tags.TEXT,
    most_tags=tags.MOST,
    tags_stay=True,  # the product has no action for tags, and the Tag product's name for its keys is not published
    unconfirmed=(
        "how long a name may be",
        "whether a key in a usage plan can be disabled, and a disabled one be bound",
        "what EnableApiKey and DisableApiKey answer when there is nothing to do",
        "whether the id of a deleted key can be used again",
        "what the endpoint answers after the product's end",
    ),
)

KEYS_A_PAGE = 100


@dataclass(frozen=True)
class ApiKeyDriver:
    """Keys of one account and region, for one operation on an object of one stack."""

    api: Api
    stack: str
    rules: Rules = RULES
    _unbound: list[str] = field(default_factory=list)
    """The usage plans that this operation took the key out of."""

    def find(self, inputs: ApiKeyInputs) -> Live | None:
        """Look for the key by its declared id; names are not unique."""
        return self._describe(inputs.access_key_id) if inputs.access_key_id else None

    def read(self, object_id: str, *, fresh: bool = False) -> Live | None:
        """Look for the key: in the one list that many reads share, else by itself."""
        if not fresh:
            try:
                listed = next((live for live in self._all() if live.id == object_id), None)
            except Discontinued:
                raise
            except CloudError:
                listed = None  # no right to list: describe each
            if listed:
                return listed
        return self._describe(object_id)

    def read_value(self, object_id: str) -> Mapping[str, object]:  # noqa: ARG002 - the contract's parameter
        """Return nothing: the secret comes with every read."""
        return {}

    def create(self, inputs: ApiKeyInputs, mark: Mark, replacing: Live | None = None) -> Made:  # noqa: ARG002 - no name moves here
        """Make the key, with the declared id and secret or with generated ones; disable it if that is declared."""
        wanted = dict(inputs.tags or {}) | mark.tags
        params: dict[str, object] = {
            "SecretName": inputs.name,
            "AccessKeyType": "manual" if inputs.access_key_id else "auto",
            "Tags": [{"Key": key, "Value": value} for key, value in wanted.items()],
        }
        if inputs.access_key_id and inputs.access_key_secret:
            secret = inputs.access_key_secret.get_secret_value()
            params |= {"AccessKeyId": inputs.access_key_id, "AccessKeySecret": Hidden(secret)}
        # a second call would make a second key where the cloud chooses the id
        made = apigateway.write(self.api, "CreateApiKey", params, repeatable=bool(inputs.access_key_id))
        if not isinstance(made, Mapping):
            raise OutcomeUnknown("apigateway:CreateApiKey", "", "the answer holds no key")
        live = replace(_live(made), tags=dict(inputs.tags or {}), mark=mark, mark_known=True)
        if inputs.enabled is not False:
            return Made(live)
        try:
            return Made(self._toggle(live, enabled=False))
        except (CloudError, Interrupted) as error:
            return Made(live, {"enabled": str(error)})

    def update(
        self,
        live: Live,
        inputs: ApiKeyInputs,
        mark: Mark,  # noqa: ARG002 - tags stay
        changed: frozenset[str],
        replacing: Live | None = None,  # noqa: ARG002 - no name moves here
    ) -> Made:
        """Write a declared secret, then whether the key is enabled."""
        if "accessKeySecret" in changed and inputs.access_key_secret:
            secret = Hidden(inputs.access_key_secret.get_secret_value())
            if live.observed.get("accessKeySecret") != secret:
                # a generated key gets another generated secret by this call, so it is made for declared ones only
                apigateway.write(self.api, "UpdateApiKey", {"AccessKeyId": live.id, "AccessKeySecret": secret})
                live = replace(live, observed={**live.observed, "accessKeySecret": secret})
        if "enabled" in changed:
            live = self._toggle(live, enabled=inputs.enabled is not False)
        return Made(live)

    def restore(self, live: Live) -> Live:
        """Return the key: it is never pending."""
        return live

    def step(self, name: str, live: Live, window: int | None) -> Live:  # noqa: ARG002 - there is no window
        """Carry out one step of a deletion, or its undo."""
        match name:
            case "UnBindSecretIds":
                self._unbind(live)
            case "BindSecretIds":
                self._bind_again(live)
            case "DeleteApiKey":
                done = apigateway.write(self.api, name, {"AccessKeyId": live.id})
                if done is not True and self._describe(live.id) is not None:
                    raise Conflict(f"apigateway:{name}", "", "the key is still there", hint="try again later")
            case _:
                return self._toggle(live, enabled=name == "EnableApiKey")
        return live

    def resolve(self, field: str, text: str) -> str:  # noqa: ARG002 - no field of a key names another object
        """Return what was given."""
        return text

    def objections(self, inputs: ApiKeyInputs, live: Live | None, changed: frozenset[str]) -> Sequence[Objection]:  # noqa: ARG002 - the contract's parameters
        """Warn before a new key is made that its product ends."""
        if live is not None:
            return ()
        ends = "API Gateway takes no new customers since 2024-07-01, and is switched off in batches since 2026-10-30"
        return [Objection(ends, certain=False)]

    def blockers(self, live: Live, *, thorough: bool, after: Ends = NOTHING) -> Sequence[Blocker]:  # noqa: ARG002 - we delete no usage plan
        """Name the usage plans that the key is bound to."""
        if not thorough and not usage_plans.scan(self.api).is_done:
            return [Blocker("which usage plans it is bound to is not checked", checked=False)]
        try:
            return [Blocker(f"it is bound to {plan}") for plan in usage_plans.bound(self.api, live.id)]
        except CloudError as error:
            return [Blocker(f"which usage plans it is bound to is not known: {error}", checked=False)]

    def list_objects(self, stack: str | None = None) -> Sequence[Live]:
        """List the keys, or those that carry a stack's mark."""
        return [live for live in self._all() if stack is None or (live.mark and live.mark.stack == stack)]

    def _all(self) -> list[Live]:
        """List all keys of the account and region: at most 400."""

        def fetch() -> list[Live]:
            return [
                _live(facts) for facts in apigateway.listed(self.api, "DescribeApiKeysStatus", "ApiKeySet", KEYS_A_PAGE)
            ]

        return self.api.once_for_all("api keys", fetch)

    def _describe(self, key_id: str) -> Live | None:
        try:
            return _live(apigateway.read(self.api, "DescribeApiKey", {"AccessKeyId": key_id}))
        except Gone:
            return None

    def _toggle(self, live: Live, *, enabled: bool) -> Live:
        """Enable or disable, unless it is known to be so already; what is refused or not confirmed is looked at."""
        wanted = Status.ENABLED if enabled else Status.DISABLED
        action = "EnableApiKey" if enabled else "DisableApiKey"
        if live.status is not wanted:
            try:
                done = apigateway.write(self.api, action, {"AccessKeyId": live.id})
            except Conflict:
                found = self._describe(live.id)
                if found is None or found.status is not wanted:
                    raise
                done = True
            if done is not True and (found := self._describe(live.id)) and found.status is not wanted:
                raise Conflict(f"apigateway:{action}", "", f"the key is still {found.status}", hint="try again later")
        return replace(live, status=wanted, observed={**live.observed, "enabled": enabled})

    def _unbind(self, live: Live) -> None:
        for plan in usage_plans.bound(self.api, live.id):
            apigateway.write(self.api, "UnBindSecretIds", {"UsagePlanId": plan.id, "AccessKeyIds": [live.id]})
            self._unbound.append(plan.id)

    def _bind_again(self, live: Live) -> None:
        """Put the key back into the plans that it was taken out of; what a plan does not show yet is not done."""
        for plan_id in tuple(self._unbound):
            with suppress(Exists):  # an earlier answer was lost
                apigateway.write(self.api, "BindSecretIds", {"UsagePlanId": plan_id, "AccessKeyIds": [live.id]})
            plan = usage_plans.describe(self.api, plan_id)
            if plan is None or live.id not in plan.keys:
                raise Conflict("apigateway:BindSecretIds", "", f"plan {plan_id} does not show the key yet")
            self._unbound.remove(plan_id)


def _live(facts: Mapping[str, object]) -> Live:
    """Read what DescribeApiKey and DescribeApiKeysStatus have in common."""
    given = facts.get("Tags")
    known = {tag["Key"]: tag["Value"] for tag in given} if isinstance(given, list) else None
    own, mark = tags.part(known) if known is not None else (None, None)
    enabled = facts.get("Status") == 1
    return Live(
        id=str(facts["AccessKeyId"]),
        status=Status.ENABLED if enabled else Status.DISABLED,
        observed={
            "name": facts["SecretName"],
            "accessKeyId": facts["AccessKeyId"],
            "accessKeySecret": Hidden(facts["AccessKeySecret"]),
            "enabled": enabled,
        },
        tags=own,
        mark=mark,
        mark_known=known is not None,
        created=datetime.fromisoformat(str(facts["CreatedTime"])),
    )
