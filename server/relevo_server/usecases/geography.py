"""Regions, states and municipalities: read them, and say how a fusion centre stands."""

from __future__ import annotations

from relevo_server.domain.places import FusionCentre, MunicipalityRecord, Region
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import KEEP_GEOGRAPHY, require
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Ports, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once


def get_municipality(ports: Ports, principal: Principal, name: str) -> MunicipalityRecord:
    """Read ``municipalities/{key}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, MunicipalityRecord, name)


def list_municipalities(ports: Ports, principal: Principal, page: PageRequest) -> Page[MunicipalityRecord]:
    """List by key; filter by ``state`` or ``region``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, MunicipalityRecord, page, filter_fields=("state", "region"))


def get_region(ports: Ports, principal: Principal, name: str) -> Region:
    """Read ``regions/{slug}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Region, name)


def list_regions(ports: Ports, principal: Principal, page: PageRequest) -> Page[Region]:
    """List by name.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, Region, page, filter_fields=("name",))


def set_fusion_centre(
    ports: Ports,
    principal: Principal,
    region: str,
    fusion_centre: FusionCentre | None,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> Region:
    """Say how a region's fusion centre stands.

    Args:
        ports: The outside.
        principal: Who asks.
        region: ``regions/{slug}``.
        fusion_centre: Its status and dates; None: not said, a fault.
        etag: Of the region as read; empty: overwrite whatever is there.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, REQUEST_ID_REUSED.
    """
    require(principal, KEEP_GEOGRAPHY)
    faults = write.found()
    if fusion_centre is None:
        faults.add("fusion_centre.status", "is missing", "Choose PLANNED, OPERATING or CLOSED")
    else:
        faults.extend(fusion_centre.faults("fusion_centre"))
    faults.refuse("the fusion centre")
    assert fusion_centre is not None

    def act(unit: WriteUnit) -> Region:
        stored = find_named(unit, Region, region)
        require_etag(region, stored.etag, etag)
        changed = stored.with_fusion_centre(fusion_centre)
        unit.update(changed)
        return changed

    return write_once(ports, principal, write, "SetFusionCentre", (region, fusion_centre, etag), Region, act)
