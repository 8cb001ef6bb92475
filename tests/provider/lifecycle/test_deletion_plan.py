from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.config import Limits
from reprieve.driver import Blocker, Bounds, Live, Rules, Status, Step
from reprieve.lifecycle.deletion_plan import INSIST, Declared, Destroy, days, final_said, plan_deletion, window_said

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
USABLE = frozenset({Status.ENABLED, Status.DISABLED})
SECRET = Rules(
    cloud="Some Cloud",
    resource="Secret",
    name_field="name",
    name_is_id=True,
    steps=(
        Step("Disable", undo="Enable", needed_in=frozenset({Status.ENABLED})),
        Step("Delete", undo=None, needed_in=USABLE),
    ),
    undo="restore it",
    window=Bounds(1, 30),
    force=True,
)
KEY = replace(SECRET, window=Bounds(7, 366), force=False)
API_KEY = replace(SECRET, window=None, force=False)
FREE = Limits("deletion.secret")

RULES = st.sampled_from([SECRET, KEY, API_KEY])
LIVE = st.none() | st.builds(
    Live,
    id=st.just("db"),
    status=st.sampled_from(Status),
    kind=st.sampled_from(["", "a database credential of Mysql"]),
    deletes=st.none() | st.just(NOW + timedelta(days=3)),
)
DESTROY = st.none() | st.builds(
    Destroy,
    now=st.just(NOW),
    override=st.booleans(),
    blockers=st.sampled_from([(), (Blocker("3 secrets use it"),), (Blocker("not checked", checked=False),)]),
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Declared, Rules, Limits, Live | None, Destroy | None]:
    """Everything that a plan is made from, as Check lets it through and as it may have become since."""
    rules = draw(RULES)
    bounds = rules.window or Bounds(1, 366)
    windows = st.none() | st.integers(bounds.least, bounds.most)
    declared = draw(st.builds(Declared, windows, st.booleans() if rules.force else st.just(value=False)))
    declared = replace(declared, protected=draw(st.booleans()), while_in_use=draw(st.booleans()))
    limits = Limits("deletion.secret", draw(windows), draw(windows), draw(st.booleans()), draw(st.booleans()))
    return declared, rules, limits, draw(LIVE), draw(DESTROY)


