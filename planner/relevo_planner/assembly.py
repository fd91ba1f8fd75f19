"""A linear program with integers, gathered as arrays and handed to MathOpt in one piece.

    maximise  Σ objective[c] * x[c]
    subject to  lower[r] <= Σ entry[r, c] * x[c] <= upper[r],   low[c] <= x[c] <= high[c],   some x[c] integer

Adding a million columns one by one through the modelling interface takes longer than solving; arrays do not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from ortools.math_opt import model_pb2

Entries = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
"""Row within its block, column, coefficient."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """A program in one piece: bounds, integrality and names per column and row, matrix entries, objective."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    integer: NDArray[np.bool_]
    column_names: list[str]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    row_names: list[str]
    entries: Entries
    objective: NDArray[np.float64]


class Assembly:
    """Columns and rows so far. Blocks are added; nothing is removed, but the objective may be replaced."""

    def __init__(self) -> None:
        self._columns: list[tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]] = []
        self._rows: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        self._entries: list[Entries] = []
        self._column_names: list[Sequence[str]] = []
        self._row_names: list[Sequence[str]] = []
        self.column_count = 0
        self.row_count = 0
        self.objective: NDArray[np.float64] = np.zeros(0)

    def add_columns(
        self, count: int, low: ArrayLike, high: ArrayLike, *, integer: bool, names: Sequence[str] = ()
    ) -> NDArray[np.int64]:
        """Add ``count`` columns with scalar or (count,) bounds; returns their indices."""
        self._columns.append((_filled(low, count), _filled(high, count), np.full(count, integer)))
        self._column_names.append(names or [""] * count)
        first, self.column_count = self.column_count, self.column_count + count
        self.objective = np.concatenate([self.objective, np.zeros(count)])
        return np.arange(first, self.column_count)

    def add_rows(
        self,
        lower: ArrayLike,
        upper: ArrayLike,
        entries: Entries,
        *,
        count: int,
        names: Sequence[str] = (),
    ) -> NDArray[np.int64]:
        """Add ``count`` rows; ``entries`` are (row within the block, column, coefficient). Returns row indices."""
        self._rows.append((_filled(lower, count), _filled(upper, count)))
        self._row_names.append(names or [""] * count)
        row, column, coefficient = entries
        self._entries.append((np.asarray(row) + self.row_count, np.asarray(column), np.asarray(coefficient)))
        first, self.row_count = self.row_count, self.row_count + count
        return np.arange(first, self.row_count)

    def add_row(self, lower: float, upper: float, columns: ArrayLike, coefficients: ArrayLike, name: str = "") -> int:
        """Add one row; returns its index."""
        column = np.asarray(columns, dtype=np.int64).reshape(-1)
        entries = (np.zeros(len(column), dtype=np.int64), column, _filled(coefficients, len(column)))
        return int(self.add_rows(lower, upper, entries, count=1, names=[name])[0])

    def scale(self) -> float:
        """The power of two that brings the largest objective coefficient near 100: solvers' tolerances are absolute."""
        largest = float(np.abs(self.objective).max(initial=0.0))
        return 2.0 ** round(math.log2(100.0 / largest)) if largest > 0 else 1.0

    def arrays(self) -> Arrays:
        """Everything gathered so far, in one piece."""
        row, column, coefficient = stacked(*self._entries)
        return Arrays(
            low=_joined([low for low, _, _ in self._columns]),
            high=_joined([high for _, high, _ in self._columns]),
            integer=np.concatenate([np.zeros(0, dtype=np.bool_), *(integer for _, _, integer in self._columns)]),
            column_names=[name for names in self._column_names for name in names],
            lower=_joined([lower for lower, _ in self._rows]),
            upper=_joined([upper for _, upper in self._rows]),
            row_names=[name for names in self._row_names for name in names],
            entries=(row, column, coefficient),
            objective=self.objective,
        )

    def proto(self, *, scale: float = 1.0, relaxed: bool = False) -> model_pb2.ModelProto:
        """Everything as MathOpt reads it, the objective multiplied by ``scale``; ``relaxed`` drops integrality."""
        arrays = self.arrays()
        row, column, coefficient = arrays.entries
        proto = model_pb2.ModelProto(name="relevo")
        proto.variables.ids.extend(range(self.column_count))
        proto.variables.lower_bounds.extend(arrays.low.tolist())
        proto.variables.upper_bounds.extend(arrays.high.tolist())
        proto.variables.integers.extend((arrays.integer & (not relaxed)).tolist())
        proto.linear_constraints.ids.extend(range(self.row_count))
        proto.linear_constraints.lower_bounds.extend(arrays.lower.tolist())
        proto.linear_constraints.upper_bounds.extend(arrays.upper.tolist())
        order = np.lexsort((column, row))
        proto.linear_constraint_matrix.row_ids.extend(row[order].tolist())
        proto.linear_constraint_matrix.column_ids.extend(column[order].tolist())
        proto.linear_constraint_matrix.coefficients.extend(coefficient[order].tolist())
        used = np.flatnonzero(arrays.objective)
        proto.objective.maximize = True
        proto.objective.linear_coefficients.ids.extend(used.tolist())
        proto.objective.linear_coefficients.values.extend((arrays.objective[used] * scale).tolist())
        return proto


def stacked(*blocks: Entries) -> Entries:
    """One block of entries from several."""
    nothing = np.zeros(0, dtype=np.int64)
    return (
        np.concatenate([nothing, *(row for row, _, _ in blocks)]),
        np.concatenate([nothing, *(column for _, column, _ in blocks)]),
        np.concatenate([np.zeros(0), *(coefficient for _, _, coefficient in blocks)]),
    )


def _filled(value: ArrayLike, count: int) -> NDArray[np.float64]:
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), (count,)))


def _joined(blocks: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros(0), *blocks])
