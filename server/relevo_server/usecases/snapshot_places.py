"""What the records say of the municipalities of a planning question: need, strength, standing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from relevo_planner.instance import Municipality, ReportStatus, Standing
from relevo_planner.need.teams import NeedPolicy, gains, priority, unknown_need
from relevo_server.domain.agreement import Agreement, AgreementState, overdue_local
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.emergency_calls import EmergencyCallService, state_of_service
from relevo_server.domain.names import state_of
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.ranking import Ranking, RankingEntry
from relevo_server.domain.waiver import Waiver
from relevo_server.usecases.periods import Horizon
from relevo_server.usecases.ports import Condition, Operator, Query, Unit

_STATUS = {
    CapacityReportState.SUBMITTED: ReportStatus.SUBMITTED,
    CapacityReportState.ACCEPTED: ReportStatus.ACCEPTED,
    CapacityReportState.RETURNED: ReportStatus.RETURNED,
}


class Versioned(Protocol):
    """A record that changes, and says how often it has."""

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def version(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Ranked:
    """A municipality's place in the ranking: ``position`` 0 and no entry where it has none."""

    position: int
    entry: RankingEntry | None
    has_need: bool


@dataclass(frozen=True, slots=True)
class Stands:
    """A municipality's side of the bargain, its verified force, and whether 911 is in service there; None: unknown."""

    standing: Standing
    verified_officers: int | None
    emergency_calls_served: bool | None = None


def standings(
    unit: Unit, municipalities: Sequence[str], horizon: Horizon, today: date
) -> tuple[dict[str, Stands], tuple[tuple[str, int], ...]]:
    """Read agreements, capacity reports, waivers and whether 911 is in service on the first day.

    The accepted report speaks for a municipality; where there is none, the newest tells how far the state has come.
    Officers of the census are nobody's accepted figure and verify nothing.

    Returns:
        By municipality; and the records read, as (name, version).
    """
    signed = Condition("state", Operator.EQUAL, AgreementState.SIGNED.value)
    agreements = unit.find(Agreement, Query((signed,)))
    reports = _speaking_reports(unit, municipalities)
    waivers = [waiver for waiver in unit.find(Waiver, Query()) if waiver.lifts(today)]
    waived = {waiver.municipality for waiver in waivers}
    services = {state_of_service(service.name): service for service in unit.find(EmergencyCallService, Query())}
    stands = {}
    for name in municipalities:
        report = reports.get(name)
        windows = [
            window
            for agreement in agreements
            if agreement.covers(name)
            if (window := horizon.inward(agreement.start, agreement.end)) is not None
        ]
        standing = Standing(
            agreements=tuple(windows),
            report=ReportStatus.MISSING if report is None else _STATUS[report.state],
            report_age_days=None if report is None else max(0, (horizon.first_day - report.as_of).days),
            effort_ratio=None if report is None else report.effort_ratio,
            overdue_commitments=overdue_local(agreements, name, today),
            waiver=name in waived,
        )
        service = services.get(state_of(name))
        served = None if service is None else service.in_service_on(horizon.first_day)
        stands[name] = Stands(standing, None if report is None else report.verified_officers, served)
    return stands, provenance_of([*agreements, *reports.values(), *waivers, *services.values()])


def provenance_of(records: Iterable[Versioned]) -> tuple[tuple[str, int], ...]:
    """Which versions of which records were read."""
    return tuple((record.name, record.version) for record in records)


def place_question(
    place: MunicipalityRecord,
    ranked: Ranked,
    stands: Stands,
    reference_rate: float,
    ranking: Ranking,
    need: NeedPolicy,
    horizon: Horizon,
) -> Municipality:
    """Return what the planner needs to know of one municipality.

    Args:
        place: Its record.
        ranked: Its place in the ranking.
        stands: Its standing.
        reference_rate: Incidents per 100,000 inhabitants and year of all ranked municipalities together.
        ranking: Which months the incidents were counted over.
        need: Coefficients of need.
        horizon: Whose periods.
    """
    entry = ranked.entry
    curves, unknown = {}, ()
    weight = 1.0
    if entry is not None and ranked.has_need:
        days = (ranking.until_month - ranking.from_month).days
        per_period = entry.incidents * horizon.period_days / days
        served = stands.emergency_calls_served
        curves = gains(per_period, stands.verified_officers, need, emergency_calls_served=served)
        unknown = unknown_need(need, emergency_calls_served=served) if entry.incidents else ()
        weight = priority(entry.rate_per_100k, reference_rate, need)
    return Municipality(
        name=place.name,
        state=place.state,
        region=place.region,
        gains=curves,
        period_weights=(weight,) * horizon.periods,
        title=place.title,
        rank=ranked.position,
        latitude=None if place.point is None else place.point.latitude,
        longitude=None if place.point is None else place.point.longitude,
        verified_officers=stands.verified_officers,
        standing=stands.standing,
        unknown_need=unknown,
    )


def _speaking_reports(unit: Unit, municipalities: Sequence[str]) -> dict[str, CapacityReport]:
    if not municipalities:
        return {}
    states = tuple(state.value for state in _STATUS)
    where = (
        Condition("municipality", Operator.IN, tuple(municipalities)),
        Condition("state", Operator.IN, states),
    )
    by_place: dict[str, list[CapacityReport]] = defaultdict(list)
    for report in unit.find(CapacityReport, Query(where)):
        by_place[report.municipality].append(report)
    return {name: max(reports, key=_speaks_before) for name, reports in by_place.items()}


def _speaks_before(report: CapacityReport) -> tuple[bool, float, str]:
    return report.state is CapacityReportState.ACCEPTED, report.created.timestamp(), report.name
