"""The linear programs of the price search, by whichever of two solvers is quicker at their size.

Prices are what is sought, so that prices are the variables:

    minimise    limits . price
    subject to  use @ price  >=  value,   low <= price <= high

Its dual is the mixture of columns: how far each of them is open. Both solvers run on one thread and neither looks at
the clock, so that the same program has the same answer everywhere. The dual simplex method is exact. The first-order
method starts from the last point and ends near it, within the accuracy asked for; its work grows with the entries, not
with the number of vertices: measured, it is ahead from some 60,000 entries on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.glop import parameters_pb2 as glop_pb2
from ortools.math_opt import model_pb2, parameters_pb2, result_pb2
from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto

from relevo_planner.solving import Solver, run_model
from relevo_planner.sparse import Sparse

Floats = NDArray[np.float64]

SIMPLEX_ENTRIES = 60_000
"""Up to so many entries the simplex method is tried first."""
SIMPLEX_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Linear:
    """n columns that want to be worth no more than what they use of k rows.

    Attributes:
        value: (n,) what each column brings.
        use: (n, k) what it uses.
        limits: (k,) what there is of each row.
        low: (k,) lowest prices.
        high: (k,) highest prices, may be infinite.
    """

    value: Floats
    use: Sparse
    limits: Floats
    low: Floats
    high: Floats

    @property
    def scale(self) -> float:
        """Brings the largest value to 100: solvers' tolerances are absolute."""
        return 100.0 / max(float(np.abs(self.value).max(initial=0.0)), 1e-12)


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
    result = run_model(_model(program), Solver.GLOP, parameters)
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        return None
    found = result.solutions[0]
    prices = _filled(found.primal_solution.variable_values, len(program.limits)) / program.scale
    weight = _filled(found.dual_solution.dual_values, len(program.value))
    return np.maximum(weight, 0.0), np.clip(prices, program.low, program.high)


def _model(program: Linear) -> model_pb2.ModelProto:
    scale, (columns, rows) = program.scale, (len(program.value), len(program.limits))
    proto = model_pb2.ModelProto(name="prices")
    proto.variables.ids.extend(range(rows))
    proto.variables.lower_bounds.extend((program.low * scale).tolist())
    proto.variables.upper_bounds.extend((program.high * scale).tolist())
    proto.variables.integers.extend([False] * rows)
    proto.linear_constraints.ids.extend(range(columns))
    proto.linear_constraints.lower_bounds.extend((program.value * scale).tolist())
    proto.linear_constraints.upper_bounds.extend([np.inf] * columns)
    proto.linear_constraint_matrix.row_ids.extend(program.use.line.tolist())
    proto.linear_constraint_matrix.column_ids.extend(program.use.column.tolist())
    proto.linear_constraint_matrix.coefficients.extend(program.use.value.tolist())
    proto.objective.linear_coefficients.ids.extend(range(rows))
    proto.objective.linear_coefficients.values.extend(program.limits.tolist())
    return proto


def _filled(found: SparseDoubleVectorProto, count: int) -> Floats:
    values = np.zeros(count)
    values[np.array(found.ids, dtype=np.int64)] = found.values
    return values
