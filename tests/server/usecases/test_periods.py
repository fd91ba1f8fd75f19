"""Promises shrink to whole periods, presence grows to every one it touches."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo_planner.instance import Window
from relevo_server.usecases.periods import Horizon

FIRST = date(2025, 2, 3)
HORIZON = Horizon(FIRST, 13, 14)


def day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


@pytest.mark.parametrize(
    ("start", "end", "window"),
    [
        (0, 28, Window(0, 2)),
        (1, 28, Window(1, 2)),
        (0, 27, Window(0, 1)),
        (1, 27, None),
        (-5, 14, Window(0, 1)),
        (170, 400, None),
        (168, 400, Window(12, 13)),
        (-50, 0, None),
    ],
)
def test_inward(start: int, end: int, window: Window | None) -> None:
    assert HORIZON.inward(day(start), day(end)) == window


def test_open_ends_reach_the_horizon() -> None:
    assert HORIZON.inward(None, None) == Window(0, 13)
    assert HORIZON.inward(day(15), None) == Window(2, 13)
    assert HORIZON.inward(None, day(15)) == Window(0, 1)


@pytest.mark.parametrize(
    ("start", "end", "window"),
    [(0, 14, Window(0, 1)), (-1, 1, Window(-1, 1)), (13, 15, Window(0, 2)), (-20, -14, Window(-2, -1))],
)
def test_outward(start: int, end: int, window: Window) -> None:
    assert HORIZON.outward(day(start), day(end)) == window


@given(st.integers(-400, 400), st.integers(1, 300), st.sampled_from([7, 14, 28]))
def test_periods_against_days(start: int, length: int, period_days: int) -> None:
    horizon = Horizon(FIRST, 13, period_days)
    days = set(range(start, start + length))
    periods = {index: set(range(index * period_days, (index + 1) * period_days)) for index in range(-100, 150)}
    whole = [index for index in range(13) if periods[index] <= days]
    touched = [index for index, own in periods.items() if own & days]
    inward = horizon.inward(day(start), day(start + length))
    assert (list(range(inward.start, inward.end)) if inward else []) == whole
    outward = horizon.outward(day(start), day(start + length))
    assert list(range(outward.start, outward.end)) == touched


@pytest.mark.parametrize(("days", "periods"), [(0, 0), (1, 1), (14, 1), (15, 2)])
def test_rest_is_rounded_up(days: int, periods: int) -> None:
    assert HORIZON.whole(days) == periods
