"""Why this, why not us, what would change it, what an override costs: every answer is true when solved again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.change import Change, least, smallest_changes, with_more_teams, with_weight
from relevo_planner.evaluate import evaluate, price_override
from relevo_planner.explain import explain_operation
from relevo_planner.instance import Capability, Exclusion, Floor, Instance, Operation, Region, ReportStatus, Stay
from relevo_planner.near_change import ChangeKind
from relevo_planner.plan import Plan, Reason, Stop
from relevo_planner.shortfalls import WORDS
from relevo_planner.why_not import why_not
from tests.planner.every_plan import best_plan
from tests.planner.small import IN_ORDER, LOOSE, place, pool, proposed, question, random_question

STRONG, WEAK = "municipalities/a", "municipalities/b"


def rivals(**weak: object) -> Instance:
    """Two places that want the same two teams for the whole horizon; ``b`` gains less from them."""
    policy = replace(LOOSE, durations=(4,), tenure_periods=4, tenure_window_periods=5)
    described = {"gains": {Capability.PATROL: (0.5, 0.25)}, "rank": 2, **weak}
    return question(place("a", rank=1), place("b", **described), policy=policy)


def serves(plan: Plan, name: str) -> bool:
    return any(operation.municipality == name for operation in plan.operations)


def test_an_operation_is_explained_in_figures_and_words() -> None:
    instance = rivals()
    plan = proposed(instance)
    (operation,) = plan.operations
    found = explain_operation(instance, plan, operation)
    assert (found.value, found.weight) == (12.0, 4.0)
    assert [(part.capability, part.teams, part.needed, part.value) for part in found.parts] == [
        (Capability.PATROL, 2, 2, 12.0)
    ]
    assert found.price_paid > 0
    assert found.binding == (Reason.TENURE,)
    assert "2 of 2 patrol teams" in found.sentences[0]


def test_what_keeps_an_operation_small_is_named() -> None:
    instance = question(place(verified_officers=10))
    plan = proposed(instance)
    found = explain_operation(instance, plan, plan.operations[0])
    assert Reason.COMPLEMENT in found.binding
    assert any(WORDS[Reason.COMPLEMENT] in sentence for sentence in found.sentences)


def test_the_outbid_hear_what_they_would_have_paid() -> None:
    instance = rivals()
    found = why_not(instance, proposed(instance), WEAK)
    assert found.reasons == (Reason.OUTBID,)
    assert found.best is not None
    assert found.value == pytest.approx(2.0)
    assert found.price >= found.value - 1e-9
    assert found.margin <= 1e-9


@pytest.mark.parametrize(
    ("weak", "reason"),
    [
        ({"standing": replace(IN_ORDER, agreements=())}, Reason.NO_AGREEMENT),
        ({"verified_officers": None}, Reason.STRENGTH_UNKNOWN),
        ({"gains": {}}, Reason.NO_NEED),
        ({"gains": {Capability.FORENSICS: (1.0,)}}, Reason.NO_NEED),
    ],
)
def test_the_forbidden_hear_the_rule(weak: dict[str, object], reason: Reason) -> None:
    instance = rivals(**weak)
    assert reason in why_not(instance, proposed(instance), WEAK).reasons


def changes_of(instance: Instance) -> dict[ChangeKind, Change]:
    plan = proposed(instance)
    assert not serves(plan, WEAK)
    return {change.kind: change for change in smallest_changes(instance, plan, WEAK, proposed)}


def test_the_smallest_number_of_teams_and_weight_are_true() -> None:
    instance = rivals()
    found = changes_of(instance)
    assert set(found) == {ChangeKind.TEAMS, ChangeKind.WEIGHT}
    teams, fold = int(found[ChangeKind.TEAMS].amount), found[ChangeKind.WEIGHT].amount
    assert found[ChangeKind.TEAMS].text == "1 more team of pools/p from period 0 on"
    assert serves(proposed(with_more_teams(instance, "pools/p", teams, 0)), WEAK)
    assert serves(proposed(with_weight(instance, 1, fold)), WEAK)
    assert not serves(proposed(with_weight(instance, 1, fold - 0.01)), WEAK)
    assert 2.0 <= fold <= 2.02


@pytest.mark.parametrize(
    ("weak", "changes", "words"),
    [
        ({"standing": replace(IN_ORDER, agreements=())}, {}, "a signed agreement for the horizon"),
        ({"standing": replace(IN_ORDER, report=ReportStatus.MISSING)}, {}, "an accepted capacity report of today"),
        ({"standing": replace(IN_ORDER, effort_ratio=0.5)}, {}, "a local effort of 90% of a year before"),
        ({"verified_officers": None}, {}, "20 verified officers, accepted"),
        ({}, {"exclusions": (Exclusion("storm", municipality=WEAK),)}, "its exclusion lifted"),
        (
            {"standing": replace(IN_ORDER, agreements=(), report=ReportStatus.SUBMITTED)},
            {},
            "an accepted capacity report of today and a signed agreement for the horizon",
        ),
    ],
)
def test_facts_that_would_bring_it_in(weak: dict[str, object], changes: dict[str, object], words: str) -> None:
    rich = {"gains": {Capability.PATROL: (9.0, 9.0)}, **weak}
    (change,) = changes_of(replace(rivals(**rich), **changes)).values()  # type: ignore[arg-type]
    assert change.kind is ChangeKind.FACTS
    assert set(change.text.split(" and ")) == set(words.split(" and "))
    assert serves(proposed(change.instance), WEAK)


def test_nothing_is_promised_that_nobody_can_change() -> None:
    stay = Stay("deployments/1", WEAK, -4, 0, {"pools/p": 1})
    instance = replace(rivals(gains={Capability.PATROL: (9.0,)}), stays=(stay,))
    assert changes_of(instance) == {}


def test_facts_are_not_promised_where_others_would_still_get_the_teams() -> None:
    assert changes_of(rivals(standing=replace(IN_ORDER, agreements=()))) == {}


def test_a_fusion_centre_would_bring_intelligence_in() -> None:
    weak = place("b", gains={Capability.INTELLIGENCE: (1.0,)}, region="regions/s")
    pools = (pool(capability=Capability.INTELLIGENCE),)
    instance = question(place("a"), weak, pools=pools, regions=(Region("regions/r"), Region("regions/s")))
    (change,) = changes_of(instance).values()
    assert change.text == "an operating fusion centre in regions/s"


def test_the_search_for_the_least_number_ends_at_the_edge() -> None:
    assert least(lambda n: n >= 13, 64) == 13
    assert least(lambda n: n >= 1, 64) == 1
    assert least(lambda n: n >= 64, 64) == 64
    assert least(lambda n: False, 64) is None


@pytest.mark.parametrize("likely", [-3, 1, 2, 12, 13, 14, 40, 64, 900])
def test_wherever_the_search_begins_it_ends_at_the_same_edge(likely: int) -> None:
    for edge in (1, 2, 13, 63, 64):
        assert least(lambda n, edge=edge: n >= edge, 64, likely) == edge
    assert least(lambda n: False, 64, likely) is None


def test_a_good_guess_asks_little() -> None:
    asked: list[int] = []

    def works(number: int) -> bool:
        asked.append(number)
        return number >= 700

    assert least(works, 9_900, 699) == 700
    assert len(asked) == 2


def test_more_teams_take_a_name_that_is_free() -> None:
    instance = question(place(), pools=(pool("p"), pool("p-more")))
    names = [one.name for one in with_more_teams(instance, "pools/p", 1, 0).pools]
    assert len(set(names)) == 3


def test_a_plan_by_hand_is_scored_with_the_same_gains() -> None:
    instance = replace(rivals(), floors=(Floor(WEAK, 1),))
    plan = proposed(replace(instance, floors=()))
    by_hand = Operation(WEAK, 0, 4, {"pools/p": 2})
    found = evaluate(instance, [by_hand], plan)
    assert (found.value, found.violations, found.broken_floors) == (pytest.approx(3.0), (), ())
    assert found.override_cost == pytest.approx(9.0)
    worse = evaluate(instance, [by_hand, replace(by_hand, municipality=STRONG), replace(by_hand, municipality="x")])
    assert {violation.rule for violation in worse.violations} == {"operation", "supply"}


def test_an_override_is_priced_by_planning_around_it() -> None:
    instance = rivals()
    plan = proposed(instance)
    override = price_override(instance, [Operation(WEAK, 0, 4, {"pools/p": 1})], plan, proposed)
    assert override.cost == pytest.approx(plan.certificate.value - (0.5 * 4 + 2.0 * 4))
    assert serves(override.plan, WEAK)
    impossible = price_override(instance, [Operation(WEAK, 0, 4, {"pools/p": 3})], plan, proposed)
    assert impossible.plan.stop is Stop.IMPOSSIBLE
    assert impossible.plan.conflicts


@settings(max_examples=40)
@given(st.integers(0, 100_000))
def test_scores_agree_with_the_certificate(seed: int) -> None:
    instance = random_question(seed)
    plan = proposed(instance)
    found = evaluate(instance, plan.operations, plan)
    assert found.value == pytest.approx(plan.certificate.value, abs=1e-9)
    assert found.override_cost == pytest.approx(0.0, abs=1e-9)
    assert found.violations == ()
    assert len(found.broken_floors) == best_plan(instance)[0]
