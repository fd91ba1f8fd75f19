"""Which of a municipality's options to open: intervals of greatest profit with a pause between them.

    best[t, B] = max( best[t+1, B],
                      max over lengths d and claims C ⊆ B of  profit[t, d, C] + best[t+d+separation, B - C] )

B are the floors not claimed yet: each floor of a municipality is claimed by one operation at most. Without floors this
is weighted interval scheduling. Everything runs over municipalities at once; only periods and lengths are looped over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Picks:
    """Options of the best schedules.

    Attributes:
        place: (n,) position of the municipality.
        start: (n,) first period.
        length: (n,) index into the lengths.
        claim: (n,) floors that the option claims, as bits.
    """

    place: NDArray[np.int64]
    start: NDArray[np.int64]
    length: NDArray[np.int64]
    claim: NDArray[np.int64]


def best_schedules(
    profit: NDArray[np.float64], lengths: NDArray[np.int64], separation: int
) -> tuple[NDArray[np.float64], Picks]:
    """Value and options of the best schedule of every municipality.

    Args:
        profit: (C, T, D, m) by claimed floors (as bits), start, length and municipality; minus infinity: no option.
        lengths: (D,) lengths in periods.
        separation: periods between the end of an operation and the start of the next.

    Returns:
        (m,) values, at least 0, and the options of one best schedule each; the empty one where nothing pays.
    """
    claims, horizon, _, count = profit.shape
    best = np.zeros((horizon + 1, claims, count))
    choice = np.full((horizon, claims, count), -1, dtype=np.int32)
    for start in range(horizon - 1, -1, -1):
        for open_floors in range(claims):
            value, chosen = best[start + 1, open_floors].copy(), choice[start, open_floors]
            for length, periods in enumerate(lengths):
                then = best[min(start + int(periods) + separation, horizon)]
                for claim in _subsets(open_floors):
                    offer = profit[claim, start, length] + then[open_floors ^ claim]
                    better = offer > value
                    value = np.where(better, offer, value)
                    chosen[better] = length * claims + claim
            best[start, open_floors] = value
    return best[0, claims - 1], _trace(choice, lengths, separation)


def _subsets(bits: int) -> list[int]:
    return [claim for claim in range(bits + 1) if claim & bits == claim]


def _trace(choice: NDArray[np.int32], lengths: NDArray[np.int64], separation: int) -> Picks:
    horizon, claims, count = choice.shape
    free_from = np.zeros(count, dtype=np.int64)
    open_floors = np.full(count, claims - 1, dtype=np.int64)
    found: list[NDArray[np.int64]] = []
    for start in range(horizon):
        free = np.flatnonzero(free_from <= start)
        picked = choice[start, open_floors[free], free]
        place, picked = free[picked >= 0], picked[picked >= 0].astype(np.int64)
        length, claim = picked // claims, picked % claims
        free_from[place] = start + lengths[length] + separation
        open_floors[place] ^= claim
        found.append(np.stack([place, np.full(len(place), start), length, claim]))
    place, start_of, length, claim = np.concatenate(found, axis=1) if found else np.zeros((4, 0), dtype=np.int64)
    order = np.argsort(place, kind="stable")
    return Picks(place[order], start_of[order], length[order], claim[order])
