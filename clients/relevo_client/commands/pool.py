"""`relevo pool`: federal pools of teams."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer
from google.type.latlng_pb2 import LatLng

from relevo.v1.pool_pb2 import Capability, Pool
from relevo_client import Fault, connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, refuse
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import pools
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Federal pools of interchangeable teams.")
Fund = Annotated[str, typer.Option(help="The fund that pays the teams; needs --team-day.")]
TeamDay = Annotated[int | None, typer.Option(help="What one team costs on a day of service, whole pesos.")]


@app.command()
def create(
    agency: Annotated[str, typer.Option(help="Whose teams they are: in words, or bodies/ID.")],
    capability: Annotated[str, typer.Option(help="What they can do, for example patrol or police-training.")],
    teams: Annotated[int, typer.Option(help="How many like teams.")],
    officers_per_team: Annotated[int, typer.Option(help="Officers of one team.")],
    pool_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    rest_days: Annotated[int, typer.Option(help="Days of rest after an operation.")] = 14,
    base_region: Annotated[str, typer.Option(help="Region of its base; left out: national.")] = "",
    reach_region: Annotated[list[str] | None, typer.Option(help="Region it serves; left out: all. Repeatable.")] = None,
    reach_km: Annotated[float | None, typer.Option(help="Greatest distance from its base.")] = None,
    base_point: Annotated[str, typer.Option(metavar="LAT,LON", help="Where it is based; needed with --reach-km.")] = "",
    available_from: Annotated[date | None, day_option("--from", "First day available.")] = None,
    available_until: Annotated[date | None, day_option("--until", "First day no longer available.")] = None,
    fund: Fund = "",
    team_day: TeamDay = None,
    illustrative: Annotated[bool, typer.Option("--illustrative", help="The figures stand in for real ones.")] = False,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Record a pool."""
    wanted = Pool(
        title=title,
        agency=agency,
        capability=_capability(capability),
        teams=teams,
        officers_per_team=officers_per_team,
        rest_days=rest_days,
        base_region=resource("regions", base_region) if base_region else "",
        reach_regions=[resource("regions", region) for region in reach_region or []],
        reach_km=reach_km,
        base_point=_point(base_point),
        available_from=to_wire(available_from) if available_from else None,
        available_until=to_wire(available_until) if available_until else None,
        illustrative=illustrative,
        fund=resource("funds", fund) if fund else "",
        team_day_mxn=team_day,
    )
    with connect() as relevo:
        pool = relevo.force.create_pool(wanted, pool_id=pool_id, validate_only=validate_only)
    if json:
        say_json(pool)
    else:
        pools.show(pool)


@app.command()
def update(
    name: Annotated[str, typer.Argument(help="pools/ID or ID.")],
    teams: Annotated[int | None, typer.Option(help="How many like teams from today on.")] = None,
    officers_per_team: Annotated[int | None, typer.Option(help="Officers of one team.")] = None,
    rest_days: Annotated[int | None, typer.Option(help="Days of rest after an operation.")] = None,
    reach_region: Annotated[list[str] | None, typer.Option(help="Region it serves now. Repeatable.")] = None,
    reach_km: Annotated[float | None, typer.Option(help="Greatest distance from its base.")] = None,
    available_from: Annotated[date | None, day_option("--from", "First day available.")] = None,
    available_until: Annotated[date | None, day_option("--until", "First day no longer available.")] = None,
    fund: Fund = "",
    team_day: TeamDay = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Change a pool from today on; what is left out stays. Deployments never lose their teams by it."""
    said = {
        "teams": teams,
        "officers_per_team": officers_per_team,
        "rest_days": rest_days,
        "reach_regions": [resource("regions", region) for region in reach_region] if reach_region else None,
        "reach_km": reach_km,
        "available_from": to_wire(available_from) if available_from else None,
        "available_until": to_wire(available_until) if available_until else None,
        "fund": resource("funds", fund) if fund else None,
        "team_day_mxn": team_day,
    }
    new: dict[str, Any] = {field: value for field, value in said.items() if value is not None}
    with connect() as relevo:
        stored = relevo.force.pool(name)
        wanted = Pool(name=stored.name, etag=stored.etag, **new)
        pool = relevo.force.update_pool(wanted, list(new), validate_only=validate_only)
    if json:
        say_json(pool)
    else:
        pools.show(pool)


@app.command()
def show(name: Annotated[str, typer.Argument(help="pools/ID or ID.")], json: Json = False) -> None:
    """Show one pool."""
    with connect() as relevo:
        pool = relevo.force.pool(name)
    if json:
        say_json(pool)
    else:
        pools.show(pool)


@app.command("list")
def list_pools(json: Json = False) -> None:
    """List pools by name."""
    with connect() as relevo:
        found = list(relevo.force.pools())
    if json:
        say_json_list(found)
    else:
        pools.show_list(found)


def _capability(text: str) -> Capability.ValueType:
    name = "CAPABILITY_" + text.upper().replace("-", "_").replace(" ", "_")
    known = [one for one in Capability.DESCRIPTOR.values_by_name if not one.endswith("UNSPECIFIED")]
    if name not in known:
        choices = ", ".join(one.removeprefix("CAPABILITY_").lower().replace("_", "-") for one in known)
        raise refuse(
            "the capability is not known", Fault("--capability", "not a capability", text, f"one of {choices}")
        )
    return Capability.Value(name)


def _point(text: str) -> LatLng | None:
    if not text:
        return None
    latitude, _, longitude = text.partition(",")
    try:
        return LatLng(latitude=float(latitude), longitude=float(longitude))
    except ValueError as error:
        raise refuse(
            "the base is not understood", Fault("--base-point", "not a point", text, "write LAT,LON")
        ) from error
