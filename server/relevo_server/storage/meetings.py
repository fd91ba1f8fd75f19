"""Meetings."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, RowMapping, String, Table

from relevo_server.domain.meeting import Meeting, MeetingState
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

meetings = Table(
    "meetings",
    metadata,
    Column("name", String, primary_key=True),
    Column("region", ForeignKey("regions.name"), nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("convened_offices", JSON, nullable=False),
    Column("attending_offices", JSON, nullable=False),
    Column("agenda", JSON, nullable=False),
    Column("body", ForeignKey("bodies.name")),
    Column("created", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_meetings_day_name", "day", "name"),
)


def _row(meeting: Meeting) -> Row:
    return {
        "name": meeting.name,
        "region": meeting.region,
        "title": meeting.title,
        "day": meeting.day,
        "state": meeting.state.value,
        "convened_offices": list(meeting.convened_offices),
        "attending_offices": list(meeting.attending_offices),
        "agenda": list(meeting.agenda),
        "body": meeting.body or None,
        "created": meeting.created,
        "version": meeting.version,
    }


def _meeting(row: RowMapping, _parts: PartRows) -> Meeting:
    return Meeting(
        name=row["name"],
        region=row["region"],
        title=row["title"],
        day=row["day"],
        state=MeetingState(row["state"]),
        convened_offices=tuple(row["convened_offices"]),
        attending_offices=tuple(row["attending_offices"]),
        agenda=tuple(row["agenda"]),
        created=row["created"],
        version=row["version"],
        body=row["body"] or "",
    )


MEETINGS = Shelf(
    kind=Meeting,
    table=meetings,
    columns={field: meetings.c[field] for field in ("name", "region", "day", "state")},
    to_row=_row,
    from_row=_meeting,
    is_versioned=True,
)
