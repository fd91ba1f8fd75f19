"""Supply and rest: no more teams than there are, rest after service, stays of the records taken off."""

from dataclasses import replace

from relevo_planner.compile import build_options
from relevo_planner.instance import Stay, Window
from relevo_planner.plan import Reason
from relevo_planner.review import review_operations
from relevo_planner.rules.supply import Supply
from tests.planner.small import broken_without, operations_under, place, pool, question


def test_the_rule_keeps_the_plan_clean() -> None:
    assert "supply" in broken_without(Supply, question(place("a"), place("b"), pools=(pool(teams=3),)))


def test_teams_rest_before_they_serve_again() -> None:
    instance = question(place("a"), place("b"), pools=(pool(teams=2, rest_periods=2),))
    operations = operations_under(instance)
    assert review_operations(instance, operations) == ()
    rested = replace(instance, pools=(pool(teams=2, rest_periods=0),))
    assert sum(o.periods for o in operations) < sum(o.periods for o in operations_under(rested))
    assert "supply" in {found.rule for found in review_operations(instance, operations_under(rested))}


def test_stays_of_the_records_keep_their_teams_serving_and_resting() -> None:
    stay = Stay("deployments/1", "municipalities/b", -1, 1, {"pools/p": 2})
    rows = build_options(question(place(), place("b"), pools=(pool(teams=3, rest_periods=1),), stays=(stay,))).rows
    assert [row.limit for row in rows if row.reason is Reason.SUPPLY] == [1.0, 1.0, 3.0, 3.0]


def test_what_the_records_overdraw_is_nothing_and_said() -> None:
    stay = Stay("deployments/1", "municipalities/b", 0, 2, {"pools/p": 5})
    rows = build_options(question(place(), place("b"), stays=(stay,))).rows
    assert [(row.limit, row.overdrawn) for row in rows[:3]] == [(0.0, 3.0), (0.0, 3.0), (2.0, 0.0)]


def test_a_pool_has_no_rows_when_it_does_not_exist() -> None:
    rows = build_options(question(place(), pools=(pool(available=Window(1, 3)),))).rows
    assert [row.start for row in rows] == [1, 2]
