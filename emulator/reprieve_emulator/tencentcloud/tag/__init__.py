"""Tencent Cloud Tag: tags of resources."""
