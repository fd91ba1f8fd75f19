"""The best teams of one option at given charges, for many options at once.

Inside an option gains are concave per capability and pools differ only in what they charge, so teams are taken in
segments: gain step i served by the j-th cheapest pool. Best margin first, while it pays and the team limit holds, is
optimal. One thing goes beyond it: teams of unequal officers under a limit of officers are a knapsack. Its linear
relaxation is priced: officers pay ``rate`` each, and the value at *any* rate >= 0 is an over-estimate (weak duality),
which is what a bound needs. The teams returned then are a mixture of two compositions, possibly fractional.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stalls:
    """n options of equal shape: K capabilities, S gain steps, Q pools per capability.

    Attributes:
        entry: (n, K, Q) place of the pool in the flat charge table; the table's last entry stands for no pool.
        most: (n, K, Q) most teams of the pool.
        gain: (n, K, S) weighted gain of a team in the step, non-increasing over steps.
        upto: (n, K, S) teams up to and with the step.
        limit: (n,) most teams.
        officers: (n, K, Q) officers per team; None where the officers limit is expressed in ``limit`` already.
        officers_limit: (n,) most officers.
    """

    entry: NDArray[np.int64]
    most: Floats
    gain: Floats
    upto: Floats
    limit: Floats
    officers: Floats | None
    officers_limit: Floats

    def __len__(self) -> int:
        return len(self.limit)

    def take(self, place: NDArray[np.int64]) -> Stalls:
        """Some of them."""
        return Stalls(
            self.entry[place], self.most[place], self.gain[place], self.upto[place], self.limit[place],
            None if self.officers is None else self.officers[place], self.officers_limit[place],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segments:
    """Alternatives of n options, L = S * Q per capability: teams up to ``width`` at ``margin`` each.

    Attributes:
        margin: (n, K, L).
        width: (n, K, L).
        pool: (n, K, L) which of the Q pools serves.
    """

    margin: Floats
    width: Floats
    pool: NDArray[np.int64]


def gains_of(stalls: Stalls, teams: Floats) -> Floats:
    """(n,) weighted gains of ``teams`` (n, K, Q) before any charge."""
    count = teams.sum(axis=2)[:, :, np.newaxis]
    step_from = np.concatenate([np.zeros((*stalls.upto.shape[:2], 1)), stalls.upto[:, :, :-1]], axis=2)
    filled = np.clip(count - step_from, 0.0, stalls.upto - step_from)
    return np.asarray((stalls.gain * filled).sum(axis=(1, 2)))


def single_profit(stalls: Stalls, charges: Floats) -> Floats:
    """One team: the capability whose first gain exceeds its cheapest charge by most."""
    cheapest = charges.take(stalls.entry).min(axis=2)
    return np.asarray(np.maximum((stalls.gain[:, :, 0] - cheapest).max(axis=1, initial=0.0), 0.0) * (stalls.limit > 0))


def segments_of(stalls: Stalls, charge: Floats) -> Segments:
    """Gain steps met with pools, cheapest first."""
    n, kinds, pools = charge.shape
    order, charge, most = _cheapest_first(charge, stalls.most)
    supply = np.cumsum(most, axis=2)
    floor = np.zeros((n, kinds, 1))
    step_from = np.concatenate([floor, stalls.upto[:, :, :-1]], axis=2)
    pool_from = np.concatenate([floor, supply[:, :, :-1]], axis=2)
    upper = np.minimum(stalls.upto[..., np.newaxis], supply[:, :, np.newaxis, :])
    lower = np.maximum(step_from[..., np.newaxis], pool_from[:, :, np.newaxis, :])
    margin = stalls.gain[..., np.newaxis] - charge[:, :, np.newaxis, :]
    shape = (n, kinds, stalls.gain.shape[2] * pools)
    pool = np.broadcast_to(order[:, :, np.newaxis, :], margin.shape)
    return Segments(margin.reshape(shape), np.maximum(upper - lower, 0.0).reshape(shape), pool.reshape(shape))


def _cheapest_first(charge: Floats, most: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Order (n, K, Q) of the pools by charge, and charges and most teams in that order; two pools need no sorting."""
    if charge.shape[2] == 1:
        return np.zeros(charge.shape, dtype=np.int64), charge, most
    if charge.shape[2] > 2:
        order = np.argsort(charge, axis=2, kind="stable")
        return order, np.take_along_axis(charge, order, axis=2), np.take_along_axis(most, order, axis=2)
    swapped = charge[:, :, 1] < charge[:, :, 0]
    order = np.stack([swapped, ~swapped], axis=2).astype(np.int64)
    sorted_charge = np.stack([charge.min(axis=2), charge.max(axis=2)], axis=2)
    first = np.where(swapped, most[:, :, 1], most[:, :, 0])
    return order, sorted_charge, np.stack([first, most.sum(axis=2) - first], axis=2)


def paying_profit(segments: Segments, limit: Floats) -> Floats:
    """(n,) profit of the segments that pay, best first; only crowded options need sorting."""
    paying = segments.margin > 0
    width = np.where(paying, segments.width, 0.0)
    gain = np.where(paying, segments.margin, 0.0)
    profit = np.einsum("nkl,nkl->n", gain, width)
    crowded = np.flatnonzero(width.sum(axis=(1, 2)) > limit)
    if len(crowded):
        gain, width = gain[crowded].reshape(len(crowded), -1), width[crowded].reshape(len(crowded), -1)
        order = np.argsort(-gain, axis=1, kind="stable")
        gain, width = np.take_along_axis(gain, order, axis=1), np.take_along_axis(width, order, axis=1)
        room = limit[crowded, np.newaxis] - (np.cumsum(width, axis=1) - width)
        profit[crowded] = (gain * np.clip(room, 0.0, width)).sum(axis=1)
    return np.asarray(profit)


def fill(stalls: Stalls, charge: Floats) -> tuple[Floats, Floats]:
    """Profit (n,) and teams (n, K, Q) of the best composition, officers left aside: what pays, best first."""
    segments = segments_of(stalls, charge)
    n, kinds, length = segments.margin.shape
    margin = segments.margin.reshape(n, kinds * length)
    width = np.where(margin > 0, segments.width.reshape(n, kinds * length), 0.0)
    order = np.argsort(-margin, axis=1, kind="stable")
    wanted = np.take_along_axis(width, order, axis=1)
    room = stalls.limit[:, np.newaxis] - (np.cumsum(wanted, axis=1) - wanted)
    np.put_along_axis(width, order, np.clip(room, 0.0, wanted), axis=1)
    profit = np.asarray((margin * width).sum(axis=1))
    taken = width.reshape(n, kinds, length)
    teams = np.zeros(charge.shape)
    for pool in range(charge.shape[2]):
        teams[:, :, pool] = np.where(segments.pool == pool, taken, 0.0).sum(axis=2)
    return profit, teams
