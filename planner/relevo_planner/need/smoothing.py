"""Empirical Bayes smoothing of rates: the Poisson-Gamma model, fitted by maximum likelihood.

``theta[m] ~ Gamma(nu, alpha)`` and ``O[m] | theta ~ Poisson(theta E[m])`` give ``Gamma(O + nu, E + alpha)`` afterwards
with mean ``(O + nu) / (E + alpha)`` (Clayton and Kaldor, Biometrics 43, 1987). Marginally O is negative binomial.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln

from relevo_planner.need.history import Exposure

LEAST_MUNICIPALITIES = 60
LEAST_INCIDENTS = 200.0


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


def fit(incidents: NDArray[np.float64], person_years: NDArray[np.float64]) -> tuple[float, float]:
    """Return ``nu`` and ``alpha`` that make the counts most likely.

    Where no incident is known the prior stays vague around zero: ``(0.5, 1.0)`` person-years.
    """
    if incidents.sum() <= 0 or person_years.sum() <= 0:
        return 0.5, 1.0
    mean = incidents.sum() / person_years.sum()
    constant = gammaln(incidents + 1).sum()
    logged = np.log(np.maximum(person_years, 1e-300))

    def loss(point: NDArray[np.float64]) -> float:
        nu, alpha = np.exp(point)
        total = gammaln(incidents + nu) - gammaln(nu) + nu * np.log(alpha)
        total += incidents * logged - (incidents + nu) * np.log(person_years + alpha)
        return float(constant - total.sum())

    found = minimize(loss, np.array([0.0, -np.log(mean)]), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-8})
    nu, alpha = np.exp(np.clip(found.x, -12.0, 12.0))
    return float(nu), float(alpha)


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
        nu, alpha = fit(past.incidents[members], past.person_years[members])
        shape[members] = past.incidents[members] + nu
        rate[members] = past.person_years[members] + alpha
        if name != "nation":
            names.append(name)
    return Posterior(shape, rate, tuple(names))


def _groups(
    past: Exposure, regions: NDArray[np.str_], known: NDArray[np.bool_]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield the nation's group (everything known) first, then the regions that are fitted on their own."""
    yield "nation", known
    for region in sorted(set(regions[known]) - {""}):
        members = known & (regions == region)
        if members.sum() >= LEAST_MUNICIPALITIES and past.incidents[members].sum() >= LEAST_INCIDENTS:
            yield str(region), members
