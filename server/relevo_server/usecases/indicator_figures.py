"""Figures by area of what is asked, together and, common and federal crimes, apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from relevo_planner.need.indicators import Indicator, indicators
from relevo_planner.need.score_policy import ScorePolicy
from relevo_server.domain.dataset import Dataset, Jurisdiction
from relevo_server.domain.errors import Faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.ranking import RankingDraft
from relevo_server.usecases.counting import require_reported
from relevo_server.usecases.jurisdictions import parts_of
from relevo_server.usecases.ports import Unit
from relevo_server.usecases.ranking_basis import gather_basis
from relevo_server.usecases.whole_states import is_no_place


@dataclass(frozen=True, slots=True)
class Apart:
    """Figures of one jurisdiction alone.

    Attributes:
        jurisdiction: None: of the sources that do not tell.
        datasets: Names of those that it comes from; none: not told of, and there are no figures.
        crime_types: Those asked that these datasets hold.
    """

    jurisdiction: Jurisdiction | None
    datasets: tuple[str, ...]
    crime_types: tuple[str, ...]
    figures: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted.

    Attributes:
        datasets: Which together report every month of every crime type once.
        draft: Which crime types and months.
        spans: Other months to compare with, as long: ``base_month``, ``before``.
        places: What the rows of the datasets count.
        areas: Of each place.
    """

    datasets: tuple[Dataset, ...]
    draft: RankingDraft
    spans: Mapping[str, tuple[date, date]]
    places: Sequence[MunicipalityRecord]
    areas: Sequence[str]


def figures_of(unit: Unit, asked: Asked) -> tuple[Any, tuple[Indicator, ...]]:
    """Return the counts of the months asked for, by place and month, and a figure by area."""
    now = _counts(unit, asked, asked.draft)
    months = now.shape[1]
    tables, at = [now], {"now": (0, months)}
    for path, span in asked.spans.items():
        start = months * len(tables)
        at["base" if path == "base_month" else "before"] = (start, start + months)
        tables.append(_counts(unit, asked, moved(asked.draft, span)))
    people = np.array([0.0 if is_no_place(place) else float(place.population or "nan") for place in asked.places])
    return now, indicators(np.concatenate(tables, axis=1), people, asked.areas, at)


def figures_apart(unit: Unit, asked: Asked, together: tuple[Indicator, ...]) -> tuple[Apart, ...]:
    """The same by jurisdiction; what a part's own datasets do not tell is unknown there.

    Args:
        unit: Where from.
        asked: Of all jurisdictions.
        together: Its figures: where one jurisdiction alone is told of, they are its own.
    """
    apart, parts = [], parts_of(asked.datasets, asked.draft.crime_types)
    is_one = sum(bool(part.datasets) for part in parts) == 1
    for part in parts:
        own = together if part.datasets else ()
        if part.datasets and not is_one:
            of_part = replace(asked.draft, crime_types=part.crime_types)
            own = figures_of(unit, replace(asked, datasets=part.datasets, draft=of_part))[1]
        names = tuple(dataset.name for dataset in part.datasets)
        apart.append(Apart(part.jurisdiction, names, part.crime_types, own))
    return tuple(apart)


def is_reported(datasets: Sequence[Dataset], draft: RankingDraft) -> bool:
    """Whether every month of every crime type is told, once."""
    missing = Faults()
    require_reported(missing, datasets, draft)
    return not missing.found


def moved(draft: RankingDraft, span: tuple[date, date]) -> RankingDraft:
    """The same asked of other months."""
    return replace(draft, from_month=span[0], until_month=span[1])


def _counts(unit: Unit, asked: Asked, draft: RankingDraft) -> Any:
    basis = gather_basis(unit, asked.datasets, draft, ScorePolicy(), asked.places)
    return sum(basis.history.counts.values())
