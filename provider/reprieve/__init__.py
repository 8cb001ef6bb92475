"""Reprieve: secrets, encryption keys and API keys whose deletion is declared, shown first, and undone while it can be."""
