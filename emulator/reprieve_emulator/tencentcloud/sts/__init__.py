"""Tencent Cloud STS: who the caller is."""
