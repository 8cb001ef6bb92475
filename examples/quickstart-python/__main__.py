"""Two secrets: one that may be deleted and restored, one that refuses until its protection is taken off."""

import pulumi
import pulumi_reprieve as reprieve

config = pulumi.Config()

db_password = reprieve.Secret(
    "db-password",
    name="quickstart-db-password",
    description="Password of the quickstart's database",
    secret_string=config.require_secret("dbPassword"),
    recovery_window_in_days=14,
    on_pending_deletion=reprieve.OnPendingDeletion.RESTORE,
    tags={"team": "payments"},
)

payment_token = reprieve.Secret(
    "payment-token",
    name="quickstart-payment-token",
    secret_string=config.require_secret("paymentToken"),
    deletion_protection=True,
)

pulumi.export("secretName", db_password.name)
pulumi.export("undo", db_password.deletion_plan.undo)
