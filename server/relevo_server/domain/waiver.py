"""Waivers: an office lets a renewal go on although commitments are overdue, for a time and with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from relevo_server.domain.days import DaySpan
from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import TEXT_CHARACTERS, span_faults, text_faults, texts_faults
from relevo_server.domain.names import etag_of, is_municipality


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """What a caller says of a waiver; None is not said."""

    municipality: str
    office: str
    reasons: tuple[str, ...]
    start: date | None
    end: date | None

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            *text_faults("waiver.office", self.office, required=True),
            *texts_faults("waiver.reasons", self.reasons, most=TEXT_CHARACTERS),
            *span_faults("waiver.start_date", self.start, "waiver.end_date", self.end),
        ]
        if not self.reasons:
            faults.append(Fault("waiver.reasons", "is empty", "Say why"))
        if not is_municipality(self.municipality):
            why = f"{self.municipality[:80]!r} is no municipality"
            faults.append(Fault("waiver.municipality", why, "Write municipalities/ and five digits"))
        return faults


@dataclass(frozen=True, slots=True)
class Waiver:
    """Lifts the block on renewals in one municipality, ``waivers/{id}``: from ``start`` until before ``end``."""

    name: str
    municipality: str
    office: str
    reasons: tuple[str, ...]
    start: date
    end: date
    created: datetime
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    def lifts(self, day: date) -> bool:
        """Whether it is in force on ``day``."""
        return day in DaySpan(self.start, self.end)
