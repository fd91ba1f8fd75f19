"""What the incidence files tell: crimes, monthly counts, and what a missing row means.

A blank month is unknown, never zero. A municipality without a row is unknown too, unless the source is declared to
leave out zeros for that crime (``AbsentMeans.ZERO``), and then only for crimes and months that the source speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from relevo_server.domain.geography import PlaceKind, is_whole_state_key, place_kind, whole_state_key

MONTHS_IN_YEAR = 12

Counts = tuple[int | None, ...]
"""Twelve monthly counts, January first; None is unknown."""

UNKNOWN_YEAR: Counts = (None,) * MONTHS_IN_YEAR


class AbsentMeans(StrEnum):
    """What it means that a source holds no row for a municipality and a crime."""

    UNKNOWN = "unknown"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class CrimeType:
    """One line of the source's crime classification.

    ``id`` names the subtype and is the same in every file ("homicidio-doloso"); several modalities share it. The four
    names stand as the source writes them; two lines are the same where ``classification`` is.
    """

    id: str
    legal_good: str
    type: str
    subtype: str
    modality: str
    classification: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class MunicipalCounts:
    """One crime, one municipality (or EE998, EE999; or EE000, a whole state), one year."""

    place_key: str
    crime: CrimeType
    year: int
    counts: Counts

    @property
    def is_place(self) -> bool:
        """False for "Otros Municipios", "No Especificado" and whole states: kept and counted, never ranked."""
        return not is_whole_state_key(self.place_key) and place_kind(self.place_key) is PlaceKind.MUNICIPALITY


@dataclass(frozen=True, slots=True)
class StateCounts:
    """One crime, one state, one year."""

    state_key: str
    crime: CrimeType
    year: int
    counts: Counts

    def as_place(self) -> MunicipalCounts:
        """The same counts under the key that a whole state has among places."""
        return MunicipalCounts(whole_state_key(self.state_key), self.crime, self.year, self.counts)


@dataclass(frozen=True, slots=True)
class EmergencyCalls:
    """Emergency calls of one municipality over the source's whole period; None is unknown."""

    municipality_key: str
    calls: int | None
    founded: int | None
    unfounded: int | None
    other: int | None
    unspecified: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an incidence source speaks of; stored with it, so that a reader knows what an absent row meant.

    Attributes:
        crimes: Every line of the classification that has a row, in order of appearance.
        months: (year, month) that the source reports, ascending.
        absent_means: For every crime id of ``crimes``.
        totals: Sum of the known counts per month of ``months``, places and no places together.
        incidents: Sum of the known counts per crime id, places and no places together.
        unplaced_incidents: Of those, the part in rows that are no place.
    """

    crimes: tuple[CrimeType, ...]
    months: tuple[tuple[int, int], ...]
    absent_means: Mapping[str, AbsentMeans]
    totals: tuple[int, ...]
    incidents: Mapping[str, int]
    unplaced_incidents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MonthRevision:
    """A month that a later edition of a source changed; None is unknown."""

    month: int
    before: int | None
    after: int | None


def revised_months(before: Counts, after: Counts) -> tuple[MonthRevision, ...]:
    """The months of one year that differ. A month first reported is a revision from None; so is one withdrawn."""
    return tuple(
        MonthRevision(month, old, new)
        for month, (old, new) in enumerate(zip(before, after, strict=True), start=1)
        if old != new
    )


def is_counted_place(key: str) -> bool:
    """Whether a source that counts such places should have a row for it: not for EE998 and EE999."""
    return is_whole_state_key(key) or place_kind(key) is PlaceKind.MUNICIPALITY


def fill_absent(
    rows: Iterable[MunicipalCounts], municipality_keys: Collection[str], coverage: Coverage
) -> dict[tuple[str, str, int], Counts]:
    """Give every known municipality its monthly counts per crime id, or say that they are unknown.

    The modalities of a crime are added up. A modality without a row counts as ``coverage.absent_means`` of its crime
    tells: zero in the months of ``coverage`` or unknown; an unknown part makes the sum unknown. Rows of keys outside
    ``municipality_keys`` take no part.

    Args:
        rows: All rows of one source.
        municipality_keys: The municipalities that exist; or whole states; or keys that are no place (EE998, EE999), of
            which a missing row always means that there was nothing to tell.
        coverage: Of the same source.

    Returns:
        Counts by (municipality key, crime id, year), for every municipality, every crime id and year of ``coverage``.
    """
    known = frozenset(municipality_keys)
    modalities: dict[tuple[str, int], set[tuple[str, ...]]] = defaultdict(set)
    found: dict[tuple[str, str, int], list[MunicipalCounts]] = defaultdict(list)
    for row in rows:
        # A modality counts as reported even where only a row that is no place has it.
        modalities[row.crime.id, row.year].add(row.crime.classification)
        if row.place_key in known:
            found[row.place_key, row.crime.id, row.year].append(row)
    reported = defaultdict(set)
    for year, month in coverage.months:
        reported[year].add(month)
    filled = {}
    for crime_id in dict.fromkeys(crime.id for crime in coverage.crimes):
        for year in sorted(reported):
            absent = _absent_counts(coverage.absent_means[crime_id], reported[year])
            nothing = _absent_counts(AbsentMeans.ZERO, reported[year])
            parts = len(modalities[crime_id, year])
            for key in municipality_keys:
                present = [row.counts for row in found.get((key, crime_id, year), ())]
                missing = [absent if is_counted_place(key) else nothing] if parts == 0 or len(present) < parts else []
                filled[key, crime_id, year] = _sum_known(present + missing)
    return filled


def _absent_counts(meaning: AbsentMeans, months: set[int]) -> Counts:
    if meaning is AbsentMeans.UNKNOWN:
        return UNKNOWN_YEAR
    return tuple(0 if month in months else None for month in range(1, MONTHS_IN_YEAR + 1))


def _sum_known(parts: list[Counts]) -> Counts:
    total: list[int | None] = []
    for cells in zip(*parts, strict=True):
        known = [cell for cell in cells if cell is not None]
        total.append(sum(known) if len(known) == len(cells) else None)
    return tuple(total)
