"""Best compositions where officers limit an operation: a knapsack, priced, beside the cases that need none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relevo_planner.composition import Floats, Stalls, fill, paying_profit, segments_of, single_profit

CROSSINGS = 30
"""Lines crossed at most; any number of them gives an over-estimate."""


def best_profit(stalls: Stalls, charges: Floats) -> Floats:
    """(n,) value less charges of the best composition.

    Args:
        stalls: n options.
        charges: flat charge table.
    """
    if stalls.officers is None and stalls.limit.max(initial=0) <= 1:
        return single_profit(stalls, charges)
    charge = charges.take(stalls.entry)
    paying = np.flatnonzero((stalls.gain[:, :, 0] > charge.min(axis=2)).any(axis=1))
    own, charge = stalls.take(paying), charge[paying]
    profit = np.zeros(len(stalls))
    if stalls.officers is not None:
        profit[paying] = _within_officers(own, charge)[0]
    else:
        profit[paying] = paying_profit(segments_of(own, charge), own.limit)
    return profit


def best_teams(stalls: Stalls, charges: Floats) -> Floats:
    """(n, K, Q) teams of a best composition."""
    charge = charges.take(stalls.entry)
    return (fill if stalls.officers is None else _within_officers)(stalls, charge)[1]


def _within_officers(stalls: Stalls, charge: Floats) -> tuple[Floats, Floats]:
    """Profit (n,) and mixed teams (n, K, Q) of the relaxation in which officers are a knapsack.

    A composition of value v and u officers is a line v + rate * (limit - u) in the rate; the least point of the upper
    envelope of all lines is sought by crossing the best line of each side until no composition lies above the crossing.
    """
    assert stalls.officers is not None
    profit, beyond = fill(stalls, charge)
    used = (beyond * stalls.officers).sum(axis=(1, 2))
    teams, todo = beyond.copy(), np.flatnonzero(used > stalls.officers_limit)
    if len(todo) == 0:
        return profit, teams
    own, charge = stalls.take(todo), charge[todo]
    steep = own.gain[:, :, 0].max(axis=1) + np.where(own.most > 0, np.abs(charge), 0.0).max(axis=(1, 2)) + 1.0
    high = _line(own, charge, steep)
    low = (profit[todo], used[todo], beyond[todo])
    value = np.full(len(todo), np.inf)
    for _ in range(CROSSINGS):
        rate = np.maximum(low[0] - high[0], 0.0) / np.maximum(low[1] - high[1], 1e-300)
        crossing = low[0] + rate * (own.officers_limit - low[1])
        line = _line(own, charge, rate)
        reached = line[0] + rate * (own.officers_limit - line[1])
        value = np.minimum(value, reached)
        if (reached <= crossing + 1e-12 * np.abs(crossing)).all():
            break
        over = line[1] > own.officers_limit
        low, high = _where(over, line, low), _where(over, high, line)
    share = np.clip((own.officers_limit - high[1]) / np.maximum(low[1] - high[1], 1e-300), 0.0, 1.0)[:, None, None]
    profit[todo], teams[todo] = value, share * low[2] + (1 - share) * high[2]
    return profit, teams


_Line = tuple[Floats, Floats, Floats]


def _line(stalls: Stalls, charge: Floats, rate: Floats) -> _Line:
    """Value before the rate (n,), officers (n,) and teams of the best composition when officers pay the rate."""
    assert stalls.officers is not None
    profit, teams = fill(stalls, charge + rate[:, None, None] * stalls.officers)
    used = (teams * stalls.officers).sum(axis=(1, 2))
    return profit + rate * used, used, teams


def _where(first: NDArray[np.bool_], yes: _Line, no: _Line) -> _Line:
    return (
        np.where(first, yes[0], no[0]),
        np.where(first, yes[1], no[1]),
        np.where(first[:, None, None], yes[2], no[2]),
    )
