"""What is worth knowing of an adopted object besides its deletion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reprieve.peers.kinds import KINDS

if TYPE_CHECKING:
    from reprieve_cli.adopt.state import Entry


def notes_of(entry: Entry, parts: tuple[Entry, ...]) -> Iterator[str]:
    """Yield what is worth knowing besides the deletion."""
    if _pending(entry):
        yield "pending deletion now: an up warns and leaves it; declare onPendingDeletion: restore to bring it back"
    if entry.type == "tencentcloud_kms_key" and _disabled(entry):
        yield (
            "disabled: is_enabled is false, the old provider's default, where Reprieve's is true; the import writes "
            "enabled: false, and without that line the next up enables the key"
        )
    if KINDS[entry.type].resource == "Secret":
        yield from _notes_of_secret(entry, parts)
    if entry.type == "alicloud_kms_key":
        yield from _notes_of_aliases(parts)
    if entry.text("access_key_type") == "manual":
        yield "its id and secret were chosen by you: leave both out to keep them, or declare both"
    if entry.text("policy"):
        yield "its policy stays in the cloud as it is, and nobody manages it"


def _pending(entry: Entry) -> bool:
    states = {entry.text("status"), entry.text("key_state")}
    return bool(states & {"PendingDelete", "PendingDeletion"} or entry.text("planned_delete_time"))


def _disabled(entry: Entry) -> bool:
    """Tell whether a key is disabled; the flag has no value after an import into the old state."""
    return entry.text("key_state") in {"", "Disabled"} and entry.values.get("is_enabled") is not True


def _notes_of_secret(entry: Entry, parts: tuple[Entry, ...]) -> Iterator[str]:
    field = "secretBinary" if entry.text("secret_data_type") == "binary" else "secretString"
    yield f"give {field} from where the old program had the value, or leave it out: then Reprieve does not manage it"
    if len(parts) > 1:
        yield f"{len(parts)} versions were managed one by one; Reprieve writes only the newest, the others stay"


def _notes_of_aliases(parts: tuple[Entry, ...]) -> Iterator[str]:
    if len(parts) > 1:
        names = ", ".join(part.text("alias_name") for part in parts)
        yield f"it has {len(parts)} aliases ({names}); Reprieve manages the one that the import finds, the others stay"
