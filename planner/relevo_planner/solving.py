"""Run an assembled program through MathOpt, on one thread: how many cores there are changes no answer.

MathOpt is called as its own Python interface calls it, with protos: reading that interface takes a tenth of a second of
every command, and turning a program into its objects and back some milliseconds of every slice.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2, solution_pb2
from ortools.math_opt.core.python import solver as mathopt
from ortools.math_opt.solvers import highs_pb2
from ortools.math_opt.solvers.gscip import gscip_pb2
from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto

from relevo_planner.assembly import Assembly

ONE_THREAD = highs_pb2.HighsOptionsProto(string_options={"parallel": "off"}, int_options={"threads": 1})
"""MathOpt refuses its own ``threads`` for HiGHS; its other solvers use one thread unless told."""
QUICK_BRANCHING = gscip_pb2.GScipParameters(
    real_params={"branching/relpscost/sbiterquot": 0.05},
    int_params={
        "branching/relpscost/sbiterofs": 0,
        "branching/relpscost/initcand": 4,
        "branching/relpscost/inititer": 10,
    },
)
"""SCIP's strong branching: a twentieth of the simplex steps of the search itself, four columns at once, ten steps each.
On programs of some hundred options it else takes most of the time, and the first good points come late."""
FEASIBLE = solution_pb2.SOLUTION_STATUS_FEASIBLE
NO_POINT = (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED)


class Solver(Enum):
    """MathOpt's solvers, those that are used here."""

    HIGHS = parameters_pb2.SOLVER_TYPE_HIGHS
    SCIP = parameters_pb2.SOLVER_TYPE_GSCIP
    GLOP = parameters_pb2.SOLVER_TYPE_GLOP


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
    solver: Solver = Solver.HIGHS,
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
        solver: which one.
        brief: little presolve, no cuts, little strong branching (of SCIP): on programs of some hundred options going
            into the tree at once gets farther.

    Returns:
        The best point and the proven bound.
    """
    if assembly.column_count == 0:
        return Solved(np.zeros(0), 0.0, 0.0, complete=True)
    if time_limit_s <= 0:
        return Solved(None, -math.inf, math.inf, complete=False)
    scale = assembly.scale()
    parameters = _parameters(time_limit_s)
    parameters.relative_gap_tolerance, parameters.absolute_gap_tolerance = relative_gap, 0.0
    parameters.random_seed = seed % 2**31
    if node_limit is not None:
        parameters.node_limit = node_limit
    if brief:
        parameters.presolve, parameters.cuts = parameters_pb2.EMPHASIS_LOW, parameters_pb2.EMPHASIS_OFF
        parameters.gscip.CopyFrom(QUICK_BRANCHING)
    result = run_model(assembly.proto(scale=scale), solver, parameters, _hint(assembly, start))
    if result.termination.reason in NO_POINT:
        return Solved(None, -math.inf, -math.inf, complete=True)
    bound = result.termination.objective_bounds.dual_bound / scale
    best = result.solutions[0].primal_solution if result.solutions else None
    if best is None or best.feasibility_status != FEASIBLE:
        return Solved(None, -math.inf, bound, complete=False)
    values = filled(best.variable_values, assembly.column_count)
    complete = result.termination.reason == result_pb2.TERMINATION_REASON_OPTIMAL
    return Solved(values, best.objective_value / scale, bound, complete)


def run_model(
    model: model_pb2.ModelProto,
    solver: Solver,
    parameters: parameters_pb2.SolveParametersProto,
    hint: model_parameters_pb2.ModelSolveParametersProto | None = None,
) -> result_pb2.SolveResultProto:
    """Solve a program; other threads go on meanwhile."""
    return mathopt.solve(
        model,
        solver.value,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        hint or model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )


def filled(found: SparseDoubleVectorProto, count: int) -> NDArray[np.float64]:
    """(count,) values that MathOpt tells where they are not zero."""
    values = np.zeros(count)
    values[np.array(found.ids, dtype=np.int64)] = found.values
    return values


def _parameters(time_limit_s: float) -> parameters_pb2.SolveParametersProto:
    parameters = parameters_pb2.SolveParametersProto(highs=ONE_THREAD)
    if math.isfinite(time_limit_s):
        parameters.time_limit.FromTimedelta(timedelta(seconds=time_limit_s))
    return parameters


def _hint(assembly: Assembly, start: Start | None) -> model_parameters_pb2.ModelSolveParametersProto:
    parameters = model_parameters_pb2.ModelSolveParametersProto()
    if start is not None:
        # HiGHS ends with an error where a starting value lies outside its column's bounds.
        arrays, order = assembly.arrays(), np.argsort(start.columns, kind="stable")
        columns = start.columns[order]
        inside = np.clip(start.values[order], arrays.low[columns], arrays.high[columns])
        hint = parameters.solution_hints.add()
        hint.variable_values.ids.extend(columns.tolist())
        hint.variable_values.values.extend(inside.tolist())
    return parameters


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
    model, parameters = assembly.proto(scale=scale, relaxed=True), _parameters(time_limit_s)
    result = run_model(model, Solver.HIGHS, parameters)
    if result.termination.reason == result_pb2.TERMINATION_REASON_OPTIMAL and not _has_duals(result):
        # HiGHS keeps no duals of a program that its presolve empties.
        result = run_model(model, Solver.GLOP, parameters)
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        return None
    duals = filled(result.solutions[0].dual_solution.dual_values, assembly.row_count)
    return Relaxed(result.termination.objective_bounds.dual_bound / scale, np.maximum(duals[rows], 0.0) / scale)


def _has_duals(result: result_pb2.SolveResultProto) -> bool:
    return bool(result.solutions) and result.solutions[0].dual_solution.feasibility_status == FEASIBLE
