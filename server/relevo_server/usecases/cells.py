"""Counts below the municipality: kept without the points, read by those who answer for the place."""

from __future__ import annotations

from relevo_server.domain.cells import CellCount, CellIncident, CellPolicy
from relevo_server.domain.names import state_of
from relevo_server.domain.places import MunicipalityRecord
from relevo_server.domain.principal import Principal
from relevo_server.intake import Reading
from relevo_server.usecases.access import READ, require, require_local_detail
from relevo_server.usecases.cell_merging import CellBook
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, WriteUnit
from relevo_server.usecases.reading import find_named, read_list

_ORDER = (Order("dataset"), Order("crime_type"), Order("month"), Order("cell"))


def list_cell_counts(ports: Ports, principal: Principal, municipality: str, page: PageRequest) -> Page[CellCount]:
    """List a municipality's counts by cell; filter by ``dataset`` or ``crime_type``.

    Raises:
        RelevoError: PERMISSION_DENIED to all but federal staff and the authorities of the municipality's state,
            NOT_FOUND, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    require(principal, READ)
    require_local_detail(principal, state_of(municipality))
    with ports.records.read() as unit:
        find_named(unit, MunicipalityRecord, municipality)
    where = (Condition("municipality", Operator.EQUAL, municipality),)
    return read_list(
        ports, principal, CellCount, page, order=_ORDER, filter_fields=("dataset", "crime_type"), where=where
    )


def store_cells(unit: WriteUnit, dataset: str, reading: Reading[CellIncident]) -> None:
    """Count a geocoded file by cell and keep what may be told."""
    policy, book = CellPolicy(), CellBook()
    for batch in reading.batches():
        book.add(batch)
    told = book.told(dataset, policy)
    unit.add_cells(told)
    without = sum(count.incidents for count in told if not count.cell)
    merged = sum(count.incidents for count in told if count.cell and count.resolution < policy.resolution)
    reading.report.notice(
        f"points are not kept: counted by cell of H3 resolution {policy.resolution}, none told under "
        f"{policy.threshold}; {merged:,} incidents merged into coarser cells, {without:,} into a municipality's "
        "remainder"
    )
