"""The best response is exact, and never below the truth where it is a relaxation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.gathering import gather_offers
from relevo_planner.market import open_market
from relevo_planner.options import Options
from relevo_planner.response import best_response
from tests.planner.tiny import operations, schedules, tiny_options

SEEDS = st.integers(0, 100_000)


def true_values(options: Options, prices: np.ndarray) -> np.ndarray:
    """Return the (M,) values of the best schedules by enumeration."""
    return np.array(
        [
            max(
                sum(operation.value - float(operation.use @ prices) for operation in chosen)
                for chosen in schedules(options, own)
            )
            for own in operations(options)
        ]
    )


def draw_prices(options: Options, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    unit = np.array([max(row.per_team) for row in options.rows])
    return rng.uniform(0.0, 0.8, len(options.rows)) * (rng.random(len(options.rows)) < 0.6) / unit


@settings(max_examples=150)
@given(SEEDS)
def test_equals_enumeration(seed: int) -> None:
    options, prices = tiny_options(seed, horizon=4), draw_prices(tiny_options(seed, horizon=4), seed)
    response = best_response(gather_offers(open_market(options)), prices)
    np.testing.assert_allclose(response.value, true_values(options, prices), atol=1e-9)


@settings(max_examples=150)
@given(SEEDS)
def test_never_below_the_truth_with_unequal_officers(seed: int) -> None:
    options = tiny_options(seed, unequal=True)
    prices = draw_prices(options, seed)
    response = best_response(gather_offers(open_market(options)), prices)
    assert (response.value >= true_values(options, prices) - 1e-9).all()


@settings(max_examples=100)
@given(SEEDS, st.booleans())
def test_teams_are_worth_what_the_response_says(seed: int, unequal: bool) -> None:
    options = tiny_options(seed, unequal=unequal)
    prices = draw_prices(options, seed)
    market = open_market(options)
    offers = gather_offers(market)
    response = best_response(offers, prices)
    teams, value = offers.teams(response.option, prices)
    net = value - market.usage(response.option, teams).times(prices)
    total = np.bincount(options.municipality[response.option], weights=net, minlength=len(options.curves))
    np.testing.assert_allclose(total, response.value, atol=1e-7)
    assert (teams.sum(axis=1) <= options.teams_limit[response.option] + 1e-9).all()
    assert (teams @ options.pool_officers <= options.officers_limit[response.option] + 1e-6).all()
    assert not teams[~options.allowed[response.option]].any()


def test_the_worked_knapsack_of_unequal_officers() -> None:
    """Limit 60: one team of 60 with gain 10 against two of 30 with 7 and 6; the best is 13, greedy would say 10."""
    options = worked_knapsack()
    response = best_response(gather_offers(open_market(options)), np.zeros(len(options.rows)))
    assert response.value[0] == pytest.approx(13.0)


def worked_knapsack() -> Options:
    from relevo_planner.options import Curve
    from relevo_planner.plan import Reason
    from relevo_planner.rules.kinds import Row

    return Options(
        municipality=np.zeros(1, np.int32),
        start=np.zeros(1, np.int32),
        periods=np.ones(1, np.int32),
        first=np.array([0, 1]),
        weight=np.ones(1),
        teams_limit=np.array([3]),
        officers_limit=np.array([60]),
        allowed=np.ones((1, 2), np.bool_),
        curves=((Curve((1,), (10.0,)), Curve((1, 1), (7.0, 6.0))),),
        pool_capability=np.array([0, 1], np.int32),
        pool_officers=np.array([60, 30]),
        pool_rest=np.zeros(2, np.int32),
        pool_cost=np.zeros(2),
        rows=tuple(Row(Reason.SUPPLY, str(pool), (pool,), (1.0,), 0, 1, 5.0, rests=True) for pool in (0, 1)),
        horizon=1,
        separation=0,
    )
