"""What no source says about Tencent Cloud as a whole."""

from reprieve_emulator.switches import Switch

SWITCHES = (
    Switch(
        "tencentcloud_integers_as_text",
        ("refused", "accepted"),
        "refused",
        "whether a number in a JSON body may be written as text, such as RecoveryWindowInDays or PendingWindowInDays",
        "the published example of ScheduleKeyDeletion sends its window as text, the type of the parameter is a number",
        "vendor's page on KMS ScheduleKeyDeletion, tccli's definitions",
    ),
    Switch(
        "tencentcloud_denial_code",
        ("UnauthorizedOperation", "AuthFailure.UnauthorizedOperation"),
        "UnauthorizedOperation",
        "the code of a call for which the caller has no right",
        "both are on the list of common codes; the services' own lists have the first",
        "vendor's page on common error codes",
    ),
    Switch(
        "tencentcloud_unknown_tags",
        ("refused", "created"),
        "refused",
        "whether a create call with a tag pair that does not exist fails with TagsNotExisted or makes the pair",
        "the code is on the lists of CreateSecret and CreateKey; no text says that pairs are made",
        "comments of the vendor's Go SDK",
    ),
    Switch(
        "tencentcloud_tag_code",
        ("0", "1", "2"),
        "0",
        "the TagCode of a create call with tags: 0 tagged, 1 internal error, 2 business error (made, but not tagged)",
        "no guess, but a failure that cannot be provoked otherwise",
        "tccli's definitions of CreateSecret and CreateKey",
    ),
)
