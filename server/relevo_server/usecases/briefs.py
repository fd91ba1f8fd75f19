"""The brief of a meeting: what the records hold that its region has to talk about, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relevo_planner.plan import Plan
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.commitment import AgreedCommitment, CommitmentState
from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.hand_back import HandBack
from relevo_server.domain.meeting import Meeting
from relevo_server.domain.observation import Observation
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.plan import PlanRecord, PlanState, PlanSummary
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingState
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.capacity_history import (
    EffortAlarm,
    FigureChange,
    accepted_reports,
    age,
    changes,
    effort_alarms,
)
from relevo_server.usecases.commitments import BY_DUE
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.hand_backs import hand_back_of, late_hand_backs
from relevo_server.usecases.observations import NEWEST_FIRST
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit
from relevo_server.usecases.rankings import BY_POSITION, of_ranking
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.stay_rules import counting_stays

ENDING_DAYS = 30
"""A stay that ends within so many days of the meeting is about to end."""
CHANGES_DAYS = 400
"""Reports of so many days before the meeting are compared: a year's, and not all that there ever were."""


@dataclass(frozen=True, slots=True)
class RankingMovement:
    """A municipality's position before and now; 0: not ranked."""

    municipality: str
    title: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class EndingStay:
    """A stay about to end, and what its municipality has promised and not yet kept."""

    stay: Deployment
    open_local: tuple[AgreedCommitment, ...]
    hand_back: HandBack


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """What the accepted report says that the one before did not."""

    report: CapacityReport
    before: CapacityReport
    changes: tuple[FigureChange, ...]


@dataclass(frozen=True, slots=True)
class ProposedStay:
    """A stay that a plan proposes, from ``start`` until before ``end``."""

    plan: str
    municipality: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class MeetingBrief:
    """Everything at once."""

    meeting: Meeting
    movements: tuple[RankingMovement, ...]
    ending: tuple[EndingStay, ...]
    commitments: tuple[AgreedCommitment, ...]
    capacity: tuple[CapacityChange, ...]
    alarms: tuple[EffortAlarm, ...]
    proposed: tuple[ProposedStay, ...]
    overdue_observations: tuple[Observation, ...]
    late_hand_backs: tuple[HandBack, ...]


def get_meeting_brief(ports: Ports, principal: Principal, name: str) -> MeetingBrief:
    """Gather what ``meetings/{id}`` needs.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        meeting = find_named(unit, Meeting, name)
        inside = Condition("region", Operator.EQUAL, meeting.region)
        places = {place.name: place for place in unit.find(MunicipalityRecord, Query((inside,)))}
        commitments = tuple(unit.find(AgreedCommitment, Query((inside,), BY_DUE)))
        observations = unit.find(Observation, Query((), NEWEST_FIRST))
        return MeetingBrief(
            meeting=meeting,
            movements=_movements(unit, places),
            ending=_ending(unit, places, meeting.day, commitments),
            commitments=commitments,
            capacity=_capacity(unit, places, meeting.day - timedelta(days=CHANGES_DAYS)),
            alarms=tuple(alarm for alarm in effort_alarms(unit, meeting.day) if alarm.municipality in places),
            proposed=_proposed(unit, places),
            overdue_observations=tuple(found for found in observations if found.overdue(meeting.day)),
            late_hand_backs=late_hand_backs(unit, meeting.day, sorted(places)),
        )


def _movements(unit: Unit, places: Mapping[str, MunicipalityRecord]) -> tuple[RankingMovement, ...]:
    published = Condition("state", Operator.EQUAL, RankingState.PUBLISHED.value)
    rankings = unit.find(Ranking, Query((published,), (Order("created", descending=True), Order("name"))))
    alike = [ranking for ranking in rankings if ranking.is_like(rankings[0])][:2]
    if len(alike) < 2:  # one ranking alone shows no movement, and neither do two of different things
        return ()
    now, before = (
        {entry.municipality: entry.position for entry in unit.find(RankingEntry, _lines(ranking))} for ranking in alike
    )
    names = sorted(places.keys() & (now.keys() | before.keys()), key=lambda name: (now.get(name, 0) or 10**9, name))
    return tuple(
        RankingMovement(name, places[name].title, before.get(name, 0), now.get(name, 0))
        for name in names
        if before.get(name, 0) != now.get(name, 0)
    )


def _lines(ranking: Ranking) -> Query:
    return Query((of_ranking(ranking.name),), BY_POSITION)


def _ending(
    unit: Unit, places: Mapping[str, MunicipalityRecord], day: date, commitments: Sequence[AgreedCommitment]
) -> tuple[EndingStay, ...]:
    last = day + timedelta(days=ENDING_DAYS)
    stays = counting_stays(unit, DaySpan(day, day + timedelta(days=1)))
    here = [stay for stay in stays if stay.municipality in places and stay.end <= last]
    found = [hand_back_of(unit, stay, day) for stay in sorted(here, key=lambda stay: (stay.end, stay.name))]
    return tuple(EndingStay(hand_back.stay, _open(hand_back, commitments), hand_back) for hand_back in found)


def _open(hand_back: HandBack, commitments: Sequence[AgreedCommitment]) -> tuple[AgreedCommitment, ...]:
    promised = {item.commitment for item in hand_back.items}
    return tuple(
        agreed
        for agreed in commitments
        if agreed.name in promised and agreed.commitment.state is not CommitmentState.KEPT
    )


def _capacity(unit: Unit, places: Mapping[str, MunicipalityRecord], since: date) -> tuple[CapacityChange, ...]:
    found = []
    for _, reports in sorted(accepted_reports(unit, sorted(places), since).items()):
        *earlier, newest = sorted(reports, key=age)
        if newest.state is CapacityReportState.ACCEPTED and earlier and (differing := changes(earlier[-1], newest)):
            found.append(CapacityChange(newest, earlier[-1], differing))
    return tuple(found)


def _proposed(unit: Unit, places: Mapping[str, MunicipalityRecord]) -> tuple[ProposedStay, ...]:
    # What was decided on is a deployment by now, or will never be one.
    undecided = Condition("state", Operator.EQUAL, PlanState.PROPOSED.value)
    newest = unit.find(PlanSummary, Query((undecided,), (Order("created", descending=True), Order("name")), limit=1))
    if not newest:
        return ()
    summary = newest[0]
    record = find_named(unit, PlanRecord, summary.name)
    length = timedelta(days=summary.period_days)
    return tuple(
        ProposedStay(
            summary.name,
            operation.municipality,
            summary.first_day + operation.start * length,
            summary.first_day + operation.end * length,
        )
        for operation in from_json(Plan, record.answer).operations
        if operation.municipality in places
    )
