"""How a stored plan does under draws of need from the posterior of the ranking that it was made from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance
from relevo_planner.need.draws import draw_incidents
from relevo_planner.need.score import score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy
from relevo_planner.need.uncertainty import Part
from relevo_planner.plan import Plan
from relevo_planner.robustness import Robustness, assess
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.plan import PlanRecord
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingMethod
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.plans import read_snapshot
from relevo_server.usecases.ports import Ports, Query, Unit
from relevo_server.usecases.ranking_basis import Basis, gather_basis
from relevo_server.usecases.ranking_lines import draft_of
from relevo_server.usecases.ranking_replay import datasets_of, entries_of
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.score_numbers import score_policy_of

USUAL_DRAWS = 1_000
DAYS_PER_MONTH = 365.25 / 12


def assess_robustness(
    ports: Ports, principal: Principal, name: str, *, draws: int = USUAL_DRAWS, seed: int = 0
) -> Robustness:
    """Score ``plans/{id}`` under draws of need and assumed displacement.

    The incidents of the plan's horizon are drawn as rankings draw them; a municipality's need is planned for in
    proportion to its incidents, so the draw over what was counted is the factor on its need.

    Args:
        ports: The outside.
        principal: Who asks.
        name: Of the plan.
        draws: At least 1.
        seed: Makes the draws repeatable.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        record = find_named(unit, PlanRecord, name)
        instance = read_snapshot(unit, record.summary.snapshot)
        ranking = find_named(unit, Ranking, record.summary.ranking)
        entries = entries_of(unit, ranking.name)
        # A submitted list takes its counts from a computed one.
        source = find_named(unit, Ranking, ranking.base) if ranking.method is RankingMethod.SUBMITTED else ranking
        basis, policy = _basis(unit, source, entries)
    factors = _factors(instance, basis, policy, ScoreMethod(source.method.value), entries, source, draws, seed)
    return assess(instance, from_json(Plan, record.answer), factors)


def _basis(unit: Unit, source: Ranking, entries: list[RankingEntry]) -> tuple[Basis, ScorePolicy]:
    """Read again what the ranking was computed from, with the populations of its day."""
    draft = draft_of(source)
    policy = score_policy_of(draft.numbers)
    population = {entry.municipality: entry.population for entry in entries}
    places = unit.find(MunicipalityRecord, Query())
    return gather_basis(unit, datasets_of(unit, source), draft, policy, places, population), policy


def _factors(
    instance: Instance,
    basis: Basis,
    policy: ScorePolicy,
    method: ScoreMethod,
    entries: list[RankingEntry],
    source: Ranking,
    draws: int,
    seed: int,
) -> NDArray[np.float64]:
    """(draws, municipalities of the instance) incidents drawn over those planned for; NaN where nobody knows."""
    horizon_days = instance.periods * instance.policy.period_days
    posteriors = score(basis.history, method, policy).posteriors
    parts = [
        Part(np.ones(len(basis.places)), posteriors[crime], memory.drift, memory.national_drift)
        for crime in basis.counted
        for memory in (policy.remembered(crime),)
    ]
    months = horizon_days / DAYS_PER_MONTH
    drawn = draw_incidents(parts, basis.history.population, months=months, draws=draws, seed=seed)
    row = {place.name: index for index, place in enumerate(basis.places)}
    counted_days = (source.until_month - source.from_month).days
    planned = {entry.municipality: entry.incidents * horizon_days / counted_days for entry in entries}
    factors = np.full((draws, len(instance.municipalities)), np.nan)
    for column, place in enumerate(instance.municipalities):
        if planned.get(place.name, 0.0) > 0 and place.name in row:
            factors[:, column] = drawn[:, row[place.name]] / planned[place.name]
    return factors
