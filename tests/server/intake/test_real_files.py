"""The official files themselves, where RELEVO_DATA points at them."""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from relevo_server.domain.incidence import AbsentMeans, MunicipalCounts, StateCounts, fill_absent
from relevo_server.intake import (
    CATALOGUE,
    DEATH_CERTIFICATES,
    EMERGENCY_CALLS,
    INTENTIONAL_HOMICIDE,
    MONTHLY_SHEET,
    MUNICIPAL_INCIDENCE,
    MUNICIPALITY_SHEET,
    OFFICERS,
    POINTS,
    POPULATION,
    REGIONS,
    STATE_INCIDENCE,
    FaultKind,
    IntakeRefused,
    Layout,
    Parsed,
    Terms,
    parse,
    parse_as,
)

T = TypeVar("T")

INCIDENCE = "data/incidence/"
IDM_2024 = INCIDENCE + "IDM_NM_2024.csv.gz"


def load(layout: Layout[T], path: Path, terms: Terms | None = None) -> Parsed[T]:
    return parse_as(layout, io.BytesIO(path.read_bytes()), terms)


@pytest.fixture(scope="module")
def known(data_dir: Path) -> frozenset[str]:
    """Keys of the official catalogue."""
    path = data_dir / "data/geography/AGEEML_20249161546763.csv"
    return frozenset(row.key for row in load(CATALOGUE, path).rows)


@pytest.fixture(scope="module")
def year_2024(data_dir: Path, known: frozenset[str]) -> Parsed[MunicipalCounts]:
    terms = Terms(known_municipalities=known, years=frozenset({2024}))
    return load(MUNICIPAL_INCIDENCE, data_dir / IDM_2024, terms)


def test_catalogue_has_2478_municipalities_of_which_9_without_population(data_dir: Path) -> None:
    parsed = load(CATALOGUE, data_dir / "data/geography/AGEEML_20249161546763.csv")
    assert len({row.key for row in parsed.rows}) == 2478
    assert sum(row.census_population is None for row in parsed.rows) == 9
    assert len({row.state for row in parsed.rows}) == 32
    assert parsed.source.encoding == "latin-1"
    twice = [
        name for (_, name), times in Counter((row.state.key, row.name) for row in parsed.rows).items() if times > 1
    ]
    assert sorted(twice) == ["San Juan Mixtepec", "San Pedro Mixtepec"]


def test_2024_holds_25449_intentional_homicides(year_2024: Parsed[MunicipalCounts]) -> None:
    coverage = year_2024.source.coverage
    assert coverage is not None
    assert coverage.incidents["homicidio-doloso"] == 25_449
    assert coverage.months == tuple((2024, month) for month in range(1, 13))
    assert (year_2024.source.rows_read, year_2024.source.is_gzip) == (8_823, True)
    assert sum(len(group.lines) for group in year_2024.left_out if group.kept) == 31


def test_50_municipalities_hold_49_7_percent(year_2024: Parsed[MunicipalCounts], known: frozenset[str]) -> None:
    coverage = year_2024.source.coverage
    assert coverage is not None
    filled = fill_absent(year_2024.rows, known, coverage)
    homicides = [counts for (_, crime, _), counts in filled.items() if crime == "homicidio-doloso"]
    assert len(homicides) == 2478
    assert not any(None in counts for counts in homicides)  # this crime has a row for every municipality
    most = sorted((sum(filter(None, counts)) for counts in homicides), reverse=True)[:50]
    assert round(100 * sum(most) / 25_449, 1) == 49.7


def test_absent_rows_of_kidnapping_are_unknown_until_said_to_be_zero(data_dir: Path, known: frozenset[str]) -> None:
    for meaning, unknown in ((AbsentMeans.UNKNOWN, True), (AbsentMeans.ZERO, False)):
        parsed = load(MUNICIPAL_INCIDENCE, data_dir / IDM_2024, Terms(absent_means={"secuestro": meaning}))
        assert parsed.source.coverage is not None
        filled = fill_absent(parsed.rows, known, parsed.source.coverage)
        without = [key for key in known if None in filled[key, "secuestro", 2024]]
        assert (len(without) > 2_000) is unknown


def test_kidnapping_and_feminicide_equal_the_state_file(data_dir: Path) -> None:
    crimes = {"secuestro", "feminicidio"}
    by_state: Counter[tuple[Any, ...]] = Counter()
    for row in load(STATE_INCIDENCE, data_dir / INCIDENCE / "IDEFC_NM_state_2015_2024.csv.gz").rows:
        if row.year < 2024 and row.crime.id in crimes:
            by_state.update(monthly(row.state_key, row))
    by_municipality: Counter[tuple[Any, ...]] = Counter()
    for years in ("2015_2018", "2019_2023"):
        path = data_dir / INCIDENCE / f"IDM_NM_selected_{years}.csv.gz"
        for local in load(MUNICIPAL_INCIDENCE, path).rows:
            if local.crime.id in crimes:
                by_municipality.update(monthly(local.place_key[:2], local))
    assert +by_municipality == +by_state
    assert sum(by_state.values()) > 10_000


