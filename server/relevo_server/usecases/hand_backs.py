"""The plan for handing a municipality back: from its own commitments and accepted capacity reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from relevo_planner.policy import Policy
from relevo_server.domain.agreement import Agreement, AgreementState
from relevo_server.domain.capacity_report import CapacityReport
from relevo_server.domain.commitment import Commitment, CommitmentKind, CommitmentState, Side
from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment, DeploymentState
from relevo_server.domain.hand_back import HandBack, HandBackItem, Progress, Reported, judged
from relevo_server.domain.limits import day_faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.capacity_history import accepted_reports, age
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit
from relevo_server.usecases.reading import by_names, find_named
from relevo_server.usecases.stay_rules import counting_stays
from relevo_server.usecases.writing import PLAIN_WRITE

OFFICERS = "officers"
_FIGURES = {
    CommitmentKind.OFFICERS: OFFICERS,
    CommitmentKind.RECRUITMENT: OFFICERS,
    CommitmentKind.CERTIFICATION: "certified_officers",
}
_ADDED = {CommitmentKind.RECRUITMENT, CommitmentKind.CERTIFICATION}
"""Promised on top of what there was when the teams arrived; officers are promised in all."""


def get_hand_back(ports: Ports, principal: Principal, name: str, day: date | None = None) -> HandBack:
    """Gather what the hand-back of ``deployments/{id}`` needs, as known on ``day`` (None: today).

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND.
    """
    require(principal, READ)
    faults = PLAIN_WRITE.found()
    faults.extend(day_faults("day", day, required=False))
    faults.refuse("the hand-back")
    with ports.records.read() as unit:
        return hand_back_of(unit, find_named(unit, Deployment, name), day or day_of(ports.clock.now()))


def late_hand_backs(unit: Unit, day: date, places: Sequence[str]) -> tuple[HandBack, ...]:
    """The stays under way in ``places`` whose hand-back is off track, those that end first in front."""
    stays = counting_stays(unit, DaySpan(day, day + timedelta(days=1)))
    here = [stay for stay in stays if stay.municipality in places and stay.has_gone]
    found = (hand_back_of(unit, stay, day) for stay in sorted(here, key=lambda stay: (stay.end, stay.name)))
    return tuple(hand_back for hand_back in found if hand_back.is_off_track)


def hand_back_of(unit: Unit, stay: Deployment, day: date) -> HandBack:
    """Gather what the hand-back of a stay needs, as known on ``day``."""
    place = find_named(unit, MunicipalityRecord, stay.municipality)
    reports = [report for report in accepted_reports(unit, [place.name])[place.name] if report.as_of <= day]
    before = max((report for report in reports if report.as_of <= stay.start), key=age, default=None)
    now = max((report for report in reports if report.as_of > stay.start), key=age, default=None)
    if now is not None and (day - now.as_of).days > Policy().report_fresh_days:
        now = None
    if stay.state is DeploymentState.CANCELLED:
        return HandBack(stay, day, ())
    items = list(_trained(stay, before, now, day))
    for agreement in _agreements(unit, stay):
        longer = _named_with(unit, agreement, place)
        items.extend(_promised(agreement, place, longer, stay, before, now, day))
    return HandBack(stay, day, tuple(sorted(items, key=lambda item: (item.due, item.commitment, item.figure))))


def _agreements(unit: Unit, stay: Deployment) -> list[Agreement]:
    """The one that the stay stands on, and every other one in force that covers the place on one of its days.

    A stay that was extended under another agreement does not leave behind what was promised for it.
    """
    where = (
        Condition("state", Operator.EQUAL, AgreementState.SIGNED.value),
        Condition("start", Operator.LESS, stay.end),
        Condition("end", Operator.GREATER, stay.start),
    )
    others = [found for found in unit.find(Agreement, Query(where)) if found.covers(stay.municipality)]
    own = [] if any(other.name == stay.agreement for other in others) else [find_named(unit, Agreement, stay.agreement)]
    return own + others


def _named_with(unit: Unit, agreement: Agreement, place: MunicipalityRecord) -> tuple[str, ...]:
    """Titles of places of the agreement that hold the place's own: "San Juan del Río" is not "San Juan"."""
    others = by_names(unit, MunicipalityRecord, agreement.municipalities).values()
    return tuple(other.title for other in others if other.name != place.name and _names(other.title, place.title))


