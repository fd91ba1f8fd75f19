"""What simpler ways of planning would reach on the same instance, under the same rules.

*By rank* is the spreadsheet: walk down the ranking, give each municipality the earliest stay that is possible, as long
as allowed, with all it asks for, until teams run out; then walk again for second stays. *Proportional* shares out what
is free, period by period, in proportion to need (largest remainders, Hamilton's method).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance
from relevo_planner.ledger import Ledger
from relevo_planner.options import Options
from relevo_planner.plan import Baseline
from relevo_planner.solution import Opening, openings_value, operations_of

BY_RANK = "by-rank"
PROPORTIONAL = "proportional"


def baselines(instance: Instance, options: Options, ranked: tuple[Opening, ...] | None = None) -> tuple[Baseline, ...]:
    """Both baselines with their values and operations; ``ranked`` is ``by_rank``'s answer, where it is known."""
    ranked = by_rank(instance, options) if ranked is None else ranked
    found = ((BY_RANK, ranked), (PROPORTIONAL, proportional(instance, options)))
    return tuple(
        Baseline(name, openings_value(options, openings), operations_of(instance, options, openings))
        for name, openings in found
    )


class _Placing:
    """Openings so far, with what they leave of limits and calendars.

    Both walks go forward in time within a municipality, so that a stay only blocks what comes after it; what lies too
    near to a pin is no option at all.
    """

    def __init__(self, instance: Instance, options: Options) -> None:
        self.options = options
        self.ledger = Ledger(options)
        self.openings: list[Opening] = []
        self._near = _nearest_first(instance)
        self.free_from: NDArray[np.int64] = np.zeros(len(options.curves), dtype=np.int64)
        self.pinned: NDArray[np.int64] = np.array([option for option, _ in options.pinned], dtype=np.int64)
        for option, teams in options.pinned:
            self.ledger.book(Opening(option, teams))
            self.openings.append(Opening(option, teams))

    def _keep(self, opening: Opening) -> None:
        self.openings.append(opening)
        end = int(self.options.start[opening.option] + self.options.periods[opening.option])
        place = int(self.options.municipality[opening.option])
        self.free_from[place] = max(int(self.free_from[place]), end + self.options.separation)

    def place(self, option: int, wished: dict[int, int] | None = None) -> bool:
        """Open an option with all that its municipality asks for, or with at most ``wished`` teams per pool."""
        options, taken = self.options, dict[int, int]()
        teams_left, officers_left = int(options.teams_limit[option]), int(options.officers_limit[option])
        municipality = int(options.municipality[option])
        for capability, width in _steps(options, municipality):
            left = width
            for pool in self._near[municipality]:
                if options.pool_capability[pool] != capability or not options.allowed[option, pool]:
                    continue
                officers = int(options.pool_officers[pool])
                most = min(left, teams_left, officers_left // officers if officers else left)
                if wished is not None:
                    most = min(most, wished.get(pool, 0) - taken.get(pool, 0))
                most = min(most, self.ledger.room(option, pool)) if most > 0 else 0
                if most > 0:
                    self.ledger.take(option, pool, most)
                    taken[pool] = taken.get(pool, 0) + most
                    left, teams_left, officers_left = left - most, teams_left - most, officers_left - most * officers
        if taken:
            self._keep(Opening(option, tuple(sorted(taken.items()))))
        return bool(taken)

    def result(self) -> tuple[Opening, ...]:
        return tuple(sorted(self.openings, key=lambda opening: opening.option))


def _steps(options: Options, municipality: int) -> list[tuple[int, int]]:
    """(capability, teams) of the municipality's gain steps, best gain first."""
    steps = [
        (-gain, capability, width)
        for capability, curve in enumerate(options.curves[municipality])
        for width, gain in zip(curve.widths, curve.gains, strict=True)
    ]
    return [(capability, width) for _, capability, width in sorted(steps)]


def _nearest_first(instance: Instance) -> list[list[int]]:
    """Per municipality, pool indices with those of its own region first."""
    by_region = {
        region: sorted(range(len(instance.pools)), key=lambda pool: instance.pools[pool].base_region != region)
        for region in {municipality.region for municipality in instance.municipalities}
    }
    return [by_region[municipality.region] for municipality in instance.municipalities]


def by_rank(instance: Instance, options: Options) -> tuple[Opening, ...]:
    """Walk down the ranking until a walk places nothing; municipalities without a rank come last."""
    placing = _Placing(instance, options)
    ranks = [municipality.rank or len(instance.municipalities) + 1 for municipality in instance.municipalities]
    waiting: Sequence[int] = sorted(range(len(ranks)), key=lambda index: ranks[index])
    while waiting:
        waiting = [municipality for municipality in waiting if _place_earliest(placing, municipality)]
    return placing.result()


def _place_earliest(placing: _Placing, municipality: int) -> bool:
    options = placing.options
    own = np.arange(options.first[municipality], options.first[municipality + 1])
    own = np.setdiff1d(own[options.start[own] >= placing.free_from[municipality]], placing.pinned)
    room = np.zeros(len(own), dtype=np.int64)
    for pool in np.flatnonzero(options.allowed[own].any(axis=0)):
        fits = options.allowed[own, pool] & (options.officers_limit[own] >= options.pool_officers[pool])
        room = np.maximum(room, np.where(fits, placing.ledger.rooms(own, int(pool)), 0))
    possible = own[(room > 0) & (options.teams_limit[own] > 0)]
    if not len(possible):
        return False
    earliest = np.lexsort((-options.periods[possible], options.start[possible]))[0]
    return placing.place(int(possible[earliest]))


def proportional(instance: Instance, options: Options) -> tuple[Opening, ...]:
    """Share out what is free in every period among the municipalities that can begin a stay then."""
    placing = _Placing(instance, options)
    need = np.array([[sum(curve.widths) for curve in own] for own in options.curves], dtype=np.float64)
    for period in range(options.horizon):
        starting = _longest_starting(placing, period)
        wishes: dict[int, dict[int, int]] = {}
        for pool in range(len(instance.pools)):
            able = starting[options.allowed[starting, pool]]
            if not len(able):
                continue
            rooms = placing.ledger.rooms(able, pool)
            claims = need[options.municipality[able], options.pool_capability[pool]] * (rooms > 0)
            for option, teams in zip(able, largest_remainders(claims, int(rooms.max())), strict=True):
                if teams:
                    wishes.setdefault(int(option), {})[pool] = int(teams)
        for option, wished in sorted(wishes.items()):
            placing.place(option, wished)
    return placing.result()


def _longest_starting(placing: _Placing, period: int) -> NDArray[np.int64]:
    """The longest option that begins in the period, per municipality that keeps its pause."""
    options = placing.options
    starting = np.setdiff1d(np.flatnonzero(options.start == period), placing.pinned)
    by_length = starting[np.lexsort((-options.periods[starting], options.municipality[starting]))]
    _, first = np.unique(options.municipality[by_length], return_index=True)
    longest = by_length[first]
    return longest[placing.free_from[options.municipality[longest]] <= period]


def largest_remainders(claims: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Share ``total`` in proportion to the claims, none above its claim (Hamilton's method)."""
    whole = claims.sum()
    if whole <= total:
        return np.asarray(claims, dtype=np.int64)
    exact = claims * (total / whole)
    shares: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    for index in np.argsort(shares - exact, kind="stable")[: total - int(shares.sum())]:
        shares[index] += 1
    return shares
