"""The bound holds at any moment and comes down to the linear relaxation of the whole program."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.math_opt.python import mathopt

from relevo_planner.options import Options
from relevo_planner.plan import Reason
from relevo_planner.price_search import FloorTerms
from relevo_planner.prices import solve_prices
from relevo_planner.program import build_program
from relevo_planner.rules.kinds import Row
from tests.planner.tiny import best_plan, floors_met, operations, schedules, tiny_options

SEEDS = st.integers(0, 100_000)


def relaxation(options: Options) -> float:
    """Return the optimum of the whole program's linear relaxation, by simplex."""
    assembly = build_program(options).assembly
    result = mathopt.solve(assembly.model(relaxed=True), mathopt.SolverType.GLOP)
    return result.objective_value() if result.has_primal_feasible_solution() else -math.inf


@settings(max_examples=150)
@given(SEEDS, st.booleans(), st.integers(0, 1))
def test_never_below_the_best_plan(seed: int, unequal: bool, pins: int) -> None:
    options = tiny_options(seed, unequal=unequal, pins=pins)
    bounds: list[float] = []
    result = solve_prices(options, report=bounds.append)
    truth = best_plan(options)
    assert result.bound >= truth - 1e-9
    assert all(bound >= truth - 1e-9 for bound in bounds)
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == result.bound


@settings(max_examples=100)
@given(SEEDS, st.booleans())
def test_reaches_the_linear_relaxation(seed: int, unequal: bool) -> None:
    options = tiny_options(seed, unequal=unequal, municipalities=3, horizon=4)
    result = solve_prices(options)
    lowest = relaxation(options)
    assert result.converged
    assert result.bound <= lowest + 2e-4 * abs(lowest) + 1e-6


@settings(max_examples=60)
@given(SEEDS)
def test_pinned_bound_is_no_worse_than_the_relaxation(seed: int) -> None:
    options = tiny_options(seed, pins=1, municipalities=3)
    lowest = relaxation(options)
    assert solve_prices(options).bound <= lowest + 2e-4 * abs(lowest) + 1e-6


@settings(max_examples=100)
@given(SEEDS, st.integers(1, 3), st.integers(1, 2), st.booleans())
def test_required_floors(seed: int, floors: int, required: int, unequal: bool) -> None:
    options = tiny_options(seed, floors=floors, unequal=unequal)
    found = solve_prices(options, floors=FloorTerms(required=required))
    assert found.bound >= best_plan(options, required=required) - 1e-9


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 3))
def test_floors_alone_bound_how_many_can_be_met(seed: int, floors: int) -> None:
    options = tiny_options(seed, floors=floors)
    reachable = max(count for count in range(floors + 1) if best_plan(options, required=count) > -math.inf)
    assert solve_prices(worthless(options), floors=FloorTerms(bonus=1.0)).bound >= reachable - 1e-9


def worthless(options: Options) -> Options:
    curves = tuple(
        tuple(replace(curve, gains=tuple(0.0 for _ in curve.gains)) for curve in own) for own in options.curves
    )
    return replace(options, curves=curves, pool_cost=np.zeros(len(options.pool_cost)))


@settings(max_examples=40)
@given(SEEDS)
def test_warm_prices_and_a_stop_leave_the_bound_valid(seed: int) -> None:
    options = tiny_options(seed, municipalities=3)
    cold = solve_prices(options)
    assert solve_prices(options, warm=cold.row_prices).bound <= cold.bound * (1 + 2e-4) + 1e-9
    stopped = solve_prices(options, stop=lambda: True)
    assert stopped.bound >= cold.bound * (1 - 2e-4) - 1e-9
    assert solve_prices(options, iterations=2).iterations <= 2


def test_same_question_same_prices() -> None:
    options = tiny_options(7, municipalities=3, horizon=5)
    first, second = solve_prices(options), solve_prices(options)
    assert first.bound == second.bound
    np.testing.assert_array_equal(first.row_prices, second.row_prices)


def test_the_columns_fill_the_limits_and_no_more() -> None:
    options = tiny_options(11, municipalities=3, horizon=5)
    result = solve_prices(options, tolerance=1e-6)
    columns = result.columns
    assert columns.value @ columns.weight == pytest.approx(result.bound, rel=1e-4)
    used = columns.weight @ columns.use.toarray()
    unit = np.maximum(columns.use.toarray().max(axis=0, initial=0.0), 1e-9)
    assert (used / unit <= np.array([row.limit for row in options.rows]) / unit + 1e-3).all()


def test_nothing_to_give() -> None:
    options = tiny_options(3)
    rows = tuple(replace(row, limit=0.0) for row in options.rows)
    result = solve_prices(replace(options, rows=rows))
    assert result.bound == pytest.approx(0.0, abs=1e-9)
    assert result.converged


def test_no_rows_and_no_options() -> None:
    options = tiny_options(5)
    free = replace(options, rows=())
    assert solve_prices(free).bound == pytest.approx(best_plan(free))
    nobody = replace(
        options, municipality=options.municipality[:0], start=options.start[:0], periods=options.periods[:0],
        first=np.zeros_like(options.first), weight=options.weight[:0], teams_limit=options.teams_limit[:0],
        officers_limit=options.officers_limit[:0], allowed=options.allowed[:0],
    )  # fmt: skip
    assert solve_prices(nobody).bound == pytest.approx(0.0, abs=1e-9)
    assert solve_prices(replace(nobody, first=nobody.first[:1], curves=())).bound == pytest.approx(0.0, abs=1e-9)


def test_pins_that_break_a_limit_are_impossible() -> None:
    options = next(o for o in (tiny_options(seed, pins=1) for seed in range(50)) if o.pinned)
    pool = options.pinned[0][1][0][0]
    row = Row(Reason.SUPPLY, "none left", (pool,), (1.0,), 0, options.horizon, 0.0)
    assert solve_prices(replace(options, rows=(*options.rows, row))).bound == -math.inf


def test_enumeration_knows_floors() -> None:
    """The oracle itself: a plan that meets more floors is worth no more."""
    options = tiny_options(4, floors=2)
    assert best_plan(options, required=1) <= best_plan(options)
    assert any(floors_met(options, chosen) for own in operations(options) for chosen in schedules(options, own))
