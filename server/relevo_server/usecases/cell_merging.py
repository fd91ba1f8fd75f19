"""No cell is told that has fewer incidents than the threshold: small ones are merged into their parents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import h3

from relevo_server.domain.cells import REMAINDER, CellCount, CellIncident, CellPolicy
from relevo_server.domain.names import municipality_name

Kind = tuple[str, str, date]
"""Municipality key, crime id, month: each is merged by itself."""


class CellBook:
    """Counts incidents by cell while a file is read."""

    def __init__(self) -> None:
        self._counts: dict[Kind, Counter[str]] = defaultdict(Counter)

    def add(self, incidents: Iterable[CellIncident]) -> None:
        """Count some more."""
        for incident in incidents:
            self._counts[incident.municipality_key, incident.crime_id, incident.month][incident.cell] += 1

    def told(self, dataset: str, policy: CellPolicy) -> list[CellCount]:
        """Return what may be told, in order: every incident once, in a cell or in its municipality's remainder."""
        return [
            CellCount(
                dataset=dataset,
                municipality=municipality_name(key),
                crime_type=f"crimeTypes/{crime_id}",
                month=month,
                cell=cell,
                resolution=h3.get_resolution(cell) if cell else REMAINDER,
                incidents=incidents,
            )
            for (key, crime_id, month), counts in sorted(self._counts.items())
            for cell, incidents in sorted(merged(counts, policy).items())
        ]


def merged(counts: Mapping[str, int], policy: CellPolicy) -> dict[str, int]:
    """Merge small cells of one municipality, crime type and month.

    From the finest resolution up to the coarsest: a cell with enough incidents is told; the others give theirs to
    their parent, which counts them alone, so that nothing is told twice and no difference of two cells tells a small
    one. What is still too small at the coarsest goes to the remainder.

    Args:
        counts: By cell of the finest resolution; under the empty text those that have no cell.
        policy: Resolutions and threshold.

    Returns:
        By cell, and under the empty text the remainder, which may be smaller than the threshold: it tells no more than
        the month's count of the whole municipality, which is public.
    """
    told: dict[str, int] = {}
    waiting = Counter({cell: count for cell, count in counts.items() if cell})
    remainder = counts.get("", 0)
    for resolution in range(policy.resolution, policy.coarsest - 1, -1):
        parents: Counter[str] = Counter()
        for cell, count in waiting.items():
            if count >= policy.threshold:
                told[cell] = count
            elif resolution > policy.coarsest:
                parents[h3.cell_to_parent(cell, resolution - 1)] += count
            else:
                remainder += count
        waiting = parents
    if remainder:
        told[""] = remainder
    return told
