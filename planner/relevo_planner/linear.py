"""The linear programs of the price search, by whichever of two solvers is quicker at their size.

    maximise    value . x
    subject to  matrix @ x <= bounds,  0 <= x <= most

Both run on one thread and neither looks at the clock, so that the same program has the same answer everywhere. The dual
simplex method is exact. PDLP starts from the last point and ends near it, within the accuracy asked for; its work grows
with the matrix, not with the number of vertices: measured, it is ahead from some 60,000 entries on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp
from scipy import sparse

Floats = NDArray[np.float64]

SIMPLEX_ENTRIES = 60_000
"""Up to so many matrix entries the simplex method is tried first."""
SIMPLEX_PARAMETERS = "use_dual_simplex: true use_preprocessing: false max_number_of_iterations: 20000"

WORK_PER_SOLVE = 250_000_000
"""Matrix entries touched by one solve of PDLP at most, well under a second: between solves the caller may stop."""
MOST_STEPS = 10_000
"""Steps of one solve of PDLP at most, however small the program."""
CHECK_EVERY = 32


@dataclass(frozen=True, slots=True)
class Linear:
    """A program with n columns and k rows.

    Attributes:
        value: (n,) objective.
        matrix: (k, n).
        bounds: (k,) upper limits of the rows.
        most: (n,) upper limits of the columns, may be infinite.
    """

    value: Floats
    matrix: sparse.csc_matrix
    bounds: Floats
    most: Floats

    @property
    def scale(self) -> float:
        """Brings the largest objective coefficient to 100: solvers' tolerances are absolute."""
        return 100.0 / max(float(np.abs(self.value).max(initial=0.0)), 1e-12)


def solve_linear(program: Linear, primal: Floats, dual: Floats, accuracy: float) -> tuple[Floats, Floats]:
    """Solve a program.

    Args:
        program: with a finite optimum.
        primal: (n,) a point to start from.
        dual: (k,) row prices to start from.
        accuracy: relative, where the solver is not exact.

    Returns:
        (n,) the point and (k,) the row prices, none negative.
    """
    if program.matrix.nnz <= SIMPLEX_ENTRIES and (exact := _simplex(program)) is not None:
        return exact
    return _pdlp(program, primal, dual, accuracy)


def _simplex(program: Linear) -> tuple[Floats, Floats] | None:
    """The vertex, None where the solver does not get there."""
    rows, columns = program.matrix.shape
    low, cost, lower = np.zeros(columns), -program.value * program.scale, np.full(rows, -np.inf)
    model = model_builder_helper.ModelBuilderHelper()
    # The library's stub has shape and element type of arrays the wrong way round.
    fill: Any = model.fill_model_from_sparse_data
    fill(low, program.most, cost, lower, program.bounds, program.matrix.tocsr())
    solver = model_builder_helper.ModelSolverHelper("glop")
    solver.set_solver_specific_parameters(SIMPLEX_PARAMETERS)
    solver.solve(model)
    if solver.status() != model_builder_helper.SolveStatus.OPTIMAL:
        return None
    prices = -np.asarray(solver.dual_values()) / program.scale
    return np.asarray(solver.variable_values()), np.maximum(prices, 0.0)


def _pdlp(program: Linear, primal: Floats, dual: Floats, accuracy: float) -> tuple[Floats, Floats]:
    start = pdlp.PrimalAndDualSolution()
    start.primal_solution = primal
    start.dual_solution = -program.scale * dual
    result = pdlp.primal_dual_hybrid_gradient(
        _quadratic(program), _parameters(int(program.matrix.nnz), accuracy), start
    )
    prices = np.maximum(-np.asarray(result.dual_solution), 0.0) / program.scale
    return np.asarray(result.primal_solution), prices


def _quadratic(program: Linear) -> pdlp.QuadraticProgram:
    rows, columns = program.matrix.shape
    model = pdlp.QuadraticProgram()
    model.resize_and_initialize(columns, rows)
    model.objective_vector = -program.value * program.scale
    model.constraint_matrix = program.matrix
    model.constraint_lower_bounds = np.full(rows, -np.inf)
    model.constraint_upper_bounds = program.bounds
    model.variable_lower_bounds = np.zeros(columns)
    model.variable_upper_bounds = program.most
    return model


def _parameters(entries: int, accuracy: float) -> solvers_pb2.PrimalDualHybridGradientParams:
    parameters = solvers_pb2.PrimalDualHybridGradientParams(
        num_threads=1, termination_check_frequency=CHECK_EVERY, major_iteration_frequency=CHECK_EVERY
    )
    criteria = parameters.termination_criteria
    criteria.simple_optimality_criteria.eps_optimal_relative = accuracy
    criteria.simple_optimality_criteria.eps_optimal_absolute = accuracy
    criteria.iteration_limit = min(max(20 * CHECK_EVERY, WORK_PER_SOLVE // max(entries, 1)), MOST_STEPS)
    return parameters
