"""A plan under other needs: exact where it can be worked out by hand, labelled where it is assumed."""

from dataclasses import replace

import numpy as np
import pytest

from relevo_planner.instance import Capability, Instance, Operation
from relevo_planner.plan import Plan
from relevo_planner.robustness import assess, stretched
from tests.planner.small import place, pool, proposed, question


def asked() -> Instance:
    """Two places of one region, the second of half the weight; a third far away."""
    return question(
        place("a", gains={Capability.PATROL: (2.0, 1.0)}),
        place("b", gains={Capability.PATROL: (2.0, 1.0)}, period_weights=(0.5,) * 4),
        place("c", gains={Capability.PATROL: (1.0,)}, region="regions/s", state="states/2"),
        pools=(pool("p", teams=2, base_region="", cost_per_operation=0.25),),
    )


def by_hand(*operations: Operation) -> Plan:
    return replace(proposed(asked()), operations=operations)


STAY = Operation("municipalities/a", 0, 2, {"pools/p": 2})


@pytest.mark.parametrize(
    ("factor", "brought"),
    [(0.0, 0.0), (0.5, 1.5), (0.9, 2.7), (1.0, 3.0), (1.5, 3.5), (2.0, 4.0), (9.0, 4.0)],
)
def test_gains_are_stretched_with_the_need(factor: float, brought: float) -> None:
    assert stretched((2.0, 1.0), 2, np.array([factor])) == pytest.approx([brought])


def test_a_curve_of_the_same_need_is_the_same_to_the_last_team() -> None:
    gains = tuple(float(gain) for gain in range(200, 0, -1))
    for teams in (1, 49, 200):
        assert stretched(gains, teams, np.array([1.0])) == pytest.approx([sum(gains[:teams])])


def test_the_need_as_planned_gives_the_value_as_planned() -> None:
    instance = asked()
    plan = proposed(instance)
    found = assess(instance, plan, np.ones((3, 3)))
    assert found.outcomes[0].mean == pytest.approx(plan.certificate.value)
    assert (found.outcomes[0].low, found.outcomes[0].high) == pytest.approx((found.outcomes[0].mean,) * 2)
    assert found.planned == plan.certificate.value


def test_what_moves_weighs_what_its_neighbours_weigh() -> None:
    found = assess(asked(), by_hand(STAY), np.ones((1, 3)))
    # Covered: 3 in two periods, less two teams' cost; half of it moves to the only neighbour, of half the weight.
    assert [outcome.mean for outcome in found.outcomes] == pytest.approx([5.5, 5.5 - 0.25 * 3.0, 5.5 - 0.5 * 3.0])


def test_a_place_alone_in_its_region_moves_to_all_others() -> None:
    stay = Operation("municipalities/c", 0, 1, {"pools/p": 1})
    found = assess(asked(), by_hand(stay), np.ones((1, 3)), (1.0,))
    assert found.outcomes[0].mean == pytest.approx(1.0 - 0.25 - 0.75)


def test_the_interval_holds_nine_draws_of_ten() -> None:
    factors = np.ones((100, 3))
    factors[:3, 0], factors[3:6, 0] = 0.0, 2.0
    outcome = assess(asked(), by_hand(STAY), factors).outcomes[0]
    assert (outcome.low, outcome.high) == pytest.approx((5.5, 5.5))
    factors[:10, 0] = 0.0
    outcome = assess(asked(), by_hand(STAY), factors).outcomes[0]
    assert outcome.low == pytest.approx(-0.5)


def test_it_is_held_against_the_better_baseline_in_the_same_draws() -> None:
    instance = asked()
    plan = proposed(instance)
    found = assess(instance, replace(plan, operations=()), np.ones((4, 3)))
    assert found.baseline in {"by-rank", "proportional"}
    assert found.outcomes[0].ahead == 0.0
    assert assess(instance, replace(plan, baselines=()), np.ones((4, 3))).outcomes[0].ahead is None


def test_need_that_nobody_can_draw_is_told() -> None:
    factors = np.ones((2, 3))
    factors[:, 0] = np.nan
    found = assess(asked(), by_hand(STAY), factors)
    assert found.undrawn == ("municipalities/a",)
    assert found.outcomes[0].mean == pytest.approx(5.5)
    assert "cannot be drawn" in found.sentences[-1]


def test_displacement_is_called_an_assumption() -> None:
    sentences = assess(asked(), by_hand(STAY), np.ones((2, 3))).sentences
    assert "Assuming" not in sentences[0]
    assert all("Assuming, not measured" in sentence for sentence in sentences[1:])
    assert "25%" in sentences[1]
