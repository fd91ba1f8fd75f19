"""Both solvers of the price search's linear programs: prices that pay for every column, and the mixture behind them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from relevo_planner import solve_linear as solvers
from relevo_planner.linear import Linear
from relevo_planner.solve_linear import solve_linear
from relevo_planner.sparse import sparse

SEEDS = range(20)


def random_program(seed: int) -> Linear:
    """Columns that use a few rows each and one row of their own, whose price no box holds, as masters have them."""
    rng = np.random.default_rng(seed)
    shared, columns = int(rng.integers(1, 12)), int(rng.integers(1, 25))
    use = np.hstack([rng.random((columns, shared)) * (rng.random((columns, shared)) < 0.5), np.eye(columns)])
    line, column = np.nonzero(use)
    low = rng.random(shared) * 0.2
    return Linear(
        value=rng.random(columns),
        use=sparse(line, column, use[line, column], use.shape),
        limits=np.concatenate([rng.random(shared) * 3, np.ones(columns)]),
        low=np.concatenate([low, np.zeros(columns)]),
        high=np.concatenate([low + rng.random(shared), np.full(columns, np.inf)]),
    )


def mixture_value(program: Linear, weight: NDArray[np.float64]) -> float:
    """What a mixture brings, what it uses too much bought at the highest price and what it leaves sold at the lowest.

    Raises:
        AssertionError: it uses too much of a row that nobody sells.
    """
    left = program.limits - program.use.weighed(weight)
    assert (left[np.isinf(program.high)] >= -1e-5).all()
    bought = np.where(np.isinf(program.high), 0.0, np.maximum(-left, 0.0)) @ np.nan_to_num(program.high, posinf=0.0)
    return float(program.value @ weight + np.maximum(left, 0.0) @ program.low - bought)


@pytest.mark.parametrize("entries", [solvers.SIMPLEX_ENTRIES, -1], ids=["simplex", "first order"])
@pytest.mark.parametrize("seed", SEEDS)
def test_prices_and_mixture_prove_each_other(monkeypatch: pytest.MonkeyPatch, entries: int, seed: int) -> None:
    monkeypatch.setattr(solvers, "SIMPLEX_ENTRIES", entries)
    program = random_program(seed)
    weight, prices = solve_linear(program, np.zeros(len(program.value)), program.low, 1e-8)
    assert (weight >= 0).all()
    assert ((prices >= program.low) & (prices <= program.high)).all()
    assert (program.use.times(prices) >= program.value - 1e-5).all()
    assert float(prices @ program.limits) == pytest.approx(mixture_value(program, weight), rel=1e-4, abs=1e-4)


def test_where_the_simplex_method_gives_up_the_other_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    program = random_program(4)
    start = np.zeros(len(program.value)), program.low
    _, exact = solve_linear(program, *start, 1e-8)
    monkeypatch.setattr(solvers, "SIMPLEX_STEPS", 0)
    assert solvers._simplex(program) is None
    _, prices = solve_linear(program, *start, 1e-8)
    assert float(prices @ program.limits) == pytest.approx(float(exact @ program.limits), rel=1e-4)
