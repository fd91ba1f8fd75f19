"""Population, officers, emergency calls and the sheet of municipalities."""

import pytest

from relevo_server.domain.geography import PopulationSeries, State
from relevo_server.domain.incidence import EmergencyCalls
from relevo_server.intake import CorporationStaff, SheetMunicipality, Terms
from tests.server.intake.made import csv_file, only_fault, read, refused

OFFICERS = ["ubicageo_c", "orgapoli_e", "sexostt", "sexos1", "sexos2"]
CALLS = [
    "Clave Entidad",
    "Entidad federativa",
    "Clave Municipio ",
    "Municipio",
    "Total",
    "Procedentes",
    "Improcedentes",
]
CALLS += ["Otro", "No especificado"]
POPULATION = ["CVE", "Entidad", "Municipio", "2023", "2024"]
SHEET = ["cvegeo", "municipality", "state", "region", "latitude", "longitude", "population_2024"]
SHEET += ["municipal_officers_2020"]


def test_reads_population_by_year() -> None:
    parsed = read(csv_file([POPULATION, ["1001", "Aguascalientes", "Aguascalientes", "1004544", ""]]))
    [row] = parsed.rows
    assert row == PopulationSeries("01001", "Aguascalientes", ((2023, 1004544), (2024, None)))
    assert (row.in_year(2023), row.in_year(2024), row.in_year(1999)) == (1004544, None, None)
    assert parsed.source.years == (2023, 2024)


@pytest.mark.parametrize("cell", ["0", "-5", "12.5", "muchos"])
def test_refuses_a_bad_population(cell: str) -> None:
    fault = only_fault(csv_file([POPULATION, ["01001", "A", "A", "10", cell]]))
    assert (fault.line, fault.column, fault.value) == (2, "2024", cell)


@pytest.mark.parametrize("word", ["NA", "ND", "NSS", ""])
def test_officers_that_nobody_knows_are_none(word: str) -> None:
    rows = [["1001", "1", "1091", "869", "222"], ["9002", "1", word, word, word]]
    parsed = read(csv_file([OFFICERS, *rows], "utf-8-sig", "\r\n"))
    assert parsed.rows == (CorporationStaff("01001", 1, 1091, 869, 222), CorporationStaff("09002", 1, None, None, None))
    assert parsed.source.encoding == "ascii" or parsed.source.encoding == "utf-8-sig"


def test_officers_must_add_up() -> None:
    assert only_fault(csv_file([OFFICERS, ["1001", "1", "10", "5", "4"]])).column == "sexostt"


def test_refuses_a_corporation_twice_or_unknown() -> None:
    row = ["1001", "1", "10", "5", "5"]
    assert "line 2" in only_fault(csv_file([OFFICERS, row, ["1001", "2", "0", "0", "0"], row])).reason
    assert only_fault(csv_file([OFFICERS, ["1001", "10", "0", "0", "0"]])).column == "orgapoli_e"


def test_reads_calls_and_leaves_out_totals() -> None:
    rows = [
        ["00", "Estados Unidos Mexicanos", "000", "", " 14 396 627", "1", "1", "1", "1"],
        ["01", "Aguascalientes", "000", "", "   121", "   110", "   11", "   0", "   0"],
        ["01", "Aguascalientes", "001", "Aguascalientes", "NA", "ND", "-", "NA", "NA"],
        ["02", "Baja California", "005", "Rosarito", "  51 567", "  26 361", "   0", "  25 206", "   0"],
    ]
    parsed = read(csv_file([CALLS, *rows]))
    assert parsed.rows == (
        EmergencyCalls("01001", None, None, None, None, None),
        EmergencyCalls("02005", 51567, 26361, 0, 25206, 0),
    )
    assert [(group.kept, group.lines) for group in parsed.left_out] == [(False, (2, 3))]
    assert (parsed.source.rows_read, parsed.source.rows_used) == (4, 2)


def test_refuses_calls_that_do_not_add_up_or_have_no_place() -> None:
    good = ["01", "A", "001", "A", "3", "1", "1", "1", "0"]
    assert only_fault(csv_file([CALLS, [*good[:4], "4", *good[5:]]])).column == "Total"
    assert only_fault(csv_file([CALLS, ["00", *good[1:]]])).column == "Clave Municipio"
    assert "line 2" in only_fault(csv_file([CALLS, good, good])).reason
    terms = Terms(known_municipalities=frozenset({"01002"}))
    assert "catalogue" in only_fault(csv_file([CALLS, good]), terms).reason


def test_reads_the_sheet_of_municipalities() -> None:
    row = ["09007", "Iztapalapa", "Ciudad de México", "Centro", "19.359", "-99.093", "1810052", ""]
    [sheet] = read(csv_file([SHEET, row], "utf-8")).rows
    state = State("09", "Ciudad de México")
    assert sheet == SheetMunicipality("09007", "Iztapalapa", state, "centro", "Centro", 19.359, -99.093, 1810052, None)
    faults = refused(csv_file([SHEET, row, [*row[:3], "", *row[4:]]], "utf-8")).faults
    assert [(fault.line, fault.column) for fault in faults] == [(3, "region"), (3, "cvegeo")]
