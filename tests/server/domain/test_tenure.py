"""Tenure in days: the planner's rule, and never more than K days in any W."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_planner.instance import Instance, Operation, Stay
from relevo_planner.policy import Policy
from relevo_planner.review.tenure import check
from relevo_server.domain.days import DaySpan
from relevo_server.domain.tenure import Tenure

DAY = date(2025, 1, 1)
PERIOD = 14
TENURE = Tenure(84, 98, 14)


def days(start: int, end: int) -> DaySpan:
    return DaySpan(DAY + timedelta(days=start), DAY + timedelta(days=end))


def lawful(drawn: list[tuple[int, int]], scale: int = 1) -> list[DaySpan]:
    """Those of the drawn stays that overlap none before them and keep the rule with them."""
    kept: list[DaySpan] = []
    for start, length in drawn:
        stay = days(start * scale, (start + length) * scale)
        if not any(stay.overlaps(other) for other in kept) and not TENURE.objections(stay, kept):
            kept.append(stay)
    return kept


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (28, 84, []),
        (28, 85, ["would make 85 days"]),
        (41, 84, []),
        (42, 84, ["14 days apart"]),
        (125, 150, ["97 days apart"]),
        (126, 210, []),
        (-98, -1, ["would make 126 days"]),
        (-140, -98, []),
        (-140, -97, ["97 days apart"]),
    ],
)
def test_what_speaks_against_a_stay_beside_one_of_28_days(start: int, end: int, told: list[str]) -> None:
    objections = TENURE.objections(days(start, end), [days(0, 28)])
    assert len(objections) == len(told)
    assert all(words in objection for words, objection in zip(told, objections, strict=True))


@given(st.lists(st.tuples(st.integers(-40, 0), st.integers(1, 6)), max_size=6), st.integers(0, 20), st.integers(1, 8))
def test_it_is_the_planners_rule(history: list[tuple[int, int]], start: int, periods: int) -> None:
    stays = lawful(history, PERIOD)
    wanted = days(start * PERIOD, (start + periods) * PERIOD)
    if any(wanted.overlaps(stay) for stay in stays):
        return

    def period(day: date) -> int:
        return (day - DAY).days // PERIOD

    instance = Instance(
        *(DAY, 30, (), ()), stays=tuple(Stay("d", "m", period(stay.start), period(stay.end), {}) for stay in stays)
    )
    violations = list(check(instance, (Operation("m", start, periods, {}),)))
    assert bool(violations) == bool(TENURE.objections(wanted, stays))
    assert (TENURE.longest_days, TENURE.window_days) == (
        Policy().tenure_periods * PERIOD,
        Policy().tenure_window_periods * PERIOD,
    )


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 100)), max_size=8))
def test_never_more_than_the_longest_in_any_window(drawn: list[tuple[int, int]]) -> None:
    days_there = [0] * 1_000
    for stay in lawful(drawn):
        for day in range((stay.start - DAY).days, (stay.end - DAY).days):
            days_there[day] = 1
    windows = (sum(days_there[first : first + TENURE.window_days]) for first in range(800))
    assert max(windows) <= TENURE.longest_days


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 80)), min_size=1, max_size=5))
def test_the_latest_end_is_the_last_without_objections(drawn: list[tuple[int, int]]) -> None:
    presences = TENURE.presences(lawful(drawn))
    first, later = presences[0], presences[1:]
    latest = TENURE.latest_end(first, later)
    ends = [
        end
        for end in (first.end + timedelta(days=n) for n in range(120))
        if not later or end <= later[0].start - timedelta(days=TENURE.joining_days)
        if not TENURE.objections(DaySpan(first.start, end), later)
    ]
    assert latest == max(ends, default=first.end)
