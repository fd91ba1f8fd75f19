"""From an instance to its options: the rules are asked once, and what they leave becomes arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from relevo_planner.candidates import enumerate_candidates, window_sums
from relevo_planner.goals.floors import floor_met_by_stays
from relevo_planner.instance import Capability, Instance
from relevo_planner.options import NO_LIMIT, Curve, OptionFloor, Options
from relevo_planner.plan import Reason
from relevo_planner.rules.catalogue import CATALOGUE
from relevo_planner.rules.kinds import Candidates, Forbids, Limits, Rations, Restricts, Row, Rule
from relevo_planner.solution import openings_of

CAPABILITIES: tuple[Capability, ...] = tuple(Capability)
"""Capability indices of ``Options`` are positions in this tuple."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the rules of the first kind leave of the candidates.

    Attributes:
        candidates: all C candidates.
        kept: (C,) whether the candidate remains an option.
        allowed: (C, P) whether the pool may serve it and the municipality needs what it brings.
        taken: per reason, (M,) how many of a municipality's candidates the reason alone takes away.
        pool_taken: per reason that speaks of single pools, (M, P) whether it keeps the pool from any candidate.
    """

    candidates: Candidates
    kept: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    taken: dict[Reason, NDArray[np.int64]]
    pool_taken: dict[Reason, NDArray[np.bool_]]


def sift(instance: Instance, catalogue: Sequence[Rule] = CATALOGUE) -> Sifted:
    """Ask every rule of the first kind what may not be."""
    candidates = enumerate_candidates(instance)
    useful = _useful_pools(instance)[candidates.municipality]
    kept, allowed = np.ones(len(candidates), dtype=np.bool_), useful.copy()
    fallen: dict[Reason, NDArray[np.bool_]] = {Reason.NO_NEED: np.logical_not(useful.any(axis=1))}
    single: dict[Reason, NDArray[np.bool_]] = {}
    for rule in catalogue:
        if not isinstance(rule, Forbids):
            continue
        for forbidden in rule.forbid(instance, candidates):
            if forbidden.mask.shape[1] == 1:
                gone = forbidden.mask[:, 0]
                kept &= ~gone
            else:
                allowed &= ~forbidden.mask
                touched = _any_candidate(candidates, forbidden.mask)
                single[forbidden.reason] = np.logical_or(single.get(forbidden.reason, False), touched)
                gone = useful.any(axis=1) & ~np.asarray((useful & ~forbidden.mask).any(axis=1))
            fallen[forbidden.reason] = np.logical_or(fallen.get(forbidden.reason, False), gone)
    kept &= allowed.any(axis=1)
    count = len(instance.municipalities)
    taken = {
        reason: np.bincount(candidates.municipality[gone], minlength=count).astype(np.int64)
        for reason, gone in fallen.items()
    }
    return Sifted(candidates, kept, allowed, taken, single)


def _any_candidate(candidates: Candidates, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(M, P) whether any of a municipality's candidates is touched."""
    if len(candidates) == 0:
        return np.zeros((len(candidates.first) - 1, mask.shape[1]), dtype=np.bool_)
    return np.asarray(np.logical_or.reduceat(mask, candidates.first[:-1], axis=0), dtype=np.bool_)


def why_forbidden(instance: Instance, catalogue: Sequence[Rule] = CATALOGUE) -> tuple[tuple[Reason, ...], ...]:
    """Per municipality, the reasons that take away options of it, those that take most first.

    A reason that takes all of them stands before any that takes some. Empty where nothing is forbidden.
    """
    taken = sift(instance, catalogue).taken
    reasons = sorted(taken, key=list(Reason).index)
    return tuple(
        tuple(
            reason
            for reason in sorted(reasons, key=lambda reason: -int(taken[reason][index]))
            if taken[reason][index] > 0
        )
        for index in range(len(instance.municipalities))
    )


