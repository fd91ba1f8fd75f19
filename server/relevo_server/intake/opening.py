"""Opens a file: finds its compression, its encoding and its layout, and reads it whole or hands over the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Generic, TypeVar

from relevo_server.intake.detect import detect, refuse_other_separator
from relevo_server.intake.encoding import TextLines
from relevo_server.intake.layout import Layout, Setting
from relevo_server.intake.official import LAYOUTS
from relevo_server.intake.reading import Reading
from relevo_server.intake.report import Fault, FaultKind, IntakeRefused, LeftOut, Report
from relevo_server.intake.rows import Rows
from relevo_server.intake.source import Source
from relevo_server.intake.terms import SourceFacts, Terms
from relevo_server.intake.text import text_reader
from relevo_server.intake.values import BadValue

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A whole file, read.

    Attributes:
        rows: The facts, in the file's order.
        faults: Of the rows left out under ``OnFault.SKIP``, up to the cap; empty under ``OnFault.REFUSE``.
        fault_total: Those beyond the cap included.
        left_out: Every row that is not in ``rows``, or that is and is no place.
        notices: What a person should know although nothing is wrong.
        source: What the file is.
    """

    rows: tuple[T, ...]
    faults: tuple[Fault, ...]
    fault_total: int
    left_out: tuple[LeftOut, ...]
    notices: tuple[str, ...]
    source: SourceFacts


def open_reading(
    stream: BinaryIO, terms: Terms | None = None, layouts: Sequence[Layout[Any]] = LAYOUTS
) -> Reading[Any]:
    """Begin to read a file: find its encoding, its compression and its layout.

    Args:
        stream: Yields the file's bytes, plain or gzip, from ``read(size)``; read once, never closed.
        terms: What the caller asks; None: the defaults.
        layouts: The layouts that are welcome.

    Raises:
        IntakeRefused: The bytes are no text, or the header is of no welcome layout.
    """
    terms = terms or Terms()
    source = Source(stream, terms.content_limit_bytes)
    lines = TextLines(source.blocks())
    setting = Setting(terms, Report(terms.fault_cap), text_reader(lambda: lines.is_one_byte))
    rows = Rows(lines, setting.report)
    names = _header_names(rows, setting)
    layout = detect(names, layouts)
    return Reading(layout, layout.header(names), source, lines, rows, setting)


def parse(stream: BinaryIO, terms: Terms | None = None, layouts: Sequence[Layout[Any]] = LAYOUTS) -> Parsed[Any]:
    """Read a whole file into memory; for large ones see ``open_reading``.

    Raises:
        IntakeRefused: With every fault.
    """
    return _whole(open_reading(stream, terms, layouts))


def parse_as(layout: Layout[T], stream: BinaryIO, terms: Terms | None = None) -> Parsed[T]:
    """Read a whole file that must be of one layout.

    Raises:
        IntakeRefused: With every fault; also where the file is of another layout.
    """
    reading = open_reading(stream, terms)
    if reading.layout is not layout:
        reason = f"this file is {reading.layout.title}; awaited was {layout.title}"
        raise IntakeRefused([Fault(1, "", "", reason, "Send the file that was awaited", FaultKind.LAYOUT)])
    return _whole(reading)


def _whole(reading: Reading[T]) -> Parsed[T]:
    rows = tuple(row for batch in reading.batches() for row in batch)
    report = reading.report
    return Parsed(rows, tuple(report.faults), report.fault_total, report.left_out, report.notices, reading.source)


def _header_names(rows: Rows, setting: Setting) -> tuple[str, ...]:
    report = setting.report
    cells = next(rows.any_width(), [])
    if not cells and not report.fault_total:
        report.fault(0, "", "", "the file is empty", "Send the whole file", FaultKind.TRUNCATED)
    refuse_other_separator(cells)
    names = []
    for position, cell in enumerate(cells, start=1):
        try:
            names.append(setting.text(cell))
        except BadValue as bad:
            column = f"{position} of the header"
            report.fault(rows.line, column, cell, bad.reason, bad.remedy, FaultKind.UNREADABLE)
    if report.fault_total:
        raise report.refusal()
    return tuple(names)
