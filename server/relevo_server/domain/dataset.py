"""Imported files of monthly counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.cells import CELL_LAYOUT
from relevo_server.domain.incidence import AbsentMeans, Coverage

MUNICIPAL_LAYOUT = "SESNSP_IDM_NM"
STATE_LAYOUT = "SESNSP_IDEFC_NM"
FEDERAL_LAYOUT = "SESNSP_IDEFF"


class Jurisdiction(StrEnum):
    """Whose law incidents fall under."""

    COMMON = "common"
    """Of the states (fuero común)."""
    FEDERAL = "federal"
    """Of the federation (fuero federal)."""


_BY_STATE = frozenset({STATE_LAYOUT, FEDERAL_LAYOUT})
_JURISDICTIONS = {
    MUNICIPAL_LAYOUT: Jurisdiction.COMMON,
    STATE_LAYOUT: Jurisdiction.COMMON,
    FEDERAL_LAYOUT: Jurisdiction.FEDERAL,
}


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
        return self.layout in _BY_STATE

    @property
    def jurisdiction(self) -> Jurisdiction | None:
        """Of every incident in it; None where the source does not tell, which is neither of the two."""
        return _JURISDICTIONS.get(self.layout)

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