def monthly(state: str, row: StateCounts | MunicipalCounts) -> dict[tuple[Any, ...], int]:
    return {(state, row.crime.id, row.year, month): value or 0 for month, value in enumerate(row.counts)}


def test_state_file_leaves_december_2024_unknown(data_dir: Path) -> None:
    parsed = load(STATE_INCIDENCE, data_dir / INCIDENCE / "IDEFC_NM_state_2015_2024.csv.gz")
    assert all(row.counts[11] is None for row in parsed.rows if row.year == 2024)
    coverage = parsed.source.coverage
    assert coverage is not None
    assert (coverage.months[-1], len(coverage.crimes)) == ((2024, 11), 98)


def test_sonora_reads_with_its_40_crimes(data_dir: Path, known: frozenset[str]) -> None:
    path = data_dir / INCIDENCE / "IDM_NM_Sonora_all_crimes_2015_2021.csv.gz"
    parsed = load(MUNICIPAL_INCIDENCE, path, Terms(known_municipalities=known))
    assert parsed.source.coverage is not None
    assert len(parsed.source.coverage.incidents) == 40
    assert parsed.source.years == tuple(range(2015, 2022))


def test_death_certificates_add_up(data_dir: Path, known: frozenset[str]) -> None:
    path = data_dir / INCIDENCE / "inegi_homicide_deaths_2010_2019.csv.gz"
    parsed = load(DEATH_CERTIFICATES, path, Terms(known_municipalities=known))
    assert parsed.source.rows_read == 65_508
    assert sum(sum(filter(None, row.counts)) for row in parsed.rows) == 267_390


def test_figures_read_against_the_catalogue(data_dir: Path, known: frozenset[str]) -> None:
    terms = Terms(known_municipalities=known)
    population = load(POPULATION, data_dir / "data/geography/conapo_population_1990_2040.csv", terms)
    assert (len(population.rows), population.source.years[0], population.source.years[-1]) == (2_475, 1990, 2040)
    points = load(POINTS, data_dir / "data/geography/municipality_points_2020.csv", terms)
    assert len(points.rows) == 2_469
    officers = load(OFFICERS, data_dir / "data/capacity/m3s1p2_cngmd2021.csv", terms)
    assert len(officers.rows) == 22_212
    unknown = [row for row in officers.rows if row.total is None]
    assert len(unknown) == 3_100
    assert all(row.total is None for row in officers.rows if row.municipality_key.startswith("09"))
    calls = load(EMERGENCY_CALLS, data_dir / "data/capacity/llamadas_mun.csv", terms)
    assert sum(row.calls is not None for row in calls.rows) == 634


def test_five_regions_hold_32_states(data_dir: Path) -> None:
    parsed = load(REGIONS, data_dir / "data/geography/operative_regions_2013.csv")
    assert {row.region_id for row in parsed.rows} == {"noroeste", "noreste", "occidente", "centro", "sureste"}
    assert len(parsed.rows) == 32
    assert not parsed.notices


def test_sample_agrees_with_the_official_file(data_dir: Path, year_2024: Parsed[MunicipalCounts]) -> None:
    sheet = load(MUNICIPALITY_SHEET, data_dir / "sample/municipalities.csv")
    assert len(sheet.rows) == 100
    assert sum(row.officers is None for row in sheet.rows) == 8
    path = data_dir / "sample/intentional_homicides_2024.csv"
    counts = load(MONTHLY_SHEET, path, Terms(crime=INTENTIONAL_HOMICIDE))
    official = {row.place_key: row.counts for row in year_2024.rows if row.crime.id == "homicidio-doloso"}
    assert all(official[row.place_key] == row.counts for row in counts.rows)


def test_another_official_file_is_refused_with_its_columns(data_dir: Path) -> None:
    content = (data_dir / "data/federal/guardia_nacional_by_state_2019_2020.csv").read_bytes()
    with pytest.raises(IntakeRefused, match="despliegue") as refused:
        parse(io.BytesIO(content))
    assert refused.value.kind is FaultKind.LAYOUT


def cuts(content: bytes) -> Iterator[bytes]:
    for tenth in range(1, 10):
        yield content[: len(content) * tenth // 10]


def test_no_part_of_a_gzip_is_accepted(data_dir: Path) -> None:
    for part in cuts((data_dir / IDM_2024).read_bytes()):
        with pytest.raises(IntakeRefused) as refused:
            parse(io.BytesIO(part))
        assert refused.value.kind is FaultKind.TRUNCATED
