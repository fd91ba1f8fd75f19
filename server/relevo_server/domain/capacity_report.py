"""What a state says of a municipality's own strength, and what the federation accepted of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.errors import ErrorReason, Fault, state_forbids
from relevo_server.domain.limits import TEXT_CHARACTERS, count_faults, day_faults, text_faults
from relevo_server.domain.local_capacity import FIGURES, NOTHING_SAID, TRAINING_FIGURES, LocalCapacity
from relevo_server.domain.names import etag_of, is_municipality, is_state, state_of

OFFICERS = ("municipal_officers", "attributed_state_officers")
"""The kinds of officers that make up a municipality's strength."""
OWN_FIGURES = ("municipal_officers", "attributed_state_officers", "certified_officers", "officers_year_before")


class CapacityReportState(StrEnum):
    """Submitted, then accepted or returned; an accepted one is superseded by the next accepted one."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class CapacityReportDraft:
    """What a state says; None is not said, and for figures unknown."""

    state_name: str
    municipality: str
    as_of: date | None
    municipal_officers: int | None = None
    attributed_state_officers: int | None = None
    certified_officers: int | None = None
    officers_year_before: int | None = None
    illustrative: bool = False
    source: str = ""
    local_capacity: LocalCapacity = NOTHING_SAID

    def faults(self, today: date) -> list[Fault]:
        """What cannot be, whatever the records hold; figures of a day after ``today`` are one of it."""
        path = "capacity_report"
        faults = [
            *day_faults(f"{path}.as_of_date", self.as_of),
            *count_faults(f"{path}.municipal_officers", self.municipal_officers),
            *count_faults(f"{path}.attributed_state_officers", self.attributed_state_officers),
            *count_faults(f"{path}.certified_officers", self.certified_officers),
            *count_faults(f"{path}.officers_year_before", self.officers_year_before),
            *self.local_capacity.faults(f"{path}.local_capacity"),
            *text_faults(f"{path}.source", self.source, most=TEXT_CHARACTERS, lines=True),
        ]
        if self.as_of is not None and self.as_of > today:
            why = f"{self.as_of} lies in the future: today is {today}"
            faults.append(Fault(f"{path}.as_of_date", why, "Report a day that has been"))
        return faults + self._place_faults(path) + self._certified_faults(path)

    def _place_faults(self, path: str) -> list[Fault]:
        faults = []
        if not is_state(self.state_name):
            why = f"{self.state_name!r} is no state"
            faults.append(Fault(f"{path}.state_name", why, "Write states/ and two digits"))
        if not is_municipality(self.municipality):
            why = f"{self.municipality!r} is no municipality"
            faults.append(Fault(f"{path}.municipality", why, "Write municipalities/ and five digits"))
        if not faults and state_of(self.municipality) != self.state_name:
            why = f"{self.municipality} lies in {state_of(self.municipality)}, not in {self.state_name}"
            remedy = "A state reports its own municipalities only"
            faults.append(Fault(f"{path}.municipality", why, remedy, ErrorReason.FOREIGN_MUNICIPALITY))
        return faults

    def _certified_faults(self, path: str) -> list[Fault]:
        strength = strength_of(self.municipal_officers, self.attributed_state_officers)
        if self.certified_officers is None or strength is None or self.certified_officers <= strength:
            return []
        why = f"{self.certified_officers:,} is more than the {strength:,} officers reported"
        return [Fault(f"{path}.certified_officers", why, "Count certified officers among the reported")]


def strength_of(municipal_officers: int | None, attributed_state_officers: int | None) -> int | None:
    """Officers of both kinds that are known of; None where neither is.

    Where only one kind is known the sum is what can at least be counted on.
    """
    known = [count for count in (municipal_officers, attributed_state_officers) if count is not None]
    return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class CapacityReport:
    """A state's statement of one municipality's strength, ``capacityReports/{id}``.

    Attributes:
        as_of: The day that the figures describe.
        attributed_state_officers: State police that the state attributes to this municipality.
        certified_officers: Officers of both kinds with a valid certificate.
        officers_year_before: Officers of both kinds on duty a year before: the baseline of local effort.
    """

    name: str
    state_name: str
    municipality: str
    as_of: date
    state: CapacityReportState
    municipal_officers: int | None
    attributed_state_officers: int | None
    certified_officers: int | None
    officers_year_before: int | None
    illustrative: bool
    source: str
    return_reasons: tuple[str, ...]
    created: datetime
    version: int = 1
    local_capacity: LocalCapacity = NOTHING_SAID

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    @property
    def verified_officers(self) -> int | None:
        """Local officers that the federation accepted; None: unknown, and never zero for want of knowledge."""
        if self.state is not CapacityReportState.ACCEPTED:
            return None
        return strength_of(self.municipal_officers, self.attributed_state_officers)

    @property
    def strength(self) -> int | None:
        """Officers of both kinds as reported; None: unknown."""
        return strength_of(self.municipal_officers, self.attributed_state_officers)

    def counts_all_of(self, before: CapacityReport) -> bool:
        """Whether it says every kind of officers that ``before`` says; else nobody knows that they became fewer."""
        return all(getattr(self, kind) is not None or getattr(before, kind) is None for kind in OFFICERS)

    def figures(self) -> dict[str, int | None]:
        """Every figure by its field, those of the local capacity behind a prefix, those of training by module."""
        local = {f"local_capacity.{figure}": getattr(self.local_capacity, figure) for figure in FIGURES}
        trained = {
            f"local_capacity.trainings.{training.module}.{figure}": getattr(training, figure)
            for training in self.local_capacity.trainings
            for figure in TRAINING_FIGURES
        }
        return {figure: getattr(self, figure) for figure in OWN_FIGURES} | local | trained

    @property
    def effort_ratio(self) -> float | None:
        """Officers over those of a year before; None where one of them is unknown."""
        strength = strength_of(self.municipal_officers, self.attributed_state_officers)
        if strength is None or self.officers_year_before is None:
            return None
        # Nothing can fall below a baseline of nothing.
        return strength / self.officers_year_before if self.officers_year_before else 1.0

    def accept(self) -> CapacityReport:
        """The federation takes the figures as verified.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is submitted.
        """
        self._require(CapacityReportState.SUBMITTED, "accepted")
        return replace(self, state=CapacityReportState.ACCEPTED, version=self.version + 1)

    def send_back(self, reasons: Sequence[str]) -> CapacityReport:
        """The federation returns it for these reasons.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is submitted.
        """
        self._require(CapacityReportState.SUBMITTED, "returned")
        return replace(
            self, state=CapacityReportState.RETURNED, return_reasons=tuple(reasons), version=self.version + 1
        )

    def supersede(self) -> CapacityReport:
        """A later report was accepted.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is accepted.
        """
        self._require(CapacityReportState.ACCEPTED, "superseded")
        return replace(self, state=CapacityReportState.SUPERSEDED, version=self.version + 1)

    def _require(self, state: CapacityReportState, step: str) -> None:
        if self.state is not state:
            raise state_forbids(self.name, self.state, step)
