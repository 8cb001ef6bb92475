"""Versions and their stages: each stage stands on one version at a time; what loses ACSCurrent becomes ACSPrevious."""

from reprieve_emulator.alicloud.secrets.records import Secret, Version, versions_of
from reprieve_emulator.world import World

CURRENT, PREVIOUS = "ACSCurrent", "ACSPrevious"
RESERVED = (CURRENT, PREVIOUS)


def holder_of(stage: str, secret: Secret, world: World) -> Version | None:
    """Give the version that has a stage, None without one."""
    return next((version for version in versions_of(secret, world) if stage in version.stages), None)


def put_stage(stage: str, target: Version, secret: Secret, world: World) -> None:
    """Move a stage to a version."""
    holder = holder_of(stage, secret, world)
    if holder and holder.version_id == target.version_id:
        return
    if holder:
        take_stage(stage, holder, world)
        if stage == CURRENT:
            put_stage(PREVIOUS, holder, secret, world)
            if PREVIOUS in target.stages:
                target.stages.remove(PREVIOUS)
    target.stages.append(stage)
    world.store.put(target)


def take_stage(stage: str, version: Version, world: World) -> None:
    """Remove a stage from a version."""
    version.stages.remove(stage)
    world.store.put(version)


def prune(secret: Secret, world: World) -> None:
    """Remove the oldest versions past the limit, never the current or the previous one."""
    versions = versions_of(secret, world)
    surplus = len(versions) - world.switches.number("alicloud_secret_versions")
    removable = [version for version in versions if not {CURRENT, PREVIOUS} & set(version.stages)]
    for version in removable[: max(surplus, 0)]:
        world.store.delete(version)
