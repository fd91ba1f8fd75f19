"""Federal pools change in teams, rest, reach or days, but never so that a committed deployment loses its teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from relevo_server.domain.days import DaySpan, day_of
from relevo_server.domain.deployment import Deployment, busiest
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.limits import LAST_DAY
from relevo_server.domain.pool import AMENDABLE, MOST_REST_DAYS, Pool, PoolDraft
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import KEEP_FORCE, require
from relevo_server.usecases.force import require_named
from relevo_server.usecases.ports import Ports, Unit, WriteUnit
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.stay_rules import counting_stays
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

_DAY = timedelta(days=1)


def update_pool(
    ports: Ports,
    principal: Principal,
    name: str,
    draft: PoolDraft,
    paths: frozenset[str],
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Pool:
    """Change a pool from today on.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``pools/{id}``.
        draft: New values of the fields that ``paths`` names.
        paths: Any field of a draft but the capability.
        etag: Of the pool as read; empty: overwrite whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (pool, region, body, fund), STALE_ETAG,
            POOL_COMMITTED where deployments would be left without teams (each is named), REQUEST_ID_REUSED.
    """
    require(principal, KEEP_FORCE)
    faults = write.found()
    if not name:
        faults.add("pool.name", "is missing", "Name the pool")
        faults.refuse("the pool")

    def act(unit: WriteUnit) -> Pool:
        stored = find_named(unit, Pool, name)
        kept = {path: getattr(stored, path) for path in AMENDABLE if path not in paths}
        wanted = replace(draft, capability=stored.capability, **kept)
        faults.extend(wanted.faults())
        require_named(faults, unit, wanted)
        faults.refuse("the pool")
        require_etag(name, stored.etag, etag)
        today = day_of(ports.clock.now())
        changed = stored.amend(wanted, today)
        _require_commitments_kept(faults, unit, stored, changed, today)
        faults.refuse("the pool")
        unit.update(changed)
        return changed

    return write_once(ports, principal, write, "UpdatePool", (name, draft, paths, etag), Pool, act)


def _require_commitments_kept(faults: Faults, unit: Unit, before: Pool, after: Pool, today: date) -> None:
    """Note the deployments of days to come that the pool could no longer serve."""
    around = counting_stays(unit, DaySpan(today - timedelta(days=MOST_REST_DAYS), LAST_DAY))
    stays = [stay for stay in around if stay.teams_of(after.name)]
    ahead = [stay for stay in stays if stay.end > today]
    for path, changed in (
        ("available_from", after.available_from != before.available_from),
        ("available_until", after.available_until != before.available_until),
    ):
        if changed and (left := [stay for stay in ahead if not _available(after, path, stay, today)]):
            told = ", ".join(f"{stay.name} ({stay.start} to {stay.last_day})" for stay in left)
            why = f"would leave {told} without teams of {after.name}"
            faults.add(f"pool.{path}", why, "Withdraw or cancel them first", ErrorReason.POOL_COMMITTED)
    if after.teams >= before.teams and after.rest_days <= before.rest_days:
        return
    rest = timedelta(days=after.rest_days)
    last = max((stay.end + rest for stay in ahead), default=today)
    day, away, names = busiest(after.name, stays, DaySpan(today, last + _DAY), rest)
    if away > after.teams:
        path = "pool.teams" if after.teams < before.teams else "pool.rest_days"
        why = f"{away} teams are away or resting on {day} for {', '.join(names)}; {after.name} would have {after.teams}"
        faults.add(path, why, "Withdraw or cancel some of them first", ErrorReason.POOL_COMMITTED)


def _available(pool: Pool, path: str, stay: Deployment, today: date) -> bool:
    """Whether the days of a stay that are still to come lie inside the pool's first or last day."""
    if path == "available_from":
        return pool.available_from is None or pool.available_from <= max(stay.start, today)
    return pool.available_until is None or stay.end <= pool.available_until
