"""Beginning from an earlier plan: what is kept keeps the rules, and the search is nearer to its end."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.from_ladder import instance_from_ladder, read_ladder
from relevo_planner.compile import build_options
from relevo_planner.earlier import Warm, warm_from
from relevo_planner.goals.stability import changes
from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import LimitPrice, Plan, Reason
from relevo_planner.policy import Goal
from relevo_planner.propose import propose
from relevo_planner.review import review_operations
from relevo_planner.solution import operations_of
from relevo_planner.stopping import FirstOf, Progress, Steps, Tolerance
from relevo_planner.warm import limit_prices, repaired, warm_prices
from tests.planner.small import place, pool, proposed, question, random_question

SEEDS = st.integers(0, 100_000)


@pytest.fixture(scope="module")
def rung(data_dir: Path) -> Instance:
    return instance_from_ladder(read_ladder(data_dir / "bench" / "ladder-50x13.json.gz"))


@pytest.fixture(scope="module")
def first(rung: Instance) -> Plan:
    return propose(rung, stop=FirstOf((Tolerance(0.02), Steps(400))))


def changed(instance: Instance, seed: int) -> Instance:
    """One fact is another: fewer teams, an agreement that ends, a place that is excluded or a pin."""
    random = np.random.default_rng(seed)
    at = int(random.integers(len(instance.municipalities)))
    somewhere = instance.municipalities[at]
    if seed % 3 == 0:
        fewer = replace(instance.pools[0], teams=instance.pools[0].teams // 2)
        return replace(instance, pools=(fewer, *instance.pools[1:]))
    if seed % 3 == 1:
        without = replace(somewhere, standing=replace(somewhere.standing, agreements=()))
        places = tuple(without if one is somewhere else one for one in instance.municipalities)
        return replace(instance, municipalities=places)
    options = build_options(instance)
    if not len(options):
        return instance
    option = int(random.integers(len(options)))
    served = int(np.flatnonzero(options.allowed[option])[0])
    pin = Operation(
        instance.municipalities[int(options.municipality[option])].name,
        int(options.start[option]),
        int(options.periods[option]),
        {instance.pools[served].name: 1},
    )
    return replace(instance, pins=(pin,)) if not review_operations(instance, [pin]) else instance


@settings(max_examples=40)
@given(SEEDS)
def test_what_is_left_of_a_plan_keeps_every_rule_of_the_changed_question(seed: int) -> None:
    instance = replace(random_question(seed), floors=(), pins=())
    after = changed(instance, seed)
    options = build_options(after)
    kept = operations_of(after, options, repaired(after, options, proposed(instance).operations))
    assert review_operations(after, kept) == ()


def test_of_two_stays_that_no_longer_fit_together_the_better_one_stays() -> None:
    instance = question(place("a", gains=dict.fromkeys(place().gains, (9.0,))), place("b"), pools=[pool(teams=3)])
    plan = [Operation(f"municipalities/{key}", 0, 2, {"pools/p": teams}) for key, teams in (("b", 2), ("a", 1))]
    fewer = replace(instance, pools=(pool(teams=1),))
    options = build_options(fewer)
    assert operations_of(fewer, options, repaired(fewer, options, plan)) == (plan[1],)


def test_prices_are_known_again_by_name() -> None:
    instance = question(place("a"), place("b"), pools=[pool("p"), pool("q")])
    options = build_options(instance)
    prices = np.arange(1.0, len(options.rows) + 1)
    warm = Warm((), limit_prices(options, prices))
    assert warm_prices(instance, options, warm) == pytest.approx(prices)
    turned = replace(instance, pools=instance.pools[::-1])
    other = build_options(turned)
    known = dict(zip([(row.label, row.start) for row in options.rows], prices, strict=True))
    again = warm_prices(turned, other, warm)
    assert again is not None
    assert again.tolist() == [known[row.label, row.start] for row in other.rows]


def test_new_teams_are_priced_like_the_dearest_of_their_capability() -> None:
    instance = question(place("a"), pools=[pool("p")])
    options = build_options(instance)
    warm = Warm((), limit_prices(options, np.arange(1.0, len(options.rows) + 1)))
    more = replace(instance, pools=(*instance.pools, pool("new")))
    prices = warm_prices(more, build_options(more), warm)
    assert prices is not None
    assert prices[: len(options.rows)].tolist() == prices[len(options.rows) :].tolist()


def test_a_question_that_begins_later_has_the_same_stays_and_prices_earlier() -> None:
    stays = (Operation("municipalities/a", 1, 2, {}), Operation("municipalities/b", 3, 2, {}))
    prices = (
        LimitPrice(Reason.SUPPLY, "pools/p", 1, 1.0),
        LimitPrice(Reason.SUPPLY, "pools/p", 4, 2.0),
        LimitPrice(Reason.STATE_CEILING, "states/1", 0, 3.0),
    )
    later = Warm(stays, prices).later(2)
    assert later.operations == (Operation("municipalities/b", 1, 2, {}),)
    assert later.prices == (LimitPrice(Reason.SUPPLY, "pools/p", 2, 2.0), prices[2])


def test_the_same_question_again_ends_at_once(rung: Instance, first: Plan) -> None:
    told: list[Progress] = []
    again = propose(rung, stop=FirstOf((Tolerance(0.02), Steps(400))), report=told.append, warm=warm_from(first))
    assert again.operations == first.operations
    assert again.certificate.gap <= 0.02
    assert {progress.phase for progress in told} == {"prices"}
    assert again.limit_prices


def test_a_changed_fact_takes_fewer_steps_and_leaves_other_stays_alone(rung: Instance, first: Plan) -> None:
    goals = (Goal.FLOORS, Goal.NEED, Goal.STABILITY)
    place = next(m for m in rung.municipalities if m.name == first.operations[0].municipality)
    withdrawn = replace(place, standing=replace(place.standing, agreements=()))
    after = replace(
        rung,
        municipalities=tuple(withdrawn if one is place else one for one in rung.municipalities),
        published=first.operations,
        policy=replace(rung.policy, goals=goals),
    )
    steps = Steps(400)
    again = propose(after, stop=FirstOf((Tolerance(0.02), steps)), warm=warm_from(first))
    assert review_operations(after, again.operations) == ()
    touched = sum(1 for operation in first.operations if operation.municipality == place.name)
    assert again.certificate.gap <= 0.02 + after.policy.stability_epsilon
    assert changes(after, again.operations) <= touched + 2 * 0.05 * len(first.operations)
    assert 400 - steps.left < 100
