"""A checkout as a plugin, without building anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.harness import REPOSITORY
from tests.engine.programs import secret

if TYPE_CHECKING:
    from tests.engine.harness import Stack


def test_a_checkout_is_a_plugin_by_its_pulumiplugin_yaml(tencentcloud: Stack) -> None:
    tencentcloud.plugin = REPOSITORY
    tencentcloud.write_yaml({"password": secret()})
    # the pinned language host (3.75) looks for the plugin's program where it stands; later ones, in the plugin's folder
    (tencentcloud.folder / "__main__.py").symlink_to(REPOSITORY / "__main__.py")

    made = tencentcloud.up()
    ended = tencentcloud.destroy()

    assert [step.operation for step in made.steps] == ["create"]
    assert [step.operation for step in ended.steps if step.operation != "refresh"] == ["delete"]
