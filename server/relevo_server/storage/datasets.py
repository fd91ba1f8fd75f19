"""Datasets: what they are. Their counts have a module of their own."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, RowMapping, String, Table, Text

from relevo_server.domain.dataset import Dataset
from relevo_server.domain.incidence import Coverage
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf
from relevo_server.usecases.frozen_json import from_json, to_json

datasets = Table(
    "datasets",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("layout", String, nullable=False),
    Column("content_sha256", String, nullable=False, index=True),
    Column("coverage", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("unplaced_rows", Integer, nullable=False),
    Column("cut_off", Date),
    Column("created", Instant, nullable=False, index=True),
)


def _row(dataset: Dataset) -> Row:
    return {
        "name": dataset.name,
        "title": dataset.title,
        "layout": dataset.layout,
        "content_sha256": dataset.content_sha256,
        "coverage": to_json(dataset.coverage),
        "rows": dataset.rows,
        "unplaced_rows": dataset.unplaced_rows,
        "cut_off": dataset.cut_off,
        "created": dataset.created,
    }


def _dataset(row: RowMapping, _parts: PartRows) -> Dataset:
    return Dataset(
        name=row["name"],
        title=row["title"],
        layout=row["layout"],
        content_sha256=row["content_sha256"],
        coverage=from_json(Coverage, row["coverage"]),
        rows=row["rows"],
        unplaced_rows=row["unplaced_rows"],
        cut_off=row["cut_off"],
        created=row["created"],
    )


DATASETS = Shelf(
    kind=Dataset,
    table=datasets,
    columns={field: datasets.c[field] for field in ("name", "content_sha256", "created")},
    to_row=_row,
    from_row=_dataset,
)
