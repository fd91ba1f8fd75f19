"""`relevo dataset indicators`: totals, rates, changes, and alarms on upswings."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.incidence_service_pb2 import GetIndicatorsRequest
from relevo_client import Fault, connect
from relevo_client.commands.parts import Json, parse_month, refuse
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import imports
from relevo_client.presentation.screen import say_json

_AREAS = {
    "nation": GetIndicatorsRequest.AREA_NATION,
    "region": GetIndicatorsRequest.AREA_REGION,
    "state": GetIndicatorsRequest.AREA_STATE,
    "municipality": GetIndicatorsRequest.AREA_MUNICIPALITY,
}


def indicators(
    dataset: Annotated[list[str], typer.Argument(help="Sources that together report every month once.")],
    crime: Annotated[list[str], typer.Option(help="Crime type; several are added up. Repeatable.")],
    since: Annotated[date, typer.Option("--from", parser=parse_month, metavar="MONTH", help="First month.")],
    until: Annotated[date, typer.Option(parser=parse_month, metavar="MONTH", help="First month left out.")],
    base: Annotated[
        date | None, typer.Option(parser=parse_month, metavar="MONTH", help="First month of the reference, as long.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="nation|region|state|municipality", help="One figure each.")] = "state",
    watch: Annotated[int, typer.Option(min=0, max=120, help="Last months to watch for an upswing; 0: none.")] = 0,
    json: Json = False,
) -> None:
    """Show totals, rates and changes by area, and where an upswing exceeds chance."""
    if by not in _AREAS:
        raise refuse("the area is not known", Fault("--by", "not an area", by, f"write {', '.join(_AREAS)}"))
    request = GetIndicatorsRequest(
        datasets=[resource("datasets", name) for name in dataset],
        crime_types=[resource("crimeTypes", name) for name in crime],
        from_month=to_wire(since),
        until_month=to_wire(until),
        base_month=to_wire(base) if base else None,
        area=_AREAS[by],
        recent_months=watch,
    )
    with connect() as relevo:
        found = relevo.incidence.indicators(request)
    if json:
        say_json(found)
    else:
        imports.show_indicators(found)
