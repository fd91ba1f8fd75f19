"""Which teams of a pool go: the lowest numbers that are free, or those that were wished for.

Teams are named when they go, not when they are planned. Taken in the order in which they leave, stays that never use
more teams than the pool has always find numbers (interval colouring), however those that are out were named; named
ahead of time and in any order they might not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment, PoolTeams
from relevo_server.domain.pool import Pool


def away(pool: Pool, span: DaySpan, stays: Iterable[Deployment]) -> dict[int, str]:
    """Tell which teams of a pool are elsewhere or rest on some day on which a stay would need them.

    Args:
        pool: Whose teams.
        span: Of the stay; the rest after it is looked at, too.
        stays: Those that may hold them.

    Returns:
        By number, the name of the deployment and its last day.
    """
    rest = timedelta(days=pool.rest_days)
    needed = DaySpan(span.start, span.end + rest)
    return {
        number: f"{stay.name} until {stay.last_day}"
        for stay in stays
        if stay.has_gone and needed.overlaps(DaySpan(stay.start, stay.end + rest))
        for entry in stay.teams
        if entry.pool == pool.name
        for number in entry.numbers
    }


def choose(entry: PoolTeams, pool: Pool, held: dict[int, str], *, is_wish: bool) -> PoolTeams | str:
    """Name the teams that go.

    Args:
        entry: How many, and perhaps which.
        pool: Its pool.
        held: Teams that are away, as ``away`` tells.
        is_wish: Others may go where those that ``entry`` names are away.

    Returns:
        The same number of teams, named; or what stands against it.
    """
    known = range(1, pool.teams + 1)
    wished = [number for number in entry.numbers if number in known and number not in held]
    missing = [number for number in entry.numbers if number not in wished]
    if missing and not is_wish:
        return ", ".join(
            f"team {number} is with {held[number]}" if number in held else f"{pool.name} has no team {number}"
            for number in missing
        )
    others = [number for number in known if number not in held and number not in wished]
    chosen = sorted([*wished, *others[: entry.teams - len(wished)]])
    if len(chosen) < entry.teams:
        told = ", ".join(f"team {number} is with {where}" for number, where in sorted(held.items()))
        return f"{entry.teams} wanted, but only {len(chosen)} of {pool.teams} are free throughout: {told}"
    return replace(entry, numbers=tuple(chosen))
