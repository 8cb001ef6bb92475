"""Record what this version of the dynamic flavour makes, for `test_upgrade.py`: `python -m tests.dynamic.record NAME`.

Written into `recorded/NAME.json`: the program, the stack as exported, and the emulated cloud's rows. A version is
recorded once, before it is released, and never again; to record an older one, put its `provider` on PYTHONPATH.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reprieve_emulator.control import Control
from tests.accounts import Account
from tests.engine.harness import Stack
from tools.build_engine import provide_engine
from tools.emulator_process import running_emulator

RECORDED = Path(__file__).parent / "recorded"
ACCOUNT = {"account_id": "100000000042", "app_id": "1300000042"}
TABLES = (
    "tencentcloud_ssm_secrets",
    "tencentcloud_ssm_versions",
    "tencentcloud_kms_keys",
    "tencentcloud_apigateway_keys",
    "tencentcloud_tag_pairs",
    "tencentcloud_tag_attachments",
)
EMULATOR = "http://the-emulator"
PLACES = ("sourcePosition", "stackTrace")
PROGRAM = """
import pulumi
from reprieve.dynamic import ApiKey, KmsKey, Secret

window = {"recovery_window_in_days": 7}
key = KmsKey("key", alias="shop-key", rotation_period_in_days=90, **window)
Secret("text", name="shop-text", secret_string="planted-text", kms_key_id=key.id, tags={"team": "shop"}, **window)
Secret("bytes", name="shop-bytes", secret_binary="cGxhbnRlZA==", enabled=False, description="of the shop", **window)
Secret("named", secret_string=pulumi.Output.secret("planted-name"), deletion_protection=False, force_delete=True)
ApiKey("api", name="shop-api", tags={"team": "shop"})
"""


def without_places(tree: Any) -> Any:  # noqa: ANN401 - any JSON
    """Take out where on this machine the engine saw the program."""
    if isinstance(tree, dict):
        return {key: without_places(value) for key, value in tree.items() if key not in PLACES}
    return [without_places(item) for item in tree] if isinstance(tree, list) else tree


def main(name: str) -> int:
    """Run the program once and keep what there is then."""
    with running_emulator() as ready, TemporaryDirectory() as scratch:
        control = Control(ready["url"])
        account = Account.of(control.add_account("shop", **ACCOUNT))
        stack = Stack(provide_engine(), Path(scratch, "home"), Path(scratch, "program"))
        stack.configure(cloud="tencentcloud", region="ap-guangzhou", endpoint=control.url)
        stack.environment |= account.environment | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        stack.write_python(PROGRAM)
        stack.up()
        stack.refresh()
        exported = stack.run("stack", "export", "--show-secrets").json
        kept = {
            "program": PROGRAM,
            "at": control.now(),
            "stack": json.loads(json.dumps(without_places(exported)).replace(control.url, EMULATOR)),
            "cloud": {table: control.objects(table, values=True) for table in TABLES},
        }
    RECORDED.mkdir(exist_ok=True)
    (RECORDED / f"{name}.json").write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
