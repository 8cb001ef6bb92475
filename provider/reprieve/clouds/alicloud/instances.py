"""KMS instances: what an account needs before it can hold secrets and keys of its own.

Accounts that opened KMS after 2022-03-31 have to buy an instance; nothing in the API says which accounts those are
(vendor's page on the billing of KMS).
"""

from __future__ import annotations

from collections.abc import Iterator
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


def objections(api: Api, instance: str | None) -> Iterator[Objection]:
    """Say what keeps the account from making something in an instance, or outside all of them."""
    try:
        status = str(api.once_for_all("account", lambda: api.read("kms:DescribeAccountKmsStatus", {}))["AccountStatus"])
        if status in STATES:
            yield Objection(f"KMS {STATES[status]}", certain=True)
        elif instance:
            yield from _of_instance(api, instance)
        else:
            yield from _outside(api)
    except CloudError as error:
        yield Objection(f"account and instances of KMS could not be looked at: {error}", certain=False)


def _of_instance(api: Api, instance: str) -> Iterator[Objection]:
    def fetch() -> Any:  # noqa: ANN401 - a reply
        return api.read("kms:GetKmsInstance", {"KmsInstanceId": instance})

    try:
        state = api.once_for_all(("instance", instance), fetch)["KmsInstance"]["Status"]
    except Gone as error:
        yield Objection(f"the KMS instance {instance} does not exist: {error}", certain=True)
        return
    if state != "Connected":
        yield Objection(f"the KMS instance {instance} is {state}; start it in the console first", certain=True)


def _outside(api: Api) -> Iterator[Objection]:
    """Warn an account that has nothing outside of instances yet: it may be one that needs an instance."""
    listed: Any = api.once_for_all("instances", lambda: api.read("kms:ListKmsInstances", {}))
    ids = [str(one["KmsInstanceId"]) for one in rows(listed, "KmsInstances", "KmsInstance")]
    if ids:
        said = f"kmsInstanceId is left out, which accounts of after 2022-03-31 cannot do; set it to {' or '.join(ids)}"
        yield Objection(said, certain=False)
    elif not int(str(api.once_for_all("keys", lambda: api.read("kms:ListKeys", {})).get("TotalCount") or 0)):
        yield Objection(
            f"no KMS instance is in {api.region}, and accounts of after 2022-03-31 need one; buy one and set "
            "kmsInstanceId if the creation is refused",
            certain=False,
        )
