"""The services of Tencent Cloud that are served: a new one is one folder and one line here."""

from reprieve_emulator.tencentcloud.apigateway.table import APIGATEWAY
from reprieve_emulator.tencentcloud.kms.table import KMS
from reprieve_emulator.tencentcloud.ssm.table import SSM
from reprieve_emulator.tencentcloud.sts.table import STS
from reprieve_emulator.tencentcloud.tag.table import TAG

SERVICES = {service.name: service for service in (SSM, KMS, APIGATEWAY, TAG, STS)}
