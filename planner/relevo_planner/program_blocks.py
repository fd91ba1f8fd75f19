"""The blocks of rows that make up the whole program; its maths stands in ``program``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.assembly import Assembly, Entries, stacked
from relevo_planner.options import NO_LIMIT, Options
from relevo_planner.usage import Pairs, row_usage


@dataclass(frozen=True, slots=True)
class Frame:
    """The columns that the blocks link: S chosen options, Q pairs.

    Attributes:
        assembly: where the rows go.
        options: what the rules leave.
        chosen: (S,) option indices.
        opened: (S,) columns of ``open``.
        position: (Q,) position of each pair's option in ``chosen``.
        pairs: the pairs.
        teams: (Q,) columns of ``n``.
        most: (Q,) most teams of each pair.
        named: whether columns and rows get names.
    """

    assembly: Assembly
    options: Options
    chosen: NDArray[np.int64]
    opened: NDArray[np.int64]
    position: NDArray[np.int64]
    pairs: Pairs
    teams: NDArray[np.int64]
    most: NDArray[np.int64]
    named: bool

    def at_most_when_open(
        self, parts: Entries, position: NDArray[np.int64], limit: NDArray[np.int64], label: str
    ) -> None:
        """Rows ``Σ parts <= limit * open`` for the options at the given positions of ``chosen``."""
        each = np.arange(len(position))
        entries = stacked(parts, (each, self.opened[position], -limit.astype(np.float64)))
        names = [f"{label}_{self.chosen[o]}_{i}" for i, o in enumerate(position)] if self.named else ()
        self.assembly.add_rows(-np.inf, 0.0, entries, count=len(position), names=names)


def add_steps(frame: Frame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Gain steps, their link to the operation, and pools smaller than the need.

    Returns:
        (Y,) columns of ``y`` and (Y,) the option of each.
    """
    options, assembly = frame.options, frame.assembly
    capability = options.pool_capability[frame.pairs.pool].astype(np.int64)
    kinds = max(1, len(options.curves[0]) if options.curves else 1)
    served, row = np.unique(frame.position * kinds + capability, return_inverse=True)
    owner, width, gain, names = [], [], [], []
    for index, key in enumerate(served.tolist()):
        option = int(frame.chosen[key // kinds])
        curve = options.curves[int(options.municipality[option])][key % kinds]
        owner.extend([index] * len(curve.widths))
        width.extend(curve.widths)
        gain.extend(curve.gains)
        names.extend([f"y_{option}_{key % kinds}_{j}" for j in range(len(curve.widths))] if frame.named else [])
    owners, widths = np.array(owner, dtype=np.int64), np.array(width, dtype=np.int64)
    steps = assembly.add_columns(len(owners), 0.0, widths, integer=False, names=names)
    position = served[owners] // kinds
    assembly.objective[steps] = np.array(gain, dtype=np.float64) * options.weight[frame.chosen[position]]
    count_names = [f"count_{frame.chosen[key // kinds]}_{key % kinds}" for key in served] if frame.named else ()
    entries = stacked((row, frame.teams, np.ones(len(row))), (owners, steps, -np.ones(len(owners))))
    assembly.add_rows(0.0, 0.0, entries, count=len(served), names=count_names)
    frame.at_most_when_open((np.arange(len(steps)), steps, np.ones(len(steps))), position, widths, "step")
    tight = np.flatnonzero(frame.most < np.bincount(owners, widths, minlength=len(served))[row])
    parts = (np.arange(len(tight)), frame.teams[tight], np.ones(len(tight)))
    frame.at_most_when_open(parts, frame.position[tight], frame.most[tight], "most")
    return steps, frame.chosen[position]


def add_option_limits(frame: Frame) -> None:
    """Teams and officers of one operation, where the need alone does not keep them."""
    options = frame.options
    need = np.array([sum(sum(curve.widths) for curve in own) for own in options.curves], dtype=np.int64)
    teams, officers = options.teams_limit[frame.chosen], options.officers_limit[frame.chosen]
    fewer = np.flatnonzero(teams < need[options.municipality[frame.chosen]])
    _add_limit(frame, np.ones(len(frame.teams)), fewer, teams, "teams")
    per_team = options.pool_officers[frame.pairs.pool].astype(np.float64)
    _add_limit(frame, per_team, np.flatnonzero(officers < NO_LIMIT), officers, "officers")


def _add_limit(
    frame: Frame, amount: NDArray[np.float64], limited: NDArray[np.int64], limit: NDArray[np.int64], label: str
) -> None:
    row_of = np.full(len(frame.chosen), -1, dtype=np.int64)
    row_of[limited] = np.arange(len(limited))
    inside = np.flatnonzero((row_of[frame.position] >= 0) & (amount > 0))
    parts = (row_of[frame.position[inside]], frame.teams[inside], amount[inside])
    frame.at_most_when_open(parts, limited, limit[limited], label)


def add_pauses(frame: Frame) -> None:
    """At most one stay per municipality and period, the pause after it included."""
    options, chosen = frame.options, frame.chosen
    start = options.start[chosen].astype(np.int64)
    length = np.minimum(options.periods[chosen] + options.separation, options.horizon - start)
    owner = np.repeat(np.arange(len(chosen)), length)
    period = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length) + start[owner]
    key = options.municipality[chosen[owner]].astype(np.int64) * options.horizon + period
    clique, row, size = np.unique(key, return_inverse=True, return_counts=True)
    shared = size[row] > 1
    kept, compact = np.unique(row[shared], return_inverse=True)
    entries = (compact.astype(np.int64), frame.opened[owner[shared]], np.ones(int(shared.sum())))
    names = [f"pause_{k // options.horizon}_{k % options.horizon}" for k in clique[kept]] if frame.named else ()
    frame.assembly.add_rows(-np.inf, 1.0, entries, count=len(kept), names=names)


def add_shared_rows(frame: Frame) -> NDArray[np.int64]:
    """Supply and every other shared limit; returns their row indices in the order of ``Options.rows``."""
    rows = frame.options.rows
    usage = row_usage(frame.options, frame.pairs)
    names = [f"{row.reason}_{i}" for i, row in enumerate(rows)] if frame.named else ()
    entries = (usage.row, frame.teams[usage.pair], usage.amount)
    return frame.assembly.add_rows(-np.inf, [row.limit for row in rows], entries, count=len(rows), names=names)


def add_floors(frame: Frame) -> NDArray[np.int64]:
    """Elastic floors; returns the columns of ``met``, which are free to be 0."""
    options, assembly = frame.options, frame.assembly
    names = [f"met_{i}" for i in range(len(options.floors))]
    met = assembly.add_columns(len(options.floors), 0.0, 1.0, integer=True, names=names)
    capability = options.pool_capability[frame.pairs.pool]
    for index, floor in enumerate(options.floors):
        own = np.flatnonzero(options.municipality[frame.chosen] == floor.municipality)
        labels = [f"z_{index}_{frame.chosen[o]}" for o in own]
        brings = assembly.add_columns(len(own), 0.0, 1.0, integer=True, names=labels)
        serving = np.isin(frame.position, own) & ((capability == floor.capability) | (floor.capability < 0))
        pairs = np.flatnonzero(serving)
        each = np.arange(len(own))
        entries = stacked(
            (each, brings, np.full(len(own), float(floor.teams))),
            (np.searchsorted(own, frame.position[pairs]), frame.teams[pairs], -np.ones(len(pairs))),
        )
        assembly.add_rows(-np.inf, 0.0, entries, count=len(own), names=[f"floor_{name}" for name in labels])
        row = (np.append(brings, met[index]), np.append(np.ones(len(own)), -1.0))
        assembly.add_row(0.0, np.inf, *row, name=f"floor_{index}")
    return met
