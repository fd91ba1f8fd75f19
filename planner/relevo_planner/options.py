"""The operations that the rules leave possible, as arrays that the optimizer works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.rules.kinds import Row

NO_LIMIT = 1_000_000_000
"""Stands for "nothing limits" in ``Options.teams_limit`` and ``Options.officers_limit``."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Gains of one capability in one municipality: ``widths[i]`` teams bring ``gains[i]`` each, more may not come."""

    widths: tuple[int, ...]
    gains: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OptionFloor:
    """Goal 1: some operation in ``municipality`` should bring ``teams`` teams of ``capability`` (-1: of any)."""

    municipality: int
    capability: int
    teams: int


@dataclass(frozen=True, slots=True)
class Options:
    """O options of M municipalities over T periods, served by P pools of K capabilities.

    Attributes:
        municipality: (O,) municipality index, ascending.
        start: (O,) first period.
        periods: (O,) length.
        first: (M + 1,) options of municipality m are ``first[m]:first[m + 1]``, ordered by start, then length.
        weight: (O,) sum of the municipality's period weights over the option's window.
        teams_limit: (O,) most teams of all capabilities together (never above the need).
        officers_limit: (O,) most officers of all teams together (``NO_LIMIT`` where nothing limits).
        allowed: (O, P) whether the pool may serve the option.
        curves: per municipality, per capability index, the gain steps (strictly decreasing gains, positive widths).
        pool_capability: (P,) capability index of each pool.
        pool_officers: (P,) officers per team.
        pool_rest: (P,) periods of rest after an operation (cut at the horizon).
        pool_cost: (P,) units of value that one team costs per operation.
        rows: every shared limit, supply first.
        horizon: T.
        separation: periods that lie at least between two operations in one municipality.
        pinned: option indices that every plan must open, with the teams per pool that they must hold.
        floors: elastic floors of goal 1.
    """

    municipality: NDArray[np.int32]
    start: NDArray[np.int32]
    periods: NDArray[np.int32]
    first: NDArray[np.int64]
    weight: NDArray[np.float64]
    teams_limit: NDArray[np.int64]
    officers_limit: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    curves: tuple[tuple[Curve, ...], ...]
    pool_capability: NDArray[np.int32]
    pool_officers: NDArray[np.int64]
    pool_rest: NDArray[np.int32]
    pool_cost: NDArray[np.float64]
    rows: tuple[Row, ...]
    horizon: int
    separation: int
    pinned: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()
    floors: tuple[OptionFloor, ...] = ()

    def __len__(self) -> int:
        return len(self.start)