def build_options(instance: Instance, catalogue: Sequence[Rule] = CATALOGUE) -> Options:
    """Compile a valid instance into arrays.

    Args:
        instance: a question that ``validate`` let pass.
        catalogue: the rules to apply.

    Returns:
        The options that the rules leave, with limits and shared rows. Pins that are no option are left out: ask
        ``pin_conflicts`` first.
    """
    sifted = sift(instance, catalogue)
    candidates, kept = sifted.candidates, sifted.kept
    curves = municipality_curves(instance)
    teams_limit, officers_limit = _limits(instance, candidates, catalogue, curves)
    officers = np.array([pool.officers_per_team for pool in instance.pools], dtype=np.int64)
    allowed = sifted.allowed[kept]
    officers_limit = np.where((allowed & (officers > 0)).any(axis=1), officers_limit[kept], NO_LIMIT)
    municipality = candidates.municipality[kept]
    weights = np.array([m.period_weights for m in instance.municipalities], dtype=np.float64)
    weights = weights.reshape(len(instance.municipalities), instance.periods)
    options = Options(
        municipality=municipality,
        start=candidates.start[kept],
        periods=candidates.periods[kept],
        first=np.searchsorted(municipality, np.arange(len(instance.municipalities) + 1)).astype(np.int64),
        weight=window_sums(weights, candidates)[kept],
        teams_limit=teams_limit[kept],
        officers_limit=officers_limit,
        allowed=allowed,
        curves=curves,
        pool_capability=np.array([CAPABILITIES.index(pool.capability) for pool in instance.pools], dtype=np.int32),
        pool_officers=officers,
        pool_rest=np.array([pool.rest_periods for pool in instance.pools], dtype=np.int32),
        pool_cost=np.array([pool.cost_per_operation for pool in instance.pools], dtype=np.float64),
        rows=_rows(instance, catalogue),
        horizon=instance.periods,
        separation=instance.policy.separation_periods,
        floors=_floors(instance),
    )
    pinned = openings_of(instance, options, instance.pins)
    return replace(options, pinned=tuple((opening.option, opening.teams) for opening in pinned))


def municipality_curves(instance: Instance) -> tuple[tuple[Curve, ...], ...]:
    """Gain lists as steps, per municipality and capability index."""
    return tuple(
        tuple(_curve(municipality.gains.get(capability, ())) for capability in CAPABILITIES)
        for municipality in instance.municipalities
    )


def _curve(gains: tuple[float, ...]) -> Curve:
    steps = [(len(list(equal)), gain) for gain, equal in groupby(gains)]
    return Curve(tuple(width for width, _ in steps), tuple(gain for _, gain in steps))


def _useful_pools(instance: Instance) -> NDArray[np.bool_]:
    """(M, P) whether the pool has teams of a capability that the municipality needs."""
    need = np.array([[bool(m.gains.get(c)) for c in CAPABILITIES] for m in instance.municipalities], dtype=np.bool_)
    need = need.reshape(len(instance.municipalities), len(CAPABILITIES))
    capability = [CAPABILITIES.index(pool.capability) for pool in instance.pools]
    has_teams = np.array([pool.teams > 0 for pool in instance.pools], dtype=np.bool_)
    return np.asarray(need[:, capability] & has_teams, dtype=np.bool_)


def limits_by_reason(instance: Instance, candidates: Candidates, catalogue: Sequence[Rule]) -> tuple[Limits, ...]:
    """What each rule of the second kind leaves to each candidate."""
    return tuple(rule.limit(instance, candidates) for rule in catalogue if isinstance(rule, Restricts))


def _limits(
    instance: Instance, candidates: Candidates, catalogue: Sequence[Rule], curves: tuple[tuple[Curve, ...], ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(C,) teams and (C,) officers that all rules together leave."""
    need = np.array([sum(sum(curve.widths) for curve in own) for own in curves], dtype=np.int64)
    teams = need[candidates.municipality]
    officers = np.full(len(candidates), NO_LIMIT, dtype=np.int64)
    for limits in limits_by_reason(instance, candidates, catalogue):
        if limits.teams is not None:
            teams = np.minimum(teams, np.where(limits.teams < 0, NO_LIMIT, limits.teams))
        if limits.officers is not None:
            officers = np.minimum(officers, np.where(limits.officers < 0, NO_LIMIT, limits.officers))
    return teams, officers


def _rows(instance: Instance, catalogue: Sequence[Rule]) -> tuple[Row, ...]:
    rows = [row for rule in catalogue if isinstance(rule, Rations) for row in rule.rows(instance)]
    return tuple(sorted(rows, key=lambda row: row.reason is not Reason.SUPPLY))


def _floors(instance: Instance) -> tuple[OptionFloor, ...]:
    """Floors that the records' stays do not meet already."""
    index = {municipality.name: i for i, municipality in enumerate(instance.municipalities)}
    return tuple(
        OptionFloor(
            municipality=index[floor.municipality],
            capability=-1 if floor.capability is None else CAPABILITIES.index(floor.capability),
            teams=floor.teams,
        )
        for floor in instance.floors
        if not floor_met_by_stays(instance, floor)
    )
