"""Observations of citizens' councils."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, RowMapping, String, Table, Text

from relevo_server.domain.observation import Observation, ObservationSubject
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

observations = Table(
    "observations",
    metadata,
    Column("name", String, primary_key=True),
    Column("council", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answering_office", String, nullable=False),
    Column("answered", Instant),
    Column("version", Integer, nullable=False),
    Index("ix_observations_created_name", "created", "name"),
)
_PLAIN = ("name", "council", "text", "created", "answer", "answering_office", "answered", "version")


def _row(observation: Observation) -> Row:
    return {field: getattr(observation, field) for field in _PLAIN} | {"subject": observation.subject.value}


def _observation(row: RowMapping, _parts: PartRows) -> Observation:
    return Observation(subject=ObservationSubject(row["subject"]), **{field: row[field] for field in _PLAIN})


OBSERVATIONS = Shelf(
    kind=Observation,
    table=observations,
    columns={field: observations.c[field] for field in ("name", "council", "subject", "created", "answer")},
    to_row=_row,
    from_row=_observation,
    is_versioned=True,
)
