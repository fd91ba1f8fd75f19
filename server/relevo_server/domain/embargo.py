"""What the public may see of stays, money and commitments: late, and only where enough stands behind a figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta

EMBARGO_DAYS = 90
"""Days after its end from which on a stay, an agreement or a month of spending is told of."""
FEWEST_MUNICIPALITIES = 3
"""A cell with fewer of them behind it is suppressed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure, and the municipalities that stand behind it."""

    value: int
    municipalities: Set[str]


def last_public_end(today: date) -> date:
    """The latest end of what is told of on ``today``."""
    return today - timedelta(days=EMBARGO_DAYS)


def suppressed(municipalities: Collection[str]) -> bool:
    """Whether too few municipalities stand behind a cell."""
    return len(set(municipalities)) < FEWEST_MUNICIPALITIES


def suppressed_cells(cells: Mapping[str, Counted]) -> tuple[frozenset[str], bool]:
    """Tell which cells of a line are suppressed, and whether the line's total would give one of them away.

    A total less the cells that are told is what the suppressed ones hold together. So where some are suppressed, the
    smallest of the others go with them until two cells and three municipalities stand behind that difference. Where
    that cannot be had, it is the total that is not told.

    Args:
        cells: By their key, those that a total adds up; none of them empty.

    Returns:
        The keys of the suppressed cells, and whether the total may be told.
    """
    few = {key for key, cell in cells.items() if suppressed(cell.municipalities)}
    if not few:
        return frozenset(), True
    hidden = set(few)
    others = sorted(cells.keys() - few, key=lambda key: (cells[key].value, key))
    while len(hidden) < 2 or suppressed({name for key in hidden for name in cells[key].municipalities}):
        if not others:
            return frozenset(few), False
        hidden.add(others.pop(0))
    return frozenset(hidden), True
