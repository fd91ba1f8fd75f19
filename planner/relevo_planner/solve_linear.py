"""Solve the price search's linear programs by whichever of two solvers is quicker at their size.

Both run on one thread and neither looks at the clock, so that the same program has the same answer everywhere. The dual
simplex method is exact. The first-order method starts from the last point and ends near it, within the accuracy asked
for; its work grows with the entries, not with the number of vertices: measured, it is ahead from 60,000 entries on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.glop import parameters_pb2 as glop_pb2
from ortools.math_opt import parameters_pb2, result_pb2

from relevo_planner.assembly import Assembly
from relevo_planner.linear import Linear
from relevo_planner.solving import Solver, filled, run_model

Floats = NDArray[np.float64]

SIMPLEX_ENTRIES = 60_000
"""Up to so many entries the simplex method is tried first."""
SIMPLEX_STEPS = 20_000


def solve_linear(program: Linear, weight: Floats, prices: Floats, accuracy: float) -> tuple[Floats, Floats]:
    """Solve a program.

    Args:
        program: with a finite optimum.
        weight: (n,) how far the columns were open, to start from.
        prices: (k,) prices to start from.
        accuracy: relative, where the solver is not exact.

    Returns:
        (n,) how far each column is open and (k,) the prices.
    """
    if len(program.use.value) <= SIMPLEX_ENTRIES and (exact := _simplex(program)) is not None:
        return exact
    from relevo_planner.first_order import first_order  # takes half as long to read as small prices take to find

    return first_order(program, weight, prices, accuracy)


def _simplex(program: Linear) -> tuple[Floats, Floats] | None:
    """The vertex, None where the solver does not get there."""
    parameters = parameters_pb2.SolveParametersProto(
        glop=glop_pb2.GlopParameters(use_dual_simplex=True, max_number_of_iterations=SIMPLEX_STEPS)
    )
    result = run_model(_assembly(program).proto(), Solver.GLOP, parameters)
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        return None
    found = result.solutions[0]
    prices = filled(found.primal_solution.variable_values, len(program.limits)) / program.scale
    # What a higher value of a column would cost.
    weight = -filled(found.dual_solution.dual_values, len(program.value))
    return np.maximum(weight, 0.0), np.clip(prices, program.low, program.high)


def _assembly(program: Linear) -> Assembly:
    """The program as one that maximises."""
    assembly, scale, use = Assembly(), program.scale, program.use
    assembly.add_columns(len(program.limits), program.low * scale, program.high * scale, integer=False)
    assembly.add_rows(program.value * scale, np.inf, (use.line, use.column, use.value), count=len(use))
    assembly.objective = -program.limits
    return assembly
