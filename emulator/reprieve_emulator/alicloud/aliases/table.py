"""What is served for aliases. Parameters: the vendor's SDK."""

from reprieve_emulator.alicloud.aliases import reads, writes
from reprieve_emulator.alicloud.groups import KEY_READS, KEY_WRITES
from reprieve_emulator.alicloud.listing import PAGE
from reprieve_emulator.alicloud.service import Action, table

ACTIONS = table(
    Action("CreateAlias", "AliasName! KeyId!", writes.create_alias, KEY_WRITES),
    Action("UpdateAlias", "AliasName! KeyId!", writes.update_alias, KEY_WRITES),
    Action("DeleteAlias", "AliasName!", writes.delete_alias, KEY_WRITES),
    Action("ListAliases", PAGE, reads.list_aliases, KEY_READS),
    Action("ListAliasesByKeyId", f"KeyId! {PAGE}", reads.list_aliases_by_key_id, KEY_READS),
)
