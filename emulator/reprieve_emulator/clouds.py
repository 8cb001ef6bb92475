"""The clouds that are emulated: a new one is one folder and one line here."""

from reprieve_emulator.alicloud import AliCloud
from reprieve_emulator.tencentcloud import TencentCloud
from reprieve_emulator.world import World


def make_world(database: str = ":memory:") -> World:
    """Make a world with all clouds in it."""
    return World([TencentCloud(), AliCloud()], database)
