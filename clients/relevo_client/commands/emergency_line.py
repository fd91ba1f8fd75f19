"""`relevo emergency-line`: whether 911 is in service, state by state."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.geography_pb2 import EmergencyCallService
from relevo_client import RelevoError, connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import geography
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Whether 911 is in service, state by state; teams for emergency calls are needed where it is not.")
Name = Annotated[str, typer.Argument(help="states/KEY or KEY, for example 12.")]
_STATUSES = {
    "in-service": EmergencyCallService.STATUS_IN_SERVICE,
    "not-in-service": EmergencyCallService.STATUS_NOT_IN_SERVICE,
}


@app.command("list")
def list_services(json: Json = False) -> None:
    """List how 911 stands where anybody said; every other state is unknown."""
    with connect() as relevo:
        found = list(relevo.geography.every_emergency_calls())
    if json:
        say_json_list(found)
    else:
        geography.show_emergency_calls(found)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show how 911 stands in one state."""
    with connect() as relevo:
        _answer(relevo.geography.emergency_calls(name), json=json)


@app.command("set")
def set_status(
    name: Name,
    status: Annotated[str, typer.Option(metavar="|".join(_STATUSES))],
    since: Annotated[date, day_option("--since", "First day of that status.")],
    source: Annotated[str, typer.Option(help="Where that is known from.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Say whether 911 is in service in a state."""
    if status not in _STATUSES:
        raise typer.BadParameter(f"'{status}' is no status; write one of {', '.join(_STATUSES)}")
    with connect() as relevo:
        wanted = EmergencyCallService(
            name=f"{resource('states', name)}/emergencyCallService",
            status=_STATUSES[status],
            since_date=to_wire(since),
            source=source,
        )
        try:
            wanted.etag = relevo.geography.emergency_calls(name).etag
        except RelevoError as error:
            if error.code != "NOT_FOUND":
                raise
        _answer(relevo.geography.set_emergency_calls(wanted, validate_only=validate_only), json=json)


def _answer(service: EmergencyCallService, *, json: bool) -> None:
    if json:
        say_json(service)
    else:
        geography.show_emergency_calls([service])
