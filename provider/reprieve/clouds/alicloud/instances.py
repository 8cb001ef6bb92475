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
        status = str(_shared(api, "kms:DescribeAccountKmsStatus")["AccountStatus"])
        if status in STATES:
            yield Objection(f"KMS {STATES[status]}", certain=True)
        elif instance:
            yield from _of_instance(api, instance)
        else:
            yield from _outside(api)
    except CloudError as error:
        yield Objection(f"account and instances of KMS could not be looked at: {error}", certain=False)


def _of_instance(api: Api, instance: str) -> Iterator[Objection]:
    try:
        state = _shared(api, "kms:GetKmsInstance", KmsInstanceId=instance)["KmsInstance"]["Status"]
    except Gone as error:
        yield Objection(f"the KMS instance {instance} does not exist: {error}", certain=True)
        return
    if state != "Connected":
        yield Objection(f"the KMS instance {instance} is {state}; start it in the console first", certain=True)


def _outside(api: Api) -> Iterator[Objection]:
    """Warn an account that may be one that needs an instance: it has none in use, or nothing outside of any."""
    ids = [one["KmsInstanceId"] for one in rows(_shared(api, "kms:ListKmsInstances"), "KmsInstances", "KmsInstance")]
    if ids:
        said = f"kmsInstanceId is left out, which accounts of after 2022-03-31 cannot do; set it to {' or '.join(ids)}"
        yield Objection(said, certain=False)
    elif not _shared(api, "kms:ListSecrets").get("TotalCount"):
        yield Objection(
            f"no KMS instance is in {api.region}, and accounts of after 2022-03-31 need one for secrets and for more "
            "than one key; if the creation is refused, buy one and set kmsInstanceId",
            certain=False,
        )


def _shared(api: Api, action: str, **params: str) -> dict[str, Any]:
    """Make a call whose answer the previews of the next seconds share."""
    return api.once_for_all((action, *params.items()), lambda: api.read(action, params))
