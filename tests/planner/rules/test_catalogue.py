"""Every rule binds somewhere: with it the plan is clean, without it the independent review finds it broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from relevo_planner.compile import build_options, sift
from relevo_planner.instance import Capability, Exclusion, Fund, Instance, Operation, Stay, Window
from relevo_planner.plan import Reason
from relevo_planner.propose import solve_need
from relevo_planner.review import review_operations
from relevo_planner.rules.catalogue import CATALOGUE
from relevo_planner.rules.kinds import Candidates, Forbidden
from relevo_planner.solution import operations_of
from relevo_planner.stopping import Tolerance
from tests.planner.questions import POLICY, place, pool, question, standing


def tenure() -> Instance:
    stay = Stay("deployments/1", "municipalities/12001", -3, 0, {"pools/patrol": 1})
    return replace(question(), stays=(stay,))


def fusion_centre() -> Instance:
    needs = replace(place(region="regions/sureste"), gains={Capability.INTELLIGENCE: (1.0, 0.5)})
    return question(needs, pools=(replace(pool(), capability=Capability.INTELLIGENCE, reach_regions=()),))


def reach() -> Instance:
    return question(pools=(replace(pool(), reach_regions=("regions/sureste",)),))


def exclusions() -> Instance:
    return replace(question(), exclusions=(Exclusion("flood", municipality="municipalities/12001"),))


def complement() -> Instance:
    return question(replace(place(), verified_officers=100))


def absorption() -> Instance:
    return question(replace(place(), absorption_teams=2))


def supply() -> Instance:
    return question(place("12001"), place("12002"), pools=(pool(teams=5),))


def reserve() -> Instance:
    return question(policy=replace(POLICY, reserve_share=0.5))


def state_ceiling() -> Instance:
    return question(policy=replace(POLICY, state_ceiling_share=0.2))


def budget() -> Instance:
    paid = replace(pool(), fund="funds/a", cost_mxn_per_period=10.0)
    return replace(question(pools=(paid,)), funds=(Fund("funds/a", 45.0),))


BINDING: dict[str, Callable[[], Instance]] = {
    "Tenure": tenure,
    "Standing": lambda: question(standing(agreements=())),
    "FusionCentre": fusion_centre,
    "Reach": reach,
    "Exclusions": exclusions,
    "Complement": complement,
    "Absorption": absorption,
    "Supply": supply,
    "Reserve": reserve,
    "StateCeiling": state_ceiling,
    "Budget": budget,
}


def best(instance: Instance, left_out: str = "") -> tuple[Operation, ...]:
    """The best operations under all rules but one."""
    options = build_options(instance, tuple(rule for rule in CATALOGUE if type(rule).__name__ != left_out))
    return operations_of(instance, options, solve_need(options, stop=Tolerance(0.0)).openings)


@pytest.mark.parametrize("rule", BINDING)
def test_a_rule_binds(rule: str) -> None:
    instance = BINDING[rule]()
    assert review_operations(instance, best(instance)) == ()
    assert review_operations(instance, best(instance, left_out=rule)) != ()


def test_a_pin_leaves_no_room_beside_it() -> None:
    pinned = Operation(place().name, 0, 2, {"pools/patrol": 1})
    instance = replace(question(), pins=(pinned,))
    with_rule = build_options(instance)
    without = build_options(instance, tuple(rule for rule in CATALOGUE if type(rule).__name__ != "Pins"))
    beside = [start for start in without.start if 0 < start < pinned.end + POLICY.separation_periods]
    assert beside
    assert not set(beside) & set(with_rule.start)
    assert pinned in best(instance)


def test_two_rules_of_one_reason_are_told_together() -> None:
    """A rule that takes nothing must not hide what another of the same reason took."""

    class Nowhere:
        def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
            yield Forbidden(Reason.REACH, np.zeros((len(candidates), len(instance.pools)), dtype=np.bool_))

    elsewhere = replace(pool(), reach_regions=("regions/sureste",))
    told = sift(question(pools=(elsewhere, pool("near"))), (*CATALOGUE, Nowhere()))
    assert told.pool_taken[Reason.REACH].tolist() == [[True, False]]


@pytest.mark.parametrize(
    "bent",
    [
        {"agreements": (Window(0, 1),)},
        {"report_age_days": 91},
        {"effort_ratio": 0.89},
        {"effort_ratio": None},
        {"report_age_days": None},
    ],
)
def test_each_part_of_standing_forbids(bent: dict[str, object]) -> None:
    assert best(question(standing(**bent))) == ()


def test_unknown_strength_forbids_everything() -> None:
    assert best(question(replace(place(), verified_officers=None))) == ()


def test_an_overdue_commitment_blocks_a_renewal_and_a_waiver_lifts_it() -> None:
    stay = Stay("deployments/1", "municipalities/12001", -9, -8, {"pools/patrol": 1})
    blocked = replace(question(standing(overdue_commitments=1)), stays=(stay,))
    assert best(blocked) == ()
    lifted = replace(question(standing(overdue_commitments=1, waiver=True)), stays=(stay,))
    assert best(lifted) != ()
    assert best(question(standing(overdue_commitments=1))) != ()


def test_a_stay_under_way_may_be_continued_up_to_the_tenure() -> None:
    stay = Stay("deployments/1", "municipalities/12001", -1, 0, {"pools/patrol": 1})
    plan = best(replace(question(pools=(pool(teams=6),)), stays=(stay,)))
    assert [(operation.start, operation.periods) for operation in plan if operation.start == 0] in ([(0, 2)], [])
    assert all((operation.start == 0 and operation.periods <= 2) or operation.start >= 2 for operation in plan)
