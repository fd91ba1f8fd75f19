"""Geocoded incidents, one row each: the point becomes a cell of the H3 grid as it is read, and goes no further."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import h3

from relevo_server.domain.cells import CELL_LAYOUT, CellIncident, CellPolicy
from relevo_server.domain.geography import LATITUDES, LONGITUDES
from relevo_server.domain.incidence import AbsentMeans, Coverage, CrimeType
from relevo_server.intake.layout import Column, Header, Layout, RowReader, Setting, as_municipality, as_text, plain
from relevo_server.intake.ledger import is_to_come, refuse_to_come
from relevo_server.intake.source import first_content
from relevo_server.intake.text import folded, slug, tidy
from relevo_server.intake.values import BadValue, bare, degrees

_MONTH = re.compile("((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")
_LINES_NAMED = 20


def month_of(cell: str) -> date:
    """Read a month such as 2024-01 as its first day."""
    found = _MONTH.fullmatch(bare(cell))
    if found is None:
        raise BadValue("this is no month", "Give it as 2024-01")
    return date(int(found.group(1)), int(found.group(2)), 1)


class _PointRows(RowReader[CellIncident]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._terms = setting.terms
        self._report = setting.report
        self._header = header
        self._resolution = CellPolicy().resolution
        self._titles: dict[str, str] = {}
        self._incidents: dict[str, int] = defaultdict(int)
        self._by_month: dict[date, int] = defaultdict(int)
        self._outside: dict[str, list[int]] = defaultdict(list)
        self._unchecked: set[str] = set()

    def fact(self, line: int, values: Sequence[Any]) -> CellIncident | None:
        month, crime, key, latitude, longitude = values
        faults_before = self._report.fault_total
        self._judge(line, month, crime)
        for index, value, (least, most) in ((3, latitude, LATITUDES), (4, longitude, LONGITUDES)):
            if not least <= value <= most:
                # The point itself is never told.
                reason = f"it lies outside Mexico ({least} to {most})"
                remedy = "Check that longitude and latitude are not exchanged and that the sign is right"
                self._report.fault(line, self._header.name(index), "", reason, remedy)
        if self._report.fault_total != faults_before:
            return None
        crime_id = slug(crime)
        self._titles.setdefault(crime_id, crime)
        self._incidents[crime_id] += 1
        self._by_month[month] += 1
        is_inside = self._is_inside(line, key, longitude, latitude)
        cell = h3.latlng_to_cell(latitude, longitude, self._resolution) if is_inside else ""
        return CellIncident(key, crime_id, month, cell)

    def rest(self) -> Iterator[CellIncident]:
        for key, lines in sorted(self._outside.items()):
            named = ", ".join(map(str, lines[:_LINES_NAMED])) + (" and others" if len(lines) > _LINES_NAMED else "")
            points = "1 point lies" if len(lines) == 1 else f"{len(lines):,} points lie"
            told = f"{points} outside the boundary of {key} and count in its remainder (line {named})"
            self._report.notice(told, is_one_of_many=True)
        if self._unchecked:
            named = ", ".join(sorted(self._unchecked)[:_LINES_NAMED])
            self._report.notice(f"no boundary is known to check the points of {len(self._unchecked):,}: {named}")
        return iter(())

    def years(self) -> tuple[int, ...]:
        return tuple(sorted({month.year for month in self._by_month}))

    def coverage(self) -> Coverage:
        months = sorted(self._by_month)
        return Coverage(
            crimes=tuple(
                CrimeType(crime_id, "", "", title, "", ("", "", title, "")) for crime_id, title in self._titles.items()
            ),
            months=tuple((month.year, month.month) for month in months),
            absent_means=dict.fromkeys(self._titles, AbsentMeans.UNKNOWN),
            totals=tuple(self._by_month[month] for month in months),
            incidents=dict(self._incidents),
            unplaced_incidents=dict.fromkeys(self._titles, 0),
        )

    def _judge(self, line: int, month: date, crime: str) -> None:
        if not slug(crime):
            self._report.fault(line, self._header.name(1), crime, "the crime is not named", "Give its name")
        cut_off, awaited = self._terms.cut_off, self._terms.years
        if cut_off is not None and month > cut_off:
            reason = f"a row after the cut-off of {cut_off}"
            self._report.fault(line, self._header.name(0), f"{month:%Y-%m}", reason, "Correct the cut-off or the month")
        if is_to_come(self._terms, month.year, month.month):
            refuse_to_come(self._report, line, self._header.name(0), f"{month:%Y-%m}", self._terms)
        if awaited is not None and month.year not in awaited:
            reason = f"the file was said to be of {', '.join(str(one) for one in sorted(awaited))}"
            remedy = "Correct the month, or what was said of the file"
            self._report.fault(line, self._header.name(0), f"{month:%Y-%m}", reason, remedy)

    def _is_inside(self, line: int, key: str, longitude: float, latitude: float) -> bool:
        found = None if self._terms.is_inside is None else self._terms.is_inside(key, longitude, latitude)
        if found is None:
            self._unchecked.add(key)
        elif not found:
            self._outside[key].append(line)
        return found is not False


GEOCODED_COUNTS = Layout(
    id=CELL_LAYOUT,
    title="geocoded incidents, one row each",
    columns=(
        Column("month", plain(month_of)),
        Column("crime_type", as_text),
        Column("cvegeo", as_municipality),
        Column("latitude", plain(degrees)),
        Column("longitude", plain(degrees)),
    ),
    repeated=None,
    rows=_PointRows,
)


def holds_points(first: bytes) -> bool:
    """Whether a file that begins so is of points, which must not rest on a disk; plain or gzip.

    Args:
        first: The file's first bytes, as many as there are yet.
    """
    line = first_content(first).decode("latin-1").partition("\n")[0].removeprefix("ï»¿")
    found = {folded(tidy(cell).strip('"')) for cell in line.split(",")}
    return {folded(column.name) for column in GEOCODED_COUNTS.columns} <= found
