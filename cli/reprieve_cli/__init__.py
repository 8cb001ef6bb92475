"""The `reprieve` command: what concerns whole environments and does not belong into a provider."""
