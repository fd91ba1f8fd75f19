"""What the planner answers: operations, their certificate, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from relevo_planner.instance import Capability, Operation
from relevo_planner.policy import Goal


class Reason(StrEnum):
    """Why a municipality's need stays open, or an option does not exist."""

    STRENGTH_UNKNOWN = "strength_unknown"
    NO_AGREEMENT = "no_agreement"
    NO_REPORT = "no_report"
    REPORT_NOT_ACCEPTED = "report_not_accepted"
    REPORT_STALE = "report_stale"
    EFFORT_UNKNOWN = "effort_unknown"
    EFFORT_BELOW_FLOOR = "effort_below_floor"
    COMMITMENT_OVERDUE = "commitment_overdue"
    TENURE = "tenure"
    FUSION_CENTRE = "fusion_centre"
    REACH = "reach"
    AVAILABILITY = "availability"
    EXCLUSION = "exclusion"
    COMPLEMENT = "complement"
    ABSORPTION = "absorption"
    SUPPLY = "supply"
    RESERVE = "reserve"
    STATE_CEILING = "state_ceiling"
    BUDGET = "budget"
    PIN = "pin"
    NO_NEED = "no_need"
    OUTBID = "outbid"
    NEED_UNKNOWN = "need_unknown"


class Stop(StrEnum):
    """Why the search ended."""

    OPTIMAL = "optimal"
    TOLERANCE = "tolerance"
    DEADLINE = "deadline"
    WORK_LIMIT = "work_limit"
    CANCELLED = "cancelled"
    EMPTY = "empty"
    IMPOSSIBLE = "impossible"
    """Pins contradict the rules: ``Plan.conflicts`` names the smallest sets of demands that do."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Value of the plan on goal 2, a proven upper bound, and ``gap = (bound - value) / max(|bound|, tiny)``.

    Where later goals gave up some of goal 2, the gap holds what they gave; ``Plan.goals`` tells the two apart.
    """

    value: float
    bound: float

    @property
    def gap(self) -> float:
        """Relative distance to the bound; 0 where both are 0."""
        if self.bound <= self.value:
            return 0.0
        return (self.bound - self.value) / max(abs(self.bound), 1e-12)


@dataclass(frozen=True, slots=True)
class GoalResult:
    """One goal of the lexicographic order: what was reached, what is proven, what it cost the goal before."""

    goal: Goal
    value: float
    bound: float
    price: float
    unit: str


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """One team of the roster and where it serves."""

    pool: str
    number: int
    operation: int
    """Index into ``Plan.operations``."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Need left open in a municipality, with the reason that binds."""

    municipality: str
    reason: Reason
    detail: str
    capability: Capability | None = None
    teams: int = 0


class DemandKind(StrEnum):
    """What asks for something in a conflict."""

    PIN = "pin"
    FLOOR = "floor"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand of a conflict, in words; ``index`` points into the instance's pins or floors, -1 for a rule."""

    kind: DemandKind
    text: str
    index: int = -1


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands that cannot all be met; without any one of them the others can."""

    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What another way of planning would have reached on the same instance, under the same rules."""

    name: str
    value: float
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class PoolPrice:
    """What one more team of a pool would be worth in each period, in units of value."""

    pool: str
    per_period: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LimitPrice:
    """What one more unit of a shared limit would be worth: where the next search of a like question begins.

    Attributes:
        reason: the kind of limit.
        subject: whom it binds: a pool, a base region, a state, a fund.
        start: first period that it binds.
        price: in units of value, above 0.
    """

    reason: Reason
    subject: str
    start: int
    price: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal. ``versions`` and ``seed`` make it replayable together with the instance's hash."""

    operations: tuple[Operation, ...]
    certificate: Certificate
    goals: tuple[GoalResult, ...]
    roster: tuple[NamedTeam, ...]
    shortfalls: tuple[Shortfall, ...]
    baselines: tuple[Baseline, ...]
    prices: tuple[PoolPrice, ...]
    stop: Stop
    seed: int
    instance_sha256: str
    versions: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    """Impossible pins, and why each broken floor is broken."""
    notes: tuple[str, ...] = ()
    """What a reader must know: nothing to give, limits that the records' stays exceed, distances that are unknown."""
    limit_prices: tuple[LimitPrice, ...] = ()
    """What every shared limit is worth, so that a changed question need not begin anew; limits worth nothing are left
    out."""
