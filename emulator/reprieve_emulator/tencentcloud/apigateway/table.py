"""What API Gateway serves. Parameters: tccli's definitions. Rate: 20 per action (vendor's page 628/36595).

The product goes offline in batches since 2026-10-30; plant a condition `offline` to meet that.
"""

from reprieve_emulator.tencentcloud.apigateway import reads, writes
from reprieve_emulator.tencentcloud.apigateway.switches import SWITCHES
from reprieve_emulator.tencentcloud.service import Action, Service, table

_RATE = 20
_KEY = "AccessKeyId!"
_PLAN = "UsagePlanId!"
_LIST = "Limit:int Offset:int"
_KEYS = "UsagePlanId! AccessKeyIds!:string[]"
_CREATE = "SecretName! AccessKeyType AccessKeyId AccessKeySecret Tags:Tag[]"
_CREATE_PLAN = "UsagePlanName! UsagePlanDesc MaxRequestNum:int MaxRequestNumPreSec:int Tags:Tag[]"
_ENVIRONMENT = "UsagePlanIds!:string[] BindType! Environment! ServiceId! ApiIds:string[]"

APIGATEWAY = Service(
    name="apigateway",
    version="2018-08-08",
    rights_name="apigw",
    objects={"Tag": "Key! Value!", "Filter": "Name! Values!:string[]"},
    switches=SWITCHES,
    actions=table(
        Action("CreateApiKey", _CREATE, writes.create_api_key, _RATE),
        Action("DescribeApiKey", _KEY, reads.describe_api_key, _RATE),
        Action("DescribeApiKeysStatus", f"{_LIST} Filters:Filter[]", reads.describe_api_keys_status, _RATE),
        Action("UpdateApiKey", "AccessKeyId! AccessKeySecret", writes.update_api_key, _RATE),
        Action("EnableApiKey", _KEY, writes.enable_api_key, _RATE),
        Action("DisableApiKey", _KEY, writes.disable_api_key, _RATE),
        Action("DeleteApiKey", _KEY, writes.delete_api_key, _RATE),
        Action("CreateUsagePlan", _CREATE_PLAN, writes.create_usage_plan, _RATE),
        Action("DescribeUsagePlan", _PLAN, reads.describe_usage_plan, _RATE),
        Action("DescribeUsagePlansStatus", f"{_LIST} Filters:Filter[]", reads.describe_usage_plans_status, _RATE),
        Action("DescribeUsagePlanSecretIds", f"{_PLAN} {_LIST}", reads.describe_usage_plan_secret_ids, _RATE),
        Action(
            "DescribeUsagePlanEnvironments",
            f"{_PLAN} BindType! {_LIST}",
            reads.describe_usage_plan_environments,
            _RATE,
        ),
        Action("DeleteUsagePlan", _PLAN, writes.delete_usage_plan, _RATE),
        Action("BindSecretIds", _KEYS, writes.bind_secret_ids, _RATE),
        Action("UnBindSecretIds", _KEYS, writes.unbind_secret_ids, _RATE),
        Action("BindEnvironment", _ENVIRONMENT, writes.bind_environment, _RATE),
        Action("UnBindEnvironment", _ENVIRONMENT, writes.unbind_environment, _RATE),
    ),
)
