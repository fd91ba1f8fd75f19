"""Finds the layout of a header, or says which known layout is nearest and what the header lacks of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from relevo_server.intake.layout import Layout
from relevo_server.intake.report import Fault, FaultKind, IntakeRefused, printable
from relevo_server.intake.text import folded

_LINE = 1


def refuse_other_separator(cells: Sequence[str]) -> None:
    """Refuse a header whose columns are not separated by commas.

    Raises:
        IntakeRefused: It is one cell that holds another separator.
    """
    mark = next((mark for mark in (";", "\t", "|") if len(cells) == 1 and mark in cells[0]), None)
    if mark is not None:
        raise IntakeRefused([_fault("", f"the columns are separated by {mark!r}", "Save the file with commas")])


def detect(names: Sequence[str], layouts: Sequence[Layout[Any]]) -> Layout[Any]:
    """Find the one layout that has these columns.

    Args:
        names: The header's cells, tidied.
        layouts: The layouts known.

    Raises:
        IntakeRefused: No layout has exactly these columns, or the header names a column twice or not at all.
    """
    _refuse_ambiguous(names)
    for layout in layouts:
        if not layout.missing(names) and not layout.unexpected(names):
            return layout
    raise _unknown(names, layouts)


def _refuse_ambiguous(names: Sequence[str]) -> None:
    times = Counter(folded(name) for name in names)
    faults = [
        _fault(name, "the header names this column more than once", "Leave one of them")
        for name in names
        if name and times[folded(name)] > 1
    ]
    faults += [
        _fault(f"column {position}", "the header has a column without a name", "Name the column or delete it")
        for position, name in enumerate(names, start=1)
        if not name
    ]
    if faults:
        raise IntakeRefused(faults)


def _unknown(names: Sequence[str], layouts: Sequence[Layout[Any]]) -> IntakeRefused:
    found = "found the columns " + ", ".join(printable(name) for name in names)
    nearest = max(layouts, key=lambda layout: _likeness(names, layout))
    if _likeness(names, nearest) == 0:
        known = "; ".join(layout.title for layout in layouts)
        return IntakeRefused([_fault("", f"the layout is unknown; {found}", f"Layouts known: {known}")])
    missing, unexpected = nearest.missing(names), nearest.unexpected(names)
    differences = [f"it lacks {', '.join(missing)}"] if missing else []
    differences += [f"it has besides {', '.join(printable(name) for name in unexpected)}"] if unexpected else []
    fault = _fault(
        "",
        f"the layout is unknown; {found}; nearest is {nearest.title}: {' and '.join(differences)}",
        "Send a file in a known layout; a new official layout needs a reader of its own",
    )
    return IntakeRefused([fault], missing=missing)


def _likeness(names: Sequence[str], layout: Layout[Any]) -> float:
    shared = len(names) - len(layout.unexpected(names))
    return shared / (len(names) + len(layout.missing(names)))


def _fault(column: str, reason: str, remedy: str) -> Fault:
    return Fault(_LINE, column, "", reason, remedy, FaultKind.LAYOUT)
