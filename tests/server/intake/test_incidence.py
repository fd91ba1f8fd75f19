"""The municipal and the state incidence files: every trap, each named with its line and column."""

from datetime import date

import pytest

from relevo_server.domain.incidence import AbsentMeans, StateCounts
from relevo_server.intake import FaultKind, Terms
from tests.server.intake.made import (
    CRIME,
    CRIME_COLUMNS,
    HEADER,
    MONTHS,
    csv_file,
    municipal_file,
    municipal_row,
    only_fault,
    read,
    refused,
)

KIDNAPPING = ("Libertad personal", "Secuestro", "Secuestro", "Secuestro exprés")


def test_reads_a_row_and_restores_its_key() -> None:
    parsed = read(municipal_file(municipal_row("1001", range(12))))
    [row] = parsed.rows
    assert (row.place_key, row.year, row.counts) == ("01001", 2024, tuple(range(12)))
    assert (row.crime.id, row.crime.type, row.crime.modality) == ("homicidio-doloso", "Homicidio", "Sin desglose")
    assert row.is_place
    assert parsed.source.layout == "SESNSP_IDM_NM"
    assert parsed.source.encoding == "latin-1"
    assert parsed.source.columns == tuple(HEADER)
    assert (parsed.source.rows_read, parsed.source.rows_used, parsed.source.years) == (1, 1, (2024,))


@pytest.mark.parametrize("blank", ["", " ", "NA", "ND", "NSS"])
def test_a_blank_month_is_unknown_and_not_zero(blank: str) -> None:
    parsed = read(municipal_file(municipal_row(counts=[3, 0, *[blank] * 10])))
    assert parsed.rows[0].counts == (3, 0, *[None] * 10)
    coverage = parsed.source.coverage
    assert coverage is not None
    assert coverage.months == ((2024, 1), (2024, 2))
    assert coverage.totals == (3, 0)


def test_keeps_and_counts_what_is_no_place() -> None:
    rows = [municipal_row("20998", name="Otros Municipios"), municipal_row("9999", name="No Especificado")]
    parsed = read(municipal_file(municipal_row("20001"), *rows))
    assert [row.is_place for row in parsed.rows] == [True, False, False]
    assert [(group.kept, group.lines) for group in parsed.left_out] == [(True, (3,)), (True, (4,))]
    coverage = parsed.source.coverage
    assert coverage is not None
    assert coverage.incidents == {"homicidio-doloso": 36}
    assert coverage.unplaced_incidents == {"homicidio-doloso": 24}
    assert parsed.source.rows_used == 3


def test_no_place_needs_no_catalogue() -> None:
    terms = Terms(known_municipalities=frozenset({"20001"}))
    assert len(read(municipal_file(municipal_row("20001"), municipal_row("20998")), terms).rows) == 2


def test_names_every_fault_at_once() -> None:
    bad = municipal_row("1001", [-1, "1.5", "doce", "1,23", *[0] * 8])
    refusal = refused(municipal_file(municipal_row("1002"), bad, municipal_row("99")))
    assert [(fault.line, fault.column) for fault in refusal.faults] == [
        *[(3, column) for column in ("Enero", "Febrero", "Marzo", "Abril")],
        *[(4, column) for column in ("Clave_Ent", "Cve. Municipio")],
    ]
    assert "line 3, column Enero: '-1': a count cannot be negative. Correct it" in str(refusal)


def test_refuses_the_same_row_twice_and_names_both_lines() -> None:
    other_crime = municipal_row(crime=KIDNAPPING)
    in_other_letters = municipal_row("01001", crime=[name.upper() for name in CRIME])
    in_other_letters[1] = "1"
    fault = only_fault(municipal_file(municipal_row(), other_crime, municipal_row(year=2023), in_other_letters))
    assert fault.line == 5
    assert "line 2 already has" in fault.reason
    assert fault.value == "01001, 2024, Homicidio doloso, Sin desglose"


def test_other_modality_is_another_row() -> None:
    rows = [municipal_row(crime=(*CRIME[:3], modality)) for modality in ("Con arma de fuego", "Con arma blanca")]
    parsed = read(municipal_file(*rows))
    assert {row.crime.id for row in parsed.rows} == {"homicidio-doloso"}
    assert parsed.rows[0].crime.classification != parsed.rows[1].crime.classification


def test_refuses_a_municipality_of_another_state() -> None:
    row = municipal_row("12001")
    row[1] = "20"
    fault = only_fault(municipal_file(row))
    assert (fault.column, fault.value) == ("Cve. Municipio", "12001")


def test_refuses_a_municipality_that_the_catalogue_lacks() -> None:
    terms = Terms(known_municipalities=frozenset({"01001"}))
    refusal = refused(municipal_file(municipal_row("1001"), municipal_row("1777")), terms)
    assert refusal.kind is FaultKind.UNKNOWN_MUNICIPALITY
    assert [(fault.line, fault.value) for fault in refusal.faults] == [(3, "1777")]


@pytest.mark.parametrize("index", [6, 7])
def test_refuses_a_crime_without_a_name(index: int) -> None:
    row = municipal_row()
    row[index] = " "
    fault = only_fault(municipal_file(row))
    assert fault.column == HEADER[index]


def test_refuses_a_year_before_the_classification() -> None:
    fault = only_fault(municipal_file(municipal_row(year=2014)))
    assert (fault.line, fault.column) == (2, "Año")


