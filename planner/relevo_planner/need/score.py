"""What municipalities are ordered by: harm-weighted expected incidents, their rate, or a declared blend.

``score[m] = sum_c harm[c] * expected[m,c] / (population[m] / 100,000) ** exponent``, the exponent being 0 for
``VOLUME``, 1 for ``RATE`` and the policy's own for ``BLEND``; ``expected`` is per year, from the smoothed rate.
Emergency calls join in where they are given and the policy gives them a share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.calls import Calls, CallScore, score_calls
from relevo_planner.need.history import RATE_BASE, Exposure, History, exposure
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy
from relevo_planner.need.smoothing import Posterior, smooth
from relevo_planner.need.uncertainty import Part, RankBelief, believe


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of M municipalities, NaN where unknown.

    Attributes:
        score: (M,) what is ordered by, descending.
        expected: (M,) harm-weighted incidents per year from smoothed rates, calls mixed in where they have a share.
        raw_rate, smoothed_rate: by crime type (M,), per 100,000 inhabitants and year.
        posteriors: by crime type.
        weights: by crime type.
        calls_used: (M,) whether emergency calls are in the score.
        parts: what the score is made of, with its doubt.
    """

    score: NDArray[np.float64]
    expected: NDArray[np.float64]
    raw_rate: Mapping[str, NDArray[np.float64]]
    smoothed_rate: Mapping[str, NDArray[np.float64]]
    posteriors: Mapping[str, Posterior]
    weights: Mapping[str, float]
    calls_used: NDArray[np.bool_]
    parts: tuple[Part, ...]


def score(history: History, method: ScoreMethod, policy: ScorePolicy, calls: Calls | None = None) -> Scored:
    """Score every municipality. One whose count of a weighted crime type or whose population is unknown gets NaN.

    Args:
        history: the past.
        method: what to order by.
        policy: its numbers.
        calls: emergency calls of the same municipalities; they count where ``policy.call_share`` is above 0.
    """
    weights = {crime: policy.weight(crime) for crime in history.counts}
    weights = {crime: weight for crime, weight in weights.items() if weight > 0}
    pasts = {
        crime: exposure(history.counts[crime], history.population, policy.remembered(crime).half_life_months)
        for crime in weights
    }
    posteriors = {crime: smooth(past, history.regions) for crime, past in pasts.items()}
    hundred_thousands = history.population / RATE_BASE
    reported = np.zeros(len(history.municipalities))
    for crime, weight in weights.items():
        reported += weight * posteriors[crime].mean * hundred_thousands
    called = None
    if calls is not None and policy.call_share > 0:
        called = score_calls(calls, history.population, history.regions, reported)
    expected = reported if called is None else called.mixed(reported, policy.call_share)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Scored(
            score=expected / np.power(hundred_thousands, policy.exponent(method)),
            expected=expected,
            raw_rate={crime: _raw(past) for crime, past in pasts.items()},
            smoothed_rate={crime: posterior.mean for crime, posterior in posteriors.items()},
            posteriors=posteriors,
            weights=weights,
            calls_used=np.zeros(len(reported), dtype=np.bool_) if called is None else called.known,
            parts=_parts(weights, posteriors, called, policy),
        )


def rank_belief(scored: Scored, history: History, method: ScoreMethod, policy: ScorePolicy) -> RankBelief:
    """Return how sure the order is over the policy's horizon."""
    return believe(
        scored.parts,
        history.population,
        exponent=policy.exponent(method),
        horizon_months=policy.horizon_months,
        first=policy.first,
        draws=policy.draws,
        seed=policy.seed,
    )


def order(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return indices by descending score, equal scores by index; unknown scores are left out."""
    known = np.flatnonzero(~np.isnan(scores))
    return known[np.argsort(-scores[known], kind="stable")]


def _parts(
    weights: Mapping[str, float], posteriors: Mapping[str, Posterior], called: CallScore | None, policy: ScorePolicy
) -> tuple[Part, ...]:
    parts = []
    for crime, weight in weights.items():
        memory, posterior = policy.remembered(crime), posteriors[crime]
        reported = np.full(len(posterior.shape), weight)
        if called is not None:
            reported[called.known] *= 1 - policy.call_share
        parts.append(Part(reported, posterior, memory.drift, memory.national_drift))
    return tuple(parts) if called is None else (*parts, called.part(policy.call_share))


def _raw(past: Exposure) -> NDArray[np.float64]:
    return np.where(past.person_years > 0, past.incidents / past.person_years, np.nan)
