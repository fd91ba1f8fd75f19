"""`relevo deployment`: teams actually placed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.deployment_pb2 import Deployment, PoolTeams
from relevo_client import Fault, connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, pairs, refuse
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import deployments
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Teams actually placed, never without an end.")


@app.command()
def create(
    municipality: Annotated[str, typer.Argument(help="municipalities/KEY or KEY, for example 12001.")],
    agreement: Annotated[str, typer.Option(help="meetings/ID/agreements/ID that it stands on.")],
    start: Annotated[date, day_option("--from", "First day.")],
    end: Annotated[date, day_option("--until", "First day without the teams.")],
    teams: Annotated[list[str], typer.Option(metavar="POOL=NUMBER", help="Teams of a pool. Repeatable.")],
    plan: Annotated[str, typer.Option(help="Plan that proposed it; left out: placed by hand.")] = "",
    deployment_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Record a stay."""
    wanted = Deployment(
        municipality=resource("municipalities", municipality),
        agreement=agreement,
        start_date=to_wire(start),
        end_date=to_wire(end),
        teams=_teams(teams),
        plan=resource("plans", plan) if plan else "",
    )
    with connect() as relevo:
        deployment = relevo.deployments.create(wanted, deployment_id=deployment_id, validate_only=validate_only)
    if json:
        say_json(deployment)
    else:
        deployments.show(deployment)


@app.command()
def show(name: Annotated[str, typer.Argument(help="deployments/ID or ID.")], json: Json = False) -> None:
    """Show one deployment."""
    with connect() as relevo:
        deployment = relevo.deployments.get(name)
    if json:
        say_json(deployment)
    else:
        deployments.show(deployment)


@app.command("list")
def list_deployments(
    municipality: Annotated[str, typer.Option(help="Only this municipality.")] = "", json: Json = False
) -> None:
    """List deployments by start date."""
    with connect() as relevo:
        found = list(relevo.deployments.list(municipality=municipality))
    if json:
        say_json_list(found)
    else:
        deployments.show_list(found)


def _teams(texts: list[str]) -> list[PoolTeams]:
    numbers = pairs("--teams", texts)
    faults = [
        Fault("--teams", "not a number of teams", f"{pool}={number}", "write POOL=NUMBER")
        for pool, number in numbers.items()
        if not (number.isascii() and number.isdigit())
    ]
    if faults:
        raise refuse("--teams is not understood", *faults)
    return [PoolTeams(pool=resource("pools", pool), teams=int(number)) for pool, number in numbers.items()]
