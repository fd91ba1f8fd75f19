"""Blocks of municipalities that mostly share limits among themselves, and the wide limits that link the blocks.

Teams based in a region serve that region, a state's ceiling binds that state: such rows hold a block together. A
national pool reaches everyone: its rows are *wide*. Given prices for the wide rows, blocks are independent of each
other, which bounds the whole more tightly than
prices for all rows do (Lagrangian decomposition; Guignard and Kim 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.options import Options

LARGEST_SHARE = 0.5
"""A row that would join more than this share of the municipalities is wide."""
LEAST_MEMBERS = 6
"""Lone municipalities are put together until they are so many."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """A partition of the municipalities that have options.

    Attributes:
        members: municipality indices of each block, ascending; blocks by size, smallest first.
        of: (M,) block of each municipality, -1 where it has no options.
        owner: (R,) the block that each row binds, -1 for wide rows, which bind several.
    """

    members: tuple[NDArray[np.int64], ...]
    of: NDArray[np.int64]
    owner: NDArray[np.int64]

    @property
    def wide(self) -> NDArray[np.bool_]:
        """(R,) rows that touch more than one block."""
        return self.owner < 0

    def __len__(self) -> int:
        return len(self.members)


def find_blocks(options: Options, *, least_members: int = LEAST_MEMBERS) -> Blocks:
    """Join municipalities along narrow rows first, until a row would join too many.

    Args:
        options: what the rules leave.
        least_members: municipalities that share no narrow row are put together until they are so many.
    """
    count = len(options.curves)
    present = np.bincount(options.municipality, minlength=count) > 0
    touched = _touched(options)
    most = max(1, int(LARGEST_SHARE * int(present.sum())))
    label = np.arange(count)
    for members in sorted({tuple(row) for row in touched if len(row) > 1}, key=lambda row: (len(row), row)):
        joined = np.isin(label, label[list(members)])
        if int((joined & present).sum()) <= most:
            label[joined] = label[joined].min()
    groups = [np.flatnonzero((label == one) & present) for one in np.unique(label[present])]
    members_of = _put_together(groups, least_members)
    of = np.full(count, -1, dtype=np.int64)
    for index, own in enumerate(members_of):
        of[own] = index
    bound = [set(of[row].tolist()) - {-1} for row in touched]
    owner = [-1 if len(several) > 1 else min(several, default=0) for several in bound]
    return Blocks(tuple(members_of), of, np.array(owner, dtype=np.int64))


def _touched(options: Options) -> list[list[int]]:
    """Per row, the municipalities with an option that one of the row's pools may serve."""
    count = len(options.curves)
    served = np.array(
        [np.bincount(options.municipality[column], minlength=count) > 0 for column in options.allowed.T]
    ).reshape(-1, count)
    known: dict[object, list[int]] = {}
    for row in options.rows:
        key = (row.pools, row.municipalities)
        if key not in known:
            reached = served[list(row.pools)].any(axis=0)
            if row.municipalities is not None:
                reached &= np.isin(np.arange(count), row.municipalities)
            known[key] = np.flatnonzero(reached).tolist()
    return [known[row.pools, row.municipalities] for row in options.rows]


def _put_together(groups: list[NDArray[np.int64]], least_members: int) -> list[NDArray[np.int64]]:
    """Lone municipalities joined, in order, to blocks of ``least_members``; groups stay as they are."""
    blocks: list[NDArray[np.int64]] = []
    waiting: list[NDArray[np.int64]] = []
    for group in groups:
        if len(group) > 1:
            blocks.append(group)
            continue
        waiting.append(group)
        if len(waiting) == least_members:
            blocks.append(np.concatenate(waiting))
            waiting = []
    if waiting:
        blocks.append(np.concatenate(waiting))
    return sorted((np.sort(block) for block in blocks), key=lambda block: (len(block), block.tolist()))
