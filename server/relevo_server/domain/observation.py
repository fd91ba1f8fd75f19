"""What citizens' councils observe, and the answers that they are owed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from relevo_server.domain.days import day_of
from relevo_server.domain.errors import Fault, state_forbids
from relevo_server.domain.limits import TEXT_CHARACTERS, text_faults
from relevo_server.domain.names import etag_of

ANSWER_DAYS = 30
"""Days that the federation has for an answer; a choice of Relevo, to be set by those who answer for it."""


class ObservationSubject(StrEnum):
    """What it is about."""

    SPENDING = "spending"
    RANKINGS = "rankings"
    COMMITMENTS = "commitments"


@dataclass(frozen=True, slots=True)
class ObservationDraft:
    """What a council says; None is not said."""

    council: str
    subject: ObservationSubject | None
    text: str

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            *text_faults("observation.council", self.council, required=True),
            *text_faults("observation.text", self.text, most=TEXT_CHARACTERS, required=True, lines=True),
        ]
        if self.subject is None:
            faults.append(Fault("observation.subject", "is missing", "Choose SPENDING, RANKINGS or COMMITMENTS"))
        return faults


@dataclass(frozen=True, slots=True)
class Observation:
    """A council's observation, ``observations/{id}``; an empty ``answer``: not answered yet."""

    name: str
    council: str
    subject: ObservationSubject
    text: str
    created: datetime
    answer: str = ""
    answering_office: str = ""
    answered: datetime | None = None
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    @property
    def answer_due(self) -> date:
        """The last day on which an answer is in time."""
        return day_of(self.created) + timedelta(days=ANSWER_DAYS)

    def overdue(self, day: date) -> bool:
        """Whether its answer was due before ``day`` and is missing."""
        return not self.answer and self.answer_due < day

    def reply(self, answer: str, office: str, now: datetime) -> Observation:
        """The office answers, once.

        Raises:
            RelevoError: STATE_FORBIDS, where it is answered already.
        """
        if self.answer:
            raise state_forbids(self.name, "answered", "answered again")
        return replace(self, answer=answer, answering_office=office, answered=now, version=self.version + 1)
