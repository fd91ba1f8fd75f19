"""Catalogue, points and regions."""

import pytest

from relevo_server.domain.geography import Municipality, MunicipalityPoint, RegionMembership, State
from tests.server.intake.made import csv_file, only_fault, read, refused

CATALOGUE = ["CVEGEO", "CVE_ENT", "NOM_ENT", "NOM_ABR", "CVE_MUN", "NOM_MUN", "CVE_CAB", "NOM_CAB", "POB_TOTAL"]
CATALOGUE += ["POB_MASCULINA", "POB_FEMENINA", "TOTAL DE VIVIENDAS HABITADAS"]
MIXTEPEC = [
    "20",
    "20",
    "Oaxaca",
    "Oax.",
    "208",
    "San Juan Mixtepec",
    "0001",
    "Distrito 08",
    "6941",
    "3309",
    "3632",
    "9",
]
YOUNG = ["02", "02", "Baja California", "BC", "007", "San Felipe", "0001", "San Felipe", "-", "-", "-", "-"]
POINTS = ["CVEGEO", "municipio_name", "state_abbr", "pop", "metro_area", "long", "lat"]
POINT = ["01001", "Aguascalientes", "AGS", "948990", "Aguascalientes", "-102.296047", "21.879823"]
REGIONS = ["region_operativa", "cve_ent", "entidad"]


def with_cell(row: list[str], index: int, cell: str) -> list[str]:
    return [*row[:index], cell, *row[index + 1 :]]


def test_joins_the_key_because_the_catalogue_cuts_it() -> None:
    [row] = read(csv_file([CATALOGUE, MIXTEPEC])).rows
    assert row == Municipality("20208", "San Juan Mixtepec", State("20", "Oaxaca"), "Distrito 08", 6941)


def test_restores_lost_zeros_of_both_parts() -> None:
    [row] = read(csv_file([CATALOGUE, ["2", "2", *YOUNG[2:4], "7", *YOUNG[5:]]])).rows
    assert row.key == "02007"


def test_a_municipality_younger_than_the_census_has_no_population() -> None:
    parsed = read(csv_file([CATALOGUE, YOUNG]))
    assert parsed.rows[0].census_population is None
    assert any("population unknown: 1 municipalities (02007)" in notice for notice in parsed.notices)


def test_a_name_borne_twice_is_noticed_and_told_apart_by_key() -> None:
    other = with_cell(with_cell(MIXTEPEC, 4, "209"), 7, "Distrito 26")
    parsed = read(csv_file([CATALOGUE, MIXTEPEC, other]))
    assert [row.key for row in parsed.rows] == ["20208", "20209"]
    assert any("20208 and 20209" in notice for notice in parsed.notices)


@pytest.mark.parametrize(
    ("index", "cell", "column"),
    [
        (0, "12208", "CVEGEO"),
        (1, "33", "CVE_ENT"),
        (4, "000", "CVE_MUN"),
        (4, "998", "CVE_MUN"),
        (4, "20208", "CVE_MUN"),
        (5, "", "NOM_MUN"),
        (8, "0", "POB_TOTAL"),
        (8, "6942", "POB_TOTAL"),
        (9, "-3", "POB_MASCULINA"),
    ],
)
def test_refuses_a_bad_cell_of_the_catalogue(index: int, cell: str, column: str) -> None:
    fault = only_fault(csv_file([CATALOGUE, with_cell(MIXTEPEC, index, cell)]))
    assert (fault.line, fault.column) == (2, column)


def test_a_whole_key_in_the_cut_column_must_agree() -> None:
    assert read(csv_file([CATALOGUE, with_cell(MIXTEPEC, 0, "20208")])).rows[0].key == "20208"


@pytest.mark.parametrize(
    ("header", "row", "key"),
    [(CATALOGUE, MIXTEPEC, "20208"), (POINTS, POINT, "01001"), (REGIONS, ["Centro", "09", "Ciudad de México"], "09")],
)
def test_refuses_a_key_twice_and_names_both_lines(header: list[str], row: list[str], key: str) -> None:
    fault = only_fault(csv_file([header, row, row]))
    assert (fault.line, fault.value) == (3, key)
    assert "line 2 already" in fault.reason


def test_reads_a_point() -> None:
    [row] = read(csv_file([POINTS, POINT])).rows
    assert row == MunicipalityPoint("01001", -102.296047, 21.879823, "Aguascalientes")


def test_refuses_a_point_outside_mexico() -> None:
    exchanged = [*POINT[:5], "21.879823", "-102.296047"]
    assert [fault.column for fault in refused(csv_file([POINTS, exchanged])).faults] == ["long", "lat"]


def test_no_place_has_no_point() -> None:
    assert only_fault(csv_file([POINTS, with_cell(POINT, 0, "01999")])).column == "CVEGEO"


def test_reads_regions_and_says_which_states_are_in_none() -> None:
    parsed = read(csv_file([REGIONS, ["Noroeste", "2", "Baja California"]]))
    assert parsed.rows == (RegionMembership("noroeste", "Noroeste", State("02", "Baja California")),)
    assert "01, 03, 04" in parsed.notices[0]


def test_refuses_a_region_without_a_name() -> None:
    assert only_fault(csv_file([REGIONS, ["", "02", "Baja California"]])).column == "region_operativa"
