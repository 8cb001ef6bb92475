"""Reprieve's resources for Python programs without a plugin: Pulumi's dynamic providers over the same core.

The resources and `declared` run in the program. `provider`, `operations` and `wire` run in Pulumi's own dynamic server,
which the engine starts in the same Python environment.
"""

from reprieve.dynamic.api_key import ApiKey
from reprieve.dynamic.kms_key import KmsKey
from reprieve.dynamic.secret import Secret
from reprieve.resources.api_key import WhenProductOffline
from reprieve.resources.inputs import OnPendingDeletion
from reprieve.resources.kms_key import KeySpec, KeyUsage

__all__ = ["ApiKey", "KeySpec", "KeyUsage", "KmsKey", "OnPendingDeletion", "Secret", "WhenProductOffline"]