def _names(text: str, title: str) -> bool:
    """Whether a text names a place, as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(title.casefold())}(?!\w)", text.casefold()) is not None


def _promised(
    agreement: Agreement,
    place: MunicipalityRecord,
    longer: Sequence[str],
    stay: Deployment,
    before: CapacityReport | None,
    now: CapacityReport | None,
    day: date,
) -> Iterator[HandBackItem]:
    is_alone = agreement.municipalities == (place.name,) and not agreement.states
    for promise in agreement.commitments:
        # What several places promise together cannot be held against the figures of one.
        is_other = any(_names(promise.office, title) for title in longer)
        is_own = is_alone or (_names(promise.office, place.title) and not is_other)
        if promise.side is Side.LOCAL:
            name = f"{agreement.name}/commitments/{promise.commitment_id}"
            yield _promise(promise, name, stay, before, now, day, is_measured=is_own)


def _promise(
    promise: Commitment,
    name: str,
    stay: Deployment,
    before: CapacityReport | None,
    now: CapacityReport | None,
    day: date,
    *,
    is_measured: bool,
) -> HandBackItem:
    figure = _FIGURES.get(promise.kind, "") if promise.kind is not None and is_measured else ""
    baseline = _figure(before, figure)
    target = promise.amount
    if promise.kind in _ADDED and target is not None and figure:
        target = None if baseline is None else baseline + target
    item = HandBackItem(promise.promise, name, figure, promise.due, Progress.NOT_MEASURED, target)
    if figure and promise.amount is not None:
        item = judged(item, baseline, _comparable(item, _reported(now, figure), before, now), stay.start, day)
    return _as_recorded(item, promise, day)


def _as_recorded(item: HandBackItem, promise: Commitment, day: date) -> HandBackItem:
    """What was recorded of a commitment outweighs what figures suggest."""
    if promise.state is CommitmentState.KEPT:
        return replace(item, progress=Progress.REACHED)
    is_missed = item.progress is Progress.NOT_MEASURED and promise.overdue(day)
    if promise.state is CommitmentState.BROKEN or is_missed:
        return replace(item, progress=Progress.OFF_TRACK)
    return item


def _trained(
    stay: Deployment, before: CapacityReport | None, now: CapacityReport | None, day: date
) -> Iterator[HandBackItem]:
    """The certification targets of the newest accepted report."""
    newest = now or before
    for training in () if newest is None else newest.local_capacity.trainings:
        if training.module is None or training.target_officers is None or training.target_day is None:
            continue
        figure = f"trained_officers.{training.module}"
        words = f"Officers trained in {training.module.replace('_', ' ')}"
        item = HandBackItem(words, "", figure, training.target_day, Progress.UNKNOWN, training.target_officers)
        yield judged(item, _figure(before, figure), _reported(now, figure), stay.start, day)


def _comparable(
    item: HandBackItem, current: Reported | None, before: CapacityReport | None, now: CapacityReport | None
) -> Reported | None:
    """The figure. Officers of whom a kind is no longer said are at least so many: only that it is enough is known."""
    if current is None or current.count is None or now is None or before is None or item.figure != OFFICERS:
        return current
    is_enough = item.target is not None and current.count >= item.target
    return current if is_enough or now.counts_all_of(before) else replace(current, count=None)


def _reported(report: CapacityReport | None, figure: str) -> Reported | None:
    return None if report is None else Reported(_figure(report, figure), report.as_of)


def _figure(report: CapacityReport | None, figure: str) -> int | None:
    if report is None:
        return None
    if figure == OFFICERS:
        return report.strength
    kind, _, module = figure.partition(".")
    if kind == "trained_officers":
        trainings = {training.module: training.trained_officers for training in report.local_capacity.trainings}
        return next((count for own, count in trainings.items() if own == module), None)
    return report.certified_officers
