"""KMS instances: what an account needs before it can hold secrets and keys of its own.

Accounts that opened KMS after 2022-03-31 have to buy an instance; nothing in the API says which accounts those are
(vendor's page on the billing of KMS).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from reprieve.clouds.alicloud.replies import rows
from reprieve.driver import Objection
from reprieve.errors import CloudError, Gone

if TYPE_CHECKING:
    from reprieve.calls import Api

STATES = {
    "NotEnabled": "is not activated for this account; activate it in the console",
    "InDebt": "has stopped for this account, which is in arrears; settle its debt",
    "Suspended": "is suspended for this account; ask the vendor why",
}
"""AccountStatus of DescribeAccountKmsStatus, without Enabled."""


def objections(api: Api, instance: str | None, outside: Callable[[Api], str]) -> Iterator[Objection]:
    """Say what keeps the account from making something in an instance, or outside all of them."""
    try:
        status = str(_shared(api, "kms:DescribeAccountKmsStatus")["AccountStatus"])
        if status in STATES:
            yield Objection(f"KMS {STATES[status]}", certain=True)
        elif instance:
            yield from _of_instance(api, instance)
        elif said := outside(api):
            yield Objection(said, certain=False)
    except CloudError as error:
        yield Objection(f"account and instances of KMS could not be looked at: {error}", certain=False)


def secrets_outside(api: Api) -> str:
    """Warn an account that may be one that needs an instance for secrets; one that has some outside needs none."""
    if listed := rows(_shared(api, "kms:ListKmsInstances"), "KmsInstances", "KmsInstance"):
        ids = " or ".join(str(one["KmsInstanceId"]) for one in listed)
        return f"kmsInstanceId is left out, which accounts of after 2022-03-31 cannot do; set it to {ids}"
    if _shared(api, "kms:ListSecrets").get("TotalCount"):
        return ""
    return (
        f"no KMS instance is in {api.region}, and accounts of after 2022-03-31 need one for secrets; if the creation "
        "is refused, buy one and set kmsInstanceId"
    )


def keys_outside(api: Api) -> str:
    """Warn an account whose one key outside of instances may be made already; one that has more may have many."""
    filters = json.dumps([{"Key": "CreatorType", "Values": ["User"]}])
    if _shared(api, "kms:ListKeys", Filters=filters).get("TotalCount") != 1:
        return ""
    return (
        f"a key is in {api.region} already, and accounts of after 2022-03-31 have one outside of instances; if the "
        "creation is refused, buy a KMS instance and set kmsInstanceId"
    )


def _of_instance(api: Api, instance: str) -> Iterator[Objection]:
    try:
        state = _shared(api, "kms:GetKmsInstance", KmsInstanceId=instance)["KmsInstance"]["Status"]
    except Gone as error:
        yield Objection(f"the KMS instance {instance} does not exist: {error}", certain=True)
        return
    if state != "Connected":
        yield Objection(f"the KMS instance {instance} is {state}; start it in the console first", certain=True)


def _shared(api: Api, action: str, **params: str) -> dict[str, Any]:
    """Make a call whose answer the previews of the next seconds share."""
    return api.once_for_all((action, *params.items()), lambda: api.read(action, params))
