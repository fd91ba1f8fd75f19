"""What came of an import, row by row where a row was not used."""

from __future__ import annotations

from dataclasses import dataclass

from relevo_server.domain.dataset import Dataset
from relevo_server.intake.report import Report
from relevo_server.intake.rows import BLANK_LINE, FAULTY_ROW

MOST_ROWS_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that was not used; ``column`` empty: the whole row."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import.

    Attributes:
        layout: Found by the header.
        records_written: Regions, states, municipalities or datasets added or changed.
        dataset: For incidence.
        already_imported: Everything was known before: nothing was written.
        left_out: Rows not used, up to MOST_ROWS_NAMED; a row with several faults stands once for each.
        left_out_total: Rows not used.
        unplaced_rows: Rows kept that are no place.
        notices: What a person should know although nothing is wrong.
    """

    layout: str
    rows_read: int
    records_written: int
    dataset: Dataset | None
    already_imported: bool
    left_out: tuple[LeftOutRow, ...]
    left_out_total: int
    unplaced_rows: int
    notices: tuple[str, ...]


def left_out_of(report: Report) -> tuple[tuple[LeftOutRow, ...], int, int]:
    """Tell what a reading left out: the rows by line, how many they are, and the rows kept that are no place."""
    rows = [LeftOutRow(fault.line, fault.column, fault.value, fault.reason) for fault in report.faults]
    total = unplaced = 0
    for group in report.left_out:
        if group.kept:
            unplaced += len(group.lines)
        elif group.why != BLANK_LINE:
            total += len(group.lines)
            if group.why != FAULTY_ROW:
                rows += [LeftOutRow(line, "", "", group.why) for line in group.lines]
    rows.sort(key=lambda row: (row.line, row.column))
    return tuple(rows[:MOST_ROWS_NAMED]), total, unplaced
