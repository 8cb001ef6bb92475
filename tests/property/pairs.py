"""Every resource of every cloud."""

from __future__ import annotations

from tests.property import alicloud, tencentcloud

PAIRS = (*tencentcloud.PAIRS, *alicloud.PAIRS)
