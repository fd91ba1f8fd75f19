"""Calendar dates on the wire and in Python."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from google.type import date_pb2

OFFICIAL_TIME = timezone(timedelta(hours=-6), "UTC-06:00")
"""Mexico City's, by which the server tells one day from the next."""


def present_day() -> date:
    """Return the day that it is in Mexico City, wherever this machine stands."""
    return datetime.now(OFFICIAL_TIME).date()


def to_wire(day: date) -> date_pb2.Date:
    """Return the wire's date."""
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def from_wire(day: date_pb2.Date) -> date | None:
    """Return the date; None where it is unset or incomplete."""
    if not (day.year and day.month and day.day):
        return None
    return date(day.year, day.month, day.day)


def period_start(first_day: date, period: int, period_days: int) -> date:
    """Return the first day of a planning period, counted from 0."""
    return first_day + timedelta(days=period * period_days)


def last_day(first_day: date, end_period: int, period_days: int) -> date:
    """Return the last day before a period starts: the last day of a stay that ends there."""
    return period_start(first_day, end_period, period_days) - timedelta(days=1)
