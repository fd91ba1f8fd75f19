"""How long has the federation been here? Presence of one municipality, from the stays of the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.limits import FIRST_DAY, day_faults, span_faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.tenure import Tenure
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.stay_rules import default_tenure, stays_in
from relevo_server.usecases.writing import PLAIN_WRITE

WINDOW_DAYS = 365


@dataclass(frozen=True, slots=True)
class Remaining:
    """What tenure still allows from a day on.

    Attributes:
        days: That the present stay, or a new one, may last; 0 while a pause must be kept, or one before a later stay.
        free_from: From when on a new stay keeps every pause; None: from that day on.
    """

    days: int
    free_from: date | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """Federal presence within a window.

    Attributes:
        stays: Those whose teams had gone, by start, each with its days in the window.
        days_present: Of the window; two stays never share one.
        longest: The most days in a row, whichever teams gave them; None: there were none.
        remaining: From the window's end on.
    """

    municipality: str
    window: DaySpan
    stays: tuple[tuple[Deployment, int], ...]
    days_present: int
    longest: DaySpan | None
    tenure: Tenure
    remaining: Remaining


def get_presence(
    ports: Ports, principal: Principal, municipality: str, start: date | None = None, end: date | None = None
) -> Presence:
    """Read how long federal teams have been in a municipality.

    Args:
        ports: The outside.
        principal: Who asks.
        municipality: ``municipalities/{key}``.
        start: First day of the window; None: 365 days before its end.
        end: First day after it; None: tomorrow, so that today counts.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND.
    """
    require(principal, READ)
    faults = PLAIN_WRITE.found()
    faults.extend(day_faults("from_date", start, required=False))
    faults.extend(day_faults("until_date", end, required=False))
    faults.refuse("the presence")
    tomorrow = day_of(ports.clock.now()) + timedelta(days=1)
    end = end or tomorrow
    start = start or max(FIRST_DAY, end - timedelta(days=WINDOW_DAYS))
    faults.extend(span_faults("from_date", start, "until_date", end))
    if end > tomorrow:
        faults.add("until_date", f"{end} is after tomorrow, {tomorrow}", "Ask for days that have been")
    faults.refuse("the presence")
    window = DaySpan(start, end)
    with ports.records.read() as unit:
        find_named(unit, MunicipalityRecord, municipality)
        stays = stays_in(unit, municipality)
    gone = [(stay, _within(stay.span, window)) for stay in stays if stay.has_gone]
    inside = [(stay, span) for stay, span in gone if span is not None]
    tenure = default_tenure()
    runs = Tenure(tenure.longest_days, tenure.pause_days, 1).presences(span for _, span in inside)
    return Presence(
        municipality=municipality,
        window=window,
        stays=tuple((stay, span.days) for stay, span in inside),
        days_present=sum(run.days for run in runs),
        longest=max(runs, key=lambda run: run.days, default=None),
        tenure=tenure,
        remaining=remaining(tenure, [stay.span for stay in stays], end),
    )


def remaining(tenure: Tenure, stays: Sequence[DaySpan], day: date) -> Remaining:
    """What tenure still allows from ``day`` on, beside the stays of the records."""
    presences = tenure.presences(stays)
    here = [presence for presence in presences if presence.start <= day]
    later = [presence for presence in presences if presence.start > day]
    if here and (day - here[-1].end).days < tenure.joining_days:
        end = tenure.latest_end(here[-1], later)
        return Remaining(max(0, (end - day).days), _free_from(tenure, [here[-1], *later]))
    if here and (day - here[-1].end).days < tenure.pause_days:
        return Remaining(0, _free_from(tenure, [here[-1], *later]))
    most = tenure.longest_days
    if later:
        most = min(most, (later[0].start - day).days - tenure.pause_days)
    return Remaining(most) if most > 0 else Remaining(0, _free_from(tenure, later))


def _free_from(tenure: Tenure, presences: Sequence[DaySpan]) -> date:
    """The first day behind one of these presences that keeps the pause after it and before the next."""
    pause = timedelta(days=tenure.pause_days)
    gaps = pairwise(presences)
    free = (before.end + pause for before, after in gaps if before.end + pause + pause < after.start)
    return next(free, presences[-1].end + pause)


def _within(span: DaySpan, window: DaySpan) -> DaySpan | None:
    if not span.overlaps(window):
        return None
    return DaySpan(max(span.start, window.start), min(span.end, window.end))
