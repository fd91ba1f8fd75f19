"""CP-SAT on an MPS file: the file is read by HiGHS and handed over row by row, its gains as integers.

Every column is an integer there, the gain steps too: since gains never increase, an optimal plan has whole steps. Gains
are multiplied by ``SCALE`` and rounded. Every team of an operation counts in one gain step and one cost column, each
rounded by half a unit at most: bounds are given back with that much added, incumbents with their true value.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import ortools
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.sparse import csc_array

from benchmarks.rivals.highs import read
from benchmarks.rivals.recorder import Recorder
from benchmarks.rivals.stop import Stop

THREADS = 2
BUSY_THREADS = 2
SCALE = 1e6
_LARGEST = 2**62


def version() -> str:
    return str(ortools.__version__)


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, gain: NDArray[np.float64], recorder: Recorder, error: float) -> None:
        super().__init__()
        self._gain = gain
        self._recorder = recorder
        self._error = error

    def on_solution_callback(self) -> None:
        solution = np.array(self.response_proto.solution, dtype=np.float64)
        self._recorder.improve(float(self._gain @ solution), self.best_objective_bound / SCALE + self._error)


def build(mps: Path) -> tuple[cp_model.CpModel, NDArray[np.float64]]:
    """Read the file and build the model, which comes with the true gain of every column.

    Raises:
        ValueError: if it is no MPS file, or a row has a coefficient that is no whole number.
    """
    reader = highspy.Highs()
    reader.setOptionValue("output_flag", False)
    read(reader, mps)
    program = reader.getLp()
    matrix = program.a_matrix_
    shape = (program.num_row_, program.num_col_)
    by_row = csc_array((np.array(matrix.value_), np.array(matrix.index_), np.array(matrix.start_)), shape=shape).tocsr()
    start, columns, coefficients = by_row.indptr.tolist(), by_row.indices.tolist(), np.rint(by_row.data)
    if (coefficients != by_row.data).any():
        raise ValueError(f"{mps}: CP-SAT takes whole coefficients only.")
    low, high = _whole(program.col_lower_), _whole(program.col_upper_)
    gain = np.array(program.col_cost_)
    model = cp_model.CpModel()
    variables = [model.new_int_var(a, b, "") for a, b in zip(low.tolist(), high.tolist(), strict=True)]
    rows = zip(_whole(program.row_lower_).tolist(), _whole(program.row_upper_).tolist(), strict=True)
    whole = coefficients.astype(np.int64).tolist()
    for row, (least, most) in enumerate(rows):
        own = slice(start[row], start[row + 1])
        terms = cp_model.LinearExpr.weighted_sum([variables[c] for c in columns[own]], whole[own])
        model.add_linear_constraint(terms, least, most)
    rounded = np.rint(gain * SCALE).astype(np.int64)
    used = np.flatnonzero(rounded)
    model.maximize(cp_model.LinearExpr.weighted_sum([variables[c] for c in used], rounded[used].tolist()))
    return model, gain


def solve(mps: Path, recorder: Recorder, stop: Stop) -> str:
    """Maximise until the gap or the deadline is reached; returns how the solver says it ended."""
    model, gain = build(mps)
    error = 2 * stop.team_operations * 0.5 / SCALE
    recorder.note(phase="read", scale=SCALE, rounding_error=error)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = THREADS
    solver.parameters.random_seed = stop.seed
    solver.parameters.relative_gap_limit = stop.gap
    solver.parameters.max_time_in_seconds = stop.clock_limit_s()

    def lowered(bound: float) -> None:
        recorder.improve(-math.inf, bound / SCALE + error)
        if stop.reached(recorder):
            solver.stop_search()

    solver.best_bound_callback = lowered
    status = solver.solve(model, _Watch(gain, recorder, error))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        recorder.improve(-math.inf, solver.best_objective_bound / SCALE + error)
    return str(solver.status_name(status))


def _whole(values: Any) -> NDArray[np.int64]:
    return np.rint(np.clip(np.array(values, dtype=np.float64), -_LARGEST, _LARGEST)).astype(np.int64)
