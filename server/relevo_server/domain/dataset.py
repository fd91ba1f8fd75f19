"""Imported files of monthly counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from relevo_server.domain.cells import CELL_LAYOUT
from relevo_server.domain.incidence import AbsentMeans, Coverage

STATE_LAYOUT = "SESNSP_IDEFC_NM"
"""The layout whose rows count whole states."""


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
    absent_means: AbsentMeans


@dataclass(frozen=True, slots=True)
class Dataset:
    """One imported file, ``datasets/{id}``. Immutable.

    Attributes:
        title: The file's name as the caller gave it: for people, never interpreted.
        content_sha256: Of the content after decompression. The same content read on the same terms (what absent rows
            mean, cut-off) is the same dataset.
        coverage: What the source speaks of.
        rows: Rows read.
        unplaced_rows: Rows kept that are no place.
        cut_off: Months after this day hold nothing yet; None: every month counts.
    """

    name: str
    title: str
    layout: str
    content_sha256: str
    coverage: Coverage
    rows: int
    unplaced_rows: int
    cut_off: date | None
    created: datetime

    @property
    def is_by_state(self) -> bool:
        """Whether it counts whole states and says nothing of municipalities."""
        return self.layout == STATE_LAYOUT

    @property
    def is_by_cell(self) -> bool:
        """Whether it counts cells below the municipality."""
        return self.layout == CELL_LAYOUT

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the months that the source reports, ascending."""
        return tuple(sorted({year for year, _ in self.coverage.months}))

    @property
    def crime_types(self) -> tuple[CrimeTypeTotals, ...]:
        """One per crime id, in the source's order."""
        titles: dict[str, str] = {}
        for crime in self.coverage.crimes:
            titles.setdefault(crime.id, crime.subtype)
        return tuple(
            CrimeTypeTotals(
                name=f"crimeTypes/{crime_id}",
                title=title,
                incidents=self.coverage.incidents[crime_id],
                unplaced_incidents=self.coverage.unplaced_incidents[crime_id],
                absent_means=self.coverage.absent_means[crime_id],
            )
            for crime_id, title in titles.items()
        )
