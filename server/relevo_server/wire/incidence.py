"""Imported files of monthly counts."""

from __future__ import annotations

from relevo.v1 import incidence_pb2
from relevo_server.domain.cells import REMAINDER, CellCount
from relevo_server.domain.dataset import Dataset, Jurisdiction
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, timestamp

ABSENT_MEANS = Choice(incidence_pb2.AbsentMeans.DESCRIPTOR, AbsentMeans, "ABSENT_MEANS_")
JURISDICTIONS = Choice(incidence_pb2.Jurisdiction.DESCRIPTOR, Jurisdiction, "JURISDICTION_")


def cell_count_message(count: CellCount) -> incidence_pb2.CellCount:
    """Return the wire form of a count by cell."""
    return incidence_pb2.CellCount(
        municipality=count.municipality,
        dataset=count.dataset,
        crime_type=count.crime_type,
        month=date_message(count.month),
        cell=count.cell,
        resolution=None if count.resolution == REMAINDER else count.resolution,
        incidents=count.incidents,
    )


def dataset_message(dataset: Dataset) -> incidence_pb2.Dataset:
    """Return the wire form of a dataset."""
    return incidence_pb2.Dataset(
        name=dataset.name,
        title=dataset.title,
        layout=dataset.layout,
        content_sha256=dataset.content_sha256,
        years=dataset.years,
        rows=dataset.rows,
        crime_types=[
            incidence_pb2.CrimeType(
                name=crime.name,
                title=crime.title,
                incidents=crime.incidents,
                unplaced_incidents=crime.unplaced_incidents,
                absent_means=ABSENT_MEANS.number(crime.absent_means),
            )
            for crime in dataset.crime_types
        ],
        cut_off=date_message(dataset.cut_off),
        create_time=timestamp(dataset.created),
        jurisdiction=JURISDICTIONS.number(dataset.jurisdiction),
    )
