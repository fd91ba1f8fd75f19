"""Revisions: which months two datasets tell differently, found by the database that holds both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    and_,
    insert,
    or_,
    select,
)

from relevo_server.domain.revision import Revision
from relevo_server.storage.counts import MONTHS, count_series, counts
from relevo_server.storage.metadata import metadata
from relevo_server.storage.shelf import PartRows, Shelf

revisions = Table(
    "revisions",
    metadata,
    Column("before", ForeignKey("datasets.name"), primary_key=True),
    Column("after", ForeignKey("datasets.name"), primary_key=True),
    Column("crime_type", String, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("places", Integer, nullable=False),
    Column("incidents_before", BigInteger, nullable=False),
    Column("incidents_after", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

_FIELDS = tuple(column.name for column in revisions.c)


def add_revisions(connection: Connection, found: Sequence[Revision]) -> None:
    """Keep what was found."""
    if found:
        rows = [{field: getattr(revision, field) for field in _FIELDS} for revision in found]
        connection.execute(insert(revisions), rows)


def find_revisions(connection: Connection, before: str, after: str, months: set[tuple[int, int]]) -> list[Revision]:
    """Compare two datasets month by month over the lines of the classification that both have.

    Args:
        connection: Where both are, the later one perhaps in the same transaction.
        before: The earlier dataset.
        after: The later.
        months: (year, month) that both report.
    """
    totals: dict[tuple[str, int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for crime_id, year, old, new in _differing(connection, before, after):
        for month, (was, is_now) in enumerate(zip(old, new, strict=True), start=1):
            if (year, month) in months and (was or 0) != (is_now or 0):
                total = totals[crime_id, year, month]
                total[0] += 1
                total[1] += was or 0
                total[2] += is_now or 0
    return [
        Revision(before, after, f"crimeTypes/{crime_id}", date(year, month, 1), *total)
        for (crime_id, year, month), total in sorted(totals.items())
    ]


def _differing(
    connection: Connection, before: str, after: str
) -> Iterator[tuple[str, int, Sequence[int | None], Sequence[int | None]]]:
    """Yield the rows of shared lines that differ; one that a dataset lacks counts as a row of nothing."""
    old_series, new_series = count_series.alias("old_series"), count_series.alias("new_series")
    shared = select(old_series.c.number, new_series.c.number, old_series.c.crime_id).where(
        old_series.c.dataset == before, new_series.c.dataset == after, old_series.c.crime == new_series.c.crime
    )
    for old_number, new_number, crime_id in connection.execute(shared).all():
        for mine, others, is_swapped in ((old_number, new_number, False), (new_number, old_number, True)):
            for year, *cells in connection.execute(_beside(mine, others, only_missing=is_swapped)):
                old, new = cells[: len(MONTHS)], cells[len(MONTHS) :]
                yield (crime_id, year, new, old) if is_swapped else (crime_id, year, old, new)


def _beside(mine: int, others: int, *, only_missing: bool) -> Any:
    """Rows of one series beside those of another that differ, or only those that the other lacks."""
    left, right = counts.alias("mine"), counts.alias("others")
    same_row = and_(right.c.series == others, right.c.year == left.c.year, right.c.place_key == left.c.place_key)
    differs: ColumnElement[bool] = right.c.series.is_(None)
    if not only_missing:
        differs = or_(*(left.c[month].is_distinct_from(right.c[month]) for month in MONTHS))
    cells = [*(left.c[month] for month in MONTHS), *(right.c[month] for month in MONTHS)]
    joined = left.outerjoin(right, same_row)
    return select(left.c.year, *cells).select_from(joined).where(left.c.series == mine, differs)


def _revision(row: RowMapping, _parts: PartRows) -> Revision:
    return Revision(**{field: row[field] for field in _FIELDS})


REVISIONS = Shelf(
    kind=Revision,
    table=revisions,
    columns={field: revisions.c[field] for field in ("before", "after", "crime_type", "month")},
    to_row=lambda _revision: {},
    from_row=_revision,
    key="before",
)