def test_says_that_the_classification_changed() -> None:
    assert any("2026" in notice for notice in read(municipal_file(municipal_row(year=2026))).notices)


def test_refuses_a_file_whose_year_is_not_in_its_rows() -> None:
    refusal = refused(municipal_file(municipal_row(year=2023)), Terms(years=frozenset({2024})))
    assert [(fault.line, fault.column, fault.value) for fault in refusal.faults] == [(2, "Año", "2023"), (0, "Año", "")]
    assert read(municipal_file(municipal_row(year=2023)), Terms(years=frozenset({2023}))).rows


def test_refuses_counts_of_months_that_have_not_begun() -> None:
    today = Terms(today=date(2024, 10, 1))
    fault = only_fault(municipal_file(municipal_row(counts=[1] * 10 + [2, 0])), today)
    assert (fault.line, fault.column, fault.value) == (2, "Noviembre", "2")
    assert "today is 2024-10-01" in fault.reason
    # Official files fill the months to come of the year under way with zeros; of a later year nobody has any.
    assert read(municipal_file(municipal_row(counts=[1] * 10 + [0, 0])), today).rows
    fault = only_fault(municipal_file(municipal_row(year=2025, counts=[0] * 12)), today)
    assert (fault.line, fault.column, fault.value) == (2, "Año", "2025")


class TestCutOff:
    """Months that the file cannot know of."""

    def test_refuses_counts_after_it(self) -> None:
        content = municipal_file(municipal_row(counts=[1] * 10 + [2, 0]))
        fault = only_fault(content, Terms(cut_off=date(2024, 10, 31)))
        assert (fault.line, fault.column, fault.value) == (2, "Noviembre", "2")

    def test_reads_zeros_after_it_as_unknown(self) -> None:
        parsed = read(municipal_file(municipal_row(counts=[1] * 10 + [0, ""])), Terms(cut_off=date(2024, 10, 31)))
        assert parsed.rows[0].counts == (*[1] * 10, None, None)
        assert any("read as unknown" in notice for notice in parsed.notices)

    @pytest.mark.parametrize(
        ("cut_off", "known"), [(date(2023, 12, 31), 0), (date(2024, 3, 1), 3), (date(2025, 1, 1), 12)]
    )
    def test_month_counts_from_its_first_day(self, cut_off: date, known: int) -> None:
        parsed = read(municipal_file(municipal_row(counts=[0] * 12)), Terms(cut_off=cut_off))
        assert parsed.rows[0].counts == (0,) * known + (None,) * (12 - known)

    def test_is_asked_for_where_the_last_months_are_all_zero(self) -> None:
        content = municipal_file(municipal_row(counts=[40] * 10 + [0, 0]))
        assert any("give a cut-off" in notice for notice in read(content).notices)
        assert not read(content, Terms(cut_off=date(2024, 12, 31))).notices

    def test_is_not_asked_for_where_zero_may_be_chance(self) -> None:
        assert not read(municipal_file(municipal_row(counts=[2] * 10 + [0, 0]))).notices


class TestAbsentMeans:
    """What the caller says of absent rows goes with the file."""

    def test_is_unknown_unless_said(self) -> None:
        content = municipal_file(municipal_row(), municipal_row(crime=KIDNAPPING))
        coverage = read(content, Terms(absent_means={"secuestro": AbsentMeans.ZERO})).source.coverage
        assert coverage is not None
        assert coverage.absent_means == {"homicidio-doloso": AbsentMeans.UNKNOWN, "secuestro": AbsentMeans.ZERO}

    def test_of_a_crime_that_the_file_lacks_is_refused(self) -> None:
        fault = only_fault(municipal_file(municipal_row()), Terms(absent_means={"homicido-doloso": AbsentMeans.ZERO}))
        assert (fault.line, fault.value) == (0, "homicido-doloso")
        assert "homicidio-doloso" in fault.remedy


def test_two_names_for_one_key_are_noticed() -> None:
    parsed = read(municipal_file(municipal_row(year=2023, name="Silao"), municipal_row(name="Silao de la Victoria")))
    [notice] = parsed.notices
    assert "line 3 calls 01001" in notice


def test_two_keys_may_bear_one_name() -> None:
    rows = [municipal_row(key, name="San Juan Mixtepec") for key in ("20208", "20209")]
    parsed = read(municipal_file(*rows))
    assert [row.place_key for row in parsed.rows] == ["20208", "20209"]
    assert not parsed.notices


def test_reads_the_state_file() -> None:
    names = ["Año", "Clave_Ent", "Entidad", *CRIME_COLUMNS, *MONTHS]
    rows = [[2024, state, "Una", *CRIME, *range(12)] for state in (1, 32)]
    parsed = read(csv_file([names, *rows]))
    assert [row.state_key for row in parsed.rows] == ["01", "32"]
    assert isinstance(parsed.rows[0], StateCounts)
    twice = only_fault(csv_file([names, *rows, rows[0]]))
    assert (twice.line, "line 2" in twice.reason) == (4, True)


def test_columns_may_come_in_any_order() -> None:
    row = municipal_row(counts=range(12))
    straight = read(municipal_file(row))
    assert read(csv_file([HEADER[::-1], row[::-1]])).rows == straight.rows
