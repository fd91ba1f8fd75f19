"""Regions, states and municipalities."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Float, ForeignKey, Integer, RowMapping, String, Table

from relevo_server.domain.places import (
    FusionCentre,
    FusionCentreStatus,
    MunicipalityRecord,
    Point,
    Region,
    StateRecord,
)
from relevo_server.storage.metadata import metadata
from relevo_server.storage.shelf import Part, PartRows, Row, Shelf

regions = Table(
    "regions",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("fusion_centre_status", String),
    Column("fusion_centre_from", Date),
    Column("fusion_centre_until", Date),
    Column("version", Integer, nullable=False),
)
states = Table(
    "states",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("region", ForeignKey("regions.name"), index=True),
)
municipalities = Table(
    "municipalities",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("state", ForeignKey("states.name"), nullable=False, index=True),
    Column("population", BigInteger),
    Column("population_year", Integer),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("census_officers", BigInteger),
    Column("census_officers_year", Integer),
    Column("emergency_calls", BigInteger),
    Column("emergency_calls_year", Integer),
    CheckConstraint("population >= 0", "population"),
    CheckConstraint("census_officers >= 0", "census_officers"),
    CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", "point"),
)


def _region_row(region: Region) -> Row:
    centre = region.fusion_centre
    return {
        "name": region.name,
        "title": region.title,
        "fusion_centre_status": None if centre is None else centre.status.value,
        "fusion_centre_from": None if centre is None else centre.operating_from,
        "fusion_centre_until": None if centre is None else centre.operating_until,
        "version": region.version,
    }


def _region(row: RowMapping, parts: PartRows) -> Region:
    status = row["fusion_centre_status"]
    centre = None
    if status is not None:
        centre = FusionCentre(FusionCentreStatus(status), row["fusion_centre_from"], row["fusion_centre_until"])
    members = tuple(part["name"] for part in parts["states"])
    return Region(row["name"], row["title"], members, centre, row["version"])


def _state_row(state: StateRecord) -> Row:
    return {"name": state.name, "title": state.title, "region": state.region or None}


def _state(row: RowMapping, _parts: PartRows) -> StateRecord:
    return StateRecord(row["name"], row["title"], row["region"] or "")


def _municipality_row(place: MunicipalityRecord) -> Row:
    return {
        "name": place.name,
        "title": place.title,
        "state": place.state,
        "population": place.population,
        "population_year": place.population_year,
        "latitude": None if place.point is None else place.point.latitude,
        "longitude": None if place.point is None else place.point.longitude,
        "census_officers": place.census_officers,
        "census_officers_year": place.census_officers_year,
        "emergency_calls": place.emergency_calls,
        "emergency_calls_year": place.emergency_calls_year,
    }


def _municipality(row: RowMapping, _parts: PartRows) -> MunicipalityRecord:
    return MunicipalityRecord(
        name=row["name"],
        title=row["title"],
        state=row["state"],
        region=row["region"] or "",
        population=row["population"],
        population_year=row["population_year"],
        point=None if row["latitude"] is None else Point(row["latitude"], row["longitude"]),
        census_officers=row["census_officers"],
        census_officers_year=row["census_officers_year"],
        emergency_calls=row["emergency_calls"],
        emergency_calls_year=row["emergency_calls_year"],
    )


REGIONS = Shelf(
    kind=Region,
    table=regions,
    columns={"name": regions.c.name},
    to_row=_region_row,
    from_row=_region,
    # A region's states say themselves that they belong to it.
    parts=(Part(states, "region", "name", None),),
    is_versioned=True,
)
STATES = Shelf(
    kind=StateRecord,
    table=states,
    columns={"name": states.c.name, "region": states.c.region},
    to_row=_state_row,
    from_row=_state,
)
MUNICIPALITIES = Shelf(
    kind=MunicipalityRecord,
    table=municipalities,
    columns={"name": municipalities.c.name, "state": municipalities.c.state, "region": states.c.region},
    to_row=_municipality_row,
    from_row=_municipality,
    source=municipalities.join(states),
    selected=(*municipalities.c, states.c.region),
)
