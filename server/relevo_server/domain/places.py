"""Regions, states and municipalities as the records hold them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from relevo_server.domain.errors import Fault
from relevo_server.domain.limits import day_faults, span_faults
from relevo_server.domain.names import etag_of


class FusionCentreStatus(StrEnum):
    """How far a Regional Intelligence Fusion Centre has come."""

    PLANNED = "planned"
    OPERATING = "operating"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class FusionCentre:
    """A Regional Intelligence Fusion Centre: operates from ``operating_from`` until before ``operating_until``.

    ``operating_until`` None: no end known; ``operating_from`` None: not yet.
    """

    status: FusionCentreStatus
    operating_from: date | None = None
    operating_until: date | None = None

    def faults(self, path: str) -> list[Fault]:
        """What cannot be."""
        start, end = f"{path}.operating_from", f"{path}.operating_until"
        is_planned = self.status is FusionCentreStatus.PLANNED
        if is_planned and (self.operating_from is None or self.operating_until is None):
            # What is only planned may leave either day open.
            days = ((start, self.operating_from), (end, self.operating_until))
            return [fault for path, day in days for fault in day_faults(path, day, required=False)]
        if self.operating_until is None and self.status is FusionCentreStatus.OPERATING:
            return day_faults(start, self.operating_from)
        return span_faults(start, self.operating_from, end, self.operating_until)

    @property
    def has_days(self) -> bool:
        """Whether it has or had days of operation. A planned one has none, whatever day it hopes for."""
        return self.status is not FusionCentreStatus.PLANNED and self.operating_from is not None

    def operates_on(self, day: date) -> bool:
        """Whether it is at work that day."""
        if not self.has_days or self.operating_from is None or day < self.operating_from:
            return False
        return self.operating_until is None or day < self.operating_until


@dataclass(frozen=True, slots=True)
class Region:
    """A security region, ``regions/{slug}``: a group of states that coordinate."""

    name: str
    title: str
    states: tuple[str, ...] = ()
    fusion_centre: FusionCentre | None = None
    version: int = 1

    @property
    def etag(self) -> str:
        """Changes with every write."""
        return etag_of(self.name, self.version)

    def with_fusion_centre(self, fusion_centre: FusionCentre) -> Region:
        """The region with its centre as now known."""
        return replace(self, fusion_centre=fusion_centre, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class StateRecord:
    """A state, ``states/{two digits}``; ``region`` is empty until the regions were imported."""

    name: str
    title: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    """A municipality, ``municipalities/{five digits}``. None is unknown, never zero.

    Attributes:
        region: Of its state; empty until the regions were imported.
        population: Inhabitants in ``population_year``.
        census_officers: Municipal officers of the INEGI census of ``census_officers_year``; not verified by anybody.
        emergency_calls: Calls of ``emergency_calls_year`` that proved founded.
    """

    name: str
    title: str
    state: str
    region: str = ""
    population: int | None = None
    population_year: int | None = None
    point: Point | None = None
    census_officers: int | None = None
    census_officers_year: int | None = None
    emergency_calls: int | None = None
    emergency_calls_year: int | None = None
