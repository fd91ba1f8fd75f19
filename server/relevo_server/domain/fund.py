"""Money with a ceiling, and the projects that it pays for. Amounts are whole Mexican pesos; offices, never persons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import (
    LIST_ENTRIES,
    TEXT_CHARACTERS,
    count_faults,
    duplicate_faults,
    span_faults,
    text_faults,
)
from relevo_server.domain.names import etag_of, is_municipality, is_state

MOST_MXN = 10**13


class FundKind(StrEnum):
    """Whose money it is."""

    FEDERAL_PROGRAMME = "federal_programme"
    INTERNATIONAL_COOPERATION = "international_cooperation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FundDraft:
    """What a caller says of a fund; None is not said."""

    title: str
    kind: FundKind | None
    ceiling_mxn: int
    start: date | None
    end: date | None
    source: str = ""
    illustrative: bool = False

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            *text_faults("fund.title", self.title, required=True),
            *count_faults("fund.ceiling_mxn", self.ceiling_mxn, least=1, most=MOST_MXN),
            *span_faults("fund.start_date", self.start, "fund.end_date", self.end),
            *text_faults("fund.source", self.source, most=TEXT_CHARACTERS, lines=True),
        ]
        if self.kind is None:
            faults.append(Fault("fund.kind", "is missing", "Choose whose money it is"))
        return faults


@dataclass(frozen=True, slots=True)
class Fund:
    """Money for the days from ``start`` until before ``end``, ``funds/{id}``: never more than ``ceiling_mxn``."""

    name: str
    title: str
    kind: FundKind
    ceiling_mxn: int
    start: date
    end: date
    source: str
    illustrative: bool
    created: datetime
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    def pays_for(self, month: date) -> bool:
        """Whether a day of the month that begins on ``month`` is one of its own."""
        return self.start.replace(day=1) <= month < self.end

    def amend(self, draft: FundDraft) -> Fund:
        """The fund as it is now known; its kind stays."""
        assert draft.start is not None
        assert draft.end is not None
        return replace(
            self,
            title=draft.title,
            ceiling_mxn=draft.ceiling_mxn,
            start=draft.start,
            end=draft.end,
            source=draft.source,
            illustrative=draft.illustrative,
            version=self.version + 1,
        )


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """A municipality, or a state as a whole, by the office that answers for it."""

    place: str
    office: str


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """What a caller says of a project; ``budget_mxn`` None: nothing but the fund's ceiling limits it."""

    title: str
    beneficiaries: tuple[Beneficiary, ...]
    budget_mxn: int | None = None

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        path = "project.beneficiaries"
        faults = text_faults("project.title", self.title, required=True)
        faults += count_faults("project.budget_mxn", self.budget_mxn, least=1, most=MOST_MXN)
        if not 0 < len(self.beneficiaries) <= LIST_ENTRIES:
            why = f"has {len(self.beneficiaries)} entries"
            return [*faults, Fault(path, why, f"Name 1 to {LIST_ENTRIES} places that benefit")]
        for index, beneficiary in enumerate(self.beneficiaries):
            faults += text_faults(f"{path}[{index}].office", beneficiary.office, required=True)
            if not (is_municipality(beneficiary.place) or is_state(beneficiary.place)):
                why = f"{beneficiary.place[:80]!r} is neither municipality nor state"
                faults.append(Fault(f"{path}[{index}].place", why, "Write municipalities/12001 or states/12"))
        return faults + duplicate_faults(path, [beneficiary.place for beneficiary in self.beneficiaries])


@dataclass(frozen=True, slots=True)
class Project:
    """What a fund pays for, ``funds/{id}/projects/{id}``."""

    name: str
    title: str
    beneficiaries: tuple[Beneficiary, ...]
    budget_mxn: int | None
    created: datetime
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    @property
    def fund(self) -> str:
        """The fund that pays."""
        return self.name.partition("/projects/")[0]

    @property
    def places(self) -> frozenset[str]:
        """Who benefits."""
        return frozenset(beneficiary.place for beneficiary in self.beneficiaries)

    def amend(self, draft: ProjectDraft) -> Project:
        """The project as it is now known."""
        return replace(
            self,
            title=draft.title,
            beneficiaries=draft.beneficiaries,
            budget_mxn=draft.budget_mxn,
            version=self.version + 1,
        )
