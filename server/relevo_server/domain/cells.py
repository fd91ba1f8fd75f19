"""Counts below the municipality: incidents by cell of the H3 grid, never by point, and no cell with a few of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CELL_LAYOUT = "RELEVO_GEOCODED_COUNTS"
"""The layout whose rows are points; they are counted by cell while they are read, and not kept."""


@dataclass(frozen=True, slots=True)
class CellPolicy:
    """Numbers that people may change, each with its unit and reason.

    Attributes:
        resolution: Of the finest cells, in steps of the H3 grid. 8: hexagons of about 0.74 km², some ten city blocks
            across, as fine as a patrol is sent and coarser than any address.
        coarsest: Resolution up to which small cells are merged into their parents, each of seven. 5: about 250 km²;
            beyond, a cell says little that the municipality does not.
        threshold: Incidents that a cell of one crime type and month must have to be told. 5: the least count of many
            statistical offices; with fewer, who knows of one incident may learn of the others who they were.
    """

    resolution: int = 8
    coarsest: int = 5
    threshold: int = 5


@dataclass(frozen=True, slots=True)
class CellIncident:
    """One row of a geocoded file after its point was given up.

    Attributes:
        cell: Of the finest resolution; empty: the point lies outside of the municipality.
        month: Its first day.
    """

    municipality_key: str
    crime_id: str
    month: date
    cell: str


@dataclass(frozen=True, slots=True)
class CellCount:
    """Incidents of one crime type and month in one cell of a municipality.

    Attributes:
        municipality: ``municipalities/{key}``: a cell that lies in two is counted for each apart.
        crime_type: ``crimeTypes/{slug}``.
        month: Its first day.
        cell: H3 index. A coarser cell counts what its finer ones do not tell. Empty: the municipality's remainder,
            wherever in it.
        resolution: Of the cell; -1 for the remainder.
    """

    dataset: str
    municipality: str
    crime_type: str
    month: date
    cell: str
    resolution: int
    incidents: int


REMAINDER = -1
