"""What the records must allow before teams are placed, moved or kept longer; everything that stands against it is told.

Tenure and the block of renewals follow the planner's own rules, in days: with the numbers of the policy of the plan
whose confirmation placed a stay, and those of the default policy for every other one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from relevo_planner.instance import Instance
from relevo_planner.policy import Policy
from relevo_server.domain.agreement import Agreement
from relevo_server.domain.commitment import AgreedCommitment, Side
from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment, DeploymentState, PoolTeams, busiest
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.limits import FIRST_DAY, LAST_DAY
from relevo_server.domain.named_teams import away, choose
from relevo_server.domain.plan import PlanRecord, Snapshot
from relevo_server.domain.pool import MOST_REST_DAYS, Pool
from relevo_server.domain.tenure import Tenure
from relevo_server.domain.waiver import Waiver
from relevo_server.usecases.commitments import overdue as overdue_by
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.ports import Condition, Operator, Order, Query, Unit
from relevo_server.usecases.reading import by_names, find_named

BY_START = (Order("start"), Order("name"))
_MOST_TOLD = 3
ALL_DAYS = DaySpan(FIRST_DAY, LAST_DAY)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stay as it would be, or the days that would be added to one.

    Attributes:
        span: Its days.
        name: Of the record that it is or would be: what that held so far does not stand in its way.
        path: Prefix of the request's fields.
        days_field: The field that says when.
    """

    municipality: str
    span: DaySpan
    teams: tuple[PoolTeams, ...]
    name: str
    path: str = ""
    days_field: str = "start_date"


def default_tenure(policy: Policy | None = None) -> Tenure:
    """The planner's tenure in days; None: by the default policy."""
    policy = policy or Policy()
    days = policy.period_days
    return Tenure(policy.tenure_periods * days, policy.separation_periods * days, days)


def counting_stays(unit: Unit, window: DaySpan, where: Iterable[Condition] = ()) -> list[Deployment]:
    """The deployments that share a day with ``window`` and were not cancelled."""
    states = tuple(state.value for state in DeploymentState if state is not DeploymentState.CANCELLED)
    conditions = (
        *where,
        Condition("state", Operator.IN, states),
        Condition("start", Operator.LESS, window.end),
        Condition("end", Operator.GREATER, window.start),
    )
    return unit.find(Deployment, Query(conditions, BY_START))


def stays_in(unit: Unit, municipality: str) -> list[Deployment]:
    """Every stay of a municipality that was not cancelled, by start."""
    return counting_stays(unit, ALL_DAYS, [Condition("municipality", Operator.EQUAL, municipality)])


def require_agreement(faults: Faults, path: str, wanted: Wanted, agreement: Agreement | None) -> None:
    """Note an agreement that does not carry every day; one that is missing was noted before."""
    span = wanted.span
    if agreement is None or agreement.carries(wanted.municipality, span):
        return
    if not agreement.covers(wanted.municipality):
        why = f"does not cover {wanted.municipality}"
    elif not agreement.span.covers(span):
        why = f"runs from {agreement.start} until before {agreement.end}, the stay from {span.start} until {span.end}"
    else:
        why = f"is {agreement.state}"
    remedy = "Name an agreement that covers the municipality on every day"
    faults.add(path, f"{agreement.name} {why}", remedy, ErrorReason.NO_LIVE_AGREEMENT)


def confirmed_tenure(unit: Unit, stay: Deployment | None) -> Tenure:
    """The tenure under which a stay was confirmed; that of the default policy where it came about otherwise.

    That a stay names a plan is not enough: the plan's decision must name the stay.
    """
    plan = unit.get(PlanRecord, stay.plan) if stay is not None and stay.plan else None
    if stay is None or plan is None or plan.decision is None or stay.name not in plan.decision.deployments:
        return default_tenure()
    return default_tenure(from_json(Instance, find_named(unit, Snapshot, plan.summary.snapshot).instance).policy)


def require_place(faults: Faults, unit: Unit, wanted: Wanted, today: date, tenure: Tenure | None = None) -> None:
    """Note other stays on the same days, a presence that tenure forbids, and a renewal that commitments block.

    Args:
        faults: Where to note it.
        unit: One transaction.
        wanted: The stay.
        today: When overdue commitments are looked at.
        tenure: Under which it is confirmed; None: that of the record, where there is one.
    """
    others = [stay for stay in stays_in(unit, wanted.municipality) if stay.name != wanted.name]
    path = f"{wanted.path}{wanted.days_field}"
    overlapping = [stay for stay in others if stay.span.overlaps(wanted.span)]
    if overlapping:
        told = ", ".join(f"{stay.name} ({stay.start} to {stay.last_day})" for stay in overlapping)
        remedy = "Choose other days, or extend the stay that is there"
        faults.add(path, f"overlaps {told} in {wanted.municipality}", remedy, ErrorReason.STAY_OVERLAPS)
    own = unit.get(Deployment, wanted.name)
    whole = wanted.span if own is None or own.municipality != wanted.municipality else _continued(own, wanted.span)
    tenure = tenure or confirmed_tenure(unit, own)
    objections = tenure.objections(whole, [stay.span for stay in others])
    if objections and not overlapping:
        why = "; it ".join(objections)
        faults.add(path, why, "Support is temporary: choose other days", ErrorReason.TENURE_EXCEEDED)
    looked_at = wanted.span.start - timedelta(days=tenure.window_days)
    if whole != wanted.span or any(stay.start < wanted.span.start and stay.end > looked_at for stay in others):
        require_kept_commitments(faults, unit, wanted, today)


