"""What the files about places tell, taken into the gazetteer; what a file does not tell stays as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from relevo_server.domain.errors import Faults
from relevo_server.domain.geography import Municipality, MunicipalityPoint, PopulationSeries, RegionMembership
from relevo_server.domain.incidence import EmergencyCalls
from relevo_server.domain.places import MunicipalityRecord, Point
from relevo_server.intake import (
    CATALOGUE,
    EMERGENCY_CALLS,
    MUNICIPALITY_SHEET,
    OFFICERS,
    POINTS,
    POPULATION,
    REGIONS,
    CorporationStaff,
    Layout,
    Reading,
    SheetMunicipality,
)
from relevo_server.intake.official.figures import CALLS_YEAR
from relevo_server.intake.official.sheet import OFFICERS_YEAR, POPULATION_YEAR
from relevo_server.usecases.gazetteer import Gazetteer

CENSUS_YEAR = 2020
_PLACES_NAMED = 20
_FIGURES = {"population": "inhabitants", "emergency_calls": "emergency calls", "census_officers": "officers"}

PLACE_LAYOUTS: tuple[Layout[Any], ...] = (
    CATALOGUE,
    POPULATION,
    POINTS,
    REGIONS,
    OFFICERS,
    EMERGENCY_CALLS,
    MUNICIPALITY_SHEET,
)


def store_places(gazetteer: Gazetteer, reading: Reading[Any], population_year: int, this_year: int) -> None:
    """Take in a file about places.

    Args:
        gazetteer: The places as they stand.
        reading: The file.
        population_year: The year to keep of several; 0: the latest not after ``this_year``.
        this_year: The present year.

    Raises:
        IntakeRefused: With every fault.
        RelevoError: INVALID_FIELDS where the file lacks the year.
    """
    facts = (fact for batch in reading.batches() for fact in batch)
    if reading.layout is POPULATION:
        year, untold = _take_population(gazetteer, facts, population_year, this_year)
        if untold:
            what = f"the file tells no population of {year} of {_named(untold)}"
            reading.report.notice(f"{what}: what the records say of them stays")
    else:
        _TAKERS[reading.layout.id](gazetteer, facts)
    for field, what in _FIGURES.items():
        if changed := gazetteer.revised(field):
            told = [f"{key}: {before:,} then, {now:,} now" for key, before, now in changed]
            reading.report.notice(f"{what} of the same year were told otherwise before, of {_named(told)}")


def _named(places: Sequence[str]) -> str:
    count = "1 municipality" if len(places) == 1 else f"{len(places):,} municipalities"
    return f"{count} ({', '.join(places[:_PLACES_NAMED])}{' and others' if len(places) > _PLACES_NAMED else ''})"


def _take_catalogue(gazetteer: Gazetteer, facts: Iterable[Municipality]) -> None:
    for fact in facts:
        state = gazetteer.put_state(fact.state.key, fact.state.name, retitle=True)
        told: dict[str, Any] = {"title": fact.name, "state": state}
        known = gazetteer.municipality(fact.key)
        if fact.census_population is not None and _is_news(known, CENSUS_YEAR):
            told |= {"population": fact.census_population, "population_year": CENSUS_YEAR}
        gazetteer.put_municipality(fact.key, **told)


def _take_population(
    gazetteer: Gazetteer, facts: Iterable[PopulationSeries], asked_year: int, this_year: int
) -> tuple[int, list[str]]:
    """Take in one year, and return it with the keys of the municipalities that the file says nothing of."""
    year, untold = 0, set(gazetteer.municipality_keys())
    for fact in facts:
        year = year or _chosen_year([known for known, _ in fact.by_year], asked_year, this_year)
        inhabitants = fact.in_year(year)
        if inhabitants is not None:
            gazetteer.put_municipality(fact.municipality_key, population=inhabitants, population_year=year)
            untold.discard(fact.municipality_key)
    return year, sorted(untold)


def _take_points(gazetteer: Gazetteer, facts: Iterable[MunicipalityPoint]) -> None:
    for fact in facts:
        gazetteer.put_municipality(fact.municipality_key, point=Point(fact.latitude, fact.longitude))


def _take_regions(gazetteer: Gazetteer, facts: Iterable[RegionMembership]) -> None:
    for fact in facts:
        region = gazetteer.put_region(fact.region_id, fact.region_name)
        gazetteer.put_state(fact.state.key, fact.state.name, region=region)


def _take_calls(gazetteer: Gazetteer, facts: Iterable[EmergencyCalls]) -> None:
    for fact in facts:
        if fact.founded is not None:
            gazetteer.put_municipality(
                fact.municipality_key, emergency_calls=fact.founded, emergency_calls_year=CALLS_YEAR
            )


def _take_officers(gazetteer: Gazetteer, facts: Iterable[CorporationStaff]) -> None:
    staff: dict[str, list[int | None]] = defaultdict(list)
    for fact in facts:
        staff[fact.municipality_key].append(fact.total)
    for key, totals in staff.items():
        known = [total for total in totals if total is not None]
        # Most municipalities lack some type of corporation ("NA"): the sum of those told is the officers at least
        # known of. Where none is told nothing is known.
        officers = sum(known) if known else None
        gazetteer.put_municipality(key, census_officers=officers, census_officers_year=OFFICERS_YEAR)


def _take_sheet(gazetteer: Gazetteer, facts: Iterable[SheetMunicipality]) -> None:
    for fact in facts:
        region = gazetteer.put_region(fact.region_id, fact.region_name)
        state = gazetteer.put_state(fact.state.key, fact.state.name, region=region)
        point = Point(fact.latitude, fact.longitude)
        told: dict[str, Any] = {"title": fact.name, "state": state, "point": point}
        if fact.inhabitants is not None and _is_news(gazetteer.municipality(fact.key), POPULATION_YEAR):
            told |= {"population": fact.inhabitants, "population_year": POPULATION_YEAR}
        if fact.officers is not None:
            told |= {"census_officers": fact.officers, "census_officers_year": OFFICERS_YEAR}
        gazetteer.put_municipality(fact.key, **told)


_TAKERS: Mapping[str, Callable[[Gazetteer, Iterable[Any]], None]] = {
    CATALOGUE.id: _take_catalogue,
    POINTS.id: _take_points,
    REGIONS.id: _take_regions,
    OFFICERS.id: _take_officers,
    EMERGENCY_CALLS.id: _take_calls,
    MUNICIPALITY_SHEET.id: _take_sheet,
}


def _is_news(known: MunicipalityRecord | None, year: int) -> bool:
    return known is None or known.population_year is None or known.population_year <= year


def _chosen_year(years: list[int], asked_year: int, this_year: int) -> int:
    faults = Faults()
    if asked_year and asked_year not in years:
        told = f"{min(years)} to {max(years)}" if years else "no year"
        faults.add("header.population_year", f"the file has no {asked_year}", f"It tells {told}")
    faults.refuse("the file")
    return asked_year or max((year for year in years if year <= this_year), default=min(years))