@given(situations())
def test_a_window_is_within_the_clouds_bounds_or_forced(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    declared, rules, _, _, destroy = case
    plan = plan_deletion(*case)
    if rules.window is None or plan.done:
        assert plan.window is None
    elif plan.window == 0:
        assert declared.force or (destroy and destroy.override and rules.force)
    else:
        assert plan.window is not None
        assert rules.window.least <= plan.window <= rules.window.most


@given(situations())
def test_no_window_that_is_carried_out_is_below_the_limits_minimum(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    limits = case[2]
    plan = plan_deletion(*case)
    if plan.window and plan.steps and not plan.refusals:
        assert plan.window >= (limits.least_window or 0)


@given(situations())
def test_nothing_is_forced_where_the_limits_forbid_it(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    limits = replace(case[2], force_allowed=False)
    plan = plan_deletion(case[0], case[1], limits, case[3], case[4])
    if plan.steps and plan.window == 0:
        assert any("allowForceDelete forbids it" in refusal for refusal in plan.refusals)


@given(situations())
def test_what_is_protected_is_always_refused(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    plan = plan_deletion(replace(case[0], protected=True), *case[1:])
    assert "deletionProtection is recorded in the state; set it to false in one up, delete in the next" in plan.refusals


@given(situations())
def test_what_is_pending_is_never_rescheduled(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    pending = Live("db", Status.PENDING_DELETION, deletes=NOW + timedelta(days=3))
    plan = plan_deletion(case[0], case[1], case[2], pending, case[4])
    assert plan.steps == ()
    assert plan.changes == ()
    assert plan.final_on == pending.deletes
    assert plan.done.startswith("is pending deletion already, final on 2026-11-25 10:00 UTC")


@given(situations())
def test_a_plan_by_itself_holds_no_date_and_is_the_same_every_time(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    declared, rules, limits, _, _ = case
    plan = plan_deletion(declared, rules, limits)
    assert plan == plan_deletion(declared, rules, limits)
    assert plan.final_on is None
    assert "2026" not in str(plan.output())


@given(situations())
def test_a_deletion_is_reversible_exactly_with_a_window_or_within_one(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    plan = plan_deletion(*case)
    assert plan.reversible == bool(plan.window or plan.done)
    assert (plan.undo == "restore it") == plan.reversible


@given(situations())
def test_the_override_passes_neither_limits_nor_protection(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    declared, rules, limits, live, _ = case
    plan = plan_deletion(declared, rules, limits, live, Destroy(NOW, override=True))
    if declared.protected:
        assert plan.refusals
    if plan.window and plan.steps:
        assert plan.window >= (limits.least_window or 0)
    if plan.window == 0 and plan.steps and not plan.refusals:
        assert limits.force_allowed


@given(situations())
def test_every_change_to_what_is_declared_is_said(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    declared, rules, _, _, _ = case
    plan = plan_deletion(*case)
    if plan.steps and rules.window and declared.window and not declared.force:
        assert bool(plan.changes) == (plan.window != declared.window)


@given(situations())
def test_a_blocker_refuses_unless_it_is_declared_or_overridden(
    case: tuple[Declared, Rules, Limits, Live | None, Destroy | None],
) -> None:
    declared, rules, limits, _, _ = case
    blocked = Destroy(NOW, blockers=(Blocker("3 secrets use it"),))
    plan = plan_deletion(declared, rules, limits, Live("db", Status.ENABLED), blocked)
    assert (f"3 secrets use it; {INSIST}" in plan.refusals) != declared.while_in_use
    assert ("3 secrets use it" in plan.warnings) == declared.while_in_use


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        (Status.ENABLED, ["Disable", "Delete"]),
        (Status.DISABLED, ["Delete"]),
        (Status.PENDING_DELETION, []),
        (Status.CREATING, []),
    ],
)
def test_only_the_steps_that_the_state_needs_are_planned(status: Status, steps: list[str]) -> None:
    plan = plan_deletion(Declared(), SECRET, FREE, Live("db", status))
    assert [step.name for step in plan.steps] == steps


def test_a_disabled_object_needs_no_disabling_step() -> None:
    assert [step.name for step in plan_deletion(Declared(enabled=False), SECRET, FREE).steps] == ["Delete"]


@pytest.mark.parametrize(
    ("limits", "window"),
    [
        (FREE, 30),
        (Limits("deletion.secret", window=9), 9),
        (Limits("deletion.secret", least_window=14), 30),
        (Limits("deletion.secret", window=9, least_window=14), 14),
    ],
)
def test_a_window_that_is_left_out_is_the_limits_own_or_thirty_days(limits: Limits, window: int) -> None:
    assert plan_deletion(Declared(), SECRET, limits).window == window


def test_a_minimum_above_thirty_days_is_the_default_where_the_cloud_takes_it() -> None:
    assert plan_deletion(Declared(), KEY, Limits("deletion.kmsKey", least_window=90)).window == 90


def test_a_recorded_window_under_the_minimum_is_raised_and_said() -> None:
    plan = plan_deletion(Declared(window=3), SECRET, Limits("deletion.secret", least_window=14))
    assert plan.window == 14
    assert plan.changes == ("deletion.secret.minRecoveryWindowInDays raises the recovery window from 3 to 14 days",)


def test_a_minimum_that_the_cloud_cannot_keep_refuses_the_deletion() -> None:
    plan = plan_deletion(Declared(), SECRET, Limits("deletion.secret", least_window=60))
    assert plan.refusals == (
        "the provider's deletion.secret.minRecoveryWindowInDays demands 60 days, and Some Cloud takes 1 to 30 days",
    )


def test_a_recorded_force_that_is_now_forbidden_is_refused() -> None:
    plan = plan_deletion(Declared(force=True), SECRET, Limits("deletion.secret", force_allowed=False))
    assert plan.refusals == ("forceDelete is recorded, and the provider's deletion.secret.allowForceDelete forbids it",)


def test_the_override_deletes_a_secret_at_once() -> None:
    plan = plan_deletion(Declared(), SECRET, FREE, destroy=Destroy(NOW, override=True))
    assert plan.window == 0
    assert plan.changes == ("REPRIEVE_FORCE_DELETE shortens the recovery window from 30 days to 0",)


def test_the_override_gives_a_key_the_clouds_shortest_window() -> None:
    plan = plan_deletion(Declared(window=30), KEY, FREE, destroy=Destroy(NOW, override=True))
    assert plan.window == 7
    assert plan.changes == ("REPRIEVE_FORCE_DELETE shortens the recovery window from 30 days to 7",)


def test_the_override_takes_the_smallest_allowed_window_where_force_is_forbidden() -> None:
    limits = Limits("deletion.secret", least_window=5, force_allowed=False)
    assert plan_deletion(Declared(), SECRET, limits, destroy=Destroy(NOW, override=True)).window == 5


def test_a_destroy_dates_the_end() -> None:
    assert plan_deletion(Declared(window=14), SECRET, FREE, destroy=Destroy(NOW)).final_on == NOW + timedelta(days=14)


def test_another_kind_of_object_is_refused_by_its_name() -> None:
    live = Live("db", Status.ENABLED, kind="a database credential of Mysql")
    refusals = plan_deletion(Declared(), SECRET, FREE, live).refusals
    assert refusals == ("it is a database credential of Mysql, which Reprieve does not manage",)


def test_a_forbidden_force_does_not_keep_what_is_pending_already() -> None:
    limits = Limits("deletion.secret", force_allowed=False)
    assert plan_deletion(Declared(force=True), SECRET, limits, Live("db", Status.PENDING_DELETION)).refusals == ()


def test_the_output_lists_the_steps_with_the_window_on_the_last() -> None:
    assert plan_deletion(Declared(window=1), SECRET, FREE).output() == {
        "steps": ["Disable", "Delete (recovery window of 1 day)"],
        "recoveryWindowInDays": 1,
        "reversible": True,
        "undo": "restore it",
    }


def test_the_output_of_a_forced_deletion_says_that_it_is_final() -> None:
    assert plan_deletion(Declared(force=True), SECRET, FREE).output() == {
        "steps": ["Disable", "Delete (no recovery window: final at once)"],
        "recoveryWindowInDays": 0,
        "reversible": False,
        "undo": "none: the deletion is final",
    }


def test_the_output_where_the_cloud_has_no_window_names_none() -> None:
    assert plan_deletion(Declared(), API_KEY, FREE).output() == {
        "steps": ["Disable", "Delete (final at once)"],
        "reversible": False,
        "undo": "none: the deletion is final",
    }


def test_the_options_of_a_deletion_are_read_from_plain_inputs() -> None:
    inputs = {
        "recoveryWindowInDays": 9,
        "forceDelete": True,
        "deletionProtection": True,
        "deleteWhileInUse": True,
        "enabled": False,
    }
    assert Declared.of(inputs) == Declared(9, force=True, protected=True, while_in_use=True, enabled=False)
    assert Declared.of({}) == Declared()


@pytest.mark.parametrize(
    ("deletes", "said"),
    [
        (NOW + timedelta(days=30), "final on 2026-12-22 10:00 UTC (30 days left)"),
        (NOW + timedelta(hours=3), "final on 2026-11-22 13:00 UTC (1 day left)"),
        (NOW - timedelta(days=2), "final on 2026-11-20 10:00 UTC (0 days left)"),
        (None, "final on a day that the cloud does not tell"),
    ],
)
def test_a_pending_end_is_said_with_the_days_left(deletes: datetime | None, said: str) -> None:
    assert final_said(Live("db", Status.PENDING_DELETION, deletes=deletes), NOW) == said


def test_windows_are_said_in_words() -> None:
    assert [window_said(window) for window in (None, 0, 1, 14)] == [
        "final at once",
        "no recovery window: final at once",
        "recovery window of 1 day",
        "recovery window of 14 days",
    ]
    assert days(1) == "1 day"


def test_a_state_in_which_the_cloud_deletes_nothing_is_refused() -> None:
    plan = plan_deletion(Declared(), SECRET, FREE, Live("db", Status.CREATING))
    assert plan.refusals == ("it is creating, and Some Cloud deletes nothing in that state; wait until it is over",)


@pytest.mark.parametrize(
    ("declared", "needed", "sent", "said"),
    [
        (30, 3, 7, "REPRIEVE_FORCE_DELETE shortens the recovery window from 30 days to 7"),
        (30, 12, 12, "REPRIEVE_FORCE_DELETE shortens the recovery window from 30 days to 12"),
        (8, 12, 12, "REPRIEVE_FORCE_DELETE raises the recovery window from 8 days to 12"),
    ],
)
def test_under_the_override_a_key_ends_no_sooner_than_what_it_encrypts(
    declared: int, needed: int, sent: int, said: str
) -> None:
    secret = Blocker("it encrypts 1 secret (db)", until=NOW + timedelta(days=needed))
    plan = plan_deletion(Declared(declared), KEY, FREE, None, Destroy(NOW, override=True, blockers=(secret,)))
    assert (plan.window, plan.changes, plan.warnings) == (sent, (said,), ())
