"""Real histories to judge rankings by: death certificates 2010-2019, SESNSP files of 2015-2023 and of 2024."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import History
from relevo_server.intake import crime_type

DEATHS = "defuncion-por-homicidio"
SELECTED = ("IDM_NM_selected_2015_2018.csv.gz", "IDM_NM_selected_2019_2023.csv.gz")
FIRST_DEATHS, FIRST_SELECTED = 2010, 2015
HOMICIDE_2024 = "IDM_NM_2024.csv.gz"


def deaths(data: Path) -> History:
    """Homicides of death certificates, 120 months; population of 2015."""
    keys, people, regions = _places(data, "2015")
    index = {key: place for place, key in enumerate(keys)}
    counts = np.zeros((len(keys), 120))
    for row in _rows(data / "incidence/inegi_homicide_deaths_2010_2019.csv.gz", "utf-8"):
        month = 12 * (int(row["year"]) - FIRST_DEATHS) + int(row["month"]) - 1
        if row["CVEGEO"] in index:
            counts[index[row["CVEGEO"]], month] += int(row["homicides"])
    return History(keys, regions, people, {DEATHS: counts})


def selected(data: Path) -> dict[str, History]:
    """Fifteen crime types of SESNSP, 108 months each, a row that is absent meaning zero; population of 2019."""
    return _by_crime(data, [data / "incidence" / name for name in SELECTED], "2019", FIRST_SELECTED, 108)


def homicides_2024(data: Path) -> History:
    """Intentional homicides of SESNSP, the twelve months of 2024; population of 2024."""
    return _by_crime(data, [data / "incidence" / HOMICIDE_2024], "2024", 2024, 12)["homicidio-doloso"]


def _by_crime(data: Path, files: list[Path], year: str, first: int, months: int) -> dict[str, History]:
    keys, people, regions = _places(data, year)
    index = {key: place for place, key in enumerate(keys)}
    counts: dict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros((len(keys), months)))
    for path in files:
        for row in _rows(path, "latin-1"):
            cells = list(row.values())
            crime, place = crime_type(*cells[5:9]).id, index.get(cells[3].zfill(5))
            if place is not None:
                start = 12 * (int(cells[0]) - first)
                counts[crime][place, start : start + 12] += np.array([float(cell) for cell in cells[9:21]])
    return {crime: History(keys, regions, people, {crime: table}) for crime, table in sorted(counts.items())}


def _places(data: Path, year: str) -> tuple[tuple[str, ...], NDArray[np.float64], tuple[str, ...]]:
    region_of = _regions(data)
    people = {
        row["CVE"].zfill(5): float(row[year] or "nan")
        for row in _rows(data / "geography/conapo_population_1990_2040.csv", "utf-8")
    }
    keys = tuple(sorted(people))
    figures = np.array([people[key] if people[key] > 0 else np.nan for key in keys])
    return keys, figures, tuple(region_of.get(key[:2], "") for key in keys)


def _regions(data: Path) -> Mapping[str, str]:
    rows = _rows(data / "geography/operative_regions_2013.csv", "utf-8")
    return {row["cve_ent"].zfill(2): row["region_operativa"] for row in rows}


def _rows(path: Path, encoding: str) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding=encoding) as file:
        yield from csv.DictReader(file)
