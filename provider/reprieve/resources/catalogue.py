"""Every resource, by its token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.resources.api_key import API_KEY
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.resources.inputs import Resource

RESOURCES: Mapping[str, Resource] = {resource.token: resource for resource in (SECRET, KMS_KEY, API_KEY)}
