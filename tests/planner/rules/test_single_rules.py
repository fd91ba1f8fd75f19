"""One question per rule in which the plan is clean with the rule and broken without it."""

from dataclasses import replace
from pathlib import Path

import pytest

from relevo_planner.compile import build_options
from relevo_planner.instance import Capability, Exclusion, Fund, Instance, Operation, Region, Stay, Window
from relevo_planner.plan import Reason
from relevo_planner.rules.absorption import Absorption
from relevo_planner.rules.budget import Budget
from relevo_planner.rules.catalogue import CATALOGUE
from relevo_planner.rules.complement import Complement
from relevo_planner.rules.exclusions import Exclusions
from relevo_planner.rules.fusion_centre import FusionCentre
from relevo_planner.rules.kinds import Rule
from relevo_planner.rules.pins import Pins
from relevo_planner.rules.reserve import Reserve
from relevo_planner.rules.state_ceiling import StateCeiling
from tests.planner.small import LOOSE, broken_without, operations_under, place, pool, question

INTELLIGENCE = {Capability.INTELLIGENCE: (2.0, 1.0)}
SPY = pool("i", capability=Capability.INTELLIGENCE)
PAID = pool(fund="funds/f", cost_mxn_per_period=10.0)


def excluded(**named: object) -> Instance:
    return question(place(), exclusions=(Exclusion("storm", **named),))  # type: ignore[arg-type]


CASES: list[tuple[type[Rule], str, Instance]] = [
    (FusionCentre, "fusion centre", question(place(gains=INTELLIGENCE, region="regions/s"), pools=(SPY,))),
    (Exclusions, "exclusion", excluded(municipality="municipalities/a")),
    (Exclusions, "exclusion", excluded(pool="pools/p")),
    (Exclusions, "exclusion", excluded(capability=Capability.PATROL)),
    (Exclusions, "exclusion", excluded(window=Window(0, 3))),
    (Complement, "complement", question(place(verified_officers=19))),
    (Absorption, "absorption", question(place(absorption_teams=1))),
    (Absorption, "absorption", question(place(absorption_officers=19))),
    (Reserve, "reserve", question(place(), policy=replace(LOOSE, reserve_share=0.5))),
    (StateCeiling, "state ceiling", question(place(), policy=replace(LOOSE, state_ceiling_share=0.5))),
    (Budget, "budget", question(place(), pools=(PAID,), funds=(Fund("funds/f", 39.0),))),
]


@pytest.mark.parametrize(("rule", "name", "instance"), CASES)
def test_the_rule_keeps_the_plan_clean(rule: type, name: str, instance: Instance) -> None:
    assert name in broken_without(rule, instance)


def test_every_rule_has_a_case_or_a_file_of_its_own() -> None:
    cases = {Pins, *(rule for rule, _, _ in CASES)}
    for rule in CATALOGUE:
        own = Path(__file__).with_name(f"test_{type(rule).__module__.rpartition('.')[2]}.py")
        assert type(rule) in cases or own.is_file(), (
            f"{type(rule).__name__} binds nowhere: give it a case or {own.name}"
        )


def test_a_fusion_centre_must_operate_throughout() -> None:
    regions = (Region("regions/r", fusion_centre=Window(1, 3)),)
    options = build_options(question(place(gains=INTELLIGENCE), pools=(SPY,), regions=regions))
    assert set(zip(options.start.tolist(), options.periods.tolist(), strict=True)) == {(1, 1), (1, 2), (2, 1)}


def test_exclusions_of_several_fields_narrow_each_other() -> None:
    only = Exclusion("flood", municipality="municipalities/a", pool="pools/p", window=Window(0, 1))
    options = build_options(question(place(), place("b"), pools=(pool(), pool("q")), exclusions=(only,)))
    touched = (options.municipality == 0) & (options.start == 0)
    assert not options.allowed[touched, 0].any()
    assert options.allowed[touched, 1].all()
    assert options.allowed[~touched].all()


def test_officers_are_whole_and_unequal_teams_share_the_limit() -> None:
    gains = {Capability.PATROL: (10.0, 7.0)}
    instance = question(place(gains=gains, verified_officers=60), pools=(pool("big", officers_per_team=60), pool()))
    assert set(build_options(instance).officers_limit.tolist()) == {60}
    tight = question(place(verified_officers=30), policy=replace(LOOSE, complement_ratio=0.1))
    assert set(build_options(tight).officers_limit.tolist()) == {3}


def test_national_pools_are_a_reserve_group_of_their_own() -> None:
    pools = (pool("a", teams=10), pool("b", teams=5), pool("c", teams=3, base_region=""))
    rows = build_options(question(place(), pools=pools, policy=replace(LOOSE, reserve_share=0.1))).rows
    found = {(row.label, row.limit) for row in rows if row.reason is Reason.RESERVE and row.start == 0}
    assert found == {("regions/r in period 0", 13.0), ("national pools in period 0", 2.0)}


def test_stays_of_the_records_count_towards_reserve_ceiling_and_budget() -> None:
    stay = Stay("deployments/1", "municipalities/b", -2, 1, {"pools/p": 1})
    policy = replace(LOOSE, reserve_share=0.5, state_ceiling_share=0.5)
    instance = question(
        place(), place("b"), pools=(PAID,), funds=(Fund("funds/f", 39.0),), policy=policy, stays=(stay,)
    )
    limits = {(row.reason, row.start): row.limit for row in build_options(instance).rows}
    assert limits[Reason.RESERVE, 0] == 0.0
    assert limits[Reason.RESERVE, 1] == 1.0
    assert limits[Reason.STATE_CEILING, 0] == 3.0
    assert limits[Reason.BUDGET, 0] == 29.0


def test_a_pin_is_kept_and_leaves_no_room_beside_it() -> None:
    pin = Operation("municipalities/a", 1, 1, {"pools/p": 1})
    instance = question(place(), pins=(pin,))
    assert pin in operations_under(instance)
    options = build_options(instance)
    assert sorted(zip(options.start.tolist(), options.periods.tolist(), strict=True)) == [(1, 1), (3, 1)]
    assert options.pinned == ((0, ((0, 1),)),)
    without = build_options(instance, [rule for rule in CATALOGUE if not isinstance(rule, Pins)])
    assert len(without) > 2
