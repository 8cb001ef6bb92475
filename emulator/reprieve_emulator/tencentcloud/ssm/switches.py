"""What no source says about SSM."""

from reprieve_emulator.switches import Switch

_STATES = "the action texts refuse the transition, no list names the code"

SWITCHES = (
    Switch(
        "ssm_name_while_pending",
        ("held", "free"),
        "held",
        "whether CreateSecret under the name of a pending secret answers ResourceInUse.SecretExists or replaces it",
        "the code exists, no text mentions pending secrets",
        "comments of the vendor's Go SDK on CreateSecret",
    ),
    Switch(
        "ssm_repeated_toggle",
        ("accepted", "refused"),
        "accepted",
        "whether EnableSecret on Enabled and DisableSecret on Disabled do nothing or answer FailedOperation",
        "no source says",
        "tccli's definitions of EnableSecret and DisableSecret",
    ),
    Switch(
        "ssm_delete_enabled_code",
        ("FailedOperation", "InvalidParameterValue", "ResourceUnavailable", "UnsupportedOperation"),
        "FailedOperation",
        "the code of DeleteSecret on an Enabled secret",
        f"{_STATES}; the Terraform provider's sweeper repeats on FailedOperation after DisableSecret",
        "terraform-provider-tencentcloud",
    ),
    Switch(
        "ssm_delete_pending",
        ("refused", "accepted"),
        "refused",
        "whether DeleteSecret on a pending secret answers FailedOperation or schedules anew (window 0: destroys)",
        _STATES,
        "tccli's definition of DeleteSecret",
    ),
    Switch(
        "ssm_value_gone_code",
        ("ResourceNotFound.SecretNotExist", "ResourceNotFound"),
        "ResourceNotFound.SecretNotExist",
        "the code of GetSecretValue when the secret does not exist",
        "both are on the action's list",
        "comments of the vendor's Go SDK on GetSecretValue",
    ),
    Switch(
        "ssm_default_key_id",
        ("empty", "filled"),
        "empty",
        "whether DescribeSecret shows a KmsKeyId for a secret that was made without one",
        "the field's text names no exception for the default key",
        "tccli's definition of DescribeSecret",
    ),
    Switch(
        "ssm_list_page_maximum",
        (),
        "100",
        "the largest Limit of ListSecrets; more answers InvalidParameterValue",
        "the text names the default 20 and no maximum",
        "tccli's definition of ListSecrets",
    ),
    Switch(
        "ssm_quota",
        (),
        "1000",
        "secrets per account and region",
        "stated; whether it counts what is pending is ssm_quota_counts_pending",
        "vendor's page on SSM limits",
    ),
    Switch(
        "ssm_quota_counts_pending",
        ("yes", "no"),
        "yes",
        "whether pending secrets count against the quota",
        "no source says",
        "vendor's page on SSM limits",
    ),
    Switch(
        "ssm_flow_looks",
        (),
        "0",
        "how often DescribeAsyncRequestInfo calls the task of a DeleteSecret unfinished; 0: the reply's FlowID is 0",
        "FlowID is called the id of an asynchronous task, no text says for which secrets there is one",
        "tccli's definition of DeleteSecret",
    ),
    Switch(
        "ssm_lag_looks",
        (),
        "0",
        "how many looks after EnableSecret and DisableSecret still meet the old state",
        "the Terraform provider's sweeper repeats DeleteSecret on FailedOperation, which points to a short lag",
        "terraform-provider-tencentcloud",
    ),
    Switch(
        "ssm_lag_milliseconds",
        (),
        "0",
        "how long after EnableSecret and DisableSecret looks still meet the old state",
        "as ssm_lag_looks",
        "terraform-provider-tencentcloud",
    ),
)
