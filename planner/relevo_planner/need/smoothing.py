"""Empirical Bayes smoothing of rates: the Poisson-Gamma model, fitted by maximum likelihood.

``theta[m] ~ Gamma(nu, alpha[m])`` and ``O[m] | theta ~ Poisson(theta E[m])`` give ``Gamma(O + nu, E + alpha)``
afterwards, with mean ``(O + nu) / (E + alpha)`` (Clayton and Kaldor, Biometrics 43, 1987). Marginally O is negative
binomial. What a place is expected to be before its counts are seen may depend on its size:
``nu / alpha[m] = mean * (inhabitants[m] / 100,000) ** slope``. Some crimes are a city's (robbery in public transport),
and shrinking a village to a city's rate would expect incidents where there are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.need.history import Exposure

LEAST_MUNICIPALITIES = 60
LEAST_INCIDENTS = 200.0

_LOG_NU_BOUNDS = (-6.0, 8.0)
_LOG_MEAN_REACH = 8.0
_SLOPE_BOUNDS = (-2.0, 2.0)


@dataclass(frozen=True, slots=True)
class Prior:
    """What a rate is before the counts are seen.

    Attributes:
        nu: shape.
        mean: rate per 100,000 inhabitants and year in a place of 100,000 inhabitants.
        slope: power of the population that the mean grows with; 0: size says nothing.
    """

    nu: float
    mean: float
    slope: float = 0.0

    def alpha(self, hundred_thousands: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the prior's exposure for places of these sizes (units of 100,000 inhabitants)."""
        return np.asarray(self.nu / (self.mean * np.power(hundred_thousands, self.slope)))


@dataclass(frozen=True, slots=True)
class Posterior:
    """Gamma posterior of each municipality's rate per 100,000 inhabitants and year; NaN where it is unknown.

    Attributes:
        shape: (M,) O + nu.
        rate: (M,) E + alpha, 100,000 person-years.
        groups: names of the groups that were fitted on their own, ``nation`` among them.
    """

    shape: NDArray[np.float64]
    rate: NDArray[np.float64]
    groups: tuple[str, ...]

    @property
    def mean(self) -> NDArray[np.float64]:
        """(M,) smoothed rate per 100,000 and year."""
        return self.shape / self.rate


def fit(
    incidents: NDArray[np.float64],
    person_years: NDArray[np.float64],
    hundred_thousands: NDArray[np.float64] | None = None,
) -> Prior:
    """Return the prior that makes the counts most likely.

    Where no incident is known the prior stays vague around a low rate: ``nu`` 0.5, mean 0.5.

    Args:
        incidents: (M,) weighted incidents.
        person_years: (M,) positive, in units of 100,000.
        hundred_thousands: (M,) positive, inhabitants in units of 100,000; None: without a slope.
    """
    # Loaded here, because it takes a second that a server which ranks nothing yet need not wait for.
    from scipy.optimize import minimize

    if incidents.sum() <= 0 or person_years.sum() <= 0:
        return Prior(0.5, 0.5)
    level = float(np.log(incidents.sum() / person_years.sum()))
    size = np.zeros(len(incidents)) if hundred_thousands is None else np.log(hundred_thousands)

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        return _loss(point, incidents, person_years, size)

    slopes = (0.0, 0.0) if hundred_thousands is None else _SLOPE_BOUNDS
    bounds = [_LOG_NU_BOUNDS, (level - _LOG_MEAN_REACH, level + _LOG_MEAN_REACH), slopes]
    found = minimize(loss, np.array([0.0, level, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds)
    log_nu, log_mean, slope = (float(value) for value in found.x)
    return Prior(float(np.exp(log_nu)), float(np.exp(log_mean)), slope)


def smooth(past: Exposure, regions: Sequence[str]) -> Posterior:
    """Return the posterior of every municipality with known counts and population.

    A region is fitted on its own where it bears it: at least ``LEAST_MUNICIPALITIES`` of known exposure with at least
    ``LEAST_INCIDENTS`` weighted incidents; all others share the fit of the nation.
    """
    known = (past.years > 0) & ~np.isnan(past.person_years) & (past.person_years > 0)
    shape = np.full(len(regions), np.nan)
    rate = np.full(len(regions), np.nan)
    if not known.any():
        return Posterior(shape, rate, ())
    names = ["nation"]
    for name, members in _groups(past, np.asarray(regions), known):
        size = past.person_years[members] / past.years[members]
        prior = fit(past.incidents[members], past.person_years[members], size)
        shape[members] = past.incidents[members] + prior.nu
        rate[members] = past.person_years[members] + prior.alpha(size)
        if name != "nation":
            names.append(name)
    return Posterior(shape, rate, tuple(names))


def _loss(
    point: NDArray[np.float64],
    incidents: NDArray[np.float64],
    person_years: NDArray[np.float64],
    size: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    """Negative log-likelihood per place, up to a constant, and its gradient by log nu, log mean and slope."""
    from scipy.special import digamma, gammaln

    log_nu, log_mean, slope = point
    nu, log_alpha = np.exp(log_nu), log_nu - log_mean - slope * size
    alpha = np.exp(log_alpha)
    shape, rate = incidents + nu, person_years + alpha
    likelihood = (gammaln(shape) - gammaln(nu) + nu * log_alpha - shape * np.log(rate)).sum()
    by_log_alpha = nu - shape * alpha / rate
    by_nu = (digamma(shape) - digamma(nu) + log_alpha - np.log(rate)).sum()
    gradient = np.array([nu * by_nu + by_log_alpha.sum(), -by_log_alpha.sum(), -(by_log_alpha * size).sum()])
    return -float(likelihood) / len(incidents), -gradient / len(incidents)


def _groups(
    past: Exposure, regions: NDArray[np.str_], known: NDArray[np.bool_]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield the nation's group (everything known) first, then the regions that are fitted on their own."""
    yield "nation", known
    for region in sorted(set(regions[known]) - {""}):
        members = known & (regions == region)
        if members.sum() >= LEAST_MUNICIPALITIES and past.incidents[members].sum() >= LEAST_INCIDENTS:
            yield str(region), members
