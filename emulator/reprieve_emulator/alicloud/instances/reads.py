"""The actions on instances and on the account that change nothing."""

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.conditions import account_status
from reprieve_emulator.alicloud.instances.records import Instance, need_instance
from reprieve_emulator.alicloud.keys.records import Key
from reprieve_emulator.alicloud.listing import page
from reprieve_emulator.alicloud.regions import REGIONS
from reprieve_emulator.alicloud.secrets.records import Secret
from reprieve_emulator.alicloud.times import iso
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World

_PAGE = 20
_QUOTAS = ("key", "secret", "qps", "vpc")


def list_kms_instances(call: Call, world: World) -> Reply:
    """Give a page of the region's instances."""
    shown, numbers = page(call, world.store.find(Instance, account=call.account, region=call.region), _PAGE)
    listed = [{"KmsInstanceId": instance.instance_id, "KmsInstanceArn": instance.arn} for instance in shown]
    return {"KmsInstances": {"KmsInstance": listed}, **numbers}


def get_kms_instance(call: Call, world: World) -> Reply:
    """Give everything about an instance."""
    instance = need_instance(call, call.parameters["KmsInstanceId"], world)
    return {
        "KmsInstance": {
            "InstanceId": instance.instance_id,
            "InstanceName": instance.name or instance.instance_id,
            "Status": instance.status,
            "CreateTime": iso(instance.create_time),
            "StartDate": iso(instance.create_time),
            "EndDate": iso(instance.end_time),
            "Spec": instance.spec,
            "KeyNum": instance.key_num,
            "SecretNum": str(instance.secret_num),
            "VpcNum": instance.vpc_num,
            "VpcId": instance.vpc_id,
            "VswitchIds": [],
            "ZoneIds": [],
            "BindVpcs": {"BindVpc": []},
            "ChargeType": "PREPAY" if instance.end_time else "POSTPAY",
            "ProductType": instance.product_type,
            "ProductVersion": "3",
            "SaleStatus": "normal",
            "Log": 0,
            "LogStorage": 0,
            "DeletionProtection": instance.deletion_protection,
            "DeletionProtectionDescription": instance.deletion_protection_description,
        }
    }


def get_kms_instance_quota_infos(call: Call, world: World) -> Reply:
    """Say how much of an instance was bought and is used."""
    instance = need_instance(call, call.parameters["KmsInstanceId"], world)
    asked = call.parameters.get("ResourceType")
    if asked and asked not in _QUOTAS:
        raise errors.invalid_parameter("ResourceType", f"It is one of {', '.join(_QUOTAS)}.")
    bought = {"key": instance.key_num, "secret": instance.secret_num, "qps": instance.spec, "vpc": instance.vpc_num}
    used = {
        "key": world.store.count(Key, instance_id=instance.instance_id),
        "secret": world.store.count(Secret, instance_id=instance.instance_id),
    }
    infos = [
        {"ResourceType": name, "ResourceQuota": bought[name], "UsedQuantity": used.get(name, 0)}
        for name in _QUOTAS
        if asked in {None, "", name}
    ]
    return {"KmsInstanceId": instance.instance_id, "KmsInstanceQuotaInfos": infos}


def describe_account_kms_status(call: Call, world: World) -> Reply:
    """Say whether the account may use KMS."""
    return {"AccountStatus": account_status(call.account, world)}


def describe_regions(call: Call, world: World) -> Reply:
    """Give the regions where KMS is offered."""
    del call, world
    return {"Regions": {"Region": [{"RegionId": region} for region in REGIONS]}}
