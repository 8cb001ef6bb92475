import pulumi

from reprieve.dynamic import KmsKey, Secret

key = KmsKey("key", alias="upgrades-key", rotation_period_in_days=90, recovery_window_in_days=14, tags={"team": "shop"})
Secret(
    "password",
    name="upgrades-password",
    secret_string=pulumi.Output.secret("recorded-by-the-first-version"),
    kms_key_id=key.id,
    recovery_window_in_days=14,
    tags={"team": "shop"},
)
Secret("autonamed", secret_binary="cmVjb3JkZWQ=", force_delete=True)
