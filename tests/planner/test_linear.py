"""Both solvers of the price search's linear programs: a feasible point and prices that prove it."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from relevo_planner import linear
from relevo_planner.linear import Linear, solve_linear

SEEDS = range(20)


def random_program(seed: int) -> Linear:
    """Packing with some columns without a limit of their own, as masters have: they cost more than they bring."""
    rng = np.random.default_rng(seed)
    rows, columns, free = int(rng.integers(1, 12)), int(rng.integers(1, 25)), int(rng.integers(0, 4))
    use = rng.random((rows, columns)) * (rng.random((rows, columns)) < 0.5)
    bought = -np.eye(rows)[:, rng.integers(0, rows, free)]
    return Linear(
        value=np.concatenate([rng.random(columns), -5.0 - rng.random(free)]),
        matrix=sparse.csc_matrix(np.hstack([use, bought])),
        bounds=rng.random(rows) * 3,
        most=np.concatenate([np.ones(columns), np.full(free, np.inf)]),
    )


def proven(program: Linear, prices: NDArray[np.float64]) -> float:
    """The bound by weak duality; infinite where a column without a limit would pay at these prices."""
    profit = program.value - program.matrix.T @ prices
    limited = np.isfinite(program.most)
    if (profit[~limited] > 1e-5).any():
        return np.inf
    return float(prices @ program.bounds + (np.maximum(profit, 0.0) * np.where(limited, program.most, 0.0)).sum())


@pytest.mark.parametrize("entries", [linear.SIMPLEX_ENTRIES, -1], ids=["simplex", "pdlp"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_prices_prove_the_point(monkeypatch: pytest.MonkeyPatch, entries: int, seed: int) -> None:
    monkeypatch.setattr(linear, "SIMPLEX_ENTRIES", entries)
    program = random_program(seed)
    rows, columns = program.matrix.shape
    point, prices = solve_linear(program, np.zeros(columns), np.zeros(rows), 1e-8)
    assert (point >= -1e-9).all()
    assert (point <= program.most + 1e-6).all()
    assert (program.matrix @ point <= program.bounds + 1e-5).all()
    assert (prices >= 0).all()
    assert float(program.value @ point) == pytest.approx(proven(program, prices), rel=1e-4, abs=1e-4)


def test_where_the_simplex_method_gives_up_the_other_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    program = random_program(3)
    rows, columns = program.matrix.shape
    exact, _ = solve_linear(program, np.zeros(columns), np.zeros(rows), 1e-8)
    monkeypatch.setattr(linear, "SIMPLEX_PARAMETERS", "max_number_of_iterations: 0 use_preprocessing: false")
    assert linear._simplex(program) is None
    point, _ = solve_linear(program, np.zeros(columns), np.zeros(rows), 1e-8)
    assert float(program.value @ point) == pytest.approx(float(program.value @ exact), rel=1e-4)
