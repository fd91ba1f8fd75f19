"""Places: states, municipalities and the keys that INEGI gives them.

A key is text, never a number: "01001" is Aguascalientes, "1001" is a key that lost its zero. Two names of Oaxaca are
each borne by two municipalities, so a name identifies nothing; only the key does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Mexico with its islands, in degrees.
LONGITUDES = (-118.7, -86.5)
LATITUDES = (14.3, 32.9)
STATE_KEYS = tuple(f"{number:02d}" for number in range(1, 33))

_MUNICIPALITY_KEY = re.compile(r"(?:0[1-9]|[12][0-9]|3[0-2])(?!000)[0-9]{3}")


class PlaceKind(StrEnum):
    """What a municipality key of an official file stands for."""

    MUNICIPALITY = "municipality"
    OTHER_MUNICIPALITIES = "other_municipalities"
    """EE998, "Otros Municipios": incidents of a state that no municipality of the file holds."""
    UNSPECIFIED = "unspecified"
    """EE999, "No Especificado": incidents of a state whose municipality is not known."""


def is_municipality_key(key: str) -> bool:
    """Whether ``key`` has the form of a municipality's: state 01 to 32, then 001 to 999, "998" and "999" included."""
    return _MUNICIPALITY_KEY.fullmatch(key) is not None


def whole_state_key(state_key: str) -> str:
    """The key that a whole state has among places: "12" to "12000", as INEGI writes it."""
    return f"{state_key}000"


def no_place_keys(state_key: str) -> tuple[str, str]:
    """The keys of a state's rows that are no place: "12" to "12998" and "12999"."""
    return f"{state_key}998", f"{state_key}999"


def is_whole_state_key(key: str) -> bool:
    """Whether it stands for a whole state among places."""
    return key.endswith("000") and key[:-3] in STATE_KEYS


@lru_cache(maxsize=4096)  # asked of every row of a file, about 2,500 keys in all
def place_kind(key: str) -> PlaceKind:
    """Tell a municipality from the two rows per state that hold incidents but are no place.

    Args:
        key: Five digits.

    Raises:
        ValueError: ``key`` does not have the form of a municipality key.
    """
    if not is_municipality_key(key):
        raise ValueError(f"{key!r} is no municipality key")
    if key.endswith("998"):
        return PlaceKind.OTHER_MUNICIPALITIES
    if key.endswith("999"):
        return PlaceKind.UNSPECIFIED
    return PlaceKind.MUNICIPALITY


@dataclass(frozen=True, slots=True)
class State:
    """One of the 32 states."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (or borough of Mexico City) of INEGI's catalogue.

    ``census_population`` counts inhabitants in the 2020 census; None where the municipality is younger than the census.
    """

    key: str
    name: str
    state: State
    seat: str
    census_population: int | None


@dataclass(frozen=True, slots=True)
class PopulationSeries:
    """Inhabitants of one municipality at mid-year; a year that the source leaves blank is None."""

    municipality_key: str
    municipality_name: str
    by_year: tuple[tuple[int, int | None], ...]

    def in_year(self, year: int) -> int | None:
        """Inhabitants in ``year``; None where the source does not say."""
        return next((inhabitants for known, inhabitants in self.by_year if known == year), None)


@dataclass(frozen=True, slots=True)
class MunicipalityPoint:
    """A representative point in degrees (WGS 84) and the metropolitan area, "" where there is none."""

    municipality_key: str
    longitude: float
    latitude: float
    metropolitan_area: str


@dataclass(frozen=True, slots=True)
class RegionMembership:
    """One state's place in the security regions; ``region_id`` is the region's name as an identifier ("centro")."""

    region_id: str
    region_name: str
    state: State
