"""Plans as the records hold them: a proposal until a named person confirms it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.decision import Decision
from relevo_server.domain.errors import state_forbids
from relevo_server.domain.names import etag_of
from relevo_server.domain.publication import Publication


class PlanState(StrEnum):
    """What became of the proposal."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    """In whole or part: its decision says which operations became deployments."""
    REJECTED = "rejected"


PROPOSE_AGAIN = "Propose again: what was decided on a plan stands"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen question and where it was read from, ``snapshots/{SHA-256 of the instance's text}``. Immutable.

    Attributes:
        instance: The question as canonical JSON.
        provenance: The records that it was read from, as (name, version).
    """

    name: str
    instance: str
    provenance: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What a list of plans shows, ``plans/{id}``.

    Attributes:
        value: Reached on goal "need".
        bound: Proven upper bound of it.
        instance_sha256: Of the instance, as the planner hashes it.
        snapshot: The stored question that the plan answers.
        operation: The long-running operation that made it.
        policy: The named policy that it was made under, ``policies/{id}@{number}``; empty: numbers of its own.
        scenario: That it answers, ``scenarios/{id}``; empty: it is a proposal.
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
    snapshot: str
    operation: str
    created: datetime
    version: int = 1
    policy: str = ""
    scenario: str = ""

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A stored plan: its summary and the answer as canonical JSON.

    Attributes:
        answer: Operations, certificate, roster, shortfalls, baselines, prices.
        findings: What the independent review found, as (rule, message); empty: clean.
        decision: What people made of it; None: nothing yet.
        publication: Who made it known; None: nobody yet.
    """

    summary: PlanSummary
    answer: str
    findings: tuple[tuple[str, str], ...]
    decision: Decision | None = None
    publication: Publication | None = None

    @property
    def name(self) -> str:
        """``plans/{id}``."""
        return self.summary.name

    def require_open(self, state: PlanState) -> None:
        """Let a decision pass where there is none yet.

        Raises:
            RelevoError: STATE_FORBIDS.
        """
        if self.summary.state is not PlanState.PROPOSED:
            raise state_forbids(self.name, self.summary.state, state.value, PROPOSE_AGAIN)

    def require_standing(self, step: str) -> None:
        """Let a step pass that needs a plan which was not rejected.

        Raises:
            RelevoError: STATE_FORBIDS.
        """
        if self.summary.state is PlanState.REJECTED:
            raise state_forbids(self.name, self.summary.state, step, PROPOSE_AGAIN)

    def publish(self, publication: Publication) -> PlanRecord:
        """Make it known, once.

        Raises:
            RelevoError: STATE_FORBIDS, where it was rejected or published before.
        """
        self.require_standing("published")
        if self.publication is not None:
            raise state_forbids(self.name, "published", "published again", "Read it: it is known already")
        summary = replace(self.summary, version=self.summary.version + 1)
        return replace(self, summary=summary, publication=publication)

    def decide(self, state: PlanState, decision: Decision) -> PlanRecord:
        """People have decided, once and for all.

        Raises:
            RelevoError: STATE_FORBIDS, unless it is proposed.
        """
        self.require_open(state)
        summary = replace(self.summary, state=state, version=self.summary.version + 1)
        return replace(self, summary=summary, decision=decision)
