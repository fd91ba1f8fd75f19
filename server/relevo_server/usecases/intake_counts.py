"""Monthly counts of a file become a dataset; the same content read on the same terms stays one dataset."""

from __future__ import annotations

from datetime import date
from typing import Any

from relevo_server.domain.dataset import Dataset
from relevo_server.intake import (
    DEATH_CERTIFICATES,
    FEDERAL_INCIDENCE,
    GEOCODED_COUNTS,
    MONTHLY_SHEET,
    MUNICIPAL_INCIDENCE,
    STATE_INCIDENCE,
    Layout,
    Reading,
)
from relevo_server.usecases.cells import store_cells
from relevo_server.usecases.ports import Condition, Operator, Ports, Query, WriteUnit

_MONTHS_TOLD = 12
COUNT_LAYOUTS: tuple[Layout[Any], ...] = (
    MUNICIPAL_INCIDENCE,
    STATE_INCIDENCE,
    FEDERAL_INCIDENCE,
    DEATH_CERTIFICATES,
    MONTHLY_SHEET,
    GEOCODED_COUNTS,
)


def store_counts(
    ports: Ports, unit: WriteUnit, reading: Reading[Any], title: str, cut_off: date | None
) -> tuple[Dataset, int]:
    """Store a file of counts batch by batch.

    Returns:
        The dataset, and how many were written: 0 where it was there before.

    Raises:
        IntakeRefused: With every fault; the caller's transaction must not last.
    """
    name = f"datasets/{ports.ids.new()}"
    if reading.layout is GEOCODED_COUNTS:
        store_cells(unit, name, reading)
    else:
        _store_rows(unit, name, reading)
    source = reading.source
    assert source.coverage is not None
    dataset = Dataset(
        name=name,
        title=title,
        layout=source.layout,
        content_sha256=source.sha256_content,
        coverage=source.coverage,
        rows=source.rows_read,
        unplaced_rows=sum(len(group.lines) for group in reading.report.left_out if group.kept),
        cut_off=cut_off,
        created=ports.clock.now(),
    )
    earlier = _imported_before(unit, dataset)
    if earlier is not None:
        unit.undo()
        return earlier, 0
    unit.create([dataset])
    for revision in _revisions(unit, dataset):
        reading.report.notice(revision)
    return dataset, 1


def _store_rows(unit: WriteUnit, name: str, reading: Reading[Any]) -> None:
    is_by_state = reading.layout in (STATE_INCIDENCE, FEDERAL_INCIDENCE)
    for batch in reading.batches():
        unit.add_counts(name, [row.as_place() for row in batch] if is_by_state else batch)


def _revisions(unit: WriteUnit, dataset: Dataset) -> list[str]:
    """Compare with every earlier dataset of the same layout; what differs is kept and told, and replaces nothing."""
    told = []
    months = set(dataset.coverage.months)
    for earlier in unit.find(Dataset, Query()):
        shared = months & set(earlier.coverage.months)
        if earlier.name != dataset.name and earlier.layout == dataset.layout and shared:
            found = unit.revise(earlier.name, dataset.name, shared)
            told += [revision.told for revision in found[:_MONTHS_TOLD]]
            if len(found) > _MONTHS_TOLD:
                told.append(f"{dataset.name} revises {len(found) - _MONTHS_TOLD:,} more months of {earlier.name}")
    return told


def _imported_before(unit: WriteUnit, dataset: Dataset) -> Dataset | None:
    same_content = Condition("content_sha256", Operator.EQUAL, dataset.content_sha256)
    for earlier in unit.find(Dataset, Query((same_content,))):
        if earlier.cut_off == dataset.cut_off and earlier.coverage == dataset.coverage:
            return earlier
    return None
