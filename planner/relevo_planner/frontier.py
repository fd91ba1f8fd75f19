"""Tenure against coverage against fairness: certified plans under different policies, and what one costs of the other.

A point is a plan under one tenure (the most periods of one stay) and one fairness (the most of the covered need that
raising the worst region may cost). Coverage is goal 2's value, fairness the covered share of the worst region's need.
A rate compares two points that differ in one of them only; for tenure it also says between which numbers the difference
of the *best* plans is proven to lie, by the bounds of both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from relevo_planner.compile import build_options
from relevo_planner.goals.regions import reachable_regions, region_need, region_shares, worst_share
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal, Policy
from relevo_planner.scenario import Changes

DAYS_PER_WEEK = 7
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Point:
    """One certified plan of the frontier.

    Attributes:
        label: what the plan is called.
        tenure_weeks: most weeks of one stay.
        epsilon: most of the covered need that fairness may cost, as a share.
        value, bound: goal 2, reached and proven.
        share: ``value`` of all that teams could bring in all periods.
        worst: covered share of the worst region's need, of the regions that can be reached.
        is_best: whether no other point has no longer tenure and no less coverage and fairness, and more of one.
    """

    label: str
    tenure_weeks: float
    epsilon: float
    value: float
    bound: float
    share: float
    worst: float
    is_best: bool = True


class RateKind(StrEnum):
    """What is given for what."""

    TENURE = "tenure"
    """One more week of tenure."""
    FAIRNESS = "fairness"
    """One more percentage point of the worst region's need."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What going from one point to the next brings or costs, in need covered per week or percentage point.

    Attributes:
        before, after: indices of points.
        value: need covered per unit; negative: it costs.
        least, most: between which it is proven to lie for the plans that cover most under both; infinite where nothing
            is proven.
    """

    kind: RateKind
    before: int
    after: int
    value: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Frontier:
    """Points by tenure, then fairness, and the rates between neighbours."""

    points: tuple[Point, ...]
    rates: tuple[Rate, ...]


def grid(policy: Policy, tenure_periods: Iterable[int], epsilons: Iterable[float]) -> tuple[Changes, ...]:
    """The changes that make a question's frontier: every tenure with every fairness.

    Stays may be as long as the tenure: lengths above it fall away, lengths up to it are added.
    """
    goals = tuple(goal for goal in Goal if goal in policy.goals or goal is Goal.FAIRNESS)
    longest, every = max(policy.durations), sorted(set(epsilons))
    return tuple(
        Changes(
            policy={
                "tenure_periods": tenure,
                "durations": (*(d for d in policy.durations if d <= tenure), *range(longest + 1, tenure + 1)),
                "fairness_epsilon": epsilon,
                "goals": tuple(goal.value for goal in goals),
            }
        )
        for tenure in sorted(set(tenure_periods))
        for epsilon in every
    )


def usual_tenures(policy: Policy) -> tuple[int, ...]:
    """Tenures around a policy's own: two and four periods less and two more, as far as its window and lengths go."""
    own = policy.tenure_periods
    least, most = min(policy.durations), policy.tenure_window_periods - 1
    return tuple(tenure for tenure in (own - 4, own - 2, own, own + 2) if least <= tenure <= most)


def frontier(plans: Iterable[tuple[str, Instance, Plan]]) -> Frontier:
    """Place plans on the frontier.

    Args:
        plans: what each is called, its question and the plan; the questions differ in their policies. Each is looked at
            once, so that not all of them need to be held.
    """
    placed = sorted((_point(*one) for one in plans), key=lambda point: (point.tenure_weeks, point.epsilon))
    points = tuple(replace(point, is_best=not any(_beats(other, point) for other in placed)) for point in placed)
    return Frontier(points, (*_tenure_rates(points), *_fairness_rates(points)))


def _point(label: str, instance: Instance, plan: Plan) -> Point:
    policy, certificate = instance.policy, plan.certificate
    need = math.fsum(region_need(instance).values())
    regions = reachable_regions(instance, build_options(instance))
    return Point(
        label=label,
        tenure_weeks=policy.tenure_periods * policy.period_days / DAYS_PER_WEEK,
        epsilon=policy.fairness_epsilon if Goal.FAIRNESS in policy.goals else 0.0,
        value=certificate.value,
        bound=certificate.bound,
        share=certificate.value / need if need > 0 else 0.0,
        worst=worst_share(region_shares(instance, plan.operations), regions),
    )


def _beats(other: Point, point: Point) -> bool:
    weak = other.tenure_weeks <= point.tenure_weeks and other.value >= point.value and other.worst >= point.worst
    return weak and (
        other.tenure_weeks < point.tenure_weeks
        or other.value > point.value * (1 + SAME)
        or other.worst > point.worst + SAME
    )


def _tenure_rates(points: tuple[Point, ...]) -> Iterator[Rate]:
    for epsilon in sorted({point.epsilon for point in points}):
        own = [index for index, point in enumerate(points) if point.epsilon == epsilon]
        for before, after in pairwise(own):
            one, other = points[before], points[after]
            weeks = other.tenure_weeks - one.tenure_weeks
            if weeks <= 0:
                continue
            value = (other.value - one.value) / weeks
            least, most = (other.value - one.bound) / weeks, (other.bound - one.value) / weeks
            yield Rate(RateKind.TENURE, before, after, value, least, most)


def _fairness_rates(points: tuple[Point, ...]) -> Iterator[Rate]:
    for weeks in sorted({point.tenure_weeks for point in points}):
        own = [index for index, point in enumerate(points) if point.tenure_weeks == weeks]
        for before, after in pairwise(own):
            one, other = points[before], points[after]
            gained = 100 * (other.worst - one.worst)
            if gained <= 100 * SAME:
                continue
            value = (other.value - one.value) / gained
            yield Rate(RateKind.FAIRNESS, before, after, value, -math.inf, math.inf)
