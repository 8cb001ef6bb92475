"""Tencent Cloud KMS: keys, their states and what they encrypt."""
