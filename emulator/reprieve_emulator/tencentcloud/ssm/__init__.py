"""Tencent Cloud SSM: secrets."""
