"""Teams of a pool that come or go on a date.

A pool has one number of teams in one window. Where the number changes from a period on, the teams that come or go are a
part of their own, ``pools/{id}@{period}``: it is there from that period on, or until then. Stays and pins that end
before teams go are served by those that go, as far as these suffice; a stay that lasts longer keeps teams that stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from relevo_planner.instance import Instance, Operation, Pool, Stay, Window

MARK = "@"
"""Between a pool's name and the period from which a part of it is there, or until which; no other name holds it."""


def with_teams_from(instance: Instance, name: str, teams: int, start: int) -> Instance:
    """Return the question in which a pool has another number of teams from a period on.

    Args:
        instance: the question.
        name: of a pool that it has.
        teams: from then on.
        start: a period of the pool's window; its first, or one before: all the time.
    """
    pool = next(one for one in instance.pools if one.name == name)
    there = window_of(instance, pool)
    if start <= there.start or teams == pool.teams:
        return _with_pools(instance, pool, replace(pool, teams=teams))
    part, day = f"{name}{MARK}{start}", day_of(instance, start)
    title = pool.title or name
    if teams > pool.teams:
        window = Window(start, there.end)
        come = replace(
            pool, name=part, teams=teams - pool.teams, available=window, title=f"{title}, more from {day} on"
        )
        return _with_pools(instance, pool, pool, come)
    window, last = Window(there.start, start), day - timedelta(days=1)
    gone = replace(pool, name=part, teams=pool.teams - teams, available=window, title=f"{title}, more until {last}")
    question = _with_pools(instance, pool, replace(pool, teams=teams), gone)
    return _with_stays_of(question, pool, gone, start)


def rejoined(operation: Operation) -> Operation:
    """Return an operation whose teams are those of whole pools again."""
    teams: dict[str, int] = {}
    for name, count in operation.teams.items():
        whole = name.partition(MARK)[0]
        teams[whole] = teams.get(whole, 0) + count
    return replace(operation, teams=teams)


def window_of(instance: Instance, pool: Pool) -> Window:
    """The periods of the horizon in which a pool is there."""
    there = pool.available or Window(0, instance.periods)
    return Window(max(0, there.start), min(instance.periods, there.end))


def day_of(instance: Instance, period: int) -> date:
    """The first day of a period."""
    return instance.first_day + timedelta(days=period * instance.policy.period_days)


def _with_pools(instance: Instance, pool: Pool, *instead: Pool) -> Instance:
    pools = (one for before in instance.pools for one in (instead if before.name == pool.name else (before,)))
    return replace(instance, pools=tuple(pools))


def _with_stays_of(instance: Instance, pool: Pool, gone: Pool, end: int) -> Instance:
    """Serve what ends before the teams go by those that go.

    What ends last is served first: looked at backwards, all that lasts longer is there from the beginning, so that the
    teams suffice wherever they suffice at all.
    """
    used = [0] * end
    together = _served([*instance.stays, *instance.pins], pool, gone, used)
    published = _served([*instance.stays, *instance.published], pool, gone, [0] * end)
    count = len(instance.stays)
    return replace(
        instance,
        stays=tuple(stay for stay in together if isinstance(stay, Stay)),
        pins=tuple(pin for pin in together[count:] if isinstance(pin, Operation)),
        published=tuple(stay for stay in published[count:] if isinstance(stay, Operation)),
    )


def _served(stays: Sequence[Stay | Operation], pool: Pool, gone: Pool, used: list[int]) -> list[Stay | Operation]:
    """Move teams to the part that goes, and count them in ``used``; the order stays as it is."""
    served = list(stays)
    for index in sorted(range(len(stays)), key=lambda one: (-stays[one].end, stays[one].start, one)):
        served[index] = _moved(stays[index], pool, gone, used)
    return served


def _moved(stay: Stay | Operation, pool: Pool, gone: Pool, used: list[int]) -> Stay | Operation:
    wanted, end = stay.teams.get(pool.name, 0), len(used)
    assert gone.available is not None
    busy = range(max(0, stay.start), min(end, stay.end + pool.rest_periods))
    if not wanted or not busy or stay.end > end or busy.start < gone.available.start:
        return stay
    count = min(wanted, gone.teams - max(used[period] for period in busy))
    if count <= 0:
        return stay
    for period in busy:
        used[period] += count
    teams = {name: number for name, number in stay.teams.items() if name != pool.name}
    left = {pool.name: wanted - count} if wanted > count else {}
    return replace(stay, teams={**teams, **left, gone.name: count})
