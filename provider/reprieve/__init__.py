"""Reprieve: secrets, encryption keys and API keys whose deletion is declared, shown and undone in time."""
