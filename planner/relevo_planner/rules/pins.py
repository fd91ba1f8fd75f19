"""Pins: an operation that the coordinator has fixed leaves no room beside it.

For a pin (m, a, d) every other option (m, b, e) that shares a period with it or lies nearer than W - K periods falls:

    a - (b + e) < W - K  and  b - (a + d) < W - K

unless it is itself pinned; then the two contradict each other, which is reported, not resolved. That a pin's own
option is open with the pinned teams is written into ``Options.pinned``. Kind: forbids.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Candidates, Forbidden


class Pins:
    """What the coordinator fixed."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
        """Yield one (C, 1) mask, if anything is pinned."""
        if not instance.pins:
            return
        apart = instance.policy.separation_periods
        index = {municipality.name: i for i, municipality in enumerate(instance.municipalities)}
        mask = np.zeros(len(candidates), dtype=np.bool_)
        pinned = np.zeros(len(candidates), dtype=np.bool_)
        for pin in instance.pins:
            own = slice(*candidates.first[index[pin.municipality] : index[pin.municipality] + 2])
            start, end = candidates.start[own], candidates.end[own]
            mask[own] |= (pin.start - end < apart) & (start - pin.end < apart)
            pinned[own] |= (start == pin.start) & (end == pin.end)
        yield Forbidden(Reason.PIN, (mask & ~pinned)[:, np.newaxis])
