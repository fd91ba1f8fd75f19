"""Money spent, month by month. A record is never changed: a further one corrects it and says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relevo_server.domain.errors import Fault
from relevo_server.domain.fund import MOST_MXN
from relevo_server.domain.limits import TEXT_CHARACTERS, count_faults, day_faults, text_faults


@dataclass(frozen=True, slots=True)
class SpendDraft:
    """What a caller says of money spent; None and empty are not said."""

    amount_mxn: int
    month: date | None = None
    place: str = ""
    deployment: str = ""
    corrects: str = ""
    reason: str = ""
    source: str = ""

    def faults(self, today: date) -> list[Fault]:
        """What cannot be, whatever the records hold; a month that lies ahead of ``today`` is one of it."""
        path = "spend_record"
        faults = [
            *text_faults(f"{path}.deployment", self.deployment),
            *text_faults(f"{path}.corrects", self.corrects),
            *text_faults(f"{path}.reason", self.reason, most=TEXT_CHARACTERS, required=bool(self.corrects), lines=True),
            *text_faults(f"{path}.source", self.source, most=TEXT_CHARACTERS, lines=True),
        ]
        if self.corrects:
            if self.amount_mxn == 0:
                faults.append(Fault(f"{path}.amount_mxn", "is 0, which corrects nothing", "Give the difference"))
            return faults + count_faults(f"{path}.amount_mxn", self.amount_mxn, least=-MOST_MXN, most=MOST_MXN)
        faults += count_faults(f"{path}.amount_mxn", self.amount_mxn, least=1, most=MOST_MXN)
        faults += text_faults(f"{path}.place", self.place, required=True)
        return faults + self._month_faults(f"{path}.month", today)

    def _month_faults(self, path: str, today: date) -> list[Fault]:
        faults = day_faults(path, self.month)
        if self.month is None or faults:
            return faults
        if self.month.day != 1:
            return [Fault(path, f"{self.month} is not the first day of a month", "Give the month by its first day")]
        if self.month > today:
            return [Fault(path, f"{self.month:%Y-%m} lies ahead: today is {today}", "Record it once it is spent")]
        return []


@dataclass(frozen=True, slots=True)
class SpendRecord:
    """Money spent in one month, ``funds/{id}/projects/{id}/spendRecords/{id}``.

    Attributes:
        month: Its first day.
        place: That benefits: a municipality, or a state as a whole.
        amount_mxn: Negative only where it corrects.
        deployment: The stay that it paid for; empty: none in particular.
        corrects: The record to which it is added; empty: it is no correction.
        reason: Why it corrects.
        source: Where that is known from.
    """

    name: str
    month: date
    place: str
    amount_mxn: int
    deployment: str
    corrects: str
    reason: str
    source: str
    created: datetime

    @property
    def project(self) -> str:
        """What it was spent on."""
        return self.name.partition("/spendRecords/")[0]

    @property
    def fund(self) -> str:
        """What paid it."""
        return self.name.partition("/projects/")[0]

    @property
    def month_end(self) -> date:
        """First day of the next month."""
        return (self.month + timedelta(days=32)).replace(day=1)
