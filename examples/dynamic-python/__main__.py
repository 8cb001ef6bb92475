"""The same secret as in quickstart-python, without a plugin: the provider is this Python package."""

import pulumi

from reprieve.dynamic import OnPendingDeletion, Secret

config = pulumi.Config()

db_password = Secret(
    "db-password",
    name="quickstart-db-password",
    description="Password of the quickstart's database",
    secret_string=config.require_secret("dbPassword"),
    recovery_window_in_days=14,
    on_pending_deletion=OnPendingDeletion.RESTORE,
    tags={"team": "payments"},
)

pulumi.export("secretName", db_password.name)
pulumi.export("undo", db_password.deletion_plan["undo"])
