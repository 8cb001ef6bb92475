"""The regions of Alibaba Cloud where KMS is offered (vendor's page on DescribeRegions), and which one is asked.

On the wire the region is the endpoint's. On a loopback address it is the parameter or header of the older SDKs, the
name in front of `aliyuncs.com`, the endpoint's path (`127.0.0.1:8320/cn-beijing`), or else the first region.
"""

import re
from collections.abc import Mapping

from reprieve_emulator.cloud import Received

DEFAULT = "cn-hangzhou"
REGIONS = (
    DEFAULT,
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-3",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "cn-beijing",
    "cn-chengdu",
    "cn-fuzhou",
    "cn-guangzhou",
    "cn-heyuan",
    "cn-hongkong",
    "cn-huhehaote",
    "cn-nanjing",
    "cn-qingdao",
    "cn-shanghai",
    "cn-shenzhen",
    "cn-wulanchabu",
    "cn-zhangjiakou",
    "eu-central-1",
    "eu-west-1",
    "me-central-1",
    "me-east-1",
    "us-east-1",
    "us-west-1",
)
_HOST = re.compile(r"[\w-]+\.(?P<region>[\w-]+)\.aliyuncs\.com(:\d+)?")


def region_of(received: Received, given: Mapping[str, str]) -> str:
    """Give the region that a request names, whether it exists or not."""
    host = _HOST.fullmatch(received.headers.get("host", ""))
    return (
        given.get("RegionId")
        or received.headers.get("x-acs-region-id")
        or (host and host["region"])
        or received.path.strip("/")
        or DEFAULT
    )
