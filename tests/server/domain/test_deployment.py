"""Deployments: never without an end, and no team in two places."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment, DeploymentDraft, DeploymentState, PoolTeams, busiest
from relevo_server.domain.errors import FailedPrecondition

START, END = date(2025, 3, 1), date(2025, 4, 1)


def stay(start: date = START, end: date = END, teams: int = 2, pool: str = "pools/p", number: int = 0) -> Deployment:
    return Deployment(
        name=f"deployments/d{number}",
        municipality="municipalities/12001",
        agreement="meetings/m/agreements/a",
        start=start,
        end=end,
        teams=(PoolTeams(pool, teams),),
        state=DeploymentState.PLANNED,
        plan="",
        created=datetime(2025, 1, 1, tzinfo=UTC),
    )


def active() -> Deployment:
    return stay().activate(START, (PoolTeams("pools/p", 2, (1, 2)),))


STEPS = {
    "activate": lambda it: it.activate(it.start, it.teams),
    "move": lambda it: it.move("municipalities/12061", it.span, it.agreement),
    "extend": lambda it: it.extend(it.end + timedelta(days=14)),
    "withdraw": lambda it: it.withdraw(it.start + timedelta(days=1)),
    "cancel": lambda it: it.cancel(),
}
ALLOWED = {
    DeploymentState.PLANNED: {"activate", "cancel", "move"},
    DeploymentState.ACTIVE: {"extend", "withdraw"},
    DeploymentState.EXTENDED: {"extend", "withdraw"},
    DeploymentState.WITHDRAWN: set(),
    DeploymentState.CANCELLED: set(),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=8))
def test_no_sequence_of_steps_leaves_the_machine(steps: list[str]) -> None:
    it = stay()
    for step in steps:
        if step in ALLOWED[it.state]:
            before = it
            it = STEPS[step](it)
            assert it.version == before.version + 1
        else:
            with pytest.raises(FailedPrecondition):
                STEPS[step](it)
        assert it.start < it.end
        assert it.last_day == it.end - timedelta(days=1)
        assert it.counts is (it.state is not DeploymentState.CANCELLED)


@pytest.mark.parametrize("end", [END, END - timedelta(days=1)])
def test_an_extension_moves_the_end_back(end: date) -> None:
    with pytest.raises(ValueError, match="not after"):
        active().extend(end)


@pytest.mark.parametrize("end", [START, END + timedelta(days=1)])
def test_a_withdrawal_lies_inside_the_stay(end: date) -> None:
    with pytest.raises(ValueError, match="does not lie"):
        active().withdraw(end)


def test_a_draft_names_every_fault() -> None:
    draft = DeploymentDraft("12001", "", START, None, (PoolTeams("pools/a", 0), PoolTeams("pools/a", 1)))
    assert [fault.field for fault in draft.faults()] == [
        "deployment.end_date",
        "deployment.agreement",
        "deployment.municipality",
        "deployment.teams[0].teams",
        "deployment.teams[1]",
    ]
    assert DeploymentDraft("municipalities/12001", "a", START, END, ()).faults()


stays = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(1, 5), st.sampled_from(["pools/p", "pools/q"])),
    max_size=8,
)


@given(stays, st.integers(0, 10))
def test_the_busiest_day_is_the_busiest_of_all_days(drawn: list[tuple[int, int, int, str]], rest: int) -> None:
    first = date(2025, 1, 1)
    placed = [
        stay(first + timedelta(days=start), first + timedelta(days=start + length), teams, pool, number)
        for number, (start, length, teams, pool) in enumerate(drawn)
    ]
    window = DaySpan(first + timedelta(days=5), first + timedelta(days=40))
    by_day = {
        day: sum(it.teams_of("pools/p") for it in placed if it.start <= day < it.end + timedelta(days=rest))
        for day in (window.start + timedelta(days=offset) for offset in range(window.days))
    }
    day, away, names = busiest("pools/p", placed, window, timedelta(days=rest))
    assert away == max(by_day.values()) == by_day[day]
    assert sum(it.teams_of("pools/p") for it in placed if it.name in names) == away
