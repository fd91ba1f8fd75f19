"""What happened against what was planned: stays, teams, and incidence beside comparable places. No claim of cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from relevo_planner.instance import Instance, Operation
from relevo_planner.need.outcome import Outcome, outcome
from relevo_planner.need.score_policy import ScorePolicy
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.errors import Faults
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingMethod
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.counting import require_countable
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, Unit
from relevo_server.usecases.ranking_basis import gather_basis
from relevo_server.usecases.reading import find_named, require_all
from relevo_server.usecases.stay_rules import counting_stays

BEFORE, AFTER = 12, 6


class Verdict(StrEnum):
    """How an operation was carried out."""

    NOT_YET = "not yet"
    KEPT = "kept"
    CHANGED = "changed"
    NOT_MADE = "not made"


@dataclass(frozen=True, slots=True)
class Stay:
    """One operation: what was planned and what was done up to a day."""

    municipality: str
    span: DaySpan
    teams: Mapping[str, int]
    verdict: Verdict
    deployments: tuple[str, ...]
    planned_team_days: int
    actual_team_days: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incidents to look at; no dataset: none."""

    datasets: tuple[str, ...] = ()
    crime_types: tuple[str, ...] = ()
    before: int = BEFORE
    after: int = AFTER


@dataclass(frozen=True, slots=True)
class Seen:
    """What happened, as of ``today``; ``incidence`` is None where no teams have come or nothing was asked."""

    plan: str
    today: date
    stays: tuple[Stay, ...]
    asked: Asked
    incidence: Outcome | None


def get_plan_outcome(ports: Ports, principal: Principal, name: str, asked: Asked) -> Seen:
    """Look at what became of ``plans/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND (plan, dataset, crime type), INVALID_FIELDS (months that no dataset
            reports, or that two do).
    """
    require(principal, READ)
    stored, today = get_plan(ports, principal, name), day_of(ports.clock.now())
    with ports.records.read() as unit:
        made = unit.find(Deployment, Query((Condition("plan", Operator.EQUAL, name),)))
        stays = tuple(_stay(stored.instance, operation, made, today) for operation in stored.plan.operations)
        if not asked.datasets:
            return Seen(name, today, stays, asked, None)
        crimes = asked.crime_types or find_named(unit, Ranking, stored.summary.ranking).crime_types
        asked = Asked(asked.datasets, tuple(crimes), asked.before, asked.after)
        return Seen(name, today, stays, asked, _incidence(unit, _arrivals(made, today), asked))


def _stay(instance: Instance, operation: Operation, made: Sequence[Deployment], today: date) -> Stay:
    span = _days(instance, operation)
    tomorrow = today + timedelta(days=1)
    there = [stay for stay in made if stay.municipality == operation.municipality and stay.counts]
    own = [stay for stay in there if stay.span.overlaps(span)]
    planned = sum(operation.teams.values()) * _elapsed(span, tomorrow)
    actual = sum(entry.teams * _elapsed(stay.span, tomorrow) for stay in own for entry in stay.teams)
    if span.start > today:
        verdict = Verdict.NOT_YET
    elif not own:
        verdict = Verdict.NOT_MADE
    else:
        verdict = Verdict.KEPT if _kept(operation, span, own, tomorrow) else Verdict.CHANGED
    names = tuple(stay.name for stay in own)
    return Stay(operation.municipality, span, operation.teams, verdict, names, planned, actual)


def _days(instance: Instance, operation: Operation) -> DaySpan:
    length = timedelta(days=instance.policy.period_days)
    start = instance.first_day + operation.start * length
    return DaySpan(start, start + operation.periods * length)


def _elapsed(span: DaySpan, tomorrow: date) -> int:
    return max(0, (min(span.end, tomorrow) - span.start).days)


def _kept(operation: Operation, span: DaySpan, own: Sequence[Deployment], tomorrow: date) -> bool:
    """Whether every planned team was there on every planned day so far."""
    days = [span.start + timedelta(days=offset) for offset in range(_elapsed(span, tomorrow))]
    return all(
        sum(stay.teams_of(pool) for stay in own if day in stay.span) >= teams
        for day in days
        for pool, teams in operation.teams.items()
    )


def _arrivals(made: Sequence[Deployment], today: date) -> dict[str, date]:
    """The first day with teams, by municipality."""
    arrived: dict[str, date] = {}
    for stay in made:
        if stay.counts and stay.start <= today:
            arrived[stay.municipality] = min(stay.start, arrived.get(stay.municipality, stay.start))
    return arrived


def _incidence(unit: Unit, arrivals: Mapping[str, date], asked: Asked) -> Outcome | None:
    faults = Faults()
    named = [(f"datasets[{index}]", name) for index, name in enumerate(asked.datasets)]
    found = require_all(faults, unit, Dataset, named, "Import the file, or correct it")
    datasets = [found[name] for name in dict.fromkeys(asked.datasets) if name in found]
    faults.refuse("the question")
    months = [_index(year, month) for dataset in datasets for year, month in dataset.coverage.months]
    if not arrivals or not months:
        return None
    first = max(min(months), min(map(_month, arrivals.values())) - asked.before)
    until = min(max(months) + 1, max(map(_month, arrivals.values())) + asked.after)
    window = DaySpan(_first_day(first), _first_day(max(until, first + 1)))
    crimes = asked.crime_types
    draft = RankingDraft("", RankingMethod.VOLUME, asked.datasets, crimes, window.start, window.end)
    uncountable = Faults()
    require_countable(uncountable, datasets, draft)
    faults.extend(replace(fault, field=fault.field.removeprefix("ranking.")) for fault in uncountable.found)
    faults.refuse("the question")
    places = unit.find(MunicipalityRecord, Query())
    history = gather_basis(unit, datasets, draft, ScorePolicy(), places).history
    served = {name: _month(day) - first for name, day in arrivals.items()}
    barred = {stay.municipality for stay in counting_stays(unit, window)}
    return outcome(history, served, before=asked.before, after=asked.after, barred=barred)


def _index(year: int, month: int) -> int:
    return 12 * year + month - 1


def _month(day: date) -> int:
    return _index(day.year, day.month)


def _first_day(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def sentences(seen: Seen) -> list[str]:
    """What was seen, in words."""
    begun = [stay for stay in seen.stays if stay.verdict is not Verdict.NOT_YET]
    kept = sum(stay.verdict is Verdict.KEPT for stay in begun)
    planned, actual = (sum(getattr(stay, f"{what}_team_days") for stay in begun) for what in ("planned", "actual"))
    told = [f"{kept} of {len(begun)} stays begun were kept as planned; {actual} team-days of {planned} planned so far"]
    found = seen.incidence
    if found is None:
        return told
    if found.untold:
        told.append(f"{len(found.untold)} served municipalities have months that are not known yet; they are left out")
    if found.served_change is None or found.comparable_change is None or found.relative is None:
        return [*told, "there is too little to tell a change of incidence from"]
    changes = (("served", found.served_change), ("comparable", found.comparable_change))
    told += [
        f"incidents per month in the {what} municipalities: {change.ratio - 1:+.0%} (90 % interval "
        f"{change.low - 1:+.0%} to {change.high - 1:+.0%})"
        for what, change in changes
    ]
    relative = found.relative
    verdict = "within chance" if relative.low <= 1 <= relative.high else "beyond chance"
    told.append(
        f"beside the comparable ones: {relative.ratio - 1:+.0%} ({relative.low - 1:+.0%} to {relative.high - 1:+.0%}), "
        f"{verdict}; this says what was seen, not what caused it"
    )
    return told
