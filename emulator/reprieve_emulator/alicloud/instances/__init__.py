"""KMS instances, and what an account may do without one."""
