"""How Alibaba Cloud writes moments."""

from datetime import UTC, datetime


def iso(seconds: int) -> str:
    """Write a moment as the KMS pages do: UTC, whole seconds; nothing for 0."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else ""
