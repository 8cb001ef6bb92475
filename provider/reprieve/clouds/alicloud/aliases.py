"""Aliases: objects of their own, each with one key, of which a key may have several.

An alias can be moved off a key in any state. One that was moved to another key is that key's, and stays there.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from reprieve.clouds.alicloud import keys
from reprieve.clouds.alicloud.replies import pages
from reprieve.errors import Exists, Gone

if TYPE_CHECKING:
    from reprieve.calls import Api

PREFIX, OF_PRODUCTS = "alias/", "alias/acs/"
"""What every alias begins with, and those of the keys that the vendor's products made."""


def of_key(api: Api, key_id: str) -> list[str]:
    """Return the names of a key, as the cloud spells them."""
    listed = pages(api, "kms:ListAliasesByKeyId", {"KeyId": key_id}, "Aliases", "Alias")
    return sorted(str(alias["AliasName"]) for alias in listed)


def of_keys(api: Api) -> dict[str, list[str]]:
    """Return the names of all keys of the region, by the keys' ids; shared by the reads of a run."""

    def fetch() -> dict[str, list[str]]:
        found = defaultdict(list)
        for alias in pages(api, "kms:ListAliases", {}, "Aliases", "Alias"):
            found[str(alias["KeyId"])].append(str(alias["AliasName"]))
        return {key_id: sorted(names) for key_id, names in found.items()}

    return api.once_for_all("aliases", fetch)


def give(api: Api, key_id: str, alias: str, *, taking_from: str = "") -> None:
    """Give a key a name, new or taken from another key; raises `Exists` where any other key has it."""
    params = {"AliasName": f"{PREFIX}{alias}", "KeyId": key_id}
    holder = _holder(api, alias) if taking_from else ""
    if holder and holder == taking_from:
        api.write("kms:UpdateAlias", params)
        return
    try:
        api.write("kms:CreateAlias", params)
    except Exists:
        if _holder(api, alias) != key_id:  # an earlier answer may have been lost
            raise


def rename(api: Api, key_id: str, before: str | None, after: str, *, taking_from: str = "") -> None:
    """Give a key another name, of which the old one is None where it is not known.

    The old name goes first, so that a run that stops in between leaves nothing that is written down nowhere; it stays
    while another key has the new one.
    """
    if _holder(api, after) in {"", key_id, taking_from}:
        others = [name.removeprefix(PREFIX) for name in of_key(api, key_id) if name != f"{PREFIX}{after}"]
        # of several names, none is known to be the declared one
        if before in others or (before is None and len(others) == 1):
            with suppress(Gone):
                api.write("kms:DeleteAlias", {"AliasName": f"{PREFIX}{before or others[0]}"})
    give(api, key_id, after, taking_from=taking_from)


def _holder(api: Api, alias: str) -> str:
    """Return the id of the key that has a name; empty where none has it."""
    try:
        return str(keys.describe(api, f"{PREFIX}{alias}")["KeyId"])
    except Gone:
        return ""
