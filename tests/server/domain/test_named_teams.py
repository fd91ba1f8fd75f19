"""Which teams go: numbers that are free, and always some where the pool has enough."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment, DeploymentState, PoolTeams
from relevo_server.domain.named_teams import away, choose
from tests.server.storage.each_kind import DEPLOYMENT, POOL

DAY = date(2025, 1, 1)
REST = POOL.rest_days


def span(start: int, end: int) -> DaySpan:
    return DaySpan(DAY + timedelta(days=start), DAY + timedelta(days=end))


def gone(days: DaySpan, numbers: tuple[int, ...], name: str = "deployments/d") -> Deployment:
    teams = (PoolTeams(POOL.name, len(numbers), numbers),)
    return replace(DEPLOYMENT, name=name, start=days.start, end=days.end, teams=teams, state=DeploymentState.ACTIVE)


def test_teams_that_serve_or_rest_are_away() -> None:
    stays = [gone(span(0, 10), (1, 3)), replace(gone(span(0, 10), (2,)), state=DeploymentState.CANCELLED)]
    assert set(away(POOL, span(10 + REST - 1, 30), stays)) == {1, 3}
    assert away(POOL, span(10 + REST, 30), stays) == {}
    assert set(away(POOL, span(-30, -REST + 1), stays)) == {1, 3}


def test_wishes_are_kept_where_they_can() -> None:
    held = {1: "deployments/d until 2025-01-10"}
    wish = PoolTeams(POOL.name, 2, (1, 4))
    assert choose(wish, POOL, held, is_wish=True) == PoolTeams(POOL.name, 2, (2, 4))
    assert choose(wish, POOL, held, is_wish=False) == "team 1 is with deployments/d until 2025-01-10"
    assert choose(PoolTeams(POOL.name, 2, (4, 9)), POOL, {}, is_wish=False) == f"{POOL.name} has no team 9"
    few = choose(PoolTeams(POOL.name, 5), POOL, held, is_wish=True)
    assert few == "5 wanted, but only 4 of 5 are free throughout: team 1 is with deployments/d until 2025-01-10"


stays = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.integers(1, 5)), max_size=12)


@given(stays)
def test_in_the_order_of_leaving_there_are_always_enough(drawn: list[tuple[int, int, int]]) -> None:
    """As long as no day needs more teams than the pool has, counted with rest, every stay finds its numbers."""
    placed: list[Deployment] = []
    for start, length, teams in sorted(drawn):
        wanted = span(start, start + length)
        busy = sum(
            stay.teams[0].teams
            for stay in placed
            if DaySpan(stay.start, stay.end + timedelta(days=REST)).overlaps(DaySpan(wanted.start, wanted.end))
        )
        if busy + teams > POOL.teams:
            continue
        chosen = choose(PoolTeams(POOL.name, teams), POOL, away(POOL, wanted, placed), is_wish=False)
        assert isinstance(chosen, PoolTeams)
        assert len(set(chosen.numbers)) == teams
        placed.append(gone(wanted, chosen.numbers, f"deployments/d{len(placed)}"))
