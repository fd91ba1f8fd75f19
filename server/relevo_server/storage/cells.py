"""Counts by cell: what may be told of a geocoded file. Its points are in no table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Date,
    ForeignKey,
    RowMapping,
    SmallInteger,
    String,
    Table,
    insert,
)

from relevo_server.domain.cells import CellCount
from relevo_server.storage.metadata import metadata
from relevo_server.storage.shelf import PartRows, Shelf

cell_counts = Table(
    "cell_counts",
    metadata,
    Column("municipality", ForeignKey("municipalities.name"), primary_key=True),
    Column("dataset", ForeignKey("datasets.name", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("crime_type", String, primary_key=True),
    Column("month", Date, primary_key=True),
    # Empty: the municipality's remainder.
    Column("cell", String(15), primary_key=True),
    Column("resolution", SmallInteger, nullable=False),
    Column("incidents", BigInteger, nullable=False),
    CheckConstraint("incidents > 0", "incidents"),
    sqlite_with_rowid=False,
)

_FIELDS = tuple(field.name for field in fields(CellCount))


def add_cells(connection: Connection, cells: Sequence[CellCount]) -> None:
    """Add counts of a dataset that is created before the transaction ends."""
    if cells:
        connection.execute(insert(cell_counts), [asdict(cell) for cell in cells])


def _cell(row: RowMapping, _parts: PartRows) -> CellCount:
    return CellCount(**{field: row[field] for field in _FIELDS})


CELLS = Shelf(
    kind=CellCount,
    table=cell_counts,
    columns={field: cell_counts.c[field] for field in ("municipality", "dataset", "crime_type", "month", "cell")},
    to_row=lambda _cell: {},
    from_row=_cell,
    key="municipality",
)
