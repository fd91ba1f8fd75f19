"""Boundaries of municipalities."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import Column, ForeignKey, RowMapping, String, Table, Text

from relevo_server.domain.boundary import Boundary
from relevo_server.storage.metadata import metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

boundaries = Table(
    "boundaries",
    metadata,
    Column("name", String, primary_key=True),
    Column("municipality", ForeignKey("municipalities.name"), nullable=False, index=True),
    Column("state", ForeignKey("states.name"), nullable=False, index=True),
    Column("geojson", Text, nullable=False),
    Column("repair", String, nullable=False),
    Column("source_sha256", String, nullable=False),
)

_FIELDS = tuple(field.name for field in fields(Boundary))


def _row(boundary: Boundary) -> Row:
    return {field: getattr(boundary, field) for field in _FIELDS}


def _boundary(row: RowMapping, _parts: PartRows) -> Boundary:
    return Boundary(**{field: row[field] for field in _FIELDS})


BOUNDARIES = Shelf(
    kind=Boundary,
    table=boundaries,
    columns={field: boundaries.c[field] for field in ("name", "municipality", "state")},
    to_row=_row,
    from_row=_boundary,
)
