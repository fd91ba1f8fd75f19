"""Tenure: federal support in a municipality is temporary, whichever teams give it.

With K = ``tenure_periods``, W = ``tenure_window_periods`` and stays of the records that touch one another joined into
one presence [b, e):

    d <= K for every option (m, a, d);
    for every presence [b, e) in m, one of
        a >= e + (W - K)                          the option comes long enough after,
        a + d <= b - (W - K)                      or ends long enough before,
        a = e, b <= 0 <= e and a + d - b <= K     or continues what is under way: together they are one stay.

Two options of one municipality are kept W - K apart by ``Options.separation``. Together: never more than K periods of
presence in any W. Kind: forbids.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relevo_planner.instance import Instance
from relevo_planner.plan import Reason
from relevo_planner.presence import joined_presence
from relevo_planner.rules.kinds import Candidates, Forbidden


class Tenure:
    """Longest stay, and the pause between two stays."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
        """Yield one (C, 1) mask."""
        longest, apart = instance.policy.tenure_periods, instance.policy.separation_periods
        mask = candidates.periods > longest
        index = {municipality.name: i for i, municipality in enumerate(instance.municipalities)}
        for name, presences in joined_presence(instance).items():
            own = slice(*candidates.first[index[name] : index[name] + 2])
            start, end = candidates.start[own], candidates.end[own]
            for presence in presences:
                clear = (start >= presence.end + apart) | (end <= presence.start - apart)
                if presence.start <= 0 <= presence.end:
                    clear |= (start == presence.end) & (end - presence.start <= longest)
                mask[own] |= ~clear
        yield Forbidden(Reason.TENURE, mask[:, np.newaxis])
