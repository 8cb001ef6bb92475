"""What no source says about Alibaba Cloud as a whole."""

from reprieve_emulator.switches import Switch

_ERRORS = "vendor's page on common errors of KMS"

SWITCHES = (
    Switch(
        "alicloud_acs3_window_seconds",
        (),
        "900",
        "how far a timestamp signed by ACS3 may be off",
        "fifteen minutes are stated for the older signature",
        "vendor's pages on request signatures",
    ),
    Switch(
        "alicloud_timestamp_code",
        ("gateway", "kms"),
        "gateway",
        "the code of a timestamp that is malformed or off: InvalidTimeStamp.Format and .Expired, or IllegalTimestamp",
        "two of the vendor's pages disagree",
        f"{_ERRORS}, API gateway's list of errors",
    ),
    Switch(
        "alicloud_throttle_code",
        ("Rejected.Throttling", "Throttling", "Throttling.User"),
        "Rejected.Throttling",
        "the code of too many requests: HTTP 429 of KMS, or HTTP 400 of the gateway before it",
        "KMS's page on rates shows the first, its page on ScheduleKeyDeletion the second",
        "vendor's pages on performance data and ScheduleKeyDeletion",
    ),
    Switch(
        "alicloud_retry_after_milliseconds",
        (),
        "0",
        "what the header x-acs-retry-after of a throttle answer says; 0 leaves the header out",
        "the SDK reads the header, no page of KMS promises it",
        "alibabacloud-tea-openapi",
    ),
    Switch(
        "alicloud_error_form",
        ("gateway", "kms"),
        "gateway",
        "the form of a refusal: with HostId and Recommend, or with HttpStatus",
        "KMS's own pages show the second, the pages of the gateway the first",
        f"{_ERRORS}, API gateway's list of errors",
    ),
    Switch(
        "alicloud_xml_root",
        ("KMS", "response"),
        "KMS",
        "the root of a successful reply of KMS in XML: KMS, or the action's name with Response",
        "the action pages show the first, the page on replies the second",
        "vendor's pages on the actions and on sample responses",
    ),
    Switch(
        "alicloud_unknown_parameter",
        ("ignored", "refused"),
        "ignored",
        "whether a parameter that the action does not have is ignored or answers InvalidParameter",
        "no list of errors has a code for unknown parameters",
        _ERRORS,
    ),
)
