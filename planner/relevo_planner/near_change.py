"""What is asked and answered where the smallest changes are looked for from a plan at hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from relevo_planner.instance import Operation
from relevo_planner.plan import Plan, Reason


class ChangeKind(StrEnum):
    """What would have to change."""

    FACTS = "facts"
    TEAMS = "teams"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class AtHand:
    """A plan, and a municipality that it does not serve."""

    plan: Plan
    municipality: str


@dataclass(frozen=True, slots=True)
class NearChange:
    """A change that was verified by solving again.

    Attributes:
        kind: facts, teams or weight.
        amount: teams, or the factor on the weight; 0 for facts.
        pool: of the teams, else empty.
        start: first period of the teams.
        facts: what is put right, by the reason that it takes away.
        officers: verified local officers that are assumed where these were unknown; None: nothing is.
        operation: the municipality's stay in the answer to the changed question.
        value: of that answer.
        bound: no plan for the changed question is worth more.
        is_least: one step less was solved, too, and did not select it.
    """

    kind: ChangeKind
    amount: float
    operation: Operation
    value: float
    bound: float
    pool: str = ""
    start: int = 0
    facts: tuple[Reason, ...] = ()
    officers: int | None = None
    is_least: bool = True


@dataclass(frozen=True, slots=True)
class NearestChanges:
    """What would select a municipality.

    Attributes:
        changes: at most one of each kind; any of them alone suffices.
        unchanged: its stay in a plan that is better than any found without it, with nothing changed; None: no such.
        facts: what would have to be put right in any case.
        open_kinds: changes about which nothing is known, because time ran out.
    """

    changes: tuple[NearChange, ...]
    unchanged: Operation | None = None
    facts: tuple[Reason, ...] = ()
    open_kinds: tuple[ChangeKind, ...] = ()
