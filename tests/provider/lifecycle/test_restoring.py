"""Restoring without a program that declares it (`reprieve.lifecycle.restore`): what is refused, and in which words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reprieve.errors import CloudError
from reprieve.lifecycle.restore import Pending, key_of, pending_key, refusal, restore
from reprieve.resources.secret import SECRET

if TYPE_CHECKING:
    from tests.provider.stage import Stage


def pending_secret(stage: Stage, **declared: str) -> Pending:
    stage.destroyed(**declared)
    process = stage.process()
    live = process.operation().driver.read("db", fresh=True)
    assert live
    return Pending(process, SECRET, live)


def test_what_a_product_manages_is_left_to_it(stage: Stage) -> None:
    pending = pending_secret(stage)
    managed = replace(pending, live=replace(pending.live, kind="a rotated database credential"))

    assert refusal(managed, ["shop/dev"]) == (
        "it is a rotated database credential, which Reprieve does not manage; restore it where it is managed"
    )


def test_what_may_be_anybodys_is_left_where_it_is(stage: Stage) -> None:
    pending = pending_secret(stage)
    unknown = replace(pending, live=replace(pending.live, mark=None, mark_known=False))

    assert refusal(unknown, ["shop/dev"]) == (
        "its tags cannot be read, so nobody knows whose it is; grant the right to read tags"
    )


def test_a_key_that_cannot_be_seen_is_not_said_to_be_there(stage: Stage) -> None:
    pending = pending_secret(stage)
    encrypted = replace(pending, live=replace(pending.live, partial=False, observed={"kmsKeyId": "a-key"}))
    stage.emulator.deny("kms:*")

    with pytest.raises(CloudError) as caught:
        pending_key(encrypted.session, key_of(encrypted))

    assert str(caught.value).startswith("kms:ListKeyDetail answered UnauthorizedOperation")


def test_a_secret_that_ended_meanwhile_has_no_key_and_is_said_to_be_gone(stage: Stage) -> None:
    pending = pending_secret(stage)
    listed = replace(pending, live=replace(pending.live, id="gone", partial=True))

    with pytest.raises(CloudError) as caught:
        restore(listed)

    assert key_of(listed) == ""
    assert str(caught.value).startswith("gone was not restored: ssm:RestoreSecret answered ResourceNotFound")
