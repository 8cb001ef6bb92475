import pulumi
import pulumi_reprieve as reprieve

config = pulumi.Config()

provider = reprieve.Provider(
    "guangzhou",
    cloud=reprieve.CloudName.TENCENTCLOUD,
    region="ap-guangzhou",
    endpoint=config.require("endpoint"),
    default_tags={"team": "shop"},
    deletion={"secret": {"min_recovery_window_in_days": 7}},
)
options = pulumi.ResourceOptions(provider=provider)

key = reprieve.KmsKey(
    "key",
    alias="shop-key",
    key_spec=reprieve.KeySpec.SYMMETRIC_DEFAULT,
    key_usage=reprieve.KeyUsage.ENCRYPT_DECRYPT,
    rotation_period_in_days=90,
    recovery_window_in_days=30,
    opts=options,
)

secret = reprieve.Secret(
    "secret",
    name="db-password",
    secret_string=config.require_secret("password"),
    kms_key_id=key.id,
    recovery_window_in_days=config.require_int("window"),
    on_pending_deletion=reprieve.OnPendingDeletion.RESTORE,
    opts=options,
)

api_key = reprieve.ApiKey("api-key", name="shop", when_product_offline=reprieve.WhenProductOffline.FAIL, opts=options)

plan = reprieve.get_deletion_plan_output(
    id=key.id,
    resource=reprieve.ResourceName.KMS_KEY,
    delete_while_in_use=True,
    opts=pulumi.InvokeOutputOptions(provider=provider, depends_on=[secret]),
)

pulumi.export("keyId", key.id)
pulumi.export("version", secret.current_version_id)
pulumi.export("accessKeyId", api_key.access_key_id)
pulumi.export("accessKeySecret", api_key.access_key_secret)
pulumi.export("undo", secret.deletion_plan.undo)
pulumi.export("steps", plan.steps)
