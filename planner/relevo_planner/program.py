"""The whole program: every option with every composition, as one integer program.

    maximise    Σ_ω w[ω] Σ_k Σ_j g[m, k, j] * y[ω, k, j]  -  Σ_ω Σ_p cost[p] * n[ω, p]

    supply and the other shared limits   Σ usage[row, ω, p] * n[ω, p]  <=  limit[row]
    teams are counted by gain step       Σ_{p of k} n[ω, p]  =  Σ_j y[ω, k, j]
    steps need the operation             y[ω, k, j]  <=  width[m, k, j] * open[ω]
    a pool may be smaller than a step    n[ω, p]  <=  most[ω, p] * open[ω]
    teams of one operation               Σ_p n[ω, p]  <=  teams[ω] * open[ω]
    officers of one operation            Σ_p officers[p] * n[ω, p]  <=  officers[ω] * open[ω]
    one stay at a time, and the pause    Σ_{ω of m: a <= t < a + d + separation} open[ω]  <=  1   for all m, t
    pins                                 open[ω] = 1,  n[ω, ·] as pinned
    floors, elastic                      teams[f] * z[f, ω]  <=  Σ_{p of k} n[ω, p],   Σ_ω z[f, ω]  >=  met[f]

``open``, ``n``, ``z``, ``met`` are integer; ``y`` needs no integrality because gains never increase. ``w[ω]`` sums
the municipality's period weights over the option's window.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.assembly import Assembly
from relevo_planner.options import NO_LIMIT, Options
from relevo_planner.program_blocks import Frame, add_floors, add_option_limits, add_pauses, add_shared_rows, add_steps
from relevo_planner.solution import Opening
from relevo_planner.solving import Start
from relevo_planner.usage import Pairs, allowed_pairs, row_usage

Composition = tuple[tuple[int, int], ...]
"""Teams of an option as (pool index, teams)."""


@dataclass(frozen=True, slots=True)
class Program:
    """The program over some of the options.

    Attributes:
        assembly: columns, rows and the objective of goal 2.
        chosen: (S,) option indices, ascending.
        open: (S,) columns of ``open``.
        pairs: the (option, pool) pairs that may serve.
        teams: (Q,) columns of ``n``, one per pair.
        steps: (Y,) columns of ``y``.
        step_option: (Y,) the option of each step.
        met: (F,) columns that say that a floor is met.
        shared_rows: (R,) row indices of the shared limits, in the order of ``Options.rows``.
    """

    assembly: Assembly
    chosen: NDArray[np.int64]
    open: NDArray[np.int64]
    pairs: Pairs
    teams: NDArray[np.int64]
    steps: NDArray[np.int64]
    step_option: NDArray[np.int64]
    met: NDArray[np.int64]
    shared_rows: NDArray[np.int64]

    def require_floors(self, count: int) -> None:
        """Have at least ``count`` floors met."""
        if count > 0:
            self.assembly.add_row(float(count), math.inf, self.met, 1.0, name="floors_kept")

    def openings(self, values: NDArray[np.float64]) -> tuple[Opening, ...]:
        """Read openings from the values of all columns; options without teams stay closed."""
        teams = np.rint(values[self.teams]).astype(np.int64)
        found: dict[int, list[tuple[int, int]]] = {}
        for pair in np.flatnonzero(teams > 0):
            found.setdefault(int(self.pairs.option[pair]), []).append((int(self.pairs.pool[pair]), int(teams[pair])))
        return tuple(Opening(option, tuple(composition)) for option, composition in sorted(found.items()))

    def start(self, openings: Iterable[Opening]) -> Start:
        """A point for the solver to begin with: these openings, as far as their options are in the program."""
        opened, teams = np.zeros(len(self.open)), np.zeros(len(self.teams))
        for opening in openings:
            opened[self.chosen == opening.option] = 1.0
            own = slice(*np.searchsorted(self.pairs.option, [opening.option, opening.option + 1]))
            composition = dict(opening.teams)
            teams[own] = [composition.get(int(pool), 0) for pool in self.pairs.pool[own]]
        return Start(np.concatenate([self.open, self.teams]), np.concatenate([opened, teams]))


def build_program(
    options: Options,
    chosen: NDArray[np.int64] | None = None,
    fixed: Mapping[int, Composition] | None = None,
    *,
    named: bool = False,
) -> Program:
    """Build the program of goal 2.

    Args:
        options: what the rules leave.
        chosen: (S,) the options to include, ascending; None: all. Pinned and fixed options are always included.
        fixed: options that must be open with exactly these teams, besides the pins.
        named: give columns and rows readable names (``open_12``, ``n_12_3``), which costs memory.
    """
    held = {**dict(options.pinned), **(fixed or {})}
    if chosen is None:
        chosen = np.arange(len(options), dtype=np.int64)
    chosen = np.union1d(chosen, np.array(list(held), dtype=np.int64)).astype(np.int64)
    assembly, pairs = Assembly(), allowed_pairs(options, chosen)
    most = pair_limits(options, pairs)
    opened = assembly.add_columns(
        len(chosen),
        np.isin(chosen, list(held)).astype(np.float64),
        1.0,
        integer=True,
        names=[f"open_{option}" for option in chosen] if named else (),
    )
    least, highest = _held_bounds(pairs, most, held)
    pair_names = [f"n_{option}_{pool}" for option, pool in zip(pairs.option, pairs.pool, strict=True)] if named else ()
    teams = assembly.add_columns(len(pairs.option), least, highest, integer=True, names=pair_names)
    assembly.objective[teams] = -options.pool_cost[pairs.pool]
    frame = Frame(assembly, options, chosen, opened, np.searchsorted(chosen, pairs.option), pairs, teams, most, named)
    steps, step_option = add_steps(frame)
    add_option_limits(frame)
    add_pauses(frame)
    shared = add_shared_rows(frame)
    met = add_floors(frame)
    return Program(assembly, chosen, opened, pairs, teams, steps, step_option, met, shared)


def pair_limits(options: Options, pairs: Pairs) -> NDArray[np.int64]:
    """(Q,) most teams of the pool in the option: its need, team and officer limits, and the tightest supply."""
    need = np.array([[sum(curve.widths) for curve in own] for own in options.curves], dtype=np.int64)
    need = need.reshape(-1, max(1, len(options.curves[0]) if options.curves else 1))
    most = need[options.municipality[pairs.option], options.pool_capability[pairs.pool]]
    most = np.minimum(most, options.teams_limit[pairs.option])
    officers = options.pool_officers[pairs.pool]
    within = options.officers_limit[pairs.option] // np.maximum(officers, 1)
    most = np.where(officers > 0, np.minimum(most, within), most)
    usage = row_usage(options, pairs)
    limits = np.array([row.limit for row in options.rows], dtype=np.float64)
    room = np.full(len(pairs.option), float(NO_LIMIT))
    np.minimum.at(room, usage.pair, np.floor(limits[usage.row] / usage.amount + 1e-9))
    return np.minimum(most, room.astype(np.int64))


def _held_bounds(
    pairs: Pairs, most: NDArray[np.int64], held: Mapping[int, Composition]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    least, highest = np.zeros(len(pairs.option)), most.astype(np.float64)
    for option, composition in held.items():
        own = slice(*np.searchsorted(pairs.option, [option, option + 1]))
        fixed = dict(composition)
        least[own] = highest[own] = [fixed.get(int(pool), 0) for pool in pairs.pool[own]]
    return least, highest
