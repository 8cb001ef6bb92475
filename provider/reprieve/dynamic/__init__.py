"""Reprieve's resources for Python programs without a plugin: Pulumi's dynamic providers over the same core.

`secret` and `declared` run in the program. `provider`, `operations` and `wire` run in Pulumi's own dynamic server,
which the engine starts in the same Python environment.
"""

from reprieve.dynamic.secret import Secret
from reprieve.resources.inputs import OnPendingDeletion

__all__ = ["OnPendingDeletion", "Secret"]
