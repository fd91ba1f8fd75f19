"""What a ranking is computed from, taken from the records: counts, populations, regions, calls, and their SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from relevo_planner.need.calls import Calls
from relevo_planner.need.history import History
from relevo_planner.need.score_policy import ScorePolicy
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.ranking import RankingDraft, RankingInput
from relevo_server.usecases.counting import Counted, count_incidents
from relevo_server.usecases.ports import Unit
from relevo_server.usecases.score_numbers import PREFIX

CALL_MONTHS = 12
_LIBRARIES = ("numpy", "scipy")


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that an order depends on.

    Attributes:
        places: Ascending by name; rows of ``history``.
        counted: Crime types that have a weight.
        unplaced: Their incidents in rows that are no place.
        inputs: SHA-256 of each part of ``history`` and ``calls``, and versions of the libraries that compute.
    """

    places: Sequence[MunicipalityRecord]
    history: History
    calls: Calls | None
    counted: tuple[str, ...]
    unplaced: int
    inputs: tuple[RankingInput, ...]


def gather_basis(
    unit: Unit,
    datasets: Sequence[Dataset],
    draft: RankingDraft,
    policy: ScorePolicy,
    places: Sequence[MunicipalityRecord],
    population: Mapping[str, int | None] | None = None,
) -> Basis:
    """Gather what a ranking is computed from.

    Args:
        unit: Where from.
        datasets: Which together report every month of every crime type once.
        draft: Which crime types and months.
        policy: Which of the crime types have a weight.
        places: The municipalities that exist, ascending by name.
        population: By name, where another than that of the places is to count.
    """
    names = tuple(place.name for place in places)
    crimes = tuple(name.removeprefix(PREFIX) for name in draft.crime_types)
    counted = count_incidents(unit, datasets, draft, names)
    people = [(population or {}).get(place.name, place.population) for place in places]
    history = History(
        municipalities=names,
        regions=tuple(place.region for place in places),
        population=_array(people, zero_is_unknown=True),
        counts={crime: _table(counted, crime, names) for crime in crimes},
    )
    weighted = tuple(crime for crime in crimes if policy.weight(crime) > 0)
    calls = Calls(_array([place.emergency_calls for place in places]), CALL_MONTHS) if policy.call_share > 0 else None
    return Basis(
        places=places,
        history=history,
        calls=calls,
        counted=weighted,
        unplaced=sum(counted.unplaced[crime] for crime in weighted),
        inputs=_inputs(history, calls, counted),
    )


def _table(counted: Counted, crime: str, names: Sequence[str]) -> Any:
    table = np.full((len(names), len(counted.months)), np.nan)
    lines = counted.by_crime[crime]
    for row, name in enumerate(names):
        if name in lines:
            table[row] = lines[name]
    return table


def _array(values: Sequence[int | None], *, zero_is_unknown: bool = False) -> Any:
    known = [np.nan if value is None or (zero_is_unknown and value == 0) else float(value) for value in values]
    return np.array(known, dtype=np.float64)


def _inputs(history: History, calls: Calls | None, counted: Counted) -> tuple[RankingInput, ...]:
    places = "\n".join(map(" ".join, zip(history.municipalities, history.regions, strict=True)))
    digests = {"municipalities and regions": hashlib.sha256(places.encode()).hexdigest()}
    digests["population"] = _digest(history.population)
    for crime, table in history.counts.items():
        digests[f"counts of {PREFIX}{crime}"] = _digest(table)
        digests[f"unplaced incidents of {PREFIX}{crime}"] = str(counted.unplaced[crime])
    if calls is not None:
        digests["emergency calls"] = _digest(calls.counts)
    digests |= {library: version(library) for library in _LIBRARIES}
    return tuple(RankingInput(name, value) for name, value in digests.items())


def _digest(values: Any) -> str:
    return hashlib.sha256(np.ascontiguousarray(values, dtype="<f8").tobytes()).hexdigest()
