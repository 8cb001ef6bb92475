"""Tags that everything has to carry: who owns it, who pays for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from pulumi_policy import EnforcementLevel
from pydantic import Field

from reprieve_policy.policy import ResourcePolicy, Stack
from reprieve_policy.settings import Settings
from reprieve_policy.subjects import Subject, subject_of


class Tags(Settings):
    """Which tags."""

    required: dict[str, str] = Field(
        {}, description='The tags, each with a pattern for its value (`{"owner": "*", "tier": "[12]"}`).'
    )


def judge(subject: Subject, settings: Tags, stack: Stack) -> Iterator[str]:  # noqa: ARG001 - one shape
    """Compare the tags, the provider's default tags included, with the patterns."""
    if not settings.required or "tags" not in subject.spelling:
        return
    declared = subject.declared.props.get(subject.spelling["tags"])
    # AWS's provider keeps its default tags apart
    merged = subject.declared.known("tagsAll")
    tags: Mapping[str, object] = {**_tags(merged), **_tags(declared)}
    for tag, pattern in sorted(settings.required.items()):
        value = tags.get(tag)
        if value is None or not fnmatchcase(str(value), pattern):
            found, to_do = ("is missing", "add it") if value is None else (f'is "{value}"', "change it")
            yield f'tags["{tag}"] {found}; required demands a value that fits "{pattern}": {to_do}'


def _tags(tree: object) -> Mapping[str, object]:
    return tree if isinstance(tree, Mapping) else {}


POLICY: ResourcePolicy[Subject, Tags] = ResourcePolicy(
    name="tags-required",
    demand="every object has the tags that are required",
    settings=Tags,
    level=EnforcementLevel.MANDATORY,
    to_do="add the tag, or give all objects one by the provider's defaultTags",
    judge=judge,
    about=subject_of,
)
