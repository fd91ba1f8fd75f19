"""One figure or a few per municipality: CONAPO's population, INEGI's census of officers, emergency calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relevo_server.domain.geography import PopulationSeries
from relevo_server.domain.incidence import EmergencyCalls
from relevo_server.intake.layout import (
    Column,
    Header,
    Layout,
    Repeated,
    RowReader,
    Setting,
    as_municipality,
    as_text,
    plain,
)
from relevo_server.intake.ledger import FirstLines, refuse_twice
from relevo_server.intake.values import BadValue, code, count, count_or_dash, inhabitants, state_key

CALLS_YEAR = 2020
"""What the official file of calls counts: its header does not say it."""
TOTALS_ROW = "total of the nation or of a state"

_NATION = "00"
_WHOLE_STATE = "000"
_as_count = plain(count)
_as_figure = plain(count_or_dash)


@dataclass(frozen=True, slots=True)
class CorporationStaff:
    """Public-security staff of one municipality in one type of corporation (INEGI's ``orgapoli_e``); None is unknown.

    Corporation 1 is about three quarters of all staff, presumably preventive police.
    """

    municipality_key: str
    corporation: int
    total: int | None
    men: int | None
    women: int | None


class _PopulationRows(RowReader[PopulationSeries]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._report = setting.report
        self._header = header
        self._first_lines = FirstLines()
        self._years = tuple(int(header.name(index)) for index in range(3, len(header.order)))

    def fact(self, line: int, values: Sequence[Any]) -> PopulationSeries | None:
        key = values[0]
        if earlier := self._first_lines.earlier(key, 0, line):
            refuse_twice(self._report, line, self._header.name(0), key, earlier)
            return None
        return PopulationSeries(key, values[2], tuple(zip(self._years, values[3:], strict=True)))

    def years(self) -> tuple[int, ...]:
        return tuple(sorted(self._years))


class _OfficerRows(RowReader[CorporationStaff]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._report = setting.report
        self._header = header
        self._first_lines = FirstLines()

    def fact(self, line: int, values: Sequence[Any]) -> CorporationStaff | None:
        key, corporation, total, men, women = values
        if earlier := self._first_lines.earlier(key, corporation, line):
            refuse_twice(self._report, line, self._header.name(0), f"{key}, corporation {corporation}", earlier)
            return None
        if None not in (total, men, women) and men + women != total:
            reason = f"men ({men:,}) and women ({women:,}) do not add up to it"
            self._report.fault(line, self._header.name(2), str(total), reason, "Correct the figures")
            return None
        return CorporationStaff(key, corporation, total, men, women)


class _CallRows(RowReader[EmergencyCalls]):
    def __init__(self, setting: Setting, header: Header) -> None:
        self._setting = setting
        self._report = setting.report
        self._header = header
        self._first_lines = FirstLines()

    def fact(self, line: int, values: Sequence[Any]) -> EmergencyCalls | None:
        state, part, total, *parts = values[:7]
        if part == _WHOLE_STATE:
            self._report.leave_out(line, TOTALS_ROW)
            return None
        try:
            key = self._setting.municipality(state + part)
        except BadValue as bad:
            self._report.fault(line, self._header.name(1), state + part, bad.reason, bad.remedy, bad.kind)
            return None
        if earlier := self._first_lines.earlier(key, 0, line):
            refuse_twice(self._report, line, self._header.name(1), key, earlier)
            return None
        if None not in (total, *parts) and sum(parts) != total:
            reason = f"its parts add up to {sum(parts):,}"
            self._report.fault(line, self._header.name(2), f"{total:,}", reason, "Correct the figures")
            return None
        return EmergencyCalls(key, total, *parts)


def _state_or_nation(cell: str) -> str:
    return _NATION if cell.strip() == _NATION else state_key(cell)


def _corporation(cell: str) -> int:
    if not re.fullmatch("[1-9]", cell.strip()):
        raise BadValue("this is no type of corporation", "Give INEGI's code, 1 to 9")
    return int(cell)


POPULATION = Layout(
    id="CONAPO_POPULATION",
    title="CONAPO population by municipality and year",
    columns=(Column("CVE", as_municipality), Column("Entidad", as_text), Column("Municipio", as_text)),
    repeated=Repeated("one column per year (such as 2024)", re.compile("(?:19|20)[0-9]{2}"), plain(inhabitants)),
    rows=_PopulationRows,
)
OFFICERS = Layout(
    id="INEGI_CNGMD_M3S1P2",
    title="INEGI census of municipal public-security staff (m3s1p2)",
    columns=(
        Column("ubicageo_c", as_municipality),
        Column("orgapoli_e", plain(_corporation)),
        Column("sexostt", _as_count),
        Column("sexos1", _as_count),
        Column("sexos2", _as_count),
    ),
    repeated=None,
    rows=_OfficerRows,
)
EMERGENCY_CALLS = Layout(
    id="EMERGENCY_CALLS_BY_MUNICIPALITY",
    title="emergency calls by municipality (llamadas_mun)",
    columns=(
        Column("Clave Entidad", plain(_state_or_nation)),
        Column("Clave Municipio", plain(code)),
        Column("Total", _as_figure),
        Column("Procedentes", _as_figure),
        Column("Improcedentes", _as_figure),
        Column("Otro", _as_figure),
        Column("No especificado", _as_figure),
        Column("Entidad federativa", as_text, required=False),
        Column("Municipio", as_text, required=False),
    ),
    repeated=None,
    rows=_CallRows,
)
