"""Count incidents per municipality over months, from one or several datasets; unknown stays unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.errors import Faults
from relevo_server.domain.incidence import Counts, Coverage, fill_absent
from relevo_server.domain.names import key_of, municipality_name
from relevo_server.domain.ranking import RankingDraft
from relevo_server.usecases.ports import Unit

Month = tuple[int, int]

_MONTHS_NAMED = 12
_PREFIX = "crimeTypes/"


@dataclass(frozen=True, slots=True)
class Counted:
    """Incidents month by month over the months asked for.

    Attributes:
        months: (T) counted.
        by_crime: By crime id and municipality name, T counts; a municipality with an unknown month has no entry.
        unplaced: By crime id, in rows that are no place.
    """

    months: tuple[Month, ...]
    by_crime: Mapping[str, Mapping[str, tuple[int, ...]]]
    unplaced: Mapping[str, int]


def months_of(start: date, end: date) -> list[Month]:
    """The (year, month) from the month of ``start`` until before the month of ``end``."""
    first, last = 12 * start.year + start.month - 1, 12 * end.year + end.month - 1
    return [(index // 12, index % 12 + 1) for index in range(first, last)]


def require_countable(faults: Faults, datasets: Sequence[Dataset], draft: RankingDraft) -> None:
    """Note what no ranking of municipalities can be made of: datasets by state, and what ``require_reported`` finds."""
    for dataset in datasets:
        if dataset.is_by_state:
            why = f"{dataset.name} counts whole states and says nothing of municipalities"
            faults.add("ranking.datasets", why, "Name datasets by municipality")
    require_reported(faults, datasets, draft)


def require_reported(faults: Faults, datasets: Sequence[Dataset], draft: RankingDraft) -> None:
    """Note crime types that no dataset holds, and months that no dataset reports or that two do.

    A month of a crime that two datasets report would be counted twice; one that none reports would make every place
    unknown.
    """
    for dataset in datasets:
        if dataset.is_by_cell:
            why = f"{dataset.name} counts cells below the municipality"
            faults.add("ranking.datasets", why, "Name datasets by municipality")
    asked = _asked_months(draft)
    for index, name in enumerate(draft.crime_types):
        holding = [dataset for dataset in datasets if _holds(dataset, name)]
        if datasets and not holding:
            known = sorted({crime.name for dataset in datasets for crime in dataset.crime_types})
            faults.missing(f"ranking.crime_types[{index}]", name, f"The datasets hold {', '.join(known[:20])}")
            continue
        for month in asked if holding else ():
            reporting = [dataset.name for dataset in holding if month in dataset.coverage.months]
            if len(reporting) > 1:
                why = f"{' and '.join(reporting)} both report {name}"
                faults.add("ranking.datasets", why, "Name one of them, so that nothing is counted twice")
        _require_months(faults, holding, asked, name)


def count_incidents(
    unit: Unit, datasets: Sequence[Dataset], draft: RankingDraft, municipalities: Collection[str]
) -> Counted:
    """Gather the incidents of every crime type asked for.

    Args:
        unit: Where from.
        datasets: Which together report every month once.
        draft: Which crime types and months.
        municipalities: Names of the municipalities that exist.
    """
    asked = _asked_months(draft)
    place_in = {month: index for index, month in enumerate(asked)}
    crime_ids = [name.removeprefix(_PREFIX) for name in draft.crime_types]
    found: dict[str, dict[str, list[int | None]]] = {crime_id: {} for crime_id in crime_ids}
    unplaced = dict.fromkeys(crime_ids, 0)
    keys = [key_of(name) for name in municipalities]
    for dataset in datasets:
        coverage = _only(dataset.coverage, crime_ids)
        if not coverage.crimes or not place_in.keys() & set(coverage.months):
            continue
        rows = list(unit.counts(dataset.name, crime_ids))
        for row in rows:
            if not row.is_place:
                picked = _picked(row.counts, row.year, place_in)
                unplaced[row.crime.id] += sum(count or 0 for _, count in picked)
        reported = set(coverage.months)
        for (key, crime_id, year), counts in fill_absent(rows, keys, coverage).items():
            line = found[crime_id].setdefault(key, [None] * len(asked))
            for index, count in _picked(counts, year, place_in):
                if asked[index] in reported:
                    line[index] = count
    return Counted(tuple(asked), {crime_id: _known(lines) for crime_id, lines in found.items()}, unplaced)


def _asked_months(draft: RankingDraft) -> list[Month]:
    if draft.from_month is None or draft.until_month is None or draft.faults():
        return []
    return months_of(draft.from_month, draft.until_month)


def _holds(dataset: Dataset, crime_type: str) -> bool:
    return any(crime.name == crime_type for crime in dataset.crime_types)


def _require_months(faults: Faults, holding: Sequence[Dataset], asked: Sequence[Month], name: str) -> None:
    reported = {month for dataset in holding for month in dataset.coverage.months}
    missing = [f"{year}-{month:02d}" for year, month in asked if (year, month) not in reported]
    if holding and missing:
        more = f" and {len(missing) - _MONTHS_NAMED} more" if len(missing) > _MONTHS_NAMED else ""
        why = f"no dataset named reports {name} in {', '.join(missing[:_MONTHS_NAMED])}{more}"
        faults.add("ranking.from_month", why, "Choose months that are reported, or add the dataset that reports them")


def _only(coverage: Coverage, crime_ids: Collection[str]) -> Coverage:
    return replace(coverage, crimes=tuple(crime for crime in coverage.crimes if crime.id in crime_ids))


def _picked(counts: Counts, year: int, place_in: Mapping[Month, int]) -> Iterator[tuple[int, int | None]]:
    for month, count in enumerate(counts, start=1):
        index = place_in.get((year, month))
        if index is not None:
            yield index, count


def _known(lines: Mapping[str, Sequence[int | None]]) -> dict[str, tuple[int, ...]]:
    known = {}
    for key, line in lines.items():
        counts = tuple(count for count in line if count is not None)
        if len(counts) == len(line):
            known[municipality_name(key)] = counts
    return known
