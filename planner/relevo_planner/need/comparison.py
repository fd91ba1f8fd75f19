"""Two computed rankings side by side: who entered the first N, who left, why, and how alike the orders are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from relevo_planner.need.calls import Calls
from relevo_planner.need.history import History
from relevo_planner.need.orders import correlations
from relevo_planner.need.score import order, score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy


class Cause(StrEnum):
    """Which change of the inputs, the whole country's, moved a municipality across the line."""

    COUNTS = "counts"
    POPULATION = "population"
    SMOOTHING = "smoothing"
    CALLS = "calls"
    WEIGHTS = "weights"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a ranking was computed from."""

    history: History
    method: ScoreMethod
    policy: ScorePolicy
    calls: Calls | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A municipality that entered or left the first N; positions are None where it has no order."""

    municipality: str
    before: int | None
    after: int | None
    cause: Cause


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences between two rankings; correlations over municipalities with an order in both, None under two."""

    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    spearman: float | None
    kendall: float | None


def compare(before: Basis, after: Basis, first: int) -> Comparison:
    """Say who crossed the line of the first N and which change carried them over.

    The changes are made one after the other, in the order of ``Cause``: counts, population, smoothing (half-lives),
    emergency calls, weights, method. The first whose change puts the municipality on its new side is named.

    Raises:
        ValueError: the two rankings do not stand on the same municipalities and crime types.
    """
    if before.history.municipalities != after.history.municipalities:
        raise ValueError("the rankings are over different municipalities")
    if set(before.history.counts) != set(after.history.counts):
        raise ValueError("the rankings are over different crime types")
    names = before.history.municipalities
    steps = _steps(before, after)
    positions = [_positions(before), *(_positions(basis) for _, basis in steps)]
    old, new = positions[0], positions[-1]
    causes = [cause for cause, _ in steps]
    entered = [i for i in range(len(names)) if new[i] <= first < old[i]]
    left = [i for i in range(len(names)) if old[i] <= first < new[i]]
    moves = {
        i: Move(names[i], _position(old[i]), _position(new[i]), _cause(positions, causes, i, first))
        for i in (*entered, *left)
    }
    both = [i for i in range(len(names)) if np.isfinite(old[i]) and np.isfinite(new[i])]
    spearman, kendall = correlations([old[i] for i in both], [new[i] for i in both])
    return Comparison(
        entered=tuple(moves[i] for i in sorted(entered, key=lambda i: new[i])),
        left=tuple(moves[i] for i in sorted(left, key=lambda i: old[i])),
        spearman=spearman,
        kendall=kendall,
    )


def _steps(before: Basis, after: Basis) -> list[tuple[Cause, Basis]]:
    """The way from one ranking to the other, one change at a time, ending at the later one."""
    then, now = before.history, after.history
    counted = History(then.municipalities, then.regions, then.population, now.counts)
    smoothed = replace(before.policy, half_life_months=after.policy.half_life_months, memory=after.policy.memory)
    called = replace(smoothed, call_share=after.policy.call_share)
    return [
        (Cause.COUNTS, Basis(counted, before.method, before.policy, before.calls)),
        (Cause.POPULATION, Basis(now, before.method, before.policy, before.calls)),
        (Cause.SMOOTHING, Basis(now, before.method, smoothed, before.calls)),
        (Cause.CALLS, Basis(now, before.method, called, after.calls)),
        (Cause.WEIGHTS, Basis(now, before.method, after.policy, after.calls)),
        (Cause.METHOD, after),
    ]


def _positions(basis: Basis) -> Sequence[float]:
    """(M,) position from 1, infinite without an order."""
    placed = np.full(len(basis.history.municipalities), np.inf)
    ranked = order(score(basis.history, basis.method, basis.policy, basis.calls).score)
    placed[ranked] = np.arange(1, len(ranked) + 1)
    return [float(value) for value in placed]


def _cause(positions: list[Sequence[float]], causes: list[Cause], place: int, first: int) -> Cause:
    inside_at_last = positions[-1][place] <= first
    return next(c for c, p in zip(causes, positions[1:], strict=True) if (p[place] <= first) == inside_at_last)


def _position(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
