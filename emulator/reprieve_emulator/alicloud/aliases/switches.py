"""What can be bought, or no source says, about aliases."""

from reprieve_emulator.switches import Switch

SWITCHES = (
    Switch(
        "alicloud_alias_quota",
        (),
        "300",
        "aliases per account and region; one more answers Rejected.LimitExceeded",
        "stated; whether an instance raises it is not",
        "vendor's page on limits of KMS",
    ),
)
