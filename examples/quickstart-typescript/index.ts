// Two secrets: one that may be deleted and restored, one that refuses until its protection is taken off.
import * as pulumi from "@pulumi/pulumi";
import * as reprieve from "pulumi-reprieve";

const config = new pulumi.Config();

const dbPassword = new reprieve.Secret("db-password", {
    name: "quickstart-db-password",
    description: "Password of the quickstart's database",
    secretString: config.requireSecret("dbPassword"),
    recoveryWindowInDays: 14,
    onPendingDeletion: reprieve.OnPendingDeletion.Restore,
    tags: { team: "payments" },
});

const paymentToken = new reprieve.Secret("payment-token", {
    name: "quickstart-payment-token",
    secretString: config.requireSecret("paymentToken"),
    deletionProtection: true,
});

export const secretName = dbPassword.name;
export const undo = dbPassword.deletionPlan.undo;
