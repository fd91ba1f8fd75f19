"""Draws of what is to come: as many as the posterior expects on average, the same for the same seed."""

import numpy as np
import pytest

from relevo_planner.need.draws import draw_incidents
from relevo_planner.need.smoothing import Posterior
from relevo_planner.need.uncertainty import Part

POPULATION = np.array([100_000.0, 200_000.0, np.nan, 100_000.0])


def part(drift: float = 0.0) -> Part:
    """A rate of 24 per 100,000 and year, hardly in doubt; unknown in the last place."""
    shape = np.array([24e6, 24e6, 24e6, np.nan])
    return Part(np.zeros(4), Posterior(shape, np.full(4, 1e6), ("nation",)), drift, 0.0)


def test_the_mean_is_what_the_posterior_expects() -> None:
    drawn = draw_incidents([part(), part()], POPULATION, months=6.0, draws=4_000, seed=1)
    assert drawn[:, :2].mean(axis=0) == pytest.approx([24.0, 48.0], rel=0.02)
    assert drawn[:, :2].var(axis=0) == pytest.approx([24.0, 48.0], rel=0.1), "nothing but Poisson"


def test_drift_widens_and_keeps_the_mean() -> None:
    drawn = draw_incidents([part(0.5)], POPULATION, months=6.0, draws=20_000, seed=1)
    assert drawn[:, 0].mean() == pytest.approx(12.0, rel=0.03)
    assert drawn[:, 0].var() > 2 * 12.0


def test_what_is_unknown_stays_unknown() -> None:
    drawn = draw_incidents([part()], POPULATION, months=6.0, draws=3, seed=1)
    assert np.isnan(drawn[:, 2:]).all()
    assert not np.isnan(drawn[:, :2]).any()


def test_the_same_seed_draws_the_same() -> None:
    one, same, other = (draw_incidents([part()], POPULATION, months=6.0, draws=9, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same, equal_nan=True)
    assert not np.array_equal(one, other, equal_nan=True)
