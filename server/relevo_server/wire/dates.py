"""Calendar days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from relevo_server.wire.reading import Reading


def date_message(day: date | None) -> Date | None:
    """Return the wire form of a day; None stays unset."""
    return None if day is None else Date(year=day.year, month=day.month, day=day.day)


def day_of(reading: Reading, path: str, message: Date | None) -> date | None:
    """Return the day; None where nothing was said, and for what is no day of the calendar, which is noted."""
    if message is None or (message.year, message.month, message.day) == (0, 0, 0):
        return None
    try:
        return date(message.year, message.month, message.day)
    except ValueError:
        written = f"{message.year:04d}-{message.month:02d}-{message.day:02d}"
        reading.note(path, f"{written} is no day of the calendar", "Give year, month and day")
        return None


def timestamp(instant: datetime | None) -> Timestamp | None:
    """Return the wire form of an instant; None stays unset.

    Raises:
        ValueError: The instant has no time zone.
    """
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone")
    message = Timestamp()
    message.FromDatetime(instant.astimezone(UTC).replace(tzinfo=None))
    return message
