"""Which day it is: Mexico City's, whatever the clock of the machine says."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from relevo_client.dates import OFFICIAL_TIME as CLIENTS_TIME
from relevo_server.domain.days import OFFICIAL_TIME, DaySpan, day_of

TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 1, 10, 5, 59, 59, tzinfo=UTC), date(2026, 1, 9)),
        (datetime(2026, 1, 10, 6, 0, tzinfo=UTC), date(2026, 1, 10)),
        (datetime(2026, 1, 11, 5, 59, 59, tzinfo=UTC), date(2026, 1, 10)),
        (datetime(2026, 7, 1, 0, 0, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 1, 10, 8, 0, tzinfo=TOKYO), date(2026, 1, 9)),
    ],
)
def test_a_day_begins_at_midnight_in_mexico_city(instant: datetime, day: date) -> None:
    assert day_of(instant) == day


def test_server_and_client_mean_the_same_day() -> None:
    assert CLIENTS_TIME == OFFICIAL_TIME


def test_a_span_ends_before_its_end() -> None:
    span = DaySpan(date(2026, 1, 1), date(2026, 1, 8))
    assert (span.last_day, span.days) == (date(2026, 1, 7), 7)
    assert span.start in span
    assert span.end not in span
    assert not span.overlaps(DaySpan(span.end, date(2026, 2, 1)))
    with pytest.raises(ValueError, match="not after"):
        DaySpan(span.end, span.end)
