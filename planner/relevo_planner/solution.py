"""A plan as the optimizer sees it: which options are open, with how many teams of which pool."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance, Operation
from relevo_planner.options import Options
from relevo_planner.plan import Stop


@dataclass(frozen=True, slots=True)
class Opening:
    """One open option and its teams as (pool index, teams), by pool, without zeros."""

    option: int
    teams: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """What a search returns.

    Attributes:
        openings: by option, ascending.
        value: goal 2's value of the openings.
        bound: no plan is worth more; infinite while nothing is proven.
        stop: why the search ended.
        floors_bound: floors that stay broken in every plan, at least.
        row_prices: (R,) what one more unit of each ``Options.rows`` limit would be worth, where known.
    """

    openings: tuple[Opening, ...]
    value: float
    bound: float
    stop: Stop
    row_prices: NDArray[np.float64] | None = None
    floors_bound: float = 0.0


def capability_value(options: Options, option: int, capability: int, teams: int) -> float:
    """Gain of ``teams`` teams of a capability in an option, before the weight of its window."""
    curve, value, left = options.curves[int(options.municipality[option])][capability], 0.0, teams
    for width, gain in zip(curve.widths, curve.gains, strict=True):
        value += gain * min(width, left)
        left -= min(width, left)
    return value


def opening_value(options: Options, opening: Opening) -> float:
    """What an opening adds to goal 2: weighted gains minus costs."""
    by_capability: dict[int, int] = {}
    cost = 0.0
    for pool, teams in opening.teams:
        capability = int(options.pool_capability[pool])
        by_capability[capability] = by_capability.get(capability, 0) + teams
        cost += float(options.pool_cost[pool]) * teams
    gain = sum(capability_value(options, opening.option, k, teams) for k, teams in sorted(by_capability.items()))
    return gain * float(options.weight[opening.option]) - cost


def openings_value(options: Options, openings: Iterable[Opening]) -> float:
    """Goal 2's value of a set of openings."""
    return float(sum(opening_value(options, opening) for opening in openings))


def operations_of(instance: Instance, options: Options, openings: Iterable[Opening]) -> tuple[Operation, ...]:
    """Say openings in the instance's names, in the order of options."""
    return tuple(
        Operation(
            municipality=instance.municipalities[int(options.municipality[opening.option])].name,
            start=int(options.start[opening.option]),
            periods=int(options.periods[opening.option]),
            teams={instance.pools[pool].name: teams for pool, teams in opening.teams},
        )
        for opening in sorted(openings, key=lambda opening: opening.option)
    )


def find_option(options: Options, municipality: int, start: int, periods: int) -> int | None:
    """Index of the option with exactly this window, None where the rules left none."""
    first, last = options.first[municipality : municipality + 2]
    match = np.flatnonzero((options.start[first:last] == start) & (options.periods[first:last] == periods))
    return int(first + match[0]) if len(match) else None


def openings_of(instance: Instance, options: Options, operations: Iterable[Operation]) -> tuple[Opening, ...]:
    """Say operations as openings, leaving out those that are no option and teams that no pool may send."""
    places = {municipality.name: i for i, municipality in enumerate(instance.municipalities)}
    pools = {pool.name: i for i, pool in enumerate(instance.pools)}
    openings = []
    for operation in operations:
        place = places.get(operation.municipality)
        option = None if place is None else find_option(options, place, operation.start, operation.periods)
        if option is not None:
            teams = _known_teams(operation.teams, pools)
            openings.append(Opening(option, tuple(pair for pair in teams if options.allowed[option, pair[0]])))
    return tuple(sorted(openings, key=lambda opening: opening.option))


def _known_teams(teams: Mapping[str, int], pools: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((pools[name], count) for name, count in teams.items() if name in pools and count > 0))
