"""The frozen question: everything the planner needs and nothing else.

Periods are numbered from 0 (the one that starts on ``first_day``); negative periods lie in the past. All intervals are
half-open: ``[start, end)``. Names are resource names (``municipalities/12001``, ``pools/patrol-centro``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from relevo_planner.policy import Policy


class Capability(StrEnum):
    """What a team can do."""

    PATROL = "patrol"
    INVESTIGATION = "investigation"
    INTELLIGENCE = "intelligence"
    FORENSICS = "forensics"
    PROSECUTION_SUPPORT = "prosecution_support"
    POLICE_TRAINING = "police_training"
    EMERGENCY_CALL_SUPPORT = "emergency_call_support"


class ReportStatus(StrEnum):
    """How far a state's capacity report has come."""

    MISSING = "missing"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Window:
    """Periods ``start .. end - 1``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Region:
    """A security region; ``fusion_centre`` is when its Regional Intelligence Fusion Centre operates (None: never)."""

    name: str
    title: str = ""
    fusion_centre: Window | None = None


@dataclass(frozen=True, slots=True)
class Fund:
    """Money with a ceiling over the whole horizon."""

    name: str
    ceiling_mxn: float


@dataclass(frozen=True, slots=True)
class Pool:
    """Interchangeable federal teams of one agency, capability, base and availability window."""

    name: str
    capability: Capability
    teams: int
    title: str = ""
    agency: str = ""
    officers_per_team: int = 0
    rest_periods: int = 1
    available: Window | None = None
    """None: the whole horizon."""
    base_region: str = ""
    """Empty: a national pool. The reserve is kept per base region."""
    reach_regions: tuple[str, ...] = ()
    """Regions it serves; empty: all."""
    reach_km: float | None = None
    """Greatest distance from its base; None: no limit. Places without a point are out of a limited reach."""
    latitude: float | None = None
    longitude: float | None = None
    cost_per_operation: float = 0.0
    """Units of value that one team costs once per operation (MODEL.md ``cost``)."""
    fund: str = ""
    cost_mxn_per_period: float = 0.0
    """Money that one team costs per period served, drawn on ``fund``."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the records say of a municipality's side of the bargain."""

    agreements: tuple[Window, ...] = ()
    """Periods that a live agreement of a coordination meeting covers."""
    report: ReportStatus = ReportStatus.MISSING
    report_age_days: int | None = None
    """Days between the report's date and ``first_day``; None: no report."""
    effort_ratio: float | None = None
    """Local effort over the same municipality's a year before; None: unknown."""
    overdue_commitments: int = 0
    waiver: bool = False
    """A named waiver lifts the block that overdue commitments put on renewals."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A place that may receive support.

    ``gains[capability]`` lists what the 1st, 2nd, ... team of that capability brings per period of weight 1; it never
    increases, and its length is the need in teams. ``period_weights`` has one non-negative entry per period.
    """

    name: str
    state: str
    region: str
    gains: Mapping[Capability, tuple[float, ...]]
    period_weights: tuple[float, ...]
    title: str = ""
    rank: int = 0
    """Place in the published ranking, from 1; 0: not ranked."""
    latitude: float | None = None
    longitude: float | None = None
    verified_officers: int | None = None
    """Verified local officers; None: unknown, which forbids every option (STRENGTH_UNKNOWN)."""
    absorption_teams: int | None = None
    """Teams that the place can host at once; None: no limit but the need."""
    absorption_officers: int | None = None
    standing: Standing = field(default_factory=Standing)
    unknown_need: tuple[Capability, ...] = ()
    """Capabilities of which nobody knows whether they are needed: shown as unknown, never read as no need."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A deployment of the records, past, under way or committed: it counts as presence and uses supply."""

    name: str
    municipality: str
    start: int
    end: int
    teams: Mapping[str, int]
    """Teams by pool name."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A proposed, pinned or published stay: teams by pool name, constant over ``[start, start + periods)``."""

    municipality: str
    start: int
    periods: int
    teams: Mapping[str, int]

    @property
    def end(self) -> int:
        """First period after the operation."""
        return self.start + self.periods


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The coordinator's "not there": every given field narrows it; at least one names something."""

    reason: str
    municipality: str | None = None
    pool: str | None = None
    capability: Capability | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """A wish of goal 1: some stay in the municipality brings at least ``teams`` teams, of ``capability`` if given.

    Operations of the plan count, and so do stays of the records that reach into the horizon.
    """

    municipality: str
    teams: int
    capability: Capability | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """One planning question. Sequence order is part of the question: it breaks ties."""

    first_day: date
    periods: int
    municipalities: tuple[Municipality, ...]
    pools: tuple[Pool, ...]
    regions: tuple[Region, ...] = ()
    funds: tuple[Fund, ...] = ()
    stays: tuple[Stay, ...] = ()
    pins: tuple[Operation, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    floors: tuple[Floor, ...] = ()
    published: tuple[Operation, ...] = ()
    """Operations of the published plan that goal 4 stays close to."""
    policy: Policy = field(default_factory=Policy)
