"""Exclusions: what the coordinator has named as not to be.

Option (m, a, d) and pool p are kept apart by an exclusion whose every given field fits: its municipality is m, its
pool is p, its capability is p's, its window shares a period with a .. a+d-1. Kind: forbids (pool by pool).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relevo_planner.instance import Exclusion, Instance
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Candidates, Forbidden


class Exclusions:
    """The coordinator's "not there"."""

    def forbid(self, instance: Instance, candidates: Candidates) -> Iterator[Forbidden]:
        """Yield one (C, P) mask, if anything is excluded."""
        if not instance.exclusions:
            return
        mask = np.zeros((len(candidates), len(instance.pools)), dtype=np.bool_)
        index = {municipality.name: i for i, municipality in enumerate(instance.municipalities)}
        for exclusion in instance.exclusions:
            own = slice(0, len(candidates))
            if exclusion.municipality is not None:
                own = slice(*candidates.first[index[exclusion.municipality] : index[exclusion.municipality] + 2])
            touched = np.ones(own.stop - own.start, dtype=np.bool_)
            if exclusion.window is not None:
                touched = (candidates.start[own] < exclusion.window.end) & (
                    candidates.end[own] > exclusion.window.start
                )
            mask[own] |= touched[:, np.newaxis] & _named_pools(instance, exclusion)
        yield Forbidden(Reason.EXCLUSION, mask)


def _named_pools(instance: Instance, exclusion: Exclusion) -> list[bool]:
    return [
        exclusion.pool in (None, pool.name) and exclusion.capability in (None, pool.capability)
        for pool in instance.pools
    ]
