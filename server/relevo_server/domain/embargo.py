"""What the public may see of federal stays and commitments: late, and only where enough stands behind a figure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

EMBARGO_DAYS = 90
"""Days after its end from which on a stay or an agreement is told of."""
FEWEST_MUNICIPALITIES = 3
"""A cell with fewer of them behind it is suppressed."""


def last_public_end(today: date) -> date:
    """The latest end of a stay or an agreement that is told of on ``today``."""
    return today - timedelta(days=EMBARGO_DAYS)


def suppressed(municipalities: Collection[str]) -> bool:
    """Whether too few municipalities stand behind a cell."""
    return len(set(municipalities)) < FEWEST_MUNICIPALITIES
