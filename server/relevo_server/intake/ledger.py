"""Keeps the books of one incidence file: crimes met, rows seen before, months reported, sums."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Hashable, Sequence

from relevo_server.domain.incidence import MONTHS_IN_YEAR, AbsentMeans, Counts, Coverage, CrimeType
from relevo_server.intake.report import Report
from relevo_server.intake.terms import Terms

_NEW_CLASSIFICATION = 2026
_SURE_MONTHLY_MEAN = 20
"""A month of none, where the months before had as many as this on average, is no chance (e^-20) but a month to come."""


class FirstLines:
    """Remembers in four bytes per row where each was first met."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, array[int]] = {}

    def earlier(self, group: Hashable, slot: int, line: int) -> int:
        """The line where (group, slot) was met before; 0 if never, and then ``line`` is remembered."""
        lines = self._lines.get(group)
        if lines is None:
            lines = self._lines[group] = array("I")
        if slot >= len(lines):
            lines.frombytes(bytes(lines.itemsize * (slot + 1 - len(lines))))
        earlier = lines[slot]
        if not earlier:
            lines[slot] = line
        return earlier


def refuse_twice(report: Report, line: int, column: str, value: str, earlier: int) -> None:
    """Note that a row repeats an earlier one."""
    reason = f"line {earlier} already has a row for the same {column or 'key'}"
    report.fault(line, column, value, reason, "Keep the right one of the two")


def refuse_after_cut_off(report: Report, line: int, column: str, value: int, terms: Terms) -> None:
    """Note a count in a month that the file cannot know of yet."""
    reason = f"a count after the cut-off of {terms.cut_off}"
    report.fault(line, column, str(value), reason, "Correct the cut-off, or blank the months after it")


def refuse_to_come(report: Report, line: int, column: str, value: str, terms: Terms) -> None:
    """Note a count of a month that has not begun."""
    reason = f"it is of a time that has not begun: today is {terms.today}"
    report.fault(line, column, value, reason, "Correct the year or the month")


def is_to_come(terms: Terms, year: int, month: int = 1) -> bool:
    """Whether a month begins after today."""
    return terms.today is not None and (year, month) > (terms.today.year, terms.today.month)


class Ledger:
    """The books of one incidence file.

    Attributes:
        crimes: Lines of the classification met so far, in order.
    """

    def __init__(self, terms: Terms, report: Report) -> None:
        self._terms = terms
        self._report = report
        self._first_lines = FirstLines()
        self._slots: dict[tuple[str, str, str, str], int] = {}
        self._type_of: dict[str, str] = {}
        self._sums: dict[int, list[int]] = defaultdict(lambda: [0] * MONTHS_IN_YEAR)
        self._reported: dict[int, list[bool]] = defaultdict(lambda: [False] * MONTHS_IN_YEAR)
        self._incidents: dict[str, int] = defaultdict(int)
        self._unplaced: dict[str, int] = defaultdict(int)
        self.crimes: list[CrimeType] = []

    def known(self, crime: CrimeType) -> tuple[CrimeType, int]:
        """The first crime met of the same classification, and its slot."""
        slot = self._slots.get(crime.classification)
        if slot is None:
            slot = self._slots[crime.classification] = len(self.crimes)
            self.crimes.append(crime)
        return self.crimes[slot], slot

    def earlier(self, key: str, year: int, slot: int, line: int) -> int:
        """Line of an earlier row for the same place, year and crime; 0 if there is none."""
        return self._first_lines.earlier((key, year), slot, line)

    def months_known(self, year: int) -> int:
        """How many months of ``year`` begin on or before the cut-off."""
        cut_off = self._terms.cut_off
        if cut_off is None or year < cut_off.year:
            return MONTHS_IN_YEAR
        return cut_off.month if year == cut_off.year else 0

    def until_cut_off(self, line: int, year: int, counts: Counts, columns: Sequence[str]) -> Counts:
        """Make the months after the cut-off unknown; a count there other than zero is a fault."""
        months = self.months_known(year)
        if months == MONTHS_IN_YEAR:
            return counts
        for column, value in zip(columns[months:], counts[months:], strict=True):
            if value:
                refuse_after_cut_off(self._report, line, column, value, self._terms)
        if 0 in counts[months:]:
            self._report.notice("zeros in months after the cut-off are read as unknown")
        return counts[:months] + (None,) * (MONTHS_IN_YEAR - months)

    def add(self, crime: CrimeType, year: int, counts: Counts, *, is_place: bool) -> None:
        """Book a row that stands."""
        sums, reported = self._sums[year], self._reported[year]
        if None not in counts and not any(counts) and all(reported):
            return
        for month, value in enumerate(counts):
            if value is not None:
                reported[month] = True
                sums[month] += value
        total = sum(filter(None, counts))
        self._incidents[crime.id] += total
        if not is_place:
            self._unplaced[crime.id] += total

    def close(self, year_column: str) -> None:
        """Report what concerns the file as a whole."""
        self._refuse_missing_years(year_column)
        met = {crime.id for crime in self.crimes}
        for crime_id in self._terms.absent_means:
            if crime_id not in met:
                reason = "what an absent row means was said of a crime that the file does not have"
                self._report.fault(0, "", crime_id, reason, f"The file has {', '.join(sorted(met)) or 'none'}")
        self._notice_coming_months()
        if any(year >= _NEW_CLASSIFICATION for year in self._sums):
            self._report.notice(f"the crime classification changed in {_NEW_CLASSIFICATION}: compare years with care")

    def years(self) -> tuple[int, ...]:
        """Years of the rows that stand, ascending."""
        return tuple(sorted(self._sums))

    def coverage(self) -> Coverage:
        """What the rows that stand speak of."""
        months = [(year, month) for year in self.years() for month in range(1, 13) if self._reported[year][month - 1]]
        ids = tuple(dict.fromkeys(crime.id for crime in self.crimes))
        return Coverage(
            crimes=tuple(self.crimes),
            months=tuple(months),
            absent_means={crime_id: self.absent_means(crime_id) for crime_id in ids},
            totals=tuple(self._sums[year][month - 1] for year, month in months),
            incidents={crime_id: self._incidents.get(crime_id, 0) for crime_id in ids},
            unplaced_incidents={crime_id: self._unplaced.get(crime_id, 0) for crime_id in ids},
        )

    def absent_means(self, crime_id: str) -> AbsentMeans:
        """What the caller says of an absent row."""
        return self._terms.absent_means.get(crime_id, self._terms.absent_means_default)

    def _refuse_missing_years(self, year_column: str) -> None:
        for year in sorted((self._terms.years or frozenset()) - set(self._sums)):
            of = ", ".join(str(found) for found in self.years()) or "none"
            reason = f"the file was said to be of {year}, but no row is (rows found: {of})"
            self._report.fault(0, year_column, "", reason, "Send the file of that year, or correct the year")

    def _notice_coming_months(self) -> None:
        if self._terms.cut_off is not None or not self._sums:
            return
        last = max(self._sums)
        sums = self._sums[last]
        months = max((month for month, total in enumerate(sums, start=1) if total), default=0)
        silent = [month for month in range(months + 1, 13) if self._reported[last][month - 1]]
        if silent and sum(sums) >= _SURE_MONTHLY_MEAN * months > 0:
            self._report.notice(
                f"{last} has only zeros after month {months}: if those months are still to come, give a cut-off"
            )
