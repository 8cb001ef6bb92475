"""What the benchmarks take through their operations: one entry for each resource of each cloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reprieve.fields import Properties

REGIONS = {"tencentcloud": "ap-guangzhou", "alicloud": "cn-hangzhou"}


@dataclass(frozen=True)
class Pair:
    """One resource on one cloud, and how many calls each operation may make that write or prove what was written.

    `rate` is what the vendor permits of the creations and of the deletions, in a second; `many` are made at once to
    measure it.
    """

    cloud: str
    resource: str
    name_field: str
    inputs: Properties
    change: Properties
    create: int
    delete: int
    restore: int | None
    rate: tuple[float, float]
    many: int = 0

    @property
    def token(self) -> str:
        """The schema's token."""
        return f"reprieve:index:{self.resource}"

    @property
    def region(self) -> str:
        """The region that it is measured in."""
        return REGIONS[self.cloud]

    def named(self, name: str) -> Properties:
        """Return the inputs of an object of this name."""
        return {self.name_field: name, **self.inputs}

    def __str__(self) -> str:
        return f"{self.cloud} {self.resource}"


PAIRS = (
    Pair(
        "tencentcloud",
        "Secret",
        "name",
        {"secretString": "one"},
        {"secretString": "two"},
        create=1,
        delete=2,
        restore=3,
        rate=(100, 50),
        many=500,
    ),
    Pair(
        "tencentcloud",
        "KmsKey",
        "alias",
        {},
        {"description": "two"},
        create=1,
        delete=2,
        restore=2,
        rate=(100, 100),
        many=500,
    ),
    Pair(
        "tencentcloud",
        "ApiKey",
        "name",
        {},
        {"enabled": False},
        create=1,
        delete=2,
        restore=None,
        rate=(20, 20),
    ),
    Pair(
        "alicloud",
        "Secret",
        "name",
        {"secretString": "one"},
        {"secretString": "two"},
        create=1,
        delete=1,
        restore=2,
        rate=(10, 10),
        many=100,
    ),
    Pair(
        "alicloud",
        "KmsKey",
        "alias",
        {},
        {"description": "two"},
        create=2,
        delete=2,
        restore=1,
        rate=(10, 30),
        many=100,
    ),
)
