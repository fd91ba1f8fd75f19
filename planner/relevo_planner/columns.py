"""What the master may combine: operations with their teams, as columns found so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from relevo_planner.sparse import Sparse, sparse

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """n operations with fixed (possibly mixed) teams.

    Attributes:
        option: (n,) option indices.
        teams: (n, P) teams per pool.
        value: (n,) value before any charge.
        use: (n, R) what it uses of every priced row.
        weight: (n,) how far the last master opened it, 0 to 1.
    """

    option: Indices
    teams: Floats
    value: Floats
    use: Sparse
    weight: Floats

    def __len__(self) -> int:
        return len(self.option)

    def take(self, kept: NDArray[np.bool_]) -> Columns:
        """Only some of them."""
        use = self.use.take(np.flatnonzero(kept))
        return Columns(self.option[kept], self.teams[kept], self.value[kept], use, self.weight[kept])

    def weighted(self, weight: Floats) -> Columns:
        """The same with new weights."""
        return replace(self, weight=weight)

    def joined(self, other: Columns) -> Columns:
        """These and those of the other that are not here yet."""
        known = set(self.identities())
        fresh = np.array([key not in known for key in other.identities()], dtype=np.bool_)
        if not fresh.any():
            return self
        new = other.take(fresh)
        return Columns(
            np.concatenate([self.option, new.option]),
            np.concatenate([self.teams, new.teams]),
            np.concatenate([self.value, new.value]),
            self.use.above(new.use),
            np.concatenate([self.weight, new.weight]),
        )

    def identities(self) -> list[tuple[int, bytes]]:
        """What makes two columns the same."""
        rows = np.round(self.teams, 9)
        return [(option, row.tobytes()) for option, row in zip(self.option.tolist(), rows, strict=True)]


def no_columns(pools: int, rows: int) -> Columns:
    """The empty set."""
    nothing = np.zeros(0, dtype=np.int64)
    no_use = sparse(nothing, nothing, np.zeros(0), (0, rows))
    return Columns(nothing, np.zeros((0, pools)), np.zeros(0), no_use, np.zeros(0))
