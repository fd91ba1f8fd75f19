"""Plans side by side: per goal, region, state, municipality and pool what each brings, who gains and who loses.

Differences are taken against the first plan. What operations are worth is measured for all plans by the first one's
question, so that a plan made under other weights is not praised for them; a place or pool that the first question lacks
is measured by the plan's own. Goals are each plan's own results.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relevo_planner.instance import Capability, Instance, Municipality, Operation, Pool
from relevo_planner.plan import GoalResult, Plan
from relevo_planner.policy import Goal
from relevo_planner.stay_changes import StayChange, stay_changes

SAME = 1e-9
"""Values that differ by less, relative to the larger, are the same."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A plan with the question that it answers and what it is called."""

    label: str
    instance: Instance
    plan: Plan


@dataclass(frozen=True, slots=True)
class Amount:
    """What some teams bring and take.

    Attributes:
        value: need covered, less the teams' cost in units of value.
        team_periods: teams times periods served.
        spend_mxn: money of the teams whose cost is stated; None: teams serve, and no cost of any is stated.
        uncosted_team_periods: those of teams whose cost nobody has stated.
    """

    value: float = 0.0
    team_periods: int = 0
    spend_mxn: float | None = 0.0
    uncosted_team_periods: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One region, state, municipality or pool, with an amount per plan in the order of the plans.

    Attributes:
        supply: pools only: team-periods that the pool has in each plan's question.
    """

    name: str
    title: str
    amounts: tuple[Amount, ...]
    supply: tuple[int, ...] = ()

    def difference(self, index: int) -> float:
        """Value under a plan less that under the first; exactly 0 where they are the same but for rounding."""
        first, other = self.amounts[0].value, self.amounts[index].value
        return 0.0 if math.isclose(first, other, rel_tol=SAME, abs_tol=SAME) else other - first


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal's result per plan; None where the plan did not pursue it."""

    goal: Goal
    results: tuple[GoalResult | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans side by side.

    Attributes:
        totals: per plan.
        gainers, losers: per plan, municipalities that have more or less of their need covered than under the first.
        changes: per plan, the stays that are not as in the first.
        same_question: per plan, whether it answers the first one's question.
    """

    labels: tuple[str, ...]
    totals: tuple[Amount, ...]
    goals: tuple[GoalLine, ...]
    regions: tuple[Line, ...]
    states: tuple[Line, ...]
    municipalities: tuple[Line, ...]
    pools: tuple[Line, ...]
    gainers: tuple[tuple[str, ...], ...]
    losers: tuple[tuple[str, ...], ...]
    changes: tuple[tuple[StayChange, ...], ...]
    same_question: tuple[bool, ...]


def compare(contenders: Sequence[Contender]) -> Comparison:
    """Compare two or more plans, the first being the measure.

    Args:
        contenders: plans whose operations name places and pools of their own question.

    Raises:
        ValueError: fewer than two plans.
    """
    if len(contenders) < 2:
        raise ValueError(f"{len(contenders)} plans cannot be compared; name two or more")
    first = contenders[0]
    uses = [tuple(_uses(_yardstick(first.instance, other.instance), other.plan.operations)) for other in contenders]
    places = {place.name: place for other in reversed(contenders) for place in other.instance.municipalities}
    pools = {pool.name: pool for other in reversed(contenders) for pool in other.instance.pools}
    regions = {region.name: region.title for other in reversed(contenders) for region in other.instance.regions}
    municipalities = _lines(uses, lambda use: use.place.name, {name: place.title for name, place in places.items()})
    changed = tuple(stay_changes(first.plan.operations, other.plan.operations) for other in contenders)
    indices = range(len(contenders))
    return Comparison(
        labels=tuple(other.label for other in contenders),
        totals=tuple(_sum(own) for own in uses),
        goals=tuple(_goals(contenders)),
        regions=_lines(uses, lambda use: use.place.region, regions),
        states=_lines(uses, lambda use: use.place.state, {}),
        municipalities=municipalities,
        pools=_with_supply(_lines(uses, lambda use: use.pool.name, {n: p.title for n, p in pools.items()}), contenders),
        gainers=tuple(tuple(line.name for line in municipalities if line.difference(i) > 0) for i in indices),
        losers=tuple(tuple(line.name for line in municipalities if line.difference(i) < 0) for i in indices),
        changes=changed,
        same_question=tuple(other.plan.instance_sha256 == first.plan.instance_sha256 for other in contenders),
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """Teams of one pool in one operation, with their part of what it brings."""

    place: Municipality
    pool: Pool
    amount: Amount


@dataclass(frozen=True, slots=True)
class _Yardstick:
    places: Mapping[str, Municipality]
    pools: Mapping[str, Pool]
    paid_by: Mapping[str, Pool]


def _yardstick(first: Instance, own: Instance) -> _Yardstick:
    places = {place.name: place for place in (*own.municipalities, *first.municipalities)}
    pools = {pool.name: pool for pool in (*own.pools, *first.pools)}
    return _Yardstick(places, pools, {pool.name: pool for pool in own.pools})


def _uses(measure: _Yardstick, operations: Iterable[Operation]) -> Iterator[_Use]:
    """Teams of one capability share what they bring together in proportion to their number."""
    for operation in operations:
        place = measure.places[operation.municipality]
        weight = math.fsum(place.period_weights[operation.start : operation.end])
        together: Counter[Capability] = Counter()
        for name, teams in operation.teams.items():
            together[measure.pools[name].capability] += teams
        for name, teams in operation.teams.items():
            if not teams:
                continue
            pool = measure.pools[name]
            gain = math.fsum(place.gains.get(pool.capability, ())[: together[pool.capability]]) * weight
            value = gain * teams / together[pool.capability] - pool.cost_per_operation * teams
            yield _Use(place, pool, _amount(value, teams * operation.periods, measure.paid_by[name]))


def _amount(value: float, team_periods: int, pool: Pool) -> Amount:
    if pool.cost_mxn_per_period > 0:
        return Amount(value, team_periods, pool.cost_mxn_per_period * team_periods)
    return Amount(value, team_periods, None, team_periods)


def _sum(uses: Iterable[_Use]) -> Amount:
    own = [use.amount for use in uses]
    stated = [amount.spend_mxn for amount in own if amount.spend_mxn is not None]
    return Amount(
        value=math.fsum(amount.value for amount in own),
        team_periods=sum(amount.team_periods for amount in own),
        spend_mxn=math.fsum(stated) if stated or not own else None,
        uncosted_team_periods=sum(amount.uncosted_team_periods for amount in own),
    )


def _lines(uses: Sequence[Sequence[_Use]], key: Callable[[_Use], str], titles: Mapping[str, str]) -> tuple[Line, ...]:
    """One line per key that any plan uses, the one with the greatest value under any plan first."""
    grouped: dict[str, list[list[_Use]]] = defaultdict(lambda: [[] for _ in uses])
    for index, own in enumerate(uses):
        for use in own:
            grouped[key(use)][index].append(use)
    lines = [
        Line(name, titles.get(name, ""), tuple(_sum(own) for own in per_plan)) for name, per_plan in grouped.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-max(amount.value for amount in line.amounts), line.name)))


def _with_supply(lines: tuple[Line, ...], contenders: Sequence[Contender]) -> tuple[Line, ...]:
    supplies = [
        {pool.name: _supply(pool, other.instance.periods) for pool in other.instance.pools} for other in contenders
    ]
    return tuple(
        Line(line.name, line.title, line.amounts, tuple(supply.get(line.name, 0) for supply in supplies))
        for line in lines
    )


def _supply(pool: Pool, periods: int) -> int:
    if pool.available is None:
        return pool.teams * periods
    return pool.teams * max(0, min(pool.available.end, periods) - max(pool.available.start, 0))


def _goals(contenders: Sequence[Contender]) -> Iterator[GoalLine]:
    found = [{result.goal: result for result in other.plan.goals} for other in contenders]
    for own, other in zip(found, contenders, strict=True):
        certificate = other.plan.certificate
        own.setdefault(Goal.NEED, GoalResult(Goal.NEED, certificate.value, certificate.bound, 0.0, ""))
    for goal in Goal:
        results = tuple(own.get(goal) for own in found)
        if any(result is not None for result in results):
            yield GoalLine(goal, results)
