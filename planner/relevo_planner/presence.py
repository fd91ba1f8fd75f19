"""What the stays of the records already use: presence per municipality, and teams serving or resting per period."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from relevo_planner.instance import Instance, Window


def joined_presence(instance: Instance) -> dict[str, list[Window]]:
    """Stays per municipality, with those that touch or overlap joined into one presence, in order of time."""
    windows: dict[str, list[Window]] = {}
    for stay in sorted(instance.stays, key=lambda stay: (stay.municipality, stay.start, stay.end)):
        joined = windows.setdefault(stay.municipality, [])
        if joined and stay.start <= joined[-1].end:
            joined[-1] = Window(joined[-1].start, max(joined[-1].end, stay.end))
        else:
            joined.append(Window(stay.start, stay.end))
    return windows


def committed_teams(instance: Instance) -> NDArray[np.float64]:
    """(P, T) teams of each pool that the records' stays keep busy, serving or resting afterwards."""
    busy = np.zeros((len(instance.pools), instance.periods))
    index = {pool.name: i for i, pool in enumerate(instance.pools)}
    for stay in instance.stays:
        for name, teams in stay.teams.items():
            rest = instance.pools[index[name]].rest_periods
            busy[index[name], max(stay.start, 0) : max(stay.end + rest, 0)] += teams
    return busy


def committed_service(instance: Instance, municipalities: Iterable[str]) -> NDArray[np.float64]:
    """(P,) team-periods inside the horizon that the records' stays in the given municipalities serve."""
    served = np.zeros(len(instance.pools))
    index = {pool.name: i for i, pool in enumerate(instance.pools)}
    places = set(municipalities)
    for stay in instance.stays:
        inside = min(stay.end, instance.periods) - max(stay.start, 0)
        if stay.municipality in places and inside > 0:
            for name, teams in stay.teams.items():
                served[index[name]] += teams * inside
    return served


def availability(instance: Instance) -> NDArray[np.bool_]:
    """(P, T) whether the pool is available in the period."""
    open_periods = np.zeros((len(instance.pools), instance.periods), dtype=np.bool_)
    for i, pool in enumerate(instance.pools):
        window = pool.available or Window(0, instance.periods)
        open_periods[i, max(window.start, 0) : max(window.end, 0)] = True
    return open_periods
