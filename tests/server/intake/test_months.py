"""Death certificates by month, and sheets of months."""

from datetime import date

import pytest

from relevo_server.domain.incidence import AbsentMeans
from relevo_server.intake import CERTIFIED_HOMICIDE_DEATH, INTENTIONAL_HOMICIDE, Terms
from tests.server.intake.made import csv_file, only_fault, read, refused

DEATHS = ["CVEGEO", "year", "month", "homicides"]
ROWS = [
    ["01001", "2010", "1", "2"],
    ["01001", "2010", "3", "6"],
    ["01001", "2011", "2", "1"],
    ["01999", "2010", "1", "4"],
]
ABSENT_IS_ZERO = Terms(absent_means_default=AbsentMeans.ZERO)


def test_gathers_months_into_years() -> None:
    parsed = read(csv_file([DEATHS, *ROWS]))
    assert [(row.place_key, row.year, row.counts[:4]) for row in parsed.rows] == [
        ("01001", 2010, (2, None, 6, None)),
        ("01001", 2011, (None, 1, None, None)),
        ("01999", 2010, (4, None, None, None)),
    ]
    assert {row.crime for row in parsed.rows} == {CERTIFIED_HOMICIDE_DEATH}
    coverage = parsed.source.coverage
    assert coverage is not None
    assert coverage.months == ((2010, 1), (2010, 3), (2011, 2))
    assert coverage.totals == (6, 6, 1)
    assert coverage.unplaced_incidents == {CERTIFIED_HOMICIDE_DEATH.id: 4}
    assert [group.lines for group in parsed.left_out] == [(5,)]


def test_an_absent_month_is_zero_only_where_said_and_reported() -> None:
    parsed = read(csv_file([DEATHS, *ROWS]), ABSENT_IS_ZERO)
    assert parsed.rows[2].counts == (4, None, 0, *[None] * 9)


def test_a_blank_month_stays_unknown_even_where_absent_is_zero() -> None:
    rows = [*ROWS, ["01002", "2010", "1", "NA"]]
    assert read(csv_file([DEATHS, *rows]), ABSENT_IS_ZERO).rows[-1].counts[:3] == (None, None, 0)


def test_refuses_counts_of_months_that_have_not_begun() -> None:
    today = Terms(today=date(2010, 2, 28))
    refusal = refused(csv_file([DEATHS, *ROWS]), today)
    assert [(fault.line, fault.value) for fault in refusal.faults] == [(3, "2010-03"), (4, "2011-02")]
    assert read(csv_file([DEATHS, ["01001", "2010", "3", "0"]]), today).rows
    assert only_fault(csv_file([DEATHS, ["01001", "2011", "1", "0"]]), today).value == "2011-01"
    assert read(csv_file([DEATHS, *ROWS[:1], ["01001", "2011", "1", ""]]), today).rows


def test_refuses_a_month_twice() -> None:
    fault = only_fault(csv_file([DEATHS, *ROWS, ROWS[1]]))
    assert (fault.line, fault.value) == (6, "01001, 2010-03")
    assert "line 3 already" in fault.reason


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["01001", "2010", "13", "1"], "month"),
        (["01001", "10", "1", "1"], "year"),
        (["101", "2010", "1", "1"], "CVEGEO"),
        (["01001", "2010", "1", "1.5"], "homicides"),
        (["01001", "2010", "1", "-1"], "homicides"),
    ],
)
def test_refuses_a_bad_cell(row: list[str], column: str) -> None:
    assert only_fault(csv_file([DEATHS, row])).column == column


def test_refuses_deaths_after_the_cut_off_and_other_years() -> None:
    assert only_fault(csv_file([DEATHS, *ROWS]), Terms(cut_off=date(2010, 12, 31))).line == 4
    faults = refused(csv_file([DEATHS, *ROWS]), Terms(years=frozenset({2010}))).faults
    assert [(fault.line, fault.column) for fault in faults] == [(4, "homicides")]


def test_reads_a_sheet_of_months_over_two_years() -> None:
    content = csv_file([["cvegeo", "2023-12", "2024-01"], ["02004", "141", ""]])
    parsed = read(content, Terms(crime=INTENTIONAL_HOMICIDE))
    assert [(row.year, row.counts) for row in parsed.rows] == [
        (2023, (None,) * 11 + (141,)),
        (2024, (None,) * 12),
    ]
    assert parsed.rows[0].crime == INTENTIONAL_HOMICIDE


def test_a_sheet_does_not_say_what_it_counts() -> None:
    content = csv_file([["cvegeo", "2024-01"], ["02004", "141"]])
    assert "does not tell what it counts" in only_fault(content).reason
