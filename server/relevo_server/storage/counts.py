"""Monthly counts: one row per place, year and line of the crime classification, twelve small numbers each.

The lines of a dataset's classification are numbered (``count_series``), so that a count's row stays a few dozen bytes
and all places of one crime lie side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    insert,
    select,
)

from relevo_server.domain.incidence import MONTHS_IN_YEAR, CrimeType, MunicipalCounts
from relevo_server.storage.metadata import metadata
from relevo_server.usecases.frozen_json import from_json, to_json

MONTHS = tuple(f"month_{month:02d}" for month in range(1, MONTHS_IN_YEAR + 1))

count_series = Table(
    "count_series",
    metadata,
    Column("number", Integer, primary_key=True),
    # A dataset is known only once its file was read to the end, hence deferred.
    Column("dataset", ForeignKey("datasets.name", deferrable=True, initially="DEFERRED"), nullable=False),
    Column("crime_id", String, nullable=False),
    Column("crime", Text, nullable=False),
    Index("ix_count_series_dataset_crime_id", "dataset", "crime_id"),
)
counts = Table(
    "counts",
    metadata,
    Column("series", ForeignKey("count_series.number"), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    # Also EE998 and EE999, which are no municipalities.
    Column("place_key", String(5), primary_key=True),
    *(Column(month, Integer) for month in MONTHS),
    *(CheckConstraint(f"{month} >= 0", month) for month in MONTHS),
    sqlite_with_rowid=False,
)

SeriesNumbers = dict[tuple[str, tuple[str, str, str, str]], int]
"""Number of each (dataset, classification) met so far."""


def add_counts(connection: Connection, numbers: SeriesNumbers, dataset: str, rows: Sequence[MunicipalCounts]) -> None:
    """Add rows of a dataset; ``numbers`` remembers its series from batch to batch."""
    values = [(_series(connection, numbers, dataset, row.crime), row.year, row.place_key, *row.counts) for row in rows]
    if not values:
        return
    statement = insert(counts)
    if connection.dialect.positional:
        # Plain tuples spare SQLAlchemy's work per row, two thirds of the time of a national file.
        connection.exec_driver_sql(str(statement.compile(dialect=connection.dialect)), values)
    else:
        names = [column.name for column in counts.c]
        connection.execute(statement, [dict(zip(names, row, strict=True)) for row in values])


def read_counts(connection: Connection, dataset: str, crime_ids: Collection[str]) -> Iterator[MunicipalCounts]:
    """Yield the rows of a dataset for some crimes."""
    mine = (count_series.c.dataset == dataset) & count_series.c.crime_id.in_(crime_ids)
    found = connection.execute(select(count_series.c.number, count_series.c.crime).where(mine)).all()
    crimes = {number: from_json(CrimeType, crime) for number, crime in found}
    statement = select(counts).where(counts.c.series.in_(crimes)).order_by(*counts.primary_key.columns)
    for series, year, place_key, *months in connection.execute(statement):
        yield MunicipalCounts(place_key, crimes[series], year, tuple(months))


def _series(connection: Connection, numbers: SeriesNumbers, dataset: str, crime: CrimeType) -> int:
    key = dataset, crime.classification
    number = numbers.get(key)
    if number is None:
        values = {"dataset": dataset, "crime_id": crime.id, "crime": to_json(crime)}
        (number,) = connection.execute(insert(count_series).values(values)).inserted_primary_key or (0,)
        numbers[key] = number
    return number
