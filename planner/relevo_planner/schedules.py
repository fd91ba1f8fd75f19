"""Which of a municipality's options to open: intervals of greatest profit with a pause between them.

    best[t] = max( best[t+1], max over lengths d of  profit[t, d] + best[t+d+separation] )

Weighted interval scheduling, for all municipalities at once; only periods and lengths are looped over.
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
    """

    place: NDArray[np.int64]
    start: NDArray[np.int64]
    length: NDArray[np.int64]


def best_schedules(
    profit: NDArray[np.float64], lengths: NDArray[np.int64], separation: int
) -> tuple[NDArray[np.float64], Picks]:
    """Value and options of the best schedule of every municipality.

    Args:
        profit: (T, D, m) by start, length and municipality; minus infinity: no option.
        lengths: (D,) lengths in periods.
        separation: periods between the end of an operation and the start of the next.

    Returns:
        (m,) values, at least 0, and the options of one best schedule each; the empty one where nothing pays.
    """
    horizon, _, count = profit.shape
    best = np.zeros((horizon + 1, count))
    choice = np.full((horizon, count), -1, dtype=np.int32)
    for start in range(horizon - 1, -1, -1):
        value = best[start + 1].copy()
        for length, periods in enumerate(lengths):
            offer = profit[start, length] + best[min(start + int(periods) + separation, horizon)]
            choice[start, offer > value] = length
            value = np.maximum(value, offer)
        best[start] = value
    return best[0], _trace(choice, lengths, separation)


def _trace(choice: NDArray[np.int32], lengths: NDArray[np.int64], separation: int) -> Picks:
    horizon, count = choice.shape
    free_from = np.zeros(count, dtype=np.int64)
    found: list[NDArray[np.int64]] = []
    for start in range(horizon):
        free = np.flatnonzero(free_from <= start)
        place = free[choice[start, free] >= 0]
        length = choice[start, place].astype(np.int64)
        free_from[place] = start + lengths[length] + separation
        found.append(np.stack([place, np.full(len(place), start), length]))
    place, start_of, length = np.concatenate(found, axis=1) if found else np.zeros((3, 0), dtype=np.int64)
    order = np.argsort(place, kind="stable")
    return Picks(place[order], start_of[order], length[order])
