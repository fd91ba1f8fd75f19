"""Named teams: nobody in two places, rest respected, no more names than teams."""

from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.instance import Operation, Stay
from relevo_planner.plan import NamedTeam
from relevo_planner.review import review_operations
from relevo_planner.roster import name_teams
from tests.planner.small import operations_under, place, pool, question, random_question


def test_numbers_are_taken_again_after_rest() -> None:
    instance = question(place("a"), place("b"), pools=(pool(teams=2, rest_periods=1),))
    one = Operation("municipalities/a", 0, 1, {"pools/p": 1})
    two = Operation("municipalities/b", 1, 1, {"pools/p": 1})
    three = Operation("municipalities/a", 2, 1, {"pools/p": 1})
    assert name_teams(instance, [one, two, three]) == (
        NamedTeam("pools/p", 1, 0),
        NamedTeam("pools/p", 2, 1),
        NamedTeam("pools/p", 1, 2),
    )


def test_teams_of_a_stay_under_way_are_not_named_again() -> None:
    stay = Stay("deployments/1", "municipalities/b", -1, 1, {"pools/p": 1})
    instance = question(place("a"), place("b"), stays=(stay,))
    operation = Operation("municipalities/a", 0, 1, {"pools/p": 1})
    assert name_teams(instance, [operation]) == (NamedTeam("pools/p", 2, 0),)


@settings(max_examples=80)
@given(st.integers(0, 100_000))
def test_a_plan_that_keeps_supply_needs_no_more_names_than_teams(seed: int) -> None:
    instance = random_question(seed)
    operations = operations_under(instance)
    assert review_operations(instance, operations) == ()
    roster = name_teams(instance, operations)
    assert len(roster) == sum(sum(operation.teams.values()) for operation in operations)
    committed = {pool: sum(s.teams.get(pool, 0) for s in instance.stays) for pool in {t.pool for t in roster}}
    for one in instance.pools:
        numbers = {team.number for team in roster if team.pool == one.name}
        assert max(numbers, default=0) <= max(one.teams, committed.get(one.name, 0))
