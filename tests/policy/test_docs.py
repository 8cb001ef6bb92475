"""The page on policies: every policy is on it, and what it shows is what happens."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from google.protobuf import empty_pb2

from reprieve_policy.pack import POLICIES
from tests.docs.blocks import ROOT, anchors, blocks
from tests.policy.test_analyzer import ENGINE, started

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs" / "policy.md"
SECTIONS = dict(re.findall(r"^### ([\w-]+)\n\n(.+)\n", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_a_policy_has_a_section_that_says_what_it_is_for(policy: object) -> None:
    name = getattr(policy, "name", "")

    assert len(SECTIONS[name]) > 80
    assert not SECTIONS[name].startswith("<!--")
    assert name in anchors(PAGE)


def test_no_section_describes_a_policy_that_is_not_there() -> None:
    assert list(SECTIONS) == [policy.name for policy in POLICIES]


def test_the_policies_can_be_part_of_another_pack(tmp_path: Path) -> None:
    (block,) = (block for block in blocks(PAGE) if block.language == "python")
    (tmp_path / "__main__.py").write_text(block.text)

    with started([sys.executable, "-u", "-m", "pulumi.policy", ENGINE, str(tmp_path)], tmp_path) as pack:
        info = pack.GetAnalyzerInfo(empty_pb2.Empty())

    assert info.name == "shop"
    assert [policy.name for policy in info.policies] == [policy.name for policy in POLICIES]
