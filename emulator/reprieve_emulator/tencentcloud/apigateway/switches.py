"""What no source says about API Gateway."""

from reprieve_emulator.switches import Switch

_TEXTS = "tccli's definitions and the comments of the vendor's Go SDK"

SWITCHES = (
    Switch(
        "apigateway_repeated_toggle",
        ("accepted", "refused"),
        "accepted",
        "whether EnableApiKey on enabled and DisableApiKey on disabled do nothing or answer UnsupportedUpdateApiKey",
        "no source says",
        _TEXTS,
    ),
    Switch(
        "apigateway_disable_bound",
        ("accepted", "refused"),
        "accepted",
        "whether a key in a usage plan can be disabled",
        "no source says; the code on the list is for keys of others",
        _TEXTS,
    ),
    Switch(
        "apigateway_bind_disabled",
        ("refused", "accepted"),
        "refused",
        "whether BindSecretIds of a disabled key answers InvalidStatus or succeeds",
        "the code is on the action's list, its text does not say for which state",
        _TEXTS,
    ),
    Switch(
        "apigateway_unbind_absent",
        ("accepted", "refused"),
        "accepted",
        "whether UnBindSecretIds of a key that is not in the plan does nothing or answers InvalidAccessKeyId",
        "no source says",
        _TEXTS,
    ),
    Switch(
        "apigateway_delete_check",
        ("status_first", "binding_first"),
        "status_first",
        "which refusal DeleteApiKey gives for a key that is enabled and bound",
        "both codes are on the action's list",
        "vendor's page on DeleteApiKey",
    ),
    Switch(
        "apigateway_id_reuse",
        ("allowed", "refused"),
        "allowed",
        "whether a manual key may have the id of a deleted one",
        "no source says",
        _TEXTS,
    ),
    Switch(
        "apigateway_null_results",
        ("no", "yes"),
        "no",
        "whether Enable, Disable, Delete, Bind and UnBind answer Result null instead of true",
        "the definitions allow null everywhere",
        "tccli's definitions",
    ),
    Switch(
        "apigateway_lag_looks",
        (),
        "0",
        "how many looks at a usage plan after BindSecretIds and UnBindSecretIds still meet the old list",
        "the Terraform provider polls DescribeUsagePlan until the list agrees",
        "terraform-provider-tencentcloud",
    ),
)
