"""`relevo region`: security regions, their municipalities and fusion centres."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.geography_pb2 import FusionCentre
from relevo_client import Fault, connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, refuse
from relevo_client.dates import to_wire
from relevo_client.presentation import geography
from relevo_client.presentation.screen import remark, say_json, say_json_list, stdout

_STATUSES = {
    "planned": FusionCentre.STATUS_PLANNED,
    "operating": FusionCentre.STATUS_OPERATING,
    "closed": FusionCentre.STATUS_CLOSED,
}

app = group("Security regions, their municipalities and fusion centres.")
Name = Annotated[str, typer.Argument(help="regions/SLUG or SLUG, for example centro.")]


@app.command("list")
def list_regions(json: Json = False) -> None:
    """List regions with their fusion centres."""
    with connect() as relevo:
        regions = list(relevo.geography.regions())
    if json:
        say_json_list(regions)
    else:
        geography.show_regions(regions)


@app.command()
def municipalities(
    name: Annotated[str, typer.Argument(help="A region; left out: the whole country.")] = "",
    state: Annotated[str, typer.Option(help="Only this state.")] = "",
    json: Json = False,
) -> None:
    """List municipalities by key."""
    with connect() as relevo:
        found = list(relevo.geography.municipalities(region=name, state=state))
    if json:
        say_json_list(found)
    else:
        geography.show_municipalities(found)


@app.command()
def boundary(
    municipality: Annotated[str, typer.Argument(help="municipalities/KEY or KEY, for example 12001.")],
    json: Json = False,
) -> None:
    """Print a municipality's boundary as GeoJSON."""
    with connect() as relevo:
        found = relevo.geography.boundary(municipality)
    if found.repair:
        remark(f"mended when it was imported: {found.repair}")
    if json:
        say_json(found)
    else:
        stdout().out(found.geojson)


@app.command("fusion-centre")
def fusion_centre(
    name: Name,
    status: Annotated[str, typer.Option(metavar="planned|operating|closed")],
    since: Annotated[date | None, day_option("--from", "First day of operation.")] = None,
    until: Annotated[date | None, day_option("--until", "First day without operation.")] = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Say whether a region's fusion centre operates; intelligence teams need one that does."""
    if status not in _STATUSES:
        raise refuse(
            "the status is not known", Fault("--status", "not a status", status, "write planned, operating or closed")
        )
    wanted = FusionCentre(
        status=_STATUSES[status],
        operating_from=to_wire(since) if since else None,
        operating_until=to_wire(until) if until else None,
    )
    with connect() as relevo:
        before = relevo.geography.region(name)
        region = relevo.geography.set_fusion_centre(before.name, wanted, etag=before.etag, validate_only=validate_only)
    if json:
        say_json(region)
    else:
        geography.show_regions([region])
