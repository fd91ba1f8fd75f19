"""Imported files of monthly counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from relevo_server.domain.incidence import AbsentMeans


@dataclass(frozen=True, slots=True)
class CrimeTypeTotals:
    """What one dataset holds of one crime type, ``crimeTypes/{slug}``.

    Attributes:
        incidents: Every month and row that counts, places or not.
        unplaced_incidents: Of those, in rows that are no place: kept and counted, never ranked.
        absent_means: What a municipality without a row has.
    """

    name: str
    title: str
    incidents: int
    unplaced_incidents: int
    absent_means: AbsentMeans = AbsentMeans.UNKNOWN


@dataclass(frozen=True, slots=True)
class Dataset:
    """One imported file, ``datasets/{id}``. Immutable.

    Attributes:
        content_sha256: Of the content after decompression: the same content twice is the same dataset.
        months: (year, month) that the source speaks of, ascending.
        rows: Rows read.
        unplaced_rows: Rows kept that are no place.
        cut_off: Months after this day hold nothing yet; None: every month counts.
    """

    name: str
    title: str
    layout: str
    content_sha256: str
    months: tuple[tuple[int, int], ...]
    rows: int
    unplaced_rows: int
    crime_types: tuple[CrimeTypeTotals, ...]
    cut_off: date | None
    created: datetime

    @property
    def years(self) -> tuple[int, ...]:
        """Years of ``months``, ascending."""
        return tuple(sorted({year for year, _ in self.months}))
