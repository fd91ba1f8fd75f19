"""What municipalities are ordered by: harm-weighted expected incidents, their rate, or a declared blend.

``score[m] = sum_c harm[c] * expected[m,c] / (population[m] / 100,000) ** exponent``, the exponent being 0 for
``VOLUME``, 1 for ``RATE`` and the policy's own for ``BLEND``; ``expected`` is per year, from the smoothed rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import RATE_BASE, Exposure, History, exposure
from relevo_planner.need.smoothing import Posterior, smooth
from relevo_planner.need.uncertainty import RankBelief, believe


class ScoreMethod(StrEnum):
    """The declared way of ordering."""

    VOLUME = "volume"
    RATE = "rate"
    BLEND = "blend"


@dataclass(frozen=True, slots=True)
class Harm:
    """Weight of one incident of a crime type, with where it comes from.

    Attributes:
        weight: least years of prison that the law sets for it; the scale that the Cambridge Crime Harm Index uses
            (Sherman, Neyroud and Neyroud, Policing 10, 2016), here with Mexican law.
        source: the article.
        discovered: True where police find it rather than residents report it; counting it would send forces where
            forces already are.
    """

    weight: float
    source: str
    discovered: bool = False


HARM: Mapping[str, Harm] = {
    "homicidio-doloso": Harm(12.0, "Código Penal Federal, art. 307"),
    "feminicidio": Harm(40.0, "Código Penal Federal, art. 325"),
    "secuestro": Harm(40.0, "Ley General para Prevenir y Sancionar los Delitos en Materia de Secuestro, art. 9"),
    "violacion-simple": Harm(8.0, "Código Penal Federal, art. 265"),
    "extorsion": Harm(2.0, "Código Penal Federal, art. 390"),
    "trata-de-personas": Harm(5.0, "Ley General en Materia de Trata de Personas, art. 10"),
    "narcomenudeo": Harm(0.83, "Ley General de Salud, art. 476 (ten months)", discovered=True),
}
"""Default harm weights. A crime type that is not listed weighs 1 and says so."""


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """Numbers of a ranking.

    Attributes:
        half_life_months: a month this long ago weighs half. The default is the back-test's choice.
        blend_exponent: of ``BLEND``: 0 is volume, 1 is rate.
        count_discovered: True counts crimes that police discover as well.
        drift: year-to-year drift of rates, standard deviation of the log. The default is the back-test's.
        horizon_months: what the intervals look ahead.
        first: N of "the first N".
        draws: posterior-predictive draws.
        seed: of the draws.
        harm: weight per crime type; those that are not named weigh 1.
    """

    half_life_months: float = 4.0
    blend_exponent: float = 0.5
    count_discovered: bool = False
    drift: float = 0.3
    horizon_months: int = 12
    first: int = 50
    draws: int = 1000
    seed: int = 1
    harm: Mapping[str, Harm] = field(default_factory=lambda: HARM)

    def weight(self, crime_type: str) -> float:
        """Return the weight of one incident."""
        harm = self.harm.get(crime_type, Harm(1.0, "not in the table"))
        return 0.0 if harm.discovered and not self.count_discovered else harm.weight

    def exponent(self, method: ScoreMethod) -> float:
        """Return the power of the population that the score is divided by."""
        return {ScoreMethod.VOLUME: 0.0, ScoreMethod.RATE: 1.0, ScoreMethod.BLEND: self.blend_exponent}[method]


@dataclass(frozen=True, slots=True)
class Scored:
    """Raw and smoothed figures side by side; NaN where something is unknown.

    Attributes:
        score: (M,) what is ordered, descending.
        expected: (M,) harm-weighted incidents per year from smoothed rates.
        raw_rate, smoothed_rate: by crime type (M,), per 100,000 inhabitants and year.
        posteriors: by crime type.
        weights: by crime type.
    """

    score: NDArray[np.float64]
    expected: NDArray[np.float64]
    raw_rate: Mapping[str, NDArray[np.float64]]
    smoothed_rate: Mapping[str, NDArray[np.float64]]
    posteriors: Mapping[str, Posterior]
    weights: Mapping[str, float]


def score(history: History, method: ScoreMethod, policy: ScorePolicy) -> Scored:
    """Score every municipality. One whose count of a weighted crime type or whose population is unknown gets NaN."""
    weights = {crime: policy.weight(crime) for crime in history.counts}
    weights = {crime: weight for crime, weight in weights.items() if weight > 0}
    pasts = {c: exposure(history.counts[c], history.population, policy.half_life_months) for c in weights}
    posteriors = {crime: smooth(past, history.regions) for crime, past in pasts.items()}
    hundred_thousands = history.population / RATE_BASE
    expected = np.zeros(len(history.municipalities))
    for crime, weight in weights.items():
        expected += weight * posteriors[crime].mean * hundred_thousands
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = expected / np.power(hundred_thousands, policy.exponent(method))
        raw = {crime: _raw(past) for crime, past in pasts.items()}
    return Scored(scores, expected, raw, {c: p.mean for c, p in posteriors.items()}, posteriors, weights)


def rank_belief(scored: Scored, history: History, method: ScoreMethod, policy: ScorePolicy) -> RankBelief:
    """Return how sure the order is over the policy's horizon."""
    return believe(
        [(weight, scored.posteriors[crime]) for crime, weight in scored.weights.items()],
        history.population,
        exponent=policy.exponent(method),
        drift=policy.drift,
        horizon_months=policy.horizon_months,
        first=policy.first,
        draws=policy.draws,
        seed=policy.seed,
    )


def order(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return indices by descending score, equal scores by index; unknown scores are left out."""
    known = np.flatnonzero(~np.isnan(scores))
    return known[np.argsort(-scores[known], kind="stable")]


def _raw(past: Exposure) -> NDArray[np.float64]:
    return np.where(past.person_years > 0, past.incidents / past.person_years, np.nan)
