"""Blocks part the municipalities, and their bounds are never below the truth."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.from_ladder import instance_from_ladder, read_ladder
from relevo_planner.block_bounds import BlockBounds, Effort
from relevo_planner.blocks import find_blocks
from relevo_planner.compile import build_options
from relevo_planner.losses import option_losses
from relevo_planner.options import Options
from relevo_planner.plan_search import PlanSearch
from relevo_planner.prices import solve_prices
from relevo_planner.response import best_response
from relevo_planner.solution import openings_value
from relevo_planner.stopping import Steps
from tests.planner.tiny import best_plan, tiny_options

SEEDS = st.integers(0, 100_000)


def bounds_of(options: Options) -> BlockBounds:
    prices = solve_prices(options, tolerance=0.05)
    response = best_response(prices.offers, prices.row_prices)
    losses = option_losses(options, prices.offers.option, response.profit)
    return BlockBounds(options, find_blocks(options, least_members=2), prices, response, losses, reach=1)


@settings(max_examples=60)
@given(SEEDS, st.booleans(), st.integers(0, 1))
def test_every_bound_on_the_way_holds(seed: int, unequal: bool, pins: int) -> None:
    options = tiny_options(seed, municipalities=3, unequal=unequal, pins=pins)
    best = best_plan(options)
    if not len(options) or not np.isfinite(best):
        return
    bounds = bounds_of(options)
    while np.isfinite(bounds.bound) and (step := bounds.next_step(best - 1.0)) is not None:
        bounds.take(step, (), Effort(np.inf), 0.0)
        assert bounds.bound >= best - 1e-6


@settings(max_examples=40)
@given(SEEDS)
def test_the_last_step_closes_what_blocks_leave_open(seed: int) -> None:
    options = tiny_options(seed, municipalities=3)
    if not len(options):
        return
    bounds, best = bounds_of(options), best_plan(options)
    while (step := bounds.next_step(-1.0)) is not None:
        bounds.take(step, (), Effort(np.inf), 0.0)
    assert max(bounds.bound, 0.0) == pytest.approx(best, abs=1e-6)


@settings(max_examples=10)
@given(SEEDS)
@example(32)
@example(361)
def test_a_bound_that_blocks_have_lowered_leaves_no_good_option_out(seed: int) -> None:
    """Losses are measured at the prices: what may be left out depends on their bound, not on the lowest one."""
    options = tiny_options(seed, municipalities=2)
    if not len(options):
        return
    bounds, best = bounds_of(options), best_plan(options)
    for step in iter(lambda: bounds.next_step(best), None):
        if step.block < 0:
            bounds.bound = best  # as if blocks had proven all there is to prove
            near, _ = bounds._near(step, 0.9 * best)
            solved = bounds._whole(step, near, (), Effort(np.inf), 0.0)
            assert max(solved.bound, 0.9 * best) >= best - 1e-6
            return


@settings(max_examples=40)
@given(SEEDS)
def test_asking_and_rethinking_never_lose_and_never_break_a_limit(seed: int) -> None:
    options = tiny_options(seed, municipalities=3)
    if not len(options):
        return
    bounds = bounds_of(options)
    plans = PlanSearch(
        options,
        bounds.blocks,
        bounds.able,
        bounds.losses,
        used=bounds.able,
        wide_prices=bounds.wide_prices,
        incumbent=(),
        floors=0,
        stop=Steps(1_000),
        seed=seed,
    )
    values = [plans.value]
    for step in (plans.ask, plans.rethink, plans.rethink, plans.ask):
        step()
        values.append(plans.value)
    assert values == sorted(values)
    assert plans.value == openings_value(options, plans.openings)
    assert plans.value <= best_plan(options) + 1e-9
    held = replace(options, pinned=tuple((opening.option, opening.teams) for opening in plans.openings))
    assert best_plan(held) >= plans.value - 1e-9, "pinned as found, the plan is a plan"


def test_the_ladders_blocks_are_its_regions(data_dir: Path) -> None:
    instance = instance_from_ladder(read_ladder(data_dir / "bench" / "ladder-50x13.json.gz"))
    options = build_options(instance)
    blocks = find_blocks(options)
    regions = [{instance.municipalities[place].region for place in members} for members in blocks.members]
    assert sorted(next(iter(own)) for own in regions) == sorted(region.name for region in instance.regions)
    assert all(len(own) == 1 for own in regions)
    reach_everyone = {i for i, pool in enumerate(instance.pools) if not pool.reach_regions}
    assert {row.pools[0] for row, wide in zip(options.rows, blocks.wide, strict=True) if wide} == reach_everyone
