"""How many objects of a service the region still takes, as GetServiceStatus of SSM and KMS tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.driver import Objection
from reprieve.errors import Denied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.calls import Api


def service_objections(api: Api, service: str, objects: str, used_field: str, limit_field: str) -> Sequence[Objection]:
    """Warn where the quota is used up; whether pending objects count, the vendor does not tell."""
    action = f"{service}:GetServiceStatus"
    try:
        status = api.once_for_all(action, lambda: api.read(action, {}))
    except Denied:
        return ()  # a right that nothing else needs
    used, limit = (int(str(status.get(field) or 0)) for field in (used_field, limit_field))
    if not limit or used < limit:
        return ()
    return [
        Objection(f"{used} of {limit} {objects} of this region are in use, so another may be refused", certain=False)
    ]
