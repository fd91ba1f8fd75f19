"""From the records to a planning question, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from relevo_planner.canonical import canonical_json, instance_sha256
from relevo_planner.instance import Exclusion, Floor, Instance, Operation, Stay
from relevo_planner.instance import Region as PlannerRegion
from relevo_planner.need.ranking import rate_per_100k
from relevo_planner.need.teams import NeedPolicy
from relevo_planner.policy import Policy
from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.places import MunicipalityRecord, Region
from relevo_server.domain.plan import Snapshot
from relevo_server.domain.pool import MOST_REST_DAYS, Pool
from relevo_server.domain.ranking import Ranking, RankingEntry
from relevo_server.usecases.deployments import counting_stays
from relevo_server.usecases.periods import Horizon
from relevo_server.usecases.ports import Query, Unit
from relevo_server.usecases.rankings import BY_POSITION, of_ranking
from relevo_server.usecases.reading import by_names
from relevo_server.usecases.snapshot_places import Ranked, place_question, provenance_of, standings
from relevo_server.usecases.snapshot_pools import fund_question, paying_funds, pool_question


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked beyond the records.

    Attributes:
        ranking: A published one, ``rankings/{id}``.
        first_municipalities: Municipalities that take part, from the ranking's first.
        first_day: Of the plan.
        periods: Planning periods.
        pins: Operations that the plan must contain.
        exclusions: The coordinator's "not there".
        floors: Elastic wishes.
    """

    ranking: str
    first_day: date
    first_municipalities: int = 50
    periods: int = 13
    policy: Policy = field(default_factory=Policy)
    need: NeedPolicy = field(default_factory=NeedPolicy)
    pins: tuple[Operation, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    floors: tuple[Floor, ...] = ()

    @property
    def horizon(self) -> Horizon:
        """Its days as periods."""
        return Horizon(self.first_day, self.periods, self.policy.period_days)


def read_instance(
    unit: Unit, question: Question, ranking: Ranking, today: date
) -> tuple[Instance, tuple[tuple[str, int], ...]]:
    """Read the records that a question is about.

    Days become periods so that no promise is stretched: agreements, availability and fusion centres count only whole
    periods, stays every period that they touch, rest is rounded up. Stays count from a tenure window before the first
    day. A municipality outside the ranking's first ones that has such a stay takes part without need, so that its teams
    and its presence are counted.

    Args:
        unit: One transaction.
        question: What is asked.
        ranking: The record of ``question.ranking``.
        today: When overdue commitments are looked at.

    Returns:
        The instance, and the records that it was read from as (name, version).
    """
    horizon = question.horizon
    pools = unit.find(Pool, Query())
    funds = paying_funds(unit, pools)
    regions = unit.find(Region, Query())
    stays = counting_stays(unit, _looked_at(question, horizon))
    entries = unit.find(RankingEntry, Query((of_ranking(ranking.name),), BY_POSITION))
    ranked = _taking_part(entries, question.first_municipalities, stays)
    places = by_names(unit, MunicipalityRecord, ranked)
    standing, sources = standings(unit, list(ranked), horizon, today)
    reference = _reference_rate(entries, ranking.months)
    instance = Instance(
        first_day=question.first_day,
        periods=question.periods,
        municipalities=tuple(
            place_question(places[name], rank, standing[name], reference, ranking, question.need, horizon)
            for name, rank in ranked.items()
        ),
        pools=tuple(pool_question(pool, funds, horizon) for pool in pools),
        regions=tuple(_region(region, horizon) for region in regions),
        funds=tuple(fund_question(unit, fund, question.first_day) for fund in funds.values()),
        stays=tuple(_stay(stay, horizon) for stay in stays),
        pins=question.pins,
        exclusions=question.exclusions,
        floors=question.floors,
        policy=question.policy,
    )
    return instance, provenance_of([ranking, *regions, *pools, *funds.values(), *stays]) + sources


def snapshot_of(instance: Instance, provenance: tuple[tuple[str, int], ...]) -> Snapshot:
    """The instance as a record, named after its hash."""
    return Snapshot(f"snapshots/{instance_sha256(instance)}", canonical_json(instance), provenance)


def _looked_at(question: Question, horizon: Horizon) -> DaySpan:
    before = question.policy.tenure_window_periods * question.policy.period_days + MOST_REST_DAYS
    return DaySpan(question.first_day - timedelta(days=before), horizon.end)


def _taking_part(entries: Sequence[RankingEntry], first: int, stays: Sequence[Deployment]) -> dict[str, Ranked]:
    visited = {stay.municipality for stay in stays}
    ranked = {
        entry.municipality: Ranked(entry.position, entry, has_need=entry.position <= first)
        for entry in entries
        if entry.position <= first or entry.municipality in visited
    }
    for name in sorted(visited - set(ranked)):
        ranked[name] = Ranked(0, None, has_need=False)
    return ranked


def _reference_rate(entries: Sequence[RankingEntry], months: int) -> float:
    known = [entry for entry in entries if entry.population]
    people = sum(entry.population or 0 for entry in known)
    return rate_per_100k(sum(entry.incidents for entry in known), people, months) or 0.0


def _region(region: Region, horizon: Horizon) -> PlannerRegion:
    centre = region.fusion_centre
    operates = None
    if centre is not None and centre.has_days:
        operates = horizon.inward(centre.operating_from, centre.operating_until)
    return PlannerRegion(region.name, region.title, operates)


def _stay(stay: Deployment, horizon: Horizon) -> Stay:
    window = horizon.outward(stay.start, stay.end)
    teams: Mapping[str, int] = {entry.pool: entry.teams for entry in stay.teams}
    return Stay(stay.name, stay.municipality, window.start, window.end, teams)
