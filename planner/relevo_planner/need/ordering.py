"""A whole ranking at once: order, score, smoothed rates, rank intervals, and what it was made of in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.calls import Calls
from relevo_planner.need.history import History, exposure
from relevo_planner.need.score import Scored, order, rank_belief, score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy
from relevo_planner.need.uncertainty import RankBelief


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order of M municipalities with its doubt.

    Attributes:
        order: (K,) indices of those with an order, best first; equal scores by index.
        score: (M,) what is ordered by, NaN without an order.
        smoothed_rate: (M,) per 100,000 and year, all counted crime types together; NaN where unknown.
        belief: rank intervals over the policy's horizon; NaN where they cannot be told.
        scored: parts of the score by crime type.
        formula: what was computed, in words.
    """

    order: NDArray[np.int64]
    score: NDArray[np.float64]
    smoothed_rate: NDArray[np.float64]
    belief: RankBelief
    scored: Scored
    formula: str


def order_municipalities(
    history: History, method: ScoreMethod, policy: ScorePolicy, calls: Calls | None = None
) -> Ordering:
    """Score, order and doubt every municipality.

    By ``VOLUME`` a municipality without a known population stands by its recency-weighted counts alone: nothing can be
    smoothed and no interval told, but an order it has. By any other method it has none.

    Args:
        history: the past.
        method: what to order by.
        policy: its numbers.
        calls: emergency calls of the same municipalities; they count where ``policy.call_share`` is above 0.
    """
    scored = score(history, method, policy, calls)
    belief = rank_belief(scored, history, method, policy)
    scores = scored.score.copy()
    if method is ScoreMethod.VOLUME:
        unsmoothed = np.isnan(scores) & ~(history.population > 0)
        scores[unsmoothed] = _counted(history, scored, policy)[unsmoothed]
    rates = np.zeros(len(scores))
    for rate in scored.smoothed_rate.values():
        rates += rate
    return Ordering(order(scores), scores, rates, belief, scored, _formula(scored, method, policy))


def _counted(history: History, scored: Scored, policy: ScorePolicy) -> NDArray[np.float64]:
    """(M,) harm-weighted incidents per year as counted, NaN where any crime type is unknown."""
    total = np.zeros(len(history.municipalities))
    for crime, weight in scored.weights.items():
        past = exposure(history.counts[crime], history.population, policy.remembered(crime).half_life_months)
        with np.errstate(divide="ignore", invalid="ignore"):
            total += weight * np.where(past.years > 0, past.incidents / past.years, np.nan)
    return total


def _formula(scored: Scored, method: ScoreMethod, policy: ScorePolicy) -> str:
    crimes = []
    for crime, weight in scored.weights.items():
        memory = policy.remembered(crime)
        crimes.append(
            f"{crime} (weight {weight:g}, half-life {memory.half_life_months:g} months, drift {memory.drift:g} "
            f"and nation {memory.national_drift:g}, fitted: {', '.join(scored.posteriors[crime].groups) or 'nothing'})"
        )
    exponent = policy.exponent(method)
    divisor = f" / (population / 100,000) ** {exponent:g}" if exponent else ""
    called = f"; {policy.call_share:g} of the score from emergency calls" if scored.calls_used.any() else ""
    return (
        f"harm-weighted incidents expected per year from Poisson-Gamma rates{divisor}, descending, "
        f"equal scores by key; {'; '.join(crimes)}{called}"
    )
