"""One pass over one official file, one batch in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import call, itemgetter
from typing import Any, Generic, TypeVar

from relevo_server.intake.encoding import TextLines
from relevo_server.intake.layout import Header, Layout, Setting
from relevo_server.intake.rows import BLANK_LINE, FAULTY_ROW, Rows
from relevo_server.intake.source import Source
from relevo_server.intake.terms import OnFault, SourceFacts
from relevo_server.intake.values import BadValue, Memo

T = TypeVar("T")

BATCH_ROWS = 10_000


class Reading(Generic[T]):
    """One pass over one file whose layout is known.

    Attributes:
        layout: The layout found.
        report: Faults, rows left out and notices so far.
    """

    def __init__(
        self, layout: Layout[T], header: Header, source: Source, lines: TextLines, rows: Rows, setting: Setting
    ) -> None:
        self._header = header
        self._source = source
        self._lines = lines
        self._rows = rows
        self._terms = setting.terms
        self._reads = _cell_readers(layout, header, setting)
        self._row_reader = layout.rows(setting, header)
        self._facts: SourceFacts | None = None
        self.layout = layout
        self.report = setting.report

    @property
    def rows_read(self) -> int:
        """Rows below the header so far, blank lines not counted."""
        return self._rows.read - 1

    @property
    def received_bytes(self) -> int:
        """Bytes taken from the stream so far."""
        return self._source.received_bytes

    @property
    def source(self) -> SourceFacts:
        """What the file is.

        Raises:
            RuntimeError: The batches were not read to their end.
        """
        if self._facts is None:
            raise RuntimeError("the file has not been read to its end")
        return self._facts

    def batches(self, size: int = BATCH_ROWS) -> Iterator[tuple[T, ...]]:
        """Yield the facts. Write them in one transaction, for a later batch may refuse the whole file.

        Raises:
            IntakeRefused: At the end, with every fault, where the terms or the faults forbid using the file.
        """
        refuses = self._terms.on_fault is OnFault.REFUSE
        batch: list[T] = []
        for fact in self._all_facts():
            # Once refused, the rest is read only to name its faults.
            if refuses and self.report.fault_total:
                batch.clear()
                continue
            batch.append(fact)
            if len(batch) == size:
                yield tuple(batch)
                batch.clear()
        rows_used = self._settle()
        self._facts = self._source_facts(rows_used)
        if batch:
            yield tuple(batch)

    def _all_facts(self) -> Iterator[T]:
        report, reads, take = self.report, self._reads, self._row_reader.fact
        # Optional columns that the file lacks read as None, which stands behind the cells of the row.
        width = len(self._header.names)
        in_layout_order = itemgetter(*(width if position is None else position for position in self._header.order))
        for cells in self._rows.of_width(width):
            line = self._rows.line
            faults_before = report.fault_total
            try:
                values: list[Any] = list(map(call, reads, cells))
            except BadValue:
                self._name_faults(line, cells)
                fact = None
            else:
                values.append(None)
                fact = take(line, in_layout_order(values))
            if report.fault_total != faults_before:
                report.leave_out(line, FAULTY_ROW)
            elif fact is not None:
                yield fact
        if not report.is_fatal:
            yield from self._row_reader.rest()

    def _name_faults(self, line: int, cells: list[str]) -> None:
        for name, read, cell in zip(self._header.names, self._reads, cells, strict=True):
            try:
                read(cell)
            except BadValue as bad:
                self.report.fault(line, name, cell, bad.reason, bad.remedy, bad.kind)

    def _settle(self) -> int:
        report = self.report
        skipped = sum(len(group.lines) for group in report.left_out if not group.kept and group.why != BLANK_LINE)
        rows_used = self.rows_read - skipped
        if not report.fault_total and not rows_used:
            report.fault(0, "", "", "the file holds no row that can be used", "Send a file with rows below its header")
        if report.is_fatal or not rows_used or (report.fault_total and self._terms.on_fault is OnFault.REFUSE):
            raise report.refusal()
        return rows_used

    def _source_facts(self, rows_used: int) -> SourceFacts:
        return SourceFacts(
            layout=self.layout.id,
            sha256_received=self._source.sha256_received,
            sha256_content=self._source.sha256_content,
            received_bytes=self._source.received_bytes,
            content_bytes=self._source.content_bytes,
            is_gzip=self._source.is_gzip,
            encoding=self._lines.encoding,
            columns=self._header.names,
            rows_read=self.rows_read,
            rows_used=rows_used,
            years=self._row_reader.years(),
            coverage=self._row_reader.coverage(),
        )


def _cell_readers(layout: Layout[Any], header: Header, setting: Setting) -> list[Callable[[str], Any]]:
    makers = [column.reader for column in layout.columns]
    if layout.repeated is not None:
        makers += [layout.repeated.reader] * (len(header.order) - len(makers))
    # Columns of one kind share one memory.
    shared = {maker: Memo(maker(setting)).__getitem__ for maker in dict.fromkeys(makers)}
    by_position = {position: shared[maker] for position, maker in zip(header.order, makers, strict=True)}
    return [by_position[position] for position in range(len(header.names))]
