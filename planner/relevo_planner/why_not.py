"""Why not us: the best operation that a municipality could have had, and what stops it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.compile import build_options, why_forbidden
from relevo_planner.explain import price_of
from relevo_planner.instance import Instance, Operation
from relevo_planner.options import Options
from relevo_planner.plan import Plan, PoolPrice, Reason
from relevo_planner.shortfalls import WORDS
from relevo_planner.solution import Opening, opening_value, operations_of


@dataclass(frozen=True, slots=True)
class Unserved:
    """Why a municipality has no operation.

    Attributes:
        municipality: its name.
        reasons: what stops it: the rules that forbid, those that take most first, or what binds the plan.
        best: the operation that comes closest to paying, None where rules leave none.
        value: what it would bring.
        price: what its teams cover elsewhere, by the plan's prices.
        sentences: the same in words.
    """

    municipality: str
    reasons: tuple[Reason, ...]
    best: Operation | None
    value: float
    price: float
    sentences: tuple[str, ...]

    @property
    def margin(self) -> float:
        """Value less price: below 0 it is outbid."""
        return self.value - self.price


def why_not(instance: Instance, plan: Plan, municipality: str, options: Options | None = None) -> Unserved:
    """Explain why a municipality has no operation in a plan.

    Args:
        instance: the question.
        plan: its plan.
        municipality: a name of the instance.
        options: the instance's options, where the caller has them.

    Raises:
        ValueError: if the municipality is not in the instance.
    """
    place = [place.name for place in instance.municipalities].index(municipality)
    if not any(instance.municipalities[place].gains.values()):
        return Unserved(municipality, (Reason.NO_NEED,), None, 0.0, 0.0, ("It has no need that teams could cover.",))
    options = options or build_options(instance)
    opening = best_opening(instance, options, plan.prices, place)
    if opening is None:
        reasons = why_forbidden(instance)[place] or (Reason.SUPPLY,)
        said = tuple(f"No operation is possible: {WORDS.get(reason, reason.value)}." for reason in reasons)
        return Unserved(municipality, reasons, None, 0.0, 0.0, said)
    best = operations_of(instance, options, [opening])[0]
    value, price = opening_value(options, opening), price_of(instance, plan.prices, best)
    lacking = (short for short in plan.shortfalls if short.teams and short.municipality == municipality)
    reasons = tuple(dict.fromkeys(short.reason for short in lacking))
    return Unserved(municipality, reasons, best, value, price, _sentences(best, value, price, reasons))


def best_opening(instance: Instance, options: Options, prices: tuple[PoolPrice, ...], place: int) -> Opening | None:
    """The option and teams of a municipality with the greatest value less price; one team at least.

    Teams are taken while one more pays, best gain first from the cheapest pool; where none pays, the one that comes
    closest.
    """
    own = np.arange(options.first[place], options.first[place + 1])
    charges = _charges(instance, options, prices, own)
    best: tuple[float, Opening] | None = None
    for option, charge in zip(own.tolist(), charges, strict=True):
        found = _greedy(options, option, charge)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _charges(
    instance: Instance, options: Options, prices: tuple[PoolPrice, ...], own: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(n, P) what one team of each pool pays in each option: its own cost and its price while serving and resting."""
    running = np.zeros((len(options.pool_cost), options.horizon + 1))
    of_pool = {pool.name: index for index, pool in enumerate(instance.pools)}
    for price in prices:
        np.cumsum(price.per_period, out=running[of_pool[price.pool], 1:])
    start = options.start[own].astype(np.int64)
    end = np.minimum((start + options.periods[own])[:, np.newaxis] + options.pool_rest, options.horizon)
    pools = np.arange(len(options.pool_cost))
    return np.asarray(options.pool_cost + running[pools, end] - running[pools, start[:, np.newaxis]])


def _greedy(options: Options, option: int, charge: NDArray[np.float64]) -> tuple[float, Opening] | None:
    """Value less price of the best teams found in one option."""
    weight, place = float(options.weight[option]), int(options.municipality[option])
    offers = sorted(
        (float(charge[pool]) - gain * weight, step, pool, width)
        for pool in np.flatnonzero(options.allowed[option]).tolist()
        for step, (width, gain) in enumerate(_steps(options, place, pool))
    )
    left = {(int(options.pool_capability[offer[2]]), offer[1]): offer[3] for offer in offers}
    room, officers_left = int(options.teams_limit[option]), int(options.officers_limit[option])
    teams: dict[int, int] = {}
    total = 0.0
    for loss, step, pool, _ in offers:
        key, officers = (int(options.pool_capability[pool]), step), int(options.pool_officers[pool])
        most = min(left[key], room, officers_left // officers if officers else room)
        if loss >= 0:
            most = min(most, 0 if teams else 1)
        if most > 0:
            teams[pool] = teams.get(pool, 0) + most
            left[key], room, officers_left = left[key] - most, room - most, officers_left - most * officers
            total -= loss * most
    return (total, Opening(option, tuple(sorted(teams.items())))) if teams else None


def _steps(options: Options, place: int, pool: int) -> list[tuple[int, float]]:
    curve = options.curves[place][int(options.pool_capability[pool])]
    return list(zip(curve.widths, curve.gains, strict=True))


def _sentences(best: Operation, value: float, price: float, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    teams = ", ".join(f"{count} of {pool}" for pool, count in best.teams.items())
    found = [
        f"Its best operation, periods {best.start} to {best.end - 1} with {teams}, would bring {value:.4g}.",
        f"Those teams cover about {price:.4g} elsewhere, by the plan's prices.",
    ]
    found.extend(f"What stops it: {WORDS[reason]}." for reason in reasons if reason in WORDS)
    return tuple(found)
