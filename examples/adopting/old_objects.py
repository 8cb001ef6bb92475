"""Put into the emulator what the old configuration made: `python old_objects.py http://127.0.0.1:8320`."""

import os
import sys

from reprieve_emulator.control import Control

KEY_ID = "11112222-3333-4444-5555-666677778888"


def plant(url: str) -> None:
    """Plant a key, and a secret with its value, in the caller's account; nothing marks them as anybody's."""
    control = Control(url)
    account = caller(control)
    place = {"account": account, "region": "ap-guangzhou"}
    made = {"create_time": int(control.now())}
    key = {"key_id": KEY_ID, "alias": "shop-data", "material": "00" * 32}
    control.plant("tencentcloud_kms_keys", **place, **made, **key, creator_uin=account)
    control.plant("tencentcloud_ssm_secrets", **place, **made, name="shop-db-password", creator_uin=account)
    value = {"version_id": "v1", "secret_string": "correct horse battery staple"}
    control.plant("tencentcloud_ssm_versions", **place, **made, name="shop-db-password", **value)


def caller(control: Control) -> str:
    """Return the account of the access key in the environment."""
    key_id = os.environ["TENCENTCLOUD_SECRET_ID"]
    owners = {
        key["access_key_id"]: account["account_id"] for account in control.accounts() for key in account["access_keys"]
    }
    return str(owners[key_id])


if __name__ == "__main__":
    plant(sys.argv[1])
