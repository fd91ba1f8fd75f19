"""How a plan would do were the need another: draws of need, and assumed displacement of what it covers.

With ``f`` times the need, ``n`` teams cover ``f`` times what ``n / f`` teams covered: the curve of gains is stretched,
and beyond its end a team brings nothing. Displacement is an *assumption, never a measurement*: a share of what
the stays cover is taken to move to other municipalities of the same region, in proportion to their need, to weigh there
what those weigh in the same periods, and to be met by nobody.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Capability, Instance, Municipality, Operation
from relevo_planner.plan import Plan

DISPLACEMENTS = (0.0, 0.25, 0.5)
LEVEL = 0.90


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the plan covers under one assumed displacement.

    Attributes:
        displacement: share of what the stays cover that moves elsewhere, an assumption.
        mean: over the draws, in units of value.
        low, high: ends of the central interval that holds 90 % of the draws.
        ahead: share of the draws in which the plan covers more than the baseline; None without one.
    """

    displacement: float
    mean: float
    low: float
    high: float
    ahead: float | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """A plan under draws of need.

    Attributes:
        planned: value by the need that the plan was made for.
        baseline: name of the other way of planning that it is held against; empty: none.
        undrawn: municipalities that the plan serves and whose need cannot be drawn; it is left as planned.
        sentences: the same in words.
    """

    planned: float
    draws: int
    outcomes: tuple[Outcome, ...]
    baseline: str
    undrawn: tuple[str, ...]
    sentences: tuple[str, ...]


def assess(
    instance: Instance, plan: Plan, factors: NDArray[np.float64], displacements: Sequence[float] = DISPLACEMENTS
) -> Robustness:
    """Score a plan under draws of need.

    Args:
        instance: the plan's question.
        plan: the plan, with its baselines.
        factors: (draws, municipalities of the instance) need drawn over need planned for; NaN where nobody knows.
        displacements: assumed shares.
    """
    drawn = np.where(np.isnan(factors), 1.0, factors)
    served = {operation.municipality for operation in plan.operations}
    known = np.atleast_1d(~np.isnan(factors).any(axis=0))
    undrawn = tuple(
        place.name
        for place, is_known in zip(instance.municipalities, known, strict=True)
        if place.name in served and not is_known
    )
    value, moved = _scored(instance, plan.operations, drawn)
    rival = max(plan.baselines, key=lambda baseline: baseline.value, default=None)
    against = None if rival is None else _scored(instance, rival.operations, drawn)
    outcomes = tuple(_outcome(share, value, moved, against) for share in displacements)
    found = Robustness(plan.certificate.value, len(factors), outcomes, "" if rival is None else rival.name, undrawn, ())
    return Robustness(found.planned, found.draws, outcomes, found.baseline, undrawn, _sentences(found))


def _outcome(
    share: float,
    value: NDArray[np.float64],
    moved: NDArray[np.float64],
    against: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
) -> Outcome:
    net = value - share * moved
    low, high = np.quantile(net, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    ahead = None if against is None else float((net > against[0] - share * against[1]).mean())
    return Outcome(share, float(net.mean()), float(low), float(high), ahead)


def _scored(
    instance: Instance, operations: Iterable[Operation], factors: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(draws,) what operations cover less their cost, and what the same incidents would weigh elsewhere."""
    index = {place.name: i for i, place in enumerate(instance.municipalities)}
    pools = {pool.name: pool for pool in instance.pools}
    elsewhere = _weights_elsewhere(instance)
    value, moved = np.zeros(len(factors)), np.zeros(len(factors))
    for operation in operations:
        own = index[operation.municipality]
        place = instance.municipalities[own]
        teams: Counter[Capability] = Counter()
        for name, count in operation.teams.items():
            teams[pools[name].capability] += count
        gain = np.zeros(len(factors))
        for capability, count in teams.items():
            gain += stretched(place.gains.get(capability, ()), count, factors[:, own])
        value += gain * math.fsum(place.period_weights[operation.start : operation.end])
        value -= math.fsum(pools[name].cost_per_operation * count for name, count in operation.teams.items())
        moved += gain * elsewhere[own, operation.start : operation.end].sum()
    return value, moved


def stretched(gains: Sequence[float], teams: int, factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """(draws,) what so many teams bring where the need is ``factors`` times what the gains were made for."""
    covered = np.concatenate([[0.0], np.cumsum(np.asarray(gains, dtype=np.float64))])
    with np.errstate(divide="ignore"):
        place = np.minimum(teams / factors, len(gains))
    return np.asarray(factors * np.interp(place, np.arange(len(covered)), covered))


def _weights_elsewhere(instance: Instance) -> NDArray[np.float64]:
    """(municipalities, periods) mean weight of the others of its region, by need; of all others where it is alone."""
    weights = np.array([place.period_weights for place in instance.municipalities], dtype=np.float64)
    need = np.array([_need(place) for place in instance.municipalities])
    found = weights.copy()
    for own, place in enumerate(instance.municipalities):
        others = np.array([other.region == place.region for other in instance.municipalities]) & (need > 0)
        others[own] = False
        if not others.any():
            others = need > 0
            others[own] = False
        if others.any():
            found[own] = np.average(weights[others], axis=0, weights=need[others])
    return found


def _need(place: Municipality) -> float:
    return math.fsum(math.fsum(gains) for gains in place.gains.values())


def _sentences(found: Robustness) -> tuple[str, ...]:
    told = []
    for outcome in found.outcomes:
        interval = f"{outcome.low:,.1f} to {outcome.high:,.1f}"
        if outcome.displacement == 0:
            begin = f"In {found.draws:,} draws of the need the plan covers {interval} in nine of ten"
        else:
            begin = (
                f"Assuming, not measured, that {outcome.displacement:.0%} of what the stays cover moves to other "
                f"municipalities of the region and is met by nobody: {interval}"
            )
        ahead = "" if outcome.ahead is None else f"; more than {found.baseline} in {outcome.ahead:.0%} of the draws"
        told.append(f"{begin}, {outcome.mean:,.1f} on average, where {found.planned:,.1f} was planned{ahead}.")
    if found.undrawn:
        told.append(f"The need of {', '.join(found.undrawn)} cannot be drawn and was left as planned.")
    return tuple(told)
