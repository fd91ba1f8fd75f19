"""Figures that a meeting asks for: totals, rates and changes by area, and alarms on upswings beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np

from relevo_planner.need.indicators import Indicator, Spread, Watch, spread, upswings
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.errors import Fault, Faults
from relevo_server.domain.limits import day_faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import RankingDraft, RankingMethod
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.counting import months_of, require_reported
from relevo_server.usecases.indicator_figures import Apart, Asked, figures_apart, figures_of, is_reported, moved
from relevo_server.usecases.ports import Ports, Query
from relevo_server.usecases.reading import require_all
from relevo_server.usecases.whole_states import counted_places, is_no_place, require_one_level

FALSE_ALARM_RATE = 0.001
NATION = "nation"


class Area(StrEnum):
    """What one figure is of."""

    NATION = "nation"
    REGION = "region"
    STATE = "state"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class IndicatorQuery:
    """What is asked: crime types, added up, over months; None is not said.

    Attributes:
        base_month: First day of the first month of the reference, as long as the months asked for.
        recent_months: The last months, watched for an upswing against the others asked for; 0: no watch.
    """

    datasets: tuple[str, ...]
    crime_types: tuple[str, ...]
    from_month: date | None
    until_month: date | None
    base_month: date | None = None
    area: Area | None = None
    recent_months: int = 0

    def draft(self) -> RankingDraft:
        """The same counts as a ranking would ask for."""
        return RankingDraft(
            "", RankingMethod.VOLUME, self.datasets, self.crime_types, self.from_month, self.until_month
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Figures by area, their spread, and the alarms; None where none were asked for or can be told.

    Attributes:
        without_population: Names of the municipalities whose inhabitants are unknown: they are in no rate, and neither
            are their incidents, unless a whole state is counted.
        population_years: Of the others' inhabitants, ascending.
        unplaced: Incidents that rows which are no place hold: in the figures of their state and above; None: unknown,
            or no figure holds them.
    """

    figures: tuple[Indicator, ...]
    spread: Spread | None
    watch: Watch | None
    apart: tuple[Apart, ...]
    without_population: tuple[str, ...]
    population_years: tuple[int, ...]
    unplaced: int | None


def get_indicators(ports: Ports, principal: Principal, query: IndicatorQuery) -> Found:
    """Compute the figures.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (dataset, crime type).
    """
    require(principal, READ)
    draft, faults = query.draft(), Faults()
    faults.extend(_here(draft.faults()))
    if query.area is None:
        faults.add("area", "is missing", "Choose NATION, REGION, STATE or MUNICIPALITY")
    months = _length(query)
    if query.recent_months and query.recent_months >= months:
        why = f"leaves none of the {months} months to compare with"
        faults.add("recent_months", why, "Watch fewer months, or ask for more")
    if query.base_month is not None and query.base_month.day != 1:
        faults.add("base_month", f"{query.base_month} is not the first day of a month", "Give the first day")
    faults.extend(day_faults("base_month", query.base_month, required=False))
    days = (query.from_month, query.until_month, query.base_month)
    if any(day_faults("", day, required=False) for day in days):
        faults.refuse("the query")  # what lies before or after such a day is no day of the calendar
    with ports.records.read() as unit:
        named = [(f"datasets[{index}]", name) for index, name in enumerate(query.datasets)]
        found = require_all(faults, unit, Dataset, named, "Import the file, or correct it")
        datasets = [found[name] for name in dict.fromkeys(query.datasets) if name in found]
        _require(faults, datasets, draft)
        spans = _spans(query, months)
        for path, span in spans.items():
            if path == "base_month":
                _require(faults, datasets, moved(draft, span), path)
        wants_municipalities = query.area is Area.MUNICIPALITY
        require_one_level(faults, datasets, wants_municipalities=wants_municipalities)
        faults.refuse("the query")
        places = counted_places(unit, datasets, wants_municipalities=wants_municipalities)
        areas = [_area(place, query.area) for place in places]
        told = {path: span for path, span in spans.items() if is_reported(datasets, moved(draft, span))}
        asked = Asked(tuple(datasets), draft, told, places, areas)
        now, figures = figures_of(unit, asked)
        apart = figures_apart(unit, asked, figures)
        all_places = unit.find(MunicipalityRecord, Query())
    return Found(
        figures=figures,
        spread=spread(figures),
        watch=_watch(now, areas, query, months),
        apart=apart,
        without_population=tuple(place.name for place in all_places if not place.population),
        population_years=tuple(sorted({place.population_year for place in all_places if place.population_year})),
        unplaced=None if wants_municipalities else _unplaced(now, places),
    )


def _require(faults: Faults, datasets: Sequence[Dataset], draft: RankingDraft, months_from: str = "") -> None:
    """Note what cannot be counted; ``months_from``: the field that the months come from, if another."""
    found = Faults()
    require_reported(found, datasets, draft)
    for fault in _here(found.found):
        is_months = months_from and fault.field == "from_month"
        faults.extend([replace(fault, field=months_from) if is_months else fault])


def _here(faults: Sequence[Fault]) -> list[Fault]:
    """The fields of a query are not inside a ranking."""
    return [replace(fault, field=fault.field.removeprefix("ranking.")) for fault in faults]


def _watch(now: Any, areas: Sequence[str], query: IndicatorQuery, months: int) -> Watch | None:
    if not query.recent_months:
        return None
    names, place = np.unique(np.asarray(areas), return_inverse=True)
    summed = np.zeros((len(names), months))
    np.add.at(summed, place, now)
    return upswings(
        summed,
        [str(name) for name in names],
        recent_months=query.recent_months,
        reference_months=months - query.recent_months,
        false_alarm_rate=FALSE_ALARM_RATE,
    )


def _unplaced(now: Any, places: Sequence[MunicipalityRecord]) -> int | None:
    total = float(now[[is_no_place(place) for place in places]].sum())
    return None if np.isnan(total) else round(total)


def _length(query: IndicatorQuery) -> int:
    if query.from_month is None or query.until_month is None:
        return 0
    return len(months_of(query.from_month, query.until_month))


def _spans(query: IndicatorQuery, months: int) -> dict[str, tuple[date, date]]:
    """The months of the reference, and those right before the ones asked for."""
    spans = {}
    if query.base_month is not None:
        spans["base_month"] = (query.base_month, _later(query.base_month, months))
    if query.from_month is not None:
        spans["before"] = (_later(query.from_month, -months), query.from_month)
    return spans


def _later(day: date, months: int) -> date:
    index = 12 * day.year + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _area(place: MunicipalityRecord, area: Area | None) -> str:
    named = {Area.MUNICIPALITY: place.name, Area.STATE: place.state, Area.REGION: place.region or "no region"}
    return NATION if area is None else named.get(area, NATION)
