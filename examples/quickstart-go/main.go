// Two secrets: one that may be deleted and restored, one that refuses until its protection is taken off.
package main

import (
	"example.com/pulumi-reprieve/sdk/go/reprieve"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		values := config.New(ctx, "")

		dbPassword, err := reprieve.NewSecret(ctx, "db-password", &reprieve.SecretArgs{
			Name:                 pulumi.String("quickstart-db-password"),
			Description:          pulumi.String("Password of the quickstart's database"),
			SecretString:         values.RequireSecret("dbPassword"),
			RecoveryWindowInDays: pulumi.Int(14),
			OnPendingDeletion:    reprieve.OnPendingDeletionRestore,
			Tags:                 pulumi.StringMap{"team": pulumi.String("payments")},
		})
		if err != nil {
			return err
		}

		_, err = reprieve.NewSecret(ctx, "payment-token", &reprieve.SecretArgs{
			Name:               pulumi.String("quickstart-payment-token"),
			SecretString:       values.RequireSecret("paymentToken"),
			DeletionProtection: pulumi.Bool(true),
		})
		if err != nil {
			return err
		}

		ctx.Export("secretName", dbPassword.Name)
		ctx.Export("undo", dbPassword.DeletionPlan.Undo())
		return nil
	})
}
