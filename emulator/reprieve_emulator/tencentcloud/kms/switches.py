"""What no source says about KMS."""

from reprieve_emulator.switches import Switch

_TEXTS = "tccli's definitions and the comments of the vendor's Go SDK"

SWITCHES = (
    Switch(
        "kms_alias_while_pending",
        ("held", "free"),
        "held",
        "whether the alias of a pending key is taken (AliasAlreadyExists) or may be used again",
        "no text mentions pending keys",
        _TEXTS,
    ),
    Switch(
        "kms_repeated_toggle",
        ("accepted", "refused"),
        "accepted",
        "whether EnableKey on Enabled and DisableKey on Disabled do nothing or answer CmkStateNotSupport",
        "no source says",
        _TEXTS,
    ),
    Switch(
        "kms_schedule_pending_code",
        ("CmkStateNotSupport", "CmkShouldBeDisabled"),
        "CmkStateNotSupport",
        "the code (after ResourceUnavailable.) of ScheduleKeyDeletion on a pending key",
        "both are on the action's list",
        _TEXTS,
    ),
    Switch(
        "kms_schedule_unusable",
        ("refused", "accepted"),
        "refused",
        "whether ScheduleKeyDeletion on PendingImport or Archived answers CmkStateNotSupport or schedules",
        "the text says only that the key must be disabled",
        "vendor's page on ScheduleKeyDeletion",
    ),
    Switch(
        "kms_update_pending_code",
        ("ResourceUnavailable.CmkStateNotSupport", "InvalidParameter"),
        "ResourceUnavailable.CmkStateNotSupport",
        "the code of UpdateAlias and UpdateKeyDescription on a pending key",
        "the texts refuse it, the actions' lists have no code for a state",
        _TEXTS,
    ),
    Switch(
        "kms_rotation_when_disabled",
        ("refused", "accepted"),
        "refused",
        "whether EnableKeyRotation on Disabled answers CmkStateNotSupport or succeeds",
        "the code is on the action's list, no text names the states",
        _TEXTS,
    ),
    Switch(
        "kms_cancelled_import",
        ("Disabled", "PendingImport"),
        "Disabled",
        "the state of an imported key without material after CancelKeyDeletion",
        "the text says that keys come back disabled and does not mention imported ones",
        "vendor's page 1030/32780",
    ),
    Switch(
        "kms_deletion_moment",
        ("exact", "end_of_day"),
        "exact",
        "whether a key ends to the second after its window, or at 23:59:59 (UTC+8) of that day",
        "two published examples of DeletionDate disagree",
        "vendor's page on ScheduleKeyDeletion, tccli's examples",
    ),
    Switch(
        "kms_quota",
        (),
        "1000",
        "keys per account and region, pending ones included",
        "the limit depends on what was bought; GetServiceStatus shows it",
        "tccli's definition of GetServiceStatus",
    ),
    Switch(
        "ssm_binds_key",
        ("live", "pending", "never"),
        "live",
        "which secrets make DisableKey and ScheduleKeyDeletion of their key answer CmkUsedByCloudProduct: live ones,"
        " pending ones as well, or none",
        "the only published example of BindCloudResource names ssm as the product",
        "tccli's examples of BindCloudResource",
    ),
)
