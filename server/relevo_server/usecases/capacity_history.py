"""What changed between reports, how long one is fresh, and whether local effort fell after federal teams arrived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relevo_planner.policy import Policy
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.limits import FIRST_DAY, day_faults
from relevo_server.domain.names import state_of
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import READ, require, require_own_reports, states_read
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.stay_rules import counting_stays
from relevo_server.usecases.writing import PLAIN_WRITE

_WAS_ACCEPTED = (CapacityReportState.ACCEPTED.value, CapacityReportState.SUPERSEDED.value)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure in two reports; None is unknown."""

    figure: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class EffortAlarm:
    """Local strength fell after the teams of ``deployment`` arrived."""

    municipality: str
    deployment: str
    before: CapacityReport
    now: CapacityReport
    officers_before: int
    officers_now: int


def stale_day(report: CapacityReport) -> date:
    """The first day on which planning no longer takes it as fresh, by the default policy."""
    return report.as_of + timedelta(days=Policy().report_fresh_days + 1)


def compare_capacity_report(
    ports: Ports, principal: Principal, name: str
) -> tuple[CapacityReport | None, tuple[FigureChange, ...]]:
    """Compare a report with the last one of the municipality that was accepted before it.

    Returns:
        The report before (None: there is none), and the figures that differ.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        report = find_named(unit, CapacityReport, name)
        require_own_reports(principal, report.state_name)
        accepted = accepted_reports(unit, [report.municipality])[report.municipality]
        earlier = [other for other in accepted if _precedes(other, report)]
    if not earlier:
        return None, ()
    before = max(earlier, key=age)
    return before, changes(before, report)


def changes(before: CapacityReport, after: CapacityReport) -> tuple[FigureChange, ...]:
    """The figures that differ."""
    old, new = before.figures(), after.figures()
    # A module of training that only one of them names is unknown in the other.
    told = ((figure, old.get(figure), new.get(figure)) for figure in old | new)
    return tuple(FigureChange(figure, was, now) for figure, was, now in told if was != now)


def check_local_effort(ports: Ports, principal: Principal, day: date | None = None) -> tuple[EffortAlarm, ...]:
    """Find municipalities with federal teams on ``day`` (None: today) whose strength fell since the teams arrived.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS.
    """
    require(principal, READ)
    faults = PLAIN_WRITE.found()
    faults.extend(day_faults("day", day, required=False))
    faults.refuse("the check")
    with ports.records.read() as unit:
        alarms = effort_alarms(unit, day or day_of(ports.clock.now()))
    states = states_read(principal)
    return tuple(alarm for alarm in alarms if states is None or state_of(alarm.municipality) in states)


def effort_alarms(unit: Unit, day: date) -> tuple[EffortAlarm, ...]:
    """The alarms of the stays of one day whose teams have arrived.

    Unknown strength raises none, nor does a report that leaves out a kind of officers which the one before said.
    """
    stays = [stay for stay in counting_stays(unit, DaySpan(day, day + timedelta(days=1))) if stay.has_gone]
    accepted = accepted_reports(unit, [stay.municipality for stay in stays])
    alarms = []
    for stay in sorted(stays, key=lambda stay: stay.municipality):
        reports = [report for report in accepted[stay.municipality] if report.as_of <= day]
        at_arrival = [report for report in reports if report.as_of <= stay.start]
        if not at_arrival:
            continue
        before, now = max(at_arrival, key=age), max(reports, key=age)
        had, has = before.strength, now.strength
        if had is not None and has is not None and has < had and now.counts_all_of(before):
            alarms.append(EffortAlarm(stay.municipality, stay.name, before, now, had, has))
    return tuple(alarms)


def accepted_reports(
    unit: Unit, municipalities: Sequence[str], since: date = FIRST_DAY
) -> dict[str, list[CapacityReport]]:
    """By municipality, the reports that are or were accepted and describe a day from ``since`` on."""
    found: dict[str, list[CapacityReport]] = defaultdict(list)
    where = (
        Condition("municipality", Operator.IN, tuple(municipalities)),
        Condition("state", Operator.IN, _WAS_ACCEPTED),
        Condition("as_of", Operator.AT_LEAST, since),
    )
    for report in unit.find(CapacityReport, Query(where)) if municipalities else ():
        found[report.municipality].append(report)
    return found


def age(report: CapacityReport) -> tuple[date, float]:
    """What orders the reports of a municipality: the day described, then when they came."""
    return report.as_of, report.created.timestamp()


def _precedes(other: CapacityReport, report: CapacityReport) -> bool:
    return other.name != report.name and age(other) < age(report)
