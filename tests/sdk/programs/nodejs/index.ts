import * as pulumi from "@pulumi/pulumi";
import * as reprieve from "pulumi-reprieve";

const config = new pulumi.Config();

const provider = new reprieve.Provider("guangzhou", {
    cloud: reprieve.CloudName.Tencentcloud,
    region: "ap-guangzhou",
    endpoint: config.require("endpoint"),
    defaultTags: { team: "shop" },
    deletion: { secret: { minRecoveryWindowInDays: 7 } },
});

const key = new reprieve.KmsKey("key", {
    alias: "shop-key",
    keySpec: reprieve.KeySpec.SymmetricDefault,
    keyUsage: reprieve.KeyUsage.EncryptDecrypt,
    rotationPeriodInDays: 90,
    recoveryWindowInDays: 30,
}, { provider });

const secret = new reprieve.Secret("secret", {
    name: "db-password",
    secretString: config.requireSecret("password"),
    kmsKeyId: key.id,
    recoveryWindowInDays: config.requireNumber("window"),
    onPendingDeletion: reprieve.OnPendingDeletion.Restore,
}, { provider });

const apiKey = new reprieve.ApiKey("api-key", {
    name: "shop",
    whenProductOffline: reprieve.WhenProductOffline.Fail,
}, { provider });

const plan = reprieve.getDeletionPlanOutput({
    id: key.id,
    resource: reprieve.ResourceName.KmsKey,
    deleteWhileInUse: true,
}, { provider, dependsOn: [secret] });

export const keyId = key.id;
export const version = secret.currentVersionId;
export const accessKeyId = apiKey.accessKeyId;
export const accessKeySecret = apiKey.accessKeySecret;
export const undo = secret.deletionPlan.undo;
export const steps = plan.steps;
