"""Run an assembled program through MathOpt, on one thread: how many cores there are changes no answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from relevo_planner.assembly import Assembly

ONE_THREAD = highs_pb2.HighsOptionsProto(string_options={"parallel": "off"}, int_options={"threads": 1})
"""MathOpt refuses its own ``threads`` for HiGHS; its other solvers use one thread unless told."""


@dataclass(frozen=True, slots=True)
class Start:
    """A point to begin with: values of some of the columns."""

    columns: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver said.

    Attributes:
        values: (columns,) the best point found, None where none was.
        value: its objective; minus infinity without a point.
        bound: no point is better; minus infinity where none exists.
        complete: the search ended by itself: the point is optimal within the tolerance, or there is none.
    """

    values: NDArray[np.float64] | None
    value: float
    bound: float
    complete: bool

    @property
    def infeasible(self) -> bool:
        """Whether the solver proved that there is no point."""
        return self.complete and self.values is None


def solve_assembly(
    assembly: Assembly,
    *,
    time_limit_s: float = math.inf,
    relative_gap: float = 0.0,
    seed: int = 0,
    node_limit: int | None = None,
    start: Start | None = None,
    solver: mathopt.SolverType = mathopt.SolverType.HIGHS,
    brief: bool = False,
) -> Solved:
    """Maximise the assembly's objective.

    Args:
        assembly: columns, rows and objective.
        time_limit_s: seconds that the solver may take.
        relative_gap: relative distance between value and bound at which the solver may stop.
        seed: of the solver's own random choices.
        start: a point to begin with; columns that it does not name are the solver's to fill in.
        node_limit: nodes of the search tree, a limit that does not depend on the machine; None: none.
        solver: any that MathOpt offers for integer programs.
        brief: little presolve and no cuts: on programs of some hundred options branching at once gets farther.

    Returns:
        The best point and the proven bound.
    """
    if assembly.column_count == 0:
        return Solved(np.zeros(0), 0.0, 0.0, complete=True)
    if time_limit_s <= 0:
        return Solved(None, -math.inf, math.inf, complete=False)
    scale = assembly.scale()
    parameters = mathopt.SolveParameters(
        time_limit=None if math.isinf(time_limit_s) else timedelta(seconds=time_limit_s),
        relative_gap_tolerance=relative_gap,
        absolute_gap_tolerance=0.0,
        random_seed=seed % 2**31,
        node_limit=node_limit,
        highs=ONE_THREAD,
        presolve=mathopt.Emphasis.LOW if brief else None,
        cuts=mathopt.Emphasis.OFF if brief else None,
    )
    model = assembly.model(scale=scale)
    result = mathopt.solve(model, solver, params=parameters, model_params=_model_parameters(assembly, model, start))
    reason = result.termination.reason
    if reason in (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED):
        return Solved(None, -math.inf, -math.inf, complete=True)
    bound = result.termination.objective_bounds.dual_bound / scale
    if not result.has_primal_feasible_solution():
        return Solved(None, -math.inf, bound, complete=False)
    variables = result.variable_values()
    values = np.zeros(assembly.column_count)
    for variable, value in variables.items():
        values[variable.id] = value
    return Solved(values, result.objective_value() / scale, bound, reason == mathopt.TerminationReason.OPTIMAL)


def _model_parameters(assembly: Assembly, model: mathopt.Model, start: Start | None) -> mathopt.ModelSolveParameters:
    if start is None:
        return mathopt.ModelSolveParameters()
    # HiGHS ends with an error where a starting value lies outside its column's bounds.
    arrays = assembly.arrays()
    inside = np.clip(start.values, arrays.low[start.columns], arrays.high[start.columns])
    values = {
        model.get_variable(column): value for column, value in zip(start.columns.tolist(), inside.tolist(), strict=True)
    }
    return mathopt.ModelSolveParameters(solution_hints=[mathopt.SolutionHint(variable_values=values)])


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The linear relaxation: its value, which no integer point beats, and what one more unit of each row is worth."""

    bound: float
    row_prices: NDArray[np.float64]


def solve_relaxed(assembly: Assembly, rows: NDArray[np.int64], *, time_limit_s: float = math.inf) -> Relaxed | None:
    """Solve the relaxation and price the given rows (upper limits); None where time does not suffice."""
    if time_limit_s <= 0:
        return None
    scale = assembly.scale()
    model = assembly.model(scale=scale, relaxed=True)
    limit = None if math.isinf(time_limit_s) else timedelta(seconds=time_limit_s)
    parameters = mathopt.SolveParameters(time_limit=limit, highs=ONE_THREAD)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    if result.termination.reason == mathopt.TerminationReason.OPTIMAL and not result.has_dual_feasible_solution():
        # HiGHS keeps no duals of a program that its presolve empties.
        result = mathopt.solve(model, mathopt.SolverType.GLOP, params=parameters)
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        return None
    duals = result.dual_values()
    prices = [max(0.0, duals[model.get_linear_constraint(int(row))]) / scale for row in rows]
    return Relaxed(result.termination.objective_bounds.dual_bound / scale, np.array(prices, dtype=np.float64))
