"""The groups of actions that share a rate (vendor's page on the performance data of KMS, shared gateway).

The page was read without its lists of actions: which action is in which group follows from the groups' descriptions.
"""

from reprieve_emulator.alicloud.service import Group

ACTIVATION = Group("activation", 1)
INSTANCE_READS = Group("instance reads", 50)
INSTANCE_WRITES = Group("instance writes", 10)
KEY_CREATION = Group("key creation", 10)
KEY_READS = Group("key, alias and tag reads", 50)
KEY_TAGS = Group("tags of a key", 300)
KEY_WRITES = Group("key, alias and tag writes", 30)
SYMMETRIC = Group("symmetric operations", 1000)
"""The page of 2025; an older one says 750."""
ASYMMETRIC = Group("asymmetric operations", 200)
SECRET_CREATION = Group("secret creation and deletion", 10)
SECRET_VALUES = Group("secret metadata and values", 450)
SECRET_LISTS = Group("secret lists and rare writes", 40)
IDENTITY = Group("identity", 100)
"""Unconfirmed: the page is about KMS only."""
