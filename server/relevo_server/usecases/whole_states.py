"""Datasets by state beside those by municipality: which places a figure is summed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.errors import Faults
from relevo_server.domain.geography import no_place_keys, whole_state_key
from relevo_server.domain.incidence import is_counted_place
from relevo_server.domain.names import key_of, municipality_name
from relevo_server.domain.places import MunicipalityRecord, StateRecord
from relevo_server.usecases.ports import Query, Unit


def require_one_level(faults: Faults, datasets: Sequence[Dataset], *, wants_municipalities: bool) -> None:
    """Note datasets that cannot be added up, or cannot tell what is asked.

    Args:
        faults: Where to note them.
        datasets: Named by the caller.
        wants_municipalities: Whether a figure is asked of each municipality.
    """
    by_state = [dataset.name for dataset in datasets if dataset.is_by_state]
    if by_state and len(by_state) < len(datasets):
        why = f"{', '.join(by_state)} counts whole states, the others municipalities"
        faults.add("datasets", why, "Ask for the one kind and for the other")
    elif by_state and wants_municipalities:
        faults.add("area", f"{', '.join(by_state)} says nothing of municipalities", "Choose NATION, REGION or STATE")


def counted_places(
    unit: Unit, datasets: Sequence[Dataset], *, wants_municipalities: bool = False
) -> list[MunicipalityRecord]:
    """The places that the rows of the datasets count.

    Every state as one place; or the municipalities and, where they are summed, what each state has in no place (EE998,
    EE999): incidents of the state all the same.
    """
    places = unit.find(MunicipalityRecord, Query())
    if any(dataset.is_by_state for dataset in datasets):
        return _whole_states(unit, places)
    return places if wants_municipalities else [*places, *_no_places(places)]


def is_no_place(place: MunicipalityRecord) -> bool:
    """Whether it stands for what a state has in no place."""
    return not is_counted_place(key_of(place.name))


def _no_places(places: Sequence[MunicipalityRecord]) -> list[MunicipalityRecord]:
    of_state = {place.state: place for place in places}
    return [
        MunicipalityRecord(name=municipality_name(key), title=key, state=state, region=place.region, population=0)
        for state, place in sorted(of_state.items())
        for key in no_place_keys(key_of(state))
    ]


def _whole_states(unit: Unit, places: Sequence[MunicipalityRecord]) -> list[MunicipalityRecord]:
    people: dict[str, list[int | None]] = defaultdict(list)
    for place in places:
        people[place.state].append(place.population)
    return [
        MunicipalityRecord(
            name=municipality_name(whole_state_key(key_of(state.name))),
            title=state.title,
            state=state.name,
            region=state.region,
            population=_sum(people[state.name]),
        )
        for state in unit.find(StateRecord, Query())
    ]


def _sum(people: Sequence[int | None]) -> int | None:
    """Of those known: sources that lack a new municipality still count its people where they lived; None: none is."""
    known = [count for count in people if count is not None]
    return sum(known) if known else None
