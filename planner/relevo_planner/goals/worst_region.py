"""Look for fairer plans with the search of goal 2 itself, by counting the need of worse-served regions more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from relevo_planner.goals.pursuit import SLACK, Pursuit
from relevo_planner.goals.regions import region_need, region_shares
from relevo_planner.options import Options
from relevo_planner.solution import Opening, openings_value, operations_of

ROUNDS = 6
MOST_EXTRA = 10.0
"""Most times that one region's need is counted on top of its own in a round."""
CLOSE = 1e-3
"""Distance between the worst share and its bound at which raising ends."""


def raise_worst_region(pursuit: Pursuit, regions: tuple[str, ...], least: float) -> float:
    """Look for plans worth at least ``least`` whose worst region is better served, and bound what any can reach.

    For weights v[r] >= 0 that add up to 1 and a price λ > 0, no plan worth ``least`` has a worst share above

        max over plans of  Σ_r v[r] * share[r]  +  λ * (goal 2 - least)

    which is goal 2 with need in region r counted ``1 + v[r] / (λ * need[r])`` fold. The next weights and price are the
    duals of the best mixture of the plans seen so far (Dantzig and Wolfe 1960). The options of every plan seen become
    available to later goals; the fairest plan worth ``least`` becomes the plan.

    Args:
        pursuit: the plan so far and the search.
        regions: those whose worst share counts.
        least: goal 2 to be kept.

    Returns:
        The least of the bounds found, 1 at most.
    """
    instance, options = pursuit.instance, pursuit.options
    total, committed = region_need(instance), region_shares(instance, ())
    needs = np.array([total[region] for region in regions])
    given = np.array([committed[region] for region in regions])
    shares, values, bound = [_shares(pursuit, regions)], [pursuit.value], 1.0
    best, original = float(shares[0].min()), pursuit.openings
    for _ in range(ROUNDS):
        weights, price = mixture_duals(np.array(shares), np.array(values), least)
        price = max(price, float((weights / needs).max()) / MOST_EXTRA)
        tilted = _tilted(pursuit, regions, 1.0 + weights / (price * needs))
        found = pursuit.search(tilted, original, 1.0 / (2 * ROUNDS))
        bound = min(bound, price * (found.bound - least) + float(weights @ given))
        pursuit.see(found.openings)
        reached, value = _shares(pursuit, regions, found.openings), openings_value(options, found.openings)
        if value >= least and reached.min() > best:
            best, pursuit.openings = float(reached.min()), found.openings
        if bound - best <= CLOSE or any(np.allclose(reached, seen, atol=SLACK) for seen in shares):
            break
        shares.append(reached)
        values.append(value)
    return bound


def _tilted(pursuit: Pursuit, regions: tuple[str, ...], fold: NDArray[np.float64]) -> Options:
    """The options with each region's need counted ``fold`` times."""
    of_region = dict(zip(regions, fold.tolist(), strict=True))
    by_place = np.array([of_region.get(place.region, 1.0) for place in pursuit.instance.municipalities])
    return replace(pursuit.options, weight=pursuit.options.weight * by_place[pursuit.options.municipality])


def mixture_duals(
    shares: NDArray[np.float64], values: NDArray[np.float64], least: float
) -> tuple[NDArray[np.float64], float]:
    """Weights of regions and price of goal 2 at the best mixture of plans.

    Args:
        shares: (plans, regions) covered shares.
        values: (plans,) goal 2.
        least: goal 2 that the mixture must reach.

    Returns:
        (regions,) weights that add up to 1, and the price.
    """
    from scipy.optimize import linprog  # half a second to import, and most plans never need it

    plans, count = shares.shape
    rows = np.hstack([np.ones((count, 1)), -shares.T])
    rows = np.vstack([rows, np.concatenate([[0.0], -values])])
    solved = linprog(
        c=np.concatenate([[-1.0], np.zeros(plans)]),
        A_ub=rows,
        b_ub=np.concatenate([np.zeros(count), [-least]]),
        A_eq=[[0.0] + [1.0] * plans],
        b_eq=[1.0],
        bounds=[(None, None)] + [(0.0, None)] * plans,
    )
    if solved.status != 0:
        weights = (shares[-1] == shares[-1].min()).astype(np.float64)
        return weights / weights.sum(), 0.0
    duals = np.maximum(-np.asarray(solved.ineqlin.marginals), 0.0)
    return duals[:count] / duals[:count].sum(), float(duals[count])


def _shares(
    pursuit: Pursuit, regions: tuple[str, ...], openings: tuple[Opening, ...] | None = None
) -> NDArray[np.float64]:
    plan = pursuit.openings if openings is None else openings
    shares = region_shares(pursuit.instance, operations_of(pursuit.instance, pursuit.options, plan))
    return np.array([shares[region] for region in regions])