def require_kept_commitments(faults: Faults, unit: Unit, wanted: Wanted, today: date) -> None:
    """Note overdue commitments of the local side that no waiver lifts."""
    # Only what is overdue is read: agreements add up over the years.
    local = Condition("side", Operator.EQUAL, Side.LOCAL.value)
    late = unit.find(AgreedCommitment, Query((*overdue_by(today), local)))
    agreements = by_names(unit, Agreement, (promise.agreement for promise in late))
    overdue = [promise.name for promise in late if agreements[promise.agreement].covers(wanted.municipality)]
    here = Condition("municipality", Operator.EQUAL, wanted.municipality)
    if overdue and not any(waiver.lifts(today) for waiver in unit.find(Waiver, Query((here,)))):
        untold = len(overdue) - _MOST_TOLD
        told = ", ".join(overdue[:_MOST_TOLD]) + (f" and {untold} more" if untold > 0 else "")
        why = f"renews a presence in {wanted.municipality}, where on {today} is overdue: {told}"
        remedy = "Record what became of them, or have an office waive them with its reasons"
        faults.add(f"{wanted.path}municipality", why, remedy, ErrorReason.COMMITMENT_OVERDUE)


def require_teams(faults: Faults, unit: Unit, wanted: Wanted, pools: Mapping[str, Pool]) -> None:
    """Note teams that are elsewhere, resting or not available, with pool and days."""
    stays = _stays_around(unit, wanted)
    for index, entry in enumerate(wanted.teams):
        if (pool := pools.get(entry.pool)) is not None:
            _require_pool(faults, f"{wanted.path}teams[{index}]", pool, entry, wanted.span, stays)


def require_known_teams(faults: Faults, wanted: Wanted, pools: Mapping[str, Pool]) -> None:
    """Note numbers that a pool does not have."""
    for index, entry in enumerate(wanted.teams):
        pool = pools.get(entry.pool)
        unknown = [] if pool is None else [number for number in entry.numbers if number > pool.teams]
        if pool is not None and unknown:
            told = ", ".join(map(str, unknown))
            why, remedy = f"{pool.name} has no team {told}", f"Its teams are 1 to {pool.teams}"
            faults.add(f"{wanted.path}teams[{index}].numbers", why, remedy)


def require_same_teams(faults: Faults, unit: Unit, wanted: Wanted, pools: Mapping[str, Pool]) -> None:
    """Note teams that stay with a stay on days on which they are with another."""
    stays = _stays_around(unit, wanted)
    for index, entry in enumerate(wanted.teams):
        held = away(pools[entry.pool], wanted.span, stays)
        taken = ", ".join(f"team {number} is with {held[number]}" for number in entry.numbers if number in held)
        if taken:
            path, remedy = f"{wanted.path}teams[{index}].numbers", "Choose other days"
            faults.add(path, taken, remedy, ErrorReason.STAY_OVERLAPS)


def named(
    faults: Faults, unit: Unit, wanted: Wanted, pools: Mapping[str, Pool], *, is_wish: bool
) -> tuple[PoolTeams, ...]:
    """Name the teams that go, and note where not enough of them are free throughout.

    Args:
        faults: Where to note it.
        unit: One transaction.
        wanted: The stay.
        pools: By name, those of its teams.
        is_wish: Others may go where those that were named before are away.
    """
    stays = _stays_around(unit, wanted)
    chosen = []
    for index, entry in enumerate(wanted.teams):
        pool = pools[entry.pool]
        found = choose(entry, pool, away(pool, wanted.span, stays), is_wish=is_wish)
        if isinstance(found, str):
            why = f"{found}, from {wanted.span.start} to {wanted.span.last_day} and resting after"
            faults.add(
                f"{wanted.path}teams[{index}].numbers",
                why,
                "Send others, or choose other days",
                ErrorReason.STAY_OVERLAPS,
            )
        else:
            chosen.append(found)
    return tuple(chosen)


def _stays_around(unit: Unit, wanted: Wanted) -> list[Deployment]:
    longest_rest = timedelta(days=MOST_REST_DAYS)
    around = DaySpan(wanted.span.start - longest_rest, wanted.span.end + longest_rest)
    return [stay for stay in counting_stays(unit, around) if stay.name != wanted.name]


def _continued(own: Deployment, span: DaySpan) -> DaySpan:
    """The whole stay, where ``span`` is added at its end; a planned stay that moves leaves its days behind."""
    return DaySpan(own.start, span.end) if own.has_gone and span.start == own.end else span


def _require_pool(
    faults: Faults, path: str, pool: Pool, entry: PoolTeams, span: DaySpan, stays: Iterable[Deployment]
) -> None:
    if not pool.available_throughout(span):
        start, end = pool.available_from or "the start", pool.available_until or "further notice"
        why = f"{pool.name} is available from {start} until {end} only"
        faults.add(f"{path}.pool", why, "Choose days in between", ErrorReason.STAY_OVERLAPS)
    rest = timedelta(days=pool.rest_days)
    day, busy, names = busiest(pool.name, stays, DaySpan(span.start, span.end + rest), rest)
    if busy + entry.teams > pool.teams:
        where = f", {busy} of them away or resting for {', '.join(names)}" if names else ""
        days = f"from {span.start} to {span.last_day}"
        why = f"{entry.teams} wanted {days}, but {pool.name} has {pool.teams} on {day}{where}"
        faults.add(f"{path}.teams", why, "Send fewer, or choose other days", ErrorReason.STAY_OVERLAPS)
