"""Plans as the records hold them: a proposal until a named person confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.names import etag_of


class PlanState(StrEnum):
    """What became of the proposal."""

    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What a list of plans shows, ``plans/{id}``.

    Attributes:
        value: Reached on goal "need".
        bound: Proven upper bound of it.
        instance_sha256: Of the instance's canonical JSON: the snapshot that the plan answers.
        operation: The long-running operation that made it.
    """

    name: str
    state: PlanState
    ranking: str
    first_day: date
    periods: int
    period_days: int
    value: float
    bound: float
    stop: str
    seed: int
    instance_sha256: str
    operation: str
    created: datetime
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A stored plan: its summary, and the question and the answer as canonical JSON.

    Attributes:
        instance: The frozen question.
        answer: Operations, certificate, roster, shortfalls, baselines, prices.
        findings: What the independent review found, (rule, message); empty: clean.
        provenance: Which records the question was read from, by name and version.
    """

    summary: PlanSummary
    instance: str
    answer: str
    findings: tuple[tuple[str, str], ...]
    provenance: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """``plans/{id}``."""
        return self.summary.name
