"""SESNSP's incidence files of the 2015 methodology: one row per place, crime and year, twelve monthly counts.

``IDM_NM`` counts by municipality, ``IDEFC_NM`` by state. Both count investigation files opened, of common jurisdiction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from relevo_server.domain.dataset import MUNICIPAL_LAYOUT, STATE_LAYOUT
from relevo_server.domain.geography import PlaceKind, place_kind
from relevo_server.domain.incidence import Counts, Coverage, CrimeType, MunicipalCounts, StateCounts
from relevo_server.intake.crimes import crime_type
from relevo_server.intake.layout import Column, Header, Layout, RowReader, Setting, as_place, as_text, plain
from relevo_server.intake.ledger import Ledger, is_to_come, refuse_to_come, refuse_twice
from relevo_server.intake.values import count, state_key, year

T = TypeVar("T")

MONTH_COLUMNS = (
    "Enero",
    "Febrero",
    "Marzo",
    "Abril",
    "Mayo",
    "Junio",
    "Julio",
    "Agosto",
    "Septiembre",
    "Octubre",
    "Noviembre",
    "Diciembre",
)
FIRST_YEAR = 2015

NO_PLACE = {
    PlaceKind.OTHER_MUNICIPALITIES: "Otros Municipios (EE998): no place; kept and counted, never ranked",
    PlaceKind.UNSPECIFIED: "No Especificado (EE999): no place; kept and counted, never ranked",
}

_as_count = plain(count)
_CRIME_COLUMNS = tuple(
    Column(name, as_text) for name in ("Bien jurídico afectado", "Tipo de delito", "Subtipo de delito", "Modalidad")
)
MONTHS = tuple(Column(name, _as_count) for name in MONTH_COLUMNS)
_STATE_COLUMNS = (Column("Año", plain(year)), Column("Clave_Ent", plain(state_key)), Column("Entidad", as_text))


class IncidenceRows(RowReader[T]):
    """What the files share.

    Attributes:
        first_crime: Place of the first crime column in ``values``.
        crime_columns: How many there are; the months follow them.
        first_year: Before it, no file of the layout tells of anything.
    """

    first_crime: int
    crime_columns = 4
    first_year = FIRST_YEAR

    def __init__(self, setting: Setting, header: Header) -> None:
        self._terms = setting.terms
        self._report = setting.report
        self._header = header
        first_month = self.first_crime + self.crime_columns
        self._months = [header.name(index) for index in range(first_month, first_month + len(MONTH_COLUMNS))]
        self._crimes: dict[tuple[str, ...], tuple[CrimeType, int] | None] = {}
        self._names: dict[str, str] = {}
        self._ledger = Ledger(setting.terms, setting.report)

    def rest(self) -> Iterator[T]:
        """Report what concerns the file as a whole."""
        self._ledger.close(self._header.name(0))
        return iter(())

    def years(self) -> tuple[int, ...]:
        """Years of the rows that stand."""
        return self._ledger.years()

    def coverage(self) -> Coverage:
        """What the rows that stand speak of."""
        return self._ledger.coverage()

    def _judged(self, line: int, key: str, values: Sequence[Any], *, is_place: bool) -> tuple[CrimeType, Counts] | None:
        """The row's crime and counts, booked; None where a fault was reported."""
        faults_before = self._report.fault_total
        of_year = values[0]
        self._judge_year(line, of_year)
        first_month = self.first_crime + self.crime_columns
        found = self._crime(line, tuple(values[self.first_crime : first_month]))
        counts = tuple(values[first_month:])
        if self._terms.cut_off is not None:
            counts = self._ledger.until_cut_off(line, of_year, counts, self._months)
        if self._terms.today is not None and of_year == self._terms.today.year:
            for month, (column, value) in enumerate(zip(self._months, counts, strict=True), start=1):
                if value and is_to_come(self._terms, of_year, month):
                    refuse_to_come(self._report, line, column, str(value), self._terms)
        if found is None or self._report.fault_total != faults_before:
            return None
        crime, slot = found
        if earlier := self._ledger.earlier(key, of_year, slot, line):
            what = ", ".join(name for name in (key, str(of_year), crime.subtype, crime.modality) if name)
            refuse_twice(self._report, line, "", what, earlier)
            return None
        self._ledger.add(crime, of_year, counts, is_place=is_place)
        return crime, counts

    def _judge_year(self, line: int, of_year: int) -> None:
        column = self._header.name(0)
        if of_year < self.first_year:
            reason = f"no file of this layout tells of a year before {self.first_year}"
            self._report.fault(line, column, str(of_year), reason, "Correct the year")
        if is_to_come(self._terms, of_year):
            refuse_to_come(self._report, line, column, str(of_year), self._terms)
        awaited = self._terms.years
        if awaited is not None and of_year not in awaited:
            reason = f"the file was said to be of {', '.join(str(one) for one in sorted(awaited))}"
            self._report.fault(line, column, str(of_year), reason, "Correct the year, or what was said of the file")

    def _crime(self, line: int, names: tuple[str, ...]) -> tuple[CrimeType, int] | None:
        if names not in self._crimes:
            blank = [index for index, name in enumerate(names) if not name]
            for index in blank:
                column = self._header.name(self.first_crime + index)
                self._report.fault(line, column, "", "the crime is not named", "Give the name of the classification")
            if blank:
                return None
            self._crimes[names] = self._ledger.known(self._named(names))
        return self._crimes[names]

    def _named(self, names: tuple[str, ...]) -> CrimeType:
        return crime_type(*names)

    def _notice_names(self, line: int, key: str, name: str) -> None:
        if self._names.setdefault(key, name) != name:
            self._report.notice(f"line {line} calls {key} {name!r}, which was {self._names[key]!r} before")


