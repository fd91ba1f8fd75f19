"""The first-order method of the price search's larger programs: PDLP, which starts where the last one ended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp
from scipy.sparse import csc_matrix

from relevo_planner.linear import Linear

Floats = NDArray[np.float64]

WORK_PER_SOLVE = 250_000_000
"""Matrix entries touched by one solve at most, well under a second: between solves the caller may stop."""
MOST_STEPS = 10_000
"""Steps of one solve at most, however small the program."""
CHECK_EVERY = 32


def first_order(program: Linear, weight: Floats, prices: Floats, accuracy: float) -> tuple[Floats, Floats]:
    """Improve a point until it is accurate enough, or for as much work as one solve may take.

    Args:
        program: with a finite optimum.
        weight: (n,) how far the columns were open.
        prices: (k,) prices to start from.
        accuracy: relative.

    Returns:
        (n,) how far each column is open and (k,) the prices.
    """
    start = pdlp.PrimalAndDualSolution()
    start.primal_solution, start.dual_solution = program.scale * prices, weight
    result = pdlp.primal_dual_hybrid_gradient(_quadratic(program), _parameters(len(program.use.value), accuracy), start)
    found = np.asarray(result.primal_solution) / program.scale
    return np.maximum(np.asarray(result.dual_solution), 0.0), np.clip(found, program.low, program.high)


def _quadratic(program: Linear) -> pdlp.QuadraticProgram:
    columns, rows, use = len(program.value), len(program.limits), program.use
    model = pdlp.QuadraticProgram()
    model.resize_and_initialize(rows, columns)
    model.objective_vector = program.limits
    model.constraint_matrix = csc_matrix((use.value, (use.line, use.column)), shape=(columns, rows))
    model.constraint_lower_bounds = program.value * program.scale
    model.constraint_upper_bounds = np.full(columns, np.inf)
    model.variable_lower_bounds = program.low * program.scale
    model.variable_upper_bounds = program.high * program.scale
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
