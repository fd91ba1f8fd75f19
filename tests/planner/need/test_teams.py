"""Need: workload over local force, gains that never increase, priorities within bounds."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_planner.instance import Capability
from relevo_planner.need.teams import MOST_TEAMS, NeedPolicy, gains, priority, teams_needed, unknown_need

POLICY = NeedPolicy()
PATROL = POLICY.workloads[Capability.PATROL]


def test_local_force_carries_part_of_the_work() -> None:
    assert teams_needed(10.0, 0, PATROL) == 10
    assert teams_needed(10.0, 3000, PATROL) == 5
    assert teams_needed(10.0, 6000, PATROL) == 0


def test_unknown_force_subtracts_nothing() -> None:
    assert gains(10.0, None, POLICY) == gains(10.0, 0, POLICY)


def test_no_incident_no_need() -> None:
    assert gains(0.0, 100, POLICY) == {}


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        gains(-1.0, 10, POLICY)


@given(st.floats(0, 1e6), st.one_of(st.none(), st.integers(0, 10**6)))
def test_gains_never_increase_and_are_bounded(incidents: float, officers: int | None) -> None:
    for curve in gains(incidents, officers, POLICY).values():
        assert 0 < len(curve) <= MOST_TEAMS
        assert all(a >= b > 0 for a, b in itertools.pairwise(curve))


def test_priority_grows_with_the_rate_within_bounds() -> None:
    assert priority(25.0, 25.0, POLICY) == 1.0
    assert 1.0 < priority(50.0, 25.0, POLICY) < priority(75.0, 25.0, POLICY) <= 2.0
    assert priority(10_000.0, 25.0, POLICY) == 2.0
    assert priority(0.0, 25.0, POLICY) == 0.5
    assert priority(None, 25.0, POLICY) == 1.0


def test_emergency_call_support_is_needed_only_where_911_is_not_in_service() -> None:
    calls = Capability.EMERGENCY_CALL_SUPPORT
    by_status = {status: gains(10.0, 100, POLICY, emergency_calls_served=status) for status in (True, False, None)}
    assert [calls in by_status[status] for status in (True, False, None)] == [False, True, False]
    assert len(by_status[False][calls]) == 3
    assert unknown_need(POLICY, emergency_calls_served=None) == (calls,)
    assert unknown_need(POLICY, emergency_calls_served=True) == unknown_need(POLICY, emergency_calls_served=False) == ()
