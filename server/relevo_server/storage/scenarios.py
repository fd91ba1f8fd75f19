"""Scenarios and sweeps."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import JSON, Column, ForeignKey, Index, RowMapping, String, Table, Text

from relevo_server.domain.scenario import Scenario, Sweep, SweepEntry
from relevo_server.storage.metadata import Instant, metadata
from relevo_server.storage.shelf import PartRows, Row, Shelf

scenarios = Table(
    "scenarios",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("plan", String, nullable=False),
    Column("ranking", ForeignKey("rankings.name"), nullable=False),
    Column("policy", String, nullable=False),
    Column("base", ForeignKey("snapshots.name"), nullable=False),
    Column("snapshot", ForeignKey("snapshots.name"), nullable=False),
    Column("changes", Text, nullable=False),
    Column("sentences", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("created", Instant, nullable=False),
    Index("ix_scenarios_created_name", "created", "name"),
)
sweeps = Table(
    "sweeps",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("operation", ForeignKey("operations.name"), nullable=False, unique=True),
    # Each as [scenario, operation].
    Column("entries", JSON, nullable=False),
    Column("principal", String, nullable=False),
    Column("created", Instant, nullable=False),
    Index("ix_sweeps_created_name", "created", "name"),
)
_TEXTS = ("sentences", "notes")
_PLAIN = tuple(field.name for field in fields(Scenario) if field.name not in _TEXTS)
_PLAIN_OF_SWEEP = tuple(field.name for field in fields(Sweep) if field.name != "entries")


def _scenario_row(scenario: Scenario) -> Row:
    texts = {field: list(getattr(scenario, field)) for field in _TEXTS}
    return {field: getattr(scenario, field) for field in _PLAIN} | texts


def _scenario(row: RowMapping, _parts: PartRows) -> Scenario:
    plain = {field: row[field] for field in _PLAIN}
    return Scenario(**plain, sentences=tuple(row["sentences"]), notes=tuple(row["notes"]))


def _sweep_row(sweep: Sweep) -> Row:
    entries = [[entry.scenario, entry.operation] for entry in sweep.entries]
    return {field: getattr(sweep, field) for field in _PLAIN_OF_SWEEP} | {"entries": entries}


def _sweep(row: RowMapping, _parts: PartRows) -> Sweep:
    entries = tuple(SweepEntry(scenario, operation) for scenario, operation in row["entries"])
    return Sweep(**{field: row[field] for field in _PLAIN_OF_SWEEP}, entries=entries)


SCENARIOS = Shelf(
    kind=Scenario,
    table=scenarios,
    columns={field: scenarios.c[field] for field in ("name", "plan", "created")},
    to_row=_scenario_row,
    from_row=_scenario,
)
SWEEPS = Shelf(
    kind=Sweep,
    table=sweeps,
    columns={field: sweeps.c[field] for field in ("name", "operation", "created")},
    to_row=_sweep_row,
    from_row=_sweep,
)
