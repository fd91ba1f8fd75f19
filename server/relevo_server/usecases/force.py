"""Federal pools: add and read them."""

from __future__ import annotations

from relevo_server.domain.errors import Faults
from relevo_server.domain.fund import Fund
from relevo_server.domain.places import Region
from relevo_server.domain.pool import Pool, PoolDraft
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import KEEP_FORCE, require
from relevo_server.usecases.bodies import require_bodies
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Ports, Unit, WriteUnit
from relevo_server.usecases.reading import read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, write_once


def create_pool(
    ports: Ports, principal: Principal, draft: PoolDraft, *, pool_id: str = "", write: Write = PLAIN_WRITE
) -> Pool:
    """Add a pool.

    Args:
        ports: The outside.
        principal: Who asks.
        draft: The pool.
        pool_id: Chosen by the caller; empty: given here.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (region, body, fund), ALREADY_EXISTS,
            REQUEST_ID_REUSED.
    """
    require(principal, KEEP_FORCE)
    faults = write.found()
    faults.extend(draft.faults())
    own_id = chosen_id(faults, "pool_id", pool_id, ports.ids)

    def act(unit: WriteUnit) -> Pool:
        require_named(faults, unit, draft)
        faults.refuse("the pool")
        assert draft.capability is not None
        pool = Pool(
            name=f"pools/{own_id}",
            title=draft.title,
            agency=draft.agency,
            capability=draft.capability,
            teams=draft.teams,
            officers_per_team=draft.officers_per_team,
            rest_days=draft.rest_days,
            base_region=draft.base_region,
            reach_regions=draft.reach_regions,
            reach_km=draft.reach_km,
            base_point=draft.base_point,
            available_from=draft.available_from,
            available_until=draft.available_until,
            illustrative=draft.illustrative,
            created=ports.clock.now(),
            fund=draft.fund,
            team_day_mxn=draft.team_day_mxn,
        )
        unit.create([pool])
        return pool

    return write_once(ports, principal, write, "CreatePool", (draft, pool_id), Pool, act)


def get_pool(ports: Ports, principal: Principal, name: str) -> Pool:
    """Read ``pools/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Pool, name)


def list_pools(ports: Ports, principal: Principal, page: PageRequest) -> Page[Pool]:
    """List by name.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Pool, page)


def require_named(faults: Faults, unit: Unit, draft: PoolDraft) -> None:
    """Note the regions, the agency and the fund of a pool that the records do not know."""
    regions = [(f"pool.reach_regions[{index}]", name) for index, name in enumerate(draft.reach_regions)]
    if draft.base_region:
        regions.append(("pool.base_region", draft.base_region))
    require_all(faults, unit, Region, regions, "Import the regions, or correct it")
    require_bodies(faults, unit, [("pool.agency", draft.agency)])
    if draft.fund:
        require_all(faults, unit, Fund, [("pool.fund", draft.fund)], "Add it with CreateFund, or correct it")
