"""Tencent Cloud API Gateway: API keys and the usage plans that they are bound to."""
