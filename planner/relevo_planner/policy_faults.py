"""What is wrong with a policy: numbers that mean nothing, and numbers that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from relevo_planner.faults import Fault, number_faults, whole_faults
from relevo_planner.policy import Goal, Policy

MOST_DAYS = 366
"""Of one period."""
MOST_TENURE = 100_000
"""Periods of one stay: more than any horizon has, for those whom no tenure shall limit."""
MOST_RATIO = 1_000.0
"""Federal officers per local one."""


def policy_faults(policy: Policy) -> Iterator[Fault]:
    """Yield numbers that mean nothing; fields are called ``policy.NAME``."""
    if not policy.durations or min(policy.durations) < 1:
        yield Fault("policy.durations", f"are {list(policy.durations)}; give at least one length of 1 period or more")
    for name, most in (("period_days", MOST_DAYS), ("tenure_periods", MOST_TENURE)):
        if not 1 <= getattr(policy, name) <= most:
            yield Fault(f"policy.{name}", f"is {getattr(policy, name)}; it must be 1 or more, at most {most}")
    if policy.tenure_window_periods < policy.tenure_periods:
        text = f"is {policy.tenure_window_periods}; it must be at least tenure_periods, {policy.tenure_periods}"
        yield Fault("policy.tenure_window_periods", text)
    yield from whole_faults("policy.tenure_window_periods", policy.tenure_window_periods, most=2 * MOST_TENURE)
    yield from number_faults("policy.complement_ratio", policy.complement_ratio, most=MOST_RATIO)
    yield from number_faults("policy.effort_floor", policy.effort_floor)
    yield from whole_faults("policy.report_fresh_days", policy.report_fresh_days, most=10**6)
    for name in ("reserve_share", "state_ceiling_share", "fairness_epsilon", "stability_epsilon"):
        yield from number_faults(f"policy.{name}", getattr(policy, name), most=1.0)
    yield from _goal_faults(policy.goals)


def contradictions(policy: Policy) -> Iterator[Fault]:
    """Yield numbers that contradict each other, or under which nothing could ever be planned.

    An instance may hold such numbers, and its plan says what comes of them; a policy that people are to follow may not.
    """
    longest = policy.tenure_periods
    too_long = [duration for duration in policy.durations if duration > longest]
    if too_long:
        said = ", ".join(str(duration) for duration in too_long)
        yield Fault("policy.durations", f"allow {said} periods, but no stay may exceed tenure_periods, {longest}")
    if policy.tenure_window_periods == longest:
        text = f"equals tenure_periods, {longest}: stays could follow each other without end"
        yield Fault("policy.tenure_window_periods", text)
    if policy.complement_ratio == 0:
        yield Fault("policy.complement_ratio", "is 0: no federal officer could be sent anywhere")
    if policy.state_ceiling_share == 0:
        yield Fault("policy.state_ceiling_share", "is 0: no state could receive anything")
    if policy.reserve_share == 1:
        yield Fault("policy.reserve_share", "is 1: every team would stay in reserve")


def _goal_faults(goals: tuple[Goal, ...]) -> Iterator[Fault]:
    if len(set(goals)) < len(goals):
        yield Fault("policy.goals", "names a goal twice; name each once")
    elif list(goals) != sorted(goals, key=list(Goal).index):
        order = ", ".join(goal.value for goal in Goal)
        yield Fault("policy.goals", f"turns goals round; their order is {order}, and any but need may be left out")
    if Goal.NEED not in goals:
        yield Fault("policy.goals", "leaves out need; every plan is judged by it")