class _MunicipalRows(IncidenceRows[MunicipalCounts]):
    first_crime = 5

    def fact(self, line: int, values: Sequence[Any]) -> MunicipalCounts | None:
        state, key = values[1], values[3]
        if key[:2] != state:
            reason = f"the municipality's key does not begin with the row's state, {state}"
            self._report.fault(line, self._header.name(3), key, reason, "Correct the one or the other")
            return None
        kind = place_kind(key)
        judged = self._judged(line, key, values, is_place=kind is PlaceKind.MUNICIPALITY)
        if judged is None:
            return None
        self._notice_names(line, state, values[2])
        self._notice_names(line, key, values[4])
        if kind is not PlaceKind.MUNICIPALITY:
            self._report.leave_out(line, NO_PLACE[kind], kept=True)
        return MunicipalCounts(key, judged[0], values[0], judged[1])


class StateRows(IncidenceRows[StateCounts]):
    """Rows of whole states."""

    first_crime = 3

    def fact(self, line: int, values: Sequence[Any]) -> StateCounts | None:
        """Judge a row."""
        key = values[1]
        judged = self._judged(line, key, values, is_place=True)
        if judged is None:
            return None
        self._notice_names(line, key, values[2])
        return StateCounts(key, judged[0], values[0], judged[1])


MUNICIPAL_INCIDENCE = Layout(
    id=MUNICIPAL_LAYOUT,
    title="SESNSP municipal incidence (IDM_NM, methodology of 2015)",
    columns=(
        *_STATE_COLUMNS,
        Column("Cve. Municipio", as_place),
        Column("Municipio", as_text),
        *_CRIME_COLUMNS,
        *MONTHS,
    ),
    repeated=None,
    rows=_MunicipalRows,
)
STATE_INCIDENCE = Layout(
    id=STATE_LAYOUT,
    title="SESNSP state incidence (IDEFC_NM, methodology of 2015)",
    columns=(*_STATE_COLUMNS, *_CRIME_COLUMNS, *MONTHS),
    repeated=None,
    rows=StateRows,
)
