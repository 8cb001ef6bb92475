package main

import (
	"example.com/pulumi-reprieve/sdk/go/reprieve"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(live)
}

func live(ctx *pulumi.Context) error {
	values := config.New(ctx, "")

	provider, err := reprieve.NewProvider(ctx, "guangzhou", &reprieve.ProviderArgs{
		Cloud:       reprieve.CloudNameTencentcloud,
		Region:      pulumi.String("ap-guangzhou"),
		Endpoint:    pulumi.String(values.Require("endpoint")),
		DefaultTags: pulumi.StringMap{"team": pulumi.String("shop")},
		Deletion: reprieve.DeletionLimitsArgs{
			Secret: reprieve.SecretLimitsArgs{MinRecoveryWindowInDays: pulumi.Int(7)},
		},
	})
	if err != nil {
		return err
	}

	key, err := reprieve.NewKmsKey(ctx, "key", &reprieve.KmsKeyArgs{
		Alias:                pulumi.String("shop-key"),
		KeySpec:              reprieve.KeySpecSymmetricDefault,
		KeyUsage:             reprieve.KeyUsageEncryptDecrypt,
		RotationPeriodInDays: pulumi.Int(90),
		RecoveryWindowInDays: pulumi.Int(30),
	}, pulumi.Provider(provider))
	if err != nil {
		return err
	}

	secret, err := reprieve.NewSecret(ctx, "secret", &reprieve.SecretArgs{
		Name:                 pulumi.String("db-password"),
		SecretString:         values.RequireSecret("password"),
		KmsKeyId:             key.ID(),
		RecoveryWindowInDays: pulumi.Int(values.RequireInt("window")),
		OnPendingDeletion:    reprieve.OnPendingDeletionRestore,
	}, pulumi.Provider(provider))
	if err != nil {
		return err
	}

	apiKey, err := reprieve.NewApiKey(ctx, "api-key", &reprieve.ApiKeyArgs{
		Name:               pulumi.String("shop"),
		WhenProductOffline: reprieve.WhenProductOfflineFail,
	}, pulumi.Provider(provider))
	if err != nil {
		return err
	}

	plan := reprieve.GetDeletionPlanOutput(ctx, reprieve.GetDeletionPlanOutputArgs{
		Id:               key.ID(),
		Resource:         reprieve.ResourceNameKmsKey,
		DeleteWhileInUse: pulumi.Bool(true),
	}, pulumi.Provider(provider), pulumi.DependsOn([]pulumi.Resource{secret}))

	ctx.Export("keyId", key.ID())
	ctx.Export("version", secret.CurrentVersionId)
	ctx.Export("accessKeyId", apiKey.AccessKeyId)
	ctx.Export("accessKeySecret", apiKey.AccessKeySecret)
	ctx.Export("undo", secret.DeletionPlan.Undo())
	ctx.Export("steps", plan.Steps())
	return nil
}
