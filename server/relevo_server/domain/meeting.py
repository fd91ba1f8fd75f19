"""Dated regional coordination sessions: offices, never persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.errors import Fault, state_forbids
from relevo_server.domain.limits import TEXT_CHARACTERS, day_faults, text_faults, texts_faults
from relevo_server.domain.names import etag_of


class MeetingState(StrEnum):
    """Convened, then held or cancelled."""

    CONVENED = "convened"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What a caller says of a meeting to be convened; None is not said."""

    region: str
    title: str
    day: date | None
    convened_offices: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    body: str = ""

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        return [
            *text_faults("meeting.region", self.region, required=True),
            *text_faults("meeting.title", self.title),
            *day_faults("meeting.date", self.day),
            *texts_faults("meeting.convened_offices", self.convened_offices),
            *texts_faults("meeting.agenda", self.agenda, most=TEXT_CHARACTERS),
            *text_faults("meeting.body", self.body),
        ]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A coordination session of one region, ``meetings/{id}``.

    ``body`` is the body that meets, ``bodies/{id}``; empty: not said. An office is said in words or as ``bodies/{id}``.
    """

    name: str
    region: str
    title: str
    day: date
    state: MeetingState
    convened_offices: tuple[str, ...]
    attending_offices: tuple[str, ...]
    agenda: tuple[str, ...]
    created: datetime
    version: int = 1
    body: str = ""

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    def hold(self, attending_offices: Sequence[str]) -> Meeting:
        """The meeting took place and these offices came.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is convened.
        """
        self._require_convened("held")
        return replace(
            self, state=MeetingState.HELD, attending_offices=tuple(attending_offices), version=self.version + 1
        )

    def amend(self, draft: MeetingDraft) -> Meeting:
        """The meeting as it is now convened; its region stays.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is convened.
        """
        self._require_convened("changed")
        return replace(
            self,
            title=draft.title,
            day=draft.day or self.day,
            convened_offices=draft.convened_offices,
            agenda=draft.agenda,
            body=draft.body,
            version=self.version + 1,
        )

    def cancel(self) -> Meeting:
        """The meeting does not take place.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is convened.
        """
        self._require_convened("cancelled")
        return replace(self, state=MeetingState.CANCELLED, version=self.version + 1)

    def _require_convened(self, step: str) -> None:
        if self.state is not MeetingState.CONVENED:
            raise state_forbids(self.name, self.state, step)
