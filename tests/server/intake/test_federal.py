"""The federal file: made up in its columns, for no file of it is at hand; states, and what happened abroad."""

from datetime import date

from relevo_server.intake import Terms
from tests.server.intake.made import MONTHS, Cells, csv_file, only_fault, read, refused

HEADER = ["AÑO", "INEGI", "ENTIDAD", "LEY", "CONCEPTO", "TIPO", *(month.upper() for month in MONTHS)]
LAW, CONCEPT = "CODIGO PENAL FEDERAL", "CONTRA LA SALUD"


def row(key: object = 1, counts: Cells = (1,) * 12, kind: str = "POSESION", name: str = "AGUASCALIENTES") -> Cells:
    """Make a row."""
    return [2024, key, name, LAW, CONCEPT, kind, *counts]


def test_reads_a_state_and_its_crime() -> None:
    parsed = read(csv_file([HEADER, row(counts=range(12)), row(kind="TRAFICO")]))
    first, second = parsed.rows
    assert (first.state_key, first.year, first.counts) == ("01", 2024, tuple(range(12)))
    assert (first.crime.legal_good, first.crime.type, first.crime.subtype) == (LAW, CONCEPT, "POSESION")
    assert [found.crime.id for found in (first, second)] == ["contra-la-salud-posesion", "contra-la-salud-trafico"]
    assert (parsed.source.layout, parsed.source.years) == ("SESNSP_IDEFF", (2024,))


def test_a_type_that_is_its_concept_is_named_once() -> None:
    parsed = read(csv_file([HEADER, row(kind=CONCEPT)]))
    assert parsed.rows[0].crime.id == "contra-la-salud"


def test_two_laws_are_two_lines_of_one_crime() -> None:
    other = [*row()]
    other[3] = "LEY GENERAL DE SALUD"
    parsed = read(csv_file([HEADER, row(), other]))
    assert {found.crime.id for found in parsed.rows} == {"contra-la-salud-posesion"}
    coverage = parsed.source.coverage
    assert coverage is not None
    assert coverage.incidents == {"contra-la-salud-posesion": 24}


def test_what_happened_abroad_is_left_out_whatever_its_key_and_said() -> None:
    abroad = [row(key=key, name="Extranjero") for key in (33, "", 0, 1)]
    parsed = read(csv_file([HEADER, row(), *abroad]))
    assert [found.state_key for found in parsed.rows] == ["01"]
    (group,) = parsed.left_out
    assert (group.kept, group.lines) == (False, (3, 4, 5, 6))
    assert "abroad" in group.why
    coverage = parsed.source.coverage
    assert coverage is not None
    assert coverage.totals == (1,) * 12


def test_a_key_of_no_state_is_named() -> None:
    fault = only_fault(csv_file([HEADER, row(), row(key=33)]))
    assert (fault.line, fault.column, fault.value) == (3, "INEGI", "33")


def test_faults_are_those_of_the_other_files() -> None:
    nameless, early = [*row(2)], [*row(3)]
    nameless[4], early[0] = " ", 2011
    bad = row(4, counts=[1.5, -1, *[0] * 10])
    refusal = refused(csv_file([HEADER, row(), row(), nameless, early, bad]))
    assert [(fault.line, fault.column) for fault in refusal.faults] == [
        *[(3, ""), (4, "CONCEPTO"), (5, "AÑO")],
        *[(6, "ENERO"), (6, "FEBRERO")],
    ]
    assert refusal.faults[0].value == "01, 2024, POSESION"
    late = only_fault(csv_file([HEADER, row(counts=[1] * 12)]), Terms(cut_off=date(2024, 11, 30)))
    assert (late.line, late.column) == (2, "DICIEMBRE")


def test_another_column_makes_it_an_unknown_layout() -> None:
    refusal = refused(csv_file([[*HEADER, "TOTAL"], [*row(), 12]]))
    assert "it has besides TOTAL" in str(refusal)
    assert "federal" in str(refusal)
