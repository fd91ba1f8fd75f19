"""Named teams: nobody in two places, rest respected, no more names than teams."""

from collections import Counter, defaultdict
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from relevo_planner.instance import Instance, Operation, Stay
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


PERIODS = 9
RESTS = (0, 1, 2, 4)
"""One pool each: an operation that several serve gives their teams back at different times."""
POOLS = tuple(pool(f"rests-{rest}", teams=3 + rest, rest_periods=rest) for rest in RESTS)
REST = {one.name: one.rest_periods for one in POOLS}
TEAMS = {one.name: one.teams for one in POOLS}
Visit = tuple[int, int, dict[str, int]]
"""First period, length, teams by pool."""

visits = st.lists(
    st.tuples(
        st.integers(-3, PERIODS - 1),
        st.integers(1, 4),
        st.dictionaries(st.sampled_from([one.name for one in POOLS]), st.integers(1, 4), min_size=1),
    ),
    min_size=4,
    max_size=40,
)


def busy(spells: list[Visit]) -> Counter[tuple[str, int]]:
    """Teams that serve or rest, by pool and period."""
    return Counter(
        {
            (name, period): sum(
                teams.get(name, 0) for start, periods, teams in spells if start <= period < start + periods + rest
            )
            for name, rest in REST.items()
            for period in range(-3, PERIODS)
        }
    )


def within_supply(drawn: list[Visit]) -> list[Visit]:
    """The visits that the pools can man, taken as they come."""
    kept: list[Visit] = []
    used: Counter[tuple[str, int]] = Counter()
    for start, periods, teams in drawn:
        more = busy([(start, periods, teams)])
        if all(used[name, period] + count <= TEAMS[name] for (name, period), count in more.items()):
            kept.append((start, periods, teams))
            used += more
    return kept


def question_of(kept: list[Visit]) -> tuple[Instance, list[Operation]]:
    """Visits that began before the horizon are stays of the records, the others operations."""
    places = [place(f"{index:02}", period_weights=(1.0,) * PERIODS) for index in range(len(kept))]
    stays, operations = [], []
    for index, (start, periods, teams) in enumerate(kept):
        name = places[index].name
        if start < 0:
            stays.append(Stay(f"deployments/{index}", name, start, start + periods, teams))
        else:
            operations.append(Operation(name, start, periods, teams))
    return question(*places, pools=POOLS, stays=tuple(stays)), operations


@settings(max_examples=150)
@given(visits)
def test_no_named_team_is_in_two_places_or_without_its_rest_whatever_the_pools_rest(drawn: list[Visit]) -> None:
    kept = within_supply(drawn)
    instance, operations = question_of(kept)
    service: dict[tuple[str, int], list[Operation]] = defaultdict(list)
    named: dict[tuple[str, int], int] = defaultdict(int)
    for team in name_teams(instance, operations):
        service[team.pool, team.number].append(operations[team.operation])
        named[team.pool, team.operation] += 1
    assert named == {(name, index): n for index, one in enumerate(operations) for name, n in one.teams.items()}
    for (name, _), own in service.items():
        for one, other in combinations(own, 2):
            assert one.end + REST[name] <= other.start or other.end + REST[name] <= one.start
    used = busy(kept)
    for name, teams in TEAMS.items():
        highest = max((number for pool, number in service if pool == name), default=0)
        assert highest <= max(used[name, period] for period in range(-3, PERIODS)) <= teams
