"""Federal pools: interchangeable teams of one agency, capability, base and availability window."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum

from relevo_server.domain.days import DaySpan
from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import (
    LIST_ENTRIES,
    MOST_TEAMS,
    count_faults,
    day_faults,
    duplicate_faults,
    range_faults,
    span_faults,
    text_faults,
)
from relevo_server.domain.names import etag_of
from relevo_server.domain.places import Point

MOST_OFFICERS_PER_TEAM = 1_000
MOST_TEAM_DAY_MXN = 100_000_000
MOST_REST_DAYS = 365
GREATEST_REACH_KM = 4_000.0


class Capability(StrEnum):
    """What a team can do."""

    PATROL = "patrol"
    INVESTIGATION = "investigation"
    INTELLIGENCE = "intelligence"
    FORENSICS = "forensics"
    PROSECUTION_SUPPORT = "prosecution_support"
    POLICE_TRAINING = "police_training"
    EMERGENCY_CALL_SUPPORT = "emergency_call_support"


@dataclass(frozen=True, slots=True)
class PoolDraft:
    """What a caller says of a pool; None is not said."""

    agency: str
    capability: Capability | None
    teams: int
    officers_per_team: int
    title: str = ""
    rest_days: int = 0
    base_region: str = ""
    reach_regions: tuple[str, ...] = ()
    reach_km: float | None = None
    base_point: Point | None = None
    available_from: date | None = None
    available_until: date | None = None
    illustrative: bool = False
    fund: str = ""
    team_day_mxn: int | None = None

    def faults(self) -> list[Fault]:
        """What cannot be, whatever the records hold."""
        faults = [
            *text_faults("pool.agency", self.agency, required=True),
            *text_faults("pool.title", self.title),
            *count_faults("pool.teams", self.teams, least=1, most=MOST_TEAMS),
            *count_faults("pool.officers_per_team", self.officers_per_team, least=1, most=MOST_OFFICERS_PER_TEAM),
            *count_faults("pool.rest_days", self.rest_days, most=MOST_REST_DAYS),
            *text_faults("pool.fund", self.fund),
            *count_faults("pool.team_day_mxn", self.team_day_mxn, most=MOST_TEAM_DAY_MXN),
        ]
        if self.fund and self.team_day_mxn is None:
            why = "is missing although a fund pays the teams"
            faults.append(Fault("pool.team_day_mxn", why, "Say what one team costs on a day of service"))
        if self.capability is None:
            faults.append(Fault("pool.capability", "is missing", "Choose what the teams can do"))
        return faults + self._reach_faults() + self._availability_faults()

    def _reach_faults(self) -> list[Fault]:
        if len(self.reach_regions) > LIST_ENTRIES:
            return [Fault("pool.reach_regions", f"has more than {LIST_ENTRIES} entries", "Name each region once")]
        faults = duplicate_faults("pool.reach_regions", self.reach_regions)
        faults += range_faults("pool.reach_km", self.reach_km, 0.0, GREATEST_REACH_KM)
        if self.reach_km is not None and self.base_point is None:
            faults.append(Fault("pool.base_point", "is missing although reach_km is given", "Say where it is based"))
        if self.base_point is not None:
            faults += range_faults("pool.base_point.latitude", self.base_point.latitude, -90.0, 90.0)
            faults += range_faults("pool.base_point.longitude", self.base_point.longitude, -180.0, 180.0)
        return faults

    def _availability_faults(self) -> list[Fault]:
        start, end = "pool.available_from", "pool.available_until"
        if self.available_from is not None and self.available_until is not None:
            return span_faults(start, self.available_from, end, self.available_until)
        return [
            *day_faults(start, self.available_from, required=False),
            *day_faults(end, self.available_until, required=False),
        ]


AMENDABLE = tuple(field.name for field in fields(PoolDraft) if field.name != "capability")
"""What can change of a pool: everything but what its teams can do."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Like teams, ``pools/{id}``.

    Attributes:
        rest_days: Days that a team rests after a stay.
        base_region: Empty: a national pool.
        reach_regions: Regions it serves; empty: all.
        reach_km: Greatest great-circle distance from ``base_point``; None: no limit.
        available_from: First day available; None: from the start.
        available_until: First day no longer available; None: no end known.
        illustrative: The figures stand in for real ones.
        fund: That pays the teams, ``funds/{id}``; empty: none, and no ceiling limits them.
        team_day_mxn: What one team costs on a day of service; None: unknown.
        teams_since: First day for which ``teams`` was said; None: from the start.
    """

    name: str
    title: str
    agency: str
    capability: Capability
    teams: int
    officers_per_team: int
    rest_days: int
    base_region: str
    reach_regions: tuple[str, ...]
    reach_km: float | None
    base_point: Point | None
    available_from: date | None
    available_until: date | None
    illustrative: bool
    created: datetime
    version: int = 1
    fund: str = ""
    team_day_mxn: int | None = None
    teams_since: date | None = None

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    def available_throughout(self, stay: DaySpan) -> bool:
        """Whether its teams can be there on every day of ``stay``."""
        starts = self.available_from is None or self.available_from <= stay.start
        return starts and (self.available_until is None or stay.end <= self.available_until)

    def amend(self, draft: PoolDraft, today: date) -> Pool:
        """The pool as it is from ``today`` on; its capability stays."""
        said = {field: getattr(draft, field) for field in AMENDABLE}
        since = self.teams_since if draft.teams == self.teams else today
        return replace(self, **said, teams_since=since, version=self.version + 1)
