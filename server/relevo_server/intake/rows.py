"""The rows of a CSV text with their line numbers; what is no row of the header's width becomes a fault."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain

from relevo_server.intake.encoding import TextLines
from relevo_server.intake.report import FaultKind, Report
from relevo_server.intake.source import BrokenSource

BLANK_LINE = "blank line"
FAULTY_ROW = "row with faults"

_RESEND = "Download or send the file again, whole"


class Rows:
    """One pass over the rows of a text.

    Attributes:
        line: Line where the row last given begins.
        read: Rows so far, of whatever width, the header too, blank lines not counted.
    """

    def __init__(self, lines: TextLines, report: Report) -> None:
        self._lines = lines
        self._report = report
        self._cells = csv.reader(chain.from_iterable(lines.groups()), strict=True)
        self.line = 0
        self.read = 0

    def any_width(self) -> Iterator[list[str]]:
        """Yield every row that is not blank; what is no CSV becomes a fault and is passed over."""
        next_line = self._cells.line_num + 1
        while True:
            try:
                for cells in self._cells:
                    self.line, next_line = next_line, self._cells.line_num + 1
                    if any(cells):
                        self.read += 1
                        yield cells
                    else:
                        self._report.leave_out(self.line, BLANK_LINE)
            except csv.Error as error:
                self.read += 1
                self._fault_of_csv(next_line, str(error))
                next_line = self._cells.line_num + 1
            except BrokenSource as broken:
                self._report.fault(next_line, "", broken.value, broken.reason, broken.remedy, broken.kind)
                return
            else:
                return

    def of_width(self, width: int) -> Iterator[list[str]]:
        """Yield the rows with ``width`` cells; any other width is a fault, and of the last line a truncated file."""
        for cells in self.any_width():
            if len(cells) == width:
                if not self._lines.ends_with_newline:
                    self._report.notice("the last line has no line end: if the file was cut, its last value may be too")
                yield cells
            else:
                self._fault_of_width(cells, width)

    def _fault_of_width(self, cells: list[str], width: int) -> None:
        self._report.leave_out(self.line, FAULTY_ROW)
        reason = f"{len(cells)} cells stand here, the header has {width}"
        if len(cells) > width:
            remedy = "Put quotes around a value that holds a comma"
            self._report.fault(self.line, "", ",".join(cells), reason, remedy)
        elif self._lines.ends_with_newline:
            self._report.fault(self.line, "", ",".join(cells), reason, "Give every cell, blank where unknown")
        else:
            reason = f"the file breaks off in the middle of a row: {reason}"
            self._report.fault(self.line, "", ",".join(cells), reason, _RESEND, FaultKind.TRUNCATED)

    def _fault_of_csv(self, line: int, error: str) -> None:
        self._report.leave_out(line, FAULTY_ROW)
        if error == "unexpected end of data":
            reason = "the file ends inside a quoted value that begins here"
            self._report.fault(line, "", "", reason, _RESEND, FaultKind.TRUNCATED)
        elif "new-line character" in error:
            reason = "a carriage return without a line feed stands here"
            self._report.fault(line, "", "", reason, "Save it with line ends of Windows or Unix")
        elif "field larger" in error:
            reason = "a quote was opened and not closed"
            self._report.fault(line, "", "", reason, "Close the quote")
        else:
            self._report.fault(line, "", "", f"this is no CSV: {error}", "Double the quotes inside a quoted value")
