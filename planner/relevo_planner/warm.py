"""Begin where an earlier plan ended: its stays, repaired where the question has changed, and its prices.

Any prices prove a bound and any plan that keeps the rules is one to begin with, so that nothing here can make an answer
wrong: what no longer fits costs time, not truth.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from relevo_planner.earlier import Warm
from relevo_planner.instance import Instance, Operation
from relevo_planner.ledger import Ledger
from relevo_planner.options import Options
from relevo_planner.plan import LimitPrice, Reason
from relevo_planner.rules.kinds import Row
from relevo_planner.solution import Opening, opening_value, openings_of


def limit_prices(options: Options, row_prices: NDArray[np.float64] | None) -> tuple[LimitPrice, ...]:
    """Say row prices in names that other questions share; limits without a price are left out."""
    if row_prices is None:
        return ()
    priced = zip(options.rows, row_prices.tolist(), strict=True)
    return tuple(LimitPrice(row.reason, row.subject, row.start, price) for row, price in priced if price > 0)


def warm_prices(instance: Instance, options: Options, warm: Warm) -> NDArray[np.float64] | None:
    """(R,) prices of this question's rows after an earlier plan's; None where it left none.

    Teams that were not there before are priced like the dearest of their capability at the time: for nothing, everybody
    would want them, and the bound would say so.
    """
    if not warm.prices:
        return None
    known = {(price.reason, price.subject, price.start): price.price for price in warm.prices}
    subjects = {(price.reason, price.subject) for price in warm.prices}
    dearest: dict[tuple[int, int], float] = {}
    for row in options.rows:
        if row.reason is Reason.SUPPLY:
            kind = (int(options.pool_capability[row.pools[0]]), row.start)
            dearest[kind] = max(dearest.get(kind, 0.0), known.get((row.reason, row.subject, row.start), 0.0))

    def price(row: Row) -> float:
        if row.reason is Reason.SUPPLY and (row.reason, row.subject) not in subjects:
            return dearest[int(options.pool_capability[row.pools[0]]), row.start]
        return known.get((row.reason, row.subject, row.start), 0.0)

    return np.array([price(row) for row in options.rows], dtype=np.float64)


def repaired(instance: Instance, options: Options, operations: Iterable[Operation]) -> tuple[Opening, ...]:
    """Fit operations of an earlier plan into the question as it is now.

    Pins come first. Then operations are taken, the most valuable first, while a pause lies between them and those of
    the same municipality; each keeps the teams for which there is room.

    Returns:
        Openings that keep every rule, by option.
    """
    ledger = Ledger(options)
    kept = [Opening(option, teams) for option, teams in options.pinned]
    for opening in kept:
        ledger.book(opening)
    wanted = [opening for opening in openings_of(instance, options, operations) if opening.teams]
    for opening in sorted(wanted, key=lambda one: (-opening_value(options, one), one.option)):
        if all(_apart(options, opening.option, other.option) for other in kept):
            fitting = _fitting(options, ledger, opening)
            if opening_value(options, fitting) > 0:
                kept.append(fitting)
            else:
                _give_back(ledger, fitting)
    return tuple(sorted(kept, key=lambda opening: opening.option))


def _apart(options: Options, one: int, other: int) -> bool:
    if options.municipality[one] != options.municipality[other]:
        return True
    first, second = sorted((one, other), key=lambda option: int(options.start[option]))
    return bool(options.start[first] + options.periods[first] + options.separation <= options.start[second])


def _fitting(options: Options, ledger: Ledger, opening: Opening) -> Opening:
    """Book as many of the opening's teams as every limit leaves room for."""
    option, place = opening.option, int(options.municipality[opening.option])
    teams_left, officers_left = int(options.teams_limit[option]), int(options.officers_limit[option])
    needed = [sum(curve.widths) for curve in options.curves[place]]
    taken: list[tuple[int, int]] = []
    for pool, teams in opening.teams:
        officers, capability = int(options.pool_officers[pool]), int(options.pool_capability[pool])
        most = min(teams, teams_left, needed[capability], officers_left // officers if officers else teams)
        most = min(most, ledger.room(option, pool)) if most > 0 else 0
        if most > 0:
            ledger.take(option, pool, most)
            taken.append((pool, most))
            teams_left, officers_left = teams_left - most, officers_left - most * officers
            needed[capability] -= most
    return Opening(option, tuple(taken))


def _give_back(ledger: Ledger, opening: Opening) -> None:
    for pool, teams in opening.teams:
        ledger.take(opening.option, pool, -teams)
