"""`relevo deployment`: teams actually placed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.deployment_pb2 import Deployment, PoolTeams
from relevo.v1.deployment_service_pb2 import MoveDeploymentRequest
from relevo_client import Fault, connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, pairs, refuse
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import deployments, hand_backs
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Teams actually placed, never without an end.")
Name = Annotated[str, typer.Argument(help="deployments/ID or ID.")]


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
    _tell(deployment, json=json)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show one deployment."""
    with connect() as relevo:
        deployment = relevo.deployments.get(name)
    _tell(deployment, json=json)


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


@app.command()
def activate(
    name: Name,
    arrival: Annotated[date | None, day_option("--on", "Day of arrival; default: the stay's first day.")] = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Record that the teams have arrived; from here on they are named."""
    with connect() as relevo:
        read = relevo.deployments.get(name)
        done = relevo.deployments.activate(read.name, arrival=arrival, etag=read.etag, validate_only=validate_only)
    _tell(done, json=json)


@app.command()
def extend(
    name: Name,
    end: Annotated[date, day_option("--until", "First day without the teams.")],
    agreement: Annotated[str, typer.Option(help="Live agreement that carries the days added; default: the same.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Let the same teams stay longer."""
    with connect() as relevo:
        read = relevo.deployments.get(name)
        done = relevo.deployments.extend(
            read.name, end, agreement=agreement, etag=read.etag, validate_only=validate_only
        )
    _tell(done, json=json)


@app.command()
def move(
    name: Name,
    start: Annotated[date, day_option("--from", "First day there.")],
    end: Annotated[date, day_option("--until", "First day without the teams.")],
    municipality: Annotated[str, typer.Option("--to", help="municipalities/KEY or KEY; default: the same.")] = "",
    agreement: Annotated[str, typer.Option(help="Live agreement that it will stand on; default: the same.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Send the teams elsewhere, or on other days; a stay under way ends, with time for the teams to rest."""
    with connect() as relevo:
        read = relevo.deployments.get(name)
        wanted = MoveDeploymentRequest(
            name=read.name,
            municipality=resource("municipalities", municipality) if municipality else "",
            start_date=to_wire(start),
            end_date=to_wire(end),
            agreement=agreement,
            reason=reason,
            etag=read.etag,
            validate_only=validate_only,
        )
        moved = relevo.deployments.move(wanted)
    if json:
        say_json(moved)
    else:
        deployments.show_move(moved)


@app.command()
def withdraw(
    name: Name,
    end: Annotated[date, day_option("--from", "First day without the teams.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """End a stay under way early."""
    with connect() as relevo:
        read = relevo.deployments.get(name)
        done = relevo.deployments.withdraw(read.name, end, reason, etag=read.etag, validate_only=validate_only)
    _tell(done, json=json)


@app.command()
def cancel(
    name: Name,
    reason: Annotated[str, typer.Option(help="Why.")],
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Give up a planned stay."""
    with connect() as relevo:
        read = relevo.deployments.get(name)
        done = relevo.deployments.cancel(read.name, reason, etag=read.etag, validate_only=validate_only)
    _tell(done, json=json)


@app.command()
def presence(
    municipality: Annotated[str, typer.Argument(help="municipalities/KEY or KEY, for example 12001.")],
    start: Annotated[date | None, day_option("--from", "First day; default: a year before.")] = None,
    end: Annotated[date | None, day_option("--until", "First day after; default: tomorrow.")] = None,
    json: Json = False,
) -> None:
    """How long the federation has been here, and how long it may still be."""
    with connect() as relevo:
        found = relevo.deployments.presence(municipality, start=start, end=end)
    if json:
        say_json(found)
    else:
        deployments.show_presence(found)


@app.command("hand-back")
def hand_back(
    name: Name,
    day: Annotated[date | None, day_option("--day", "As known on this day; default: today.")] = None,
    json: Json = False,
) -> None:
    """What the municipality must have when the teams leave, and whether it is on its way."""
    with connect() as relevo:
        found = relevo.deployments.hand_back(name, day=day)
    if json:
        say_json(found)
    else:
        hand_backs.show(found)


def _tell(deployment: Deployment, *, json: bool) -> None:
    if json:
        say_json(deployment)
    else:
        deployments.show(deployment)


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
