"""Counts that are not laid out by year: death certificates, one row per month; sheets, one column per month."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from relevo_server.domain.geography import PlaceKind, place_kind
from relevo_server.domain.incidence import MONTHS_IN_YEAR, AbsentMeans, Coverage, CrimeType, MunicipalCounts
from relevo_server.intake.crimes import CERTIFIED_HOMICIDE_DEATH
from relevo_server.intake.layout import Column, Header, Layout, Repeated, RowReader, Setting, as_place, plain
from relevo_server.intake.ledger import (
    FirstLines,
    Ledger,
    is_to_come,
    refuse_after_cut_off,
    refuse_to_come,
    refuse_twice,
)
from relevo_server.intake.official.incidence import NO_PLACE
from relevo_server.intake.values import count, month, year

_as_count = plain(count)


class _MonthRows(RowReader[MunicipalCounts]):
    """Gathers months into years; memory grows with places and years, not with rows."""

    def __init__(self, setting: Setting, header: Header, crime: CrimeType) -> None:
        self._terms = setting.terms
        self._report = setting.report
        self._header = header
        self._ledger = Ledger(setting.terms, setting.report)
        self._crime = crime
        self._first_lines = FirstLines()
        self._told: dict[tuple[str, int], dict[int, int | None]] = defaultdict(dict)

    def take(self, line: int, key: str, told: Sequence[tuple[int, int, int | None, str]]) -> None:
        """Keep a row's months (year, month, count, column), unless one is at fault."""
        faults_before = self._report.fault_total
        for of_year, of_month, value, column in told:
            if value and of_month > self._ledger.months_known(of_year):
                refuse_after_cut_off(self._report, line, column, value, self._terms)
            # Zeros stand for the months to come of a year under way, as in the official files; no other year has them.
            is_told = value is not None if is_to_come(self._terms, of_year) else bool(value)
            if is_told and is_to_come(self._terms, of_year, of_month):
                refuse_to_come(self._report, line, column, f"{of_year}-{of_month:02d}", self._terms)
            if self._terms.years is not None and of_year not in self._terms.years:
                reason = "the file was said to be of other years"
                self._report.fault(line, column, str(of_year), reason, "Correct what was said of the file")
        if self._report.fault_total != faults_before:
            return
        for of_year, of_month, _, _ in told:
            if earlier := self._first_lines.earlier((key, of_year), of_month, line):
                refuse_twice(self._report, line, "", f"{key}, {of_year}-{of_month:02d}", earlier)
                return
        for of_year, of_month, value, _ in told:
            is_known = of_month <= self._ledger.months_known(of_year)
            self._told[key, of_year][of_month] = value if is_known else None
        if (kind := place_kind(key)) is not PlaceKind.MUNICIPALITY:
            self._report.leave_out(line, NO_PLACE[kind], kept=True)

    def rest(self) -> Iterator[MunicipalCounts]:
        if self._told:
            self._ledger.known(self._crime)
        reported = {
            (of_year, of_month)
            for (_, of_year), months in self._told.items()
            for of_month, value in months.items()
            if value is not None
        }
        is_zero = self._ledger.absent_means(self._crime.id) is AbsentMeans.ZERO
        for (key, of_year), months in self._told.items():
            counts = tuple(
                months.get(of_month, 0 if is_zero and (of_year, of_month) in reported else None)
                for of_month in range(1, MONTHS_IN_YEAR + 1)
            )
            self._ledger.add(self._crime, of_year, counts, is_place=place_kind(key) is PlaceKind.MUNICIPALITY)
            yield MunicipalCounts(key, self._crime, of_year, counts)
        self._ledger.close(self._header.name(1))

    def years(self) -> tuple[int, ...]:
        return self._ledger.years()

    def coverage(self) -> Coverage:
        return self._ledger.coverage()


class _DeathRows(_MonthRows):
    def __init__(self, setting: Setting, header: Header) -> None:
        super().__init__(setting, header, CERTIFIED_HOMICIDE_DEATH)

    def fact(self, line: int, values: Sequence[Any]) -> MunicipalCounts | None:
        key, of_year, of_month, value = values
        self.take(line, key, [(of_year, of_month, value, self._header.name(3))])
        return None


class _SheetRows(_MonthRows):
    def __init__(self, setting: Setting, header: Header) -> None:
        crime = setting.terms.crime
        if crime is None:
            remedy = "Say which crime it counts"
            setting.report.fault(0, "", "", "the sheet's header does not tell what it counts", remedy)
            crime = CERTIFIED_HOMICIDE_DEATH  # never used: the fault condemns the file
        super().__init__(setting, header, crime)
        self._columns = tuple(header.name(index) for index in range(1, len(header.order)))
        self._when = tuple((int(name[:4]), int(name[5:])) for name in self._columns)

    def fact(self, line: int, values: Sequence[Any]) -> MunicipalCounts | None:
        told = zip(self._when, values[1:], self._columns, strict=True)
        self.take(line, values[0], [(*when, value, column) for when, value, column in told])
        return None


DEATH_CERTIFICATES = Layout(
    id="INEGI_HOMICIDE_DEATHS",
    title="INEGI homicides by death certificate, municipality and month",
    columns=(
        Column("CVEGEO", as_place),
        Column("year", plain(year)),
        Column("month", plain(month)),
        Column("homicides", _as_count),
    ),
    repeated=None,
    rows=_DeathRows,
)
MONTHLY_SHEET = Layout(
    id="RELEVO_MONTHLY_COUNTS",
    title="sheet of monthly counts by municipality",
    columns=(Column("cvegeo", as_place),),
    repeated=Repeated(
        "one column per month (such as 2024-01)", re.compile("(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])"), _as_count
    ),
    rows=_SheetRows,
)
