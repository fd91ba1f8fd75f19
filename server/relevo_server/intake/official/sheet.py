"""The sheet of facts on municipalities that Relevo bundles as its sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relevo_server.domain.geography import State
from relevo_server.intake.layout import Column, Header, Layout, RowReader, Setting, as_municipality, as_text, plain
from relevo_server.intake.ledger import FirstLines, refuse_twice
from relevo_server.intake.text import slug
from relevo_server.intake.values import count, degrees, inhabitants

POPULATION_YEAR = 2024
OFFICERS_YEAR = 2020


@dataclass(frozen=True, slots=True)
class SheetMunicipality:
    """One row: a municipality, its point in degrees (WGS 84), inhabitants of 2024, municipal officers of 2020.

    ``inhabitants`` and ``officers`` are None where unknown. ``region_id`` is the region's name as an identifier.
    """

    key: str
    name: str
    state: State
    region_id: str
    region_name: str
    latitude: float
    longitude: float
    inhabitants: int | None
    officers: int | None


class _SheetRows(RowReader[SheetMunicipality]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._report = setting.report
        self._header = header
        self._first_lines = FirstLines()

    def fact(self, line: int, values: Sequence[Any]) -> SheetMunicipality | None:
        key, name, state, region, *figures = values
        faults_before = self._report.fault_total
        for index in (1, 2, 3):
            if not values[index]:
                self._report.fault(line, self._header.name(index), "", "the cell is blank", "Give the name")
        if earlier := self._first_lines.earlier(key, 0, line):
            refuse_twice(self._report, line, self._header.name(0), key, earlier)
        if self._report.fault_total != faults_before:
            return None
        return SheetMunicipality(key, name, State(key[:2], state), slug(region), region, *figures)


MUNICIPALITY_SHEET = Layout(
    id="RELEVO_MUNICIPALITIES",
    title="Relevo's sheet of municipalities",
    columns=(
        Column("cvegeo", as_municipality),
        Column("municipality", as_text),
        Column("state", as_text),
        Column("region", as_text),
        Column("latitude", plain(degrees)),
        Column("longitude", plain(degrees)),
        Column(f"population_{POPULATION_YEAR}", plain(inhabitants)),
        Column(f"municipal_officers_{OFFICERS_YEAR}", plain(count)),
    ),
    repeated=None,
    rows=_SheetRows,
)
