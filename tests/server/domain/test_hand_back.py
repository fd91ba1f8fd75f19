"""What a municipality must have, held against an even pace; unknown is never zero."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_server.domain.hand_back import SLACK, HandBackItem, Progress, Reported, even_pace, judged

ARRIVAL, DUE = date(2025, 1, 1), date(2025, 4, 11)  # a hundred days
ITEM = HandBackItem("Recruit", "c", "officers", DUE, Progress.UNKNOWN, 200)


def after(days: int) -> date:
    return ARRIVAL + timedelta(days=days)


@pytest.mark.parametrize(
    ("baseline", "count", "described", "asked", "progress"),
    [
        (100, 150, 50, 60, Progress.ON_TRACK),
        (100, 140, 50, 60, Progress.ON_TRACK),
        (100, 139, 50, 60, Progress.OFF_TRACK),
        (100, 139, 45, 60, Progress.ON_TRACK),
        (100, 200, 10, 20, Progress.REACHED),
        (None, 200, 10, 20, Progress.REACHED),
        (None, 150, 50, 60, Progress.UNKNOWN),
        (100, None, 50, 60, Progress.UNKNOWN),
        (100, 199, 100, 100, Progress.ON_TRACK),
        (100, 199, 100, 101, Progress.OFF_TRACK),
        (0, 0, 50, 60, Progress.OFF_TRACK),
    ],
)
def test_figures_are_held_against_an_even_pace(
    baseline: int | None, count: int | None, described: int, asked: int, progress: Progress
) -> None:
    assert judged(ITEM, baseline, Reported(count, after(described)), ARRIVAL, after(asked)).progress is progress


def test_no_news_is_unknown() -> None:
    found = judged(ITEM, 100, None, ARRIVAL, after(99))
    assert (found.progress, found.current, found.expected, found.baseline) == (Progress.UNKNOWN, None, None, 100)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(-20, 150))
def test_an_even_pace_begins_and_ends_where_it_must(baseline: int, target: int, days: int) -> None:
    expected = even_pace(baseline, target, ARRIVAL, DUE, after(days))
    assert min(baseline, target) <= expected <= max(baseline, target)
    if days <= 0:
        assert expected == baseline
    if days >= 100:
        assert expected == target
    assert even_pace(baseline, target, DUE, DUE, after(days)) == target
    assert 0 < SLACK < 1
