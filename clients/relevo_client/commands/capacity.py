"""`relevo capacity`: what states report of local strength, and the federation's answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, read_json
from relevo_client.dates import to_wire
from relevo_client.names import key, resource
from relevo_client.presentation import capacity
from relevo_client.presentation.screen import remark, say_json, say_json_list

app = group("Capacity reports of the states.")
Name = Annotated[str, typer.Argument(help="capacityReports/ID or ID.")]


@app.command()
def submit(
    municipality: Annotated[str, typer.Argument(help="municipalities/KEY or KEY, for example 12001.")],
    as_of: Annotated[date, day_option("--as-of", "Day that the figures describe.")],
    municipal_officers: Annotated[int | None, typer.Option(help="Municipal officers; left out: unknown.")] = None,
    state_officers: Annotated[
        int | None, typer.Option(help="State police attributed to the municipality; left out: none said.")
    ] = None,
    certified: Annotated[int | None, typer.Option(help="Officers with a valid certificate; left out: unknown.")] = None,
    year_before: Annotated[int | None, typer.Option(help="Officers a year before; left out: unknown.")] = None,
    state: Annotated[str, typer.Option(help="State that reports; default: the municipality's own.")] = "",
    details: Annotated[
        Path | None, typer.Option("--file", help="JSON of a CapacityReport, for local_capacity; options complete it.")
    ] = None,
    source: Annotated[str, typer.Option(help="Where the figures come from.")] = "",
    illustrative: Annotated[bool, typer.Option("--illustrative", help="The figures stand in for real ones.")] = False,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Submit a state's report on one of its municipalities."""
    name = resource("municipalities", municipality)
    wanted = read_json(details, CapacityReport()) if details else CapacityReport()
    said = CapacityReport(
        state_name=resource("states", state or key(name)[:2]),
        municipality=name,
        as_of_date=to_wire(as_of),
        municipal_officers=municipal_officers,
        attributed_state_officers=state_officers,
        certified_officers=certified,
        officers_year_before=year_before,
        source=source,
        illustrative=illustrative,
    )
    wanted.MergeFrom(said)
    with connect() as relevo:
        report = relevo.capacity.submit(wanted, validate_only=validate_only)
    _answer(report, json=json)
    if not (json or validate_only):
        remark(f"It counts once it is accepted: relevo capacity accept {key(report.name)}")


@app.command()
def accept(name: Name, validate_only: ValidateOnly = False, json: Json = False) -> None:
    """Accept a submitted report; the accepted one before it is superseded."""
    with connect() as relevo:
        submitted = relevo.capacity.get(name)
        _answer(relevo.capacity.accept(submitted.name, etag=submitted.etag, validate_only=validate_only), json=json)


@app.command("return")
def send_back(
    name: Name,
    reason: Annotated[list[str], typer.Option(help="What has to be corrected. Repeatable.")],
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Return a submitted report to its state, with reasons."""
    with connect() as relevo:
        submitted = relevo.capacity.get(name)
        _answer(
            relevo.capacity.send_back(submitted.name, reason, etag=submitted.etag, validate_only=validate_only),
            json=json,
        )


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show one report."""
    with connect() as relevo:
        _answer(relevo.capacity.get(name), json=json)


@app.command("list")
def list_reports(
    municipality: Annotated[str, typer.Option(help="Only this municipality.")] = "",
    state: Annotated[str, typer.Option(help="Only this state.")] = "",
    json: Json = False,
) -> None:
    """List reports, newest first."""
    with connect() as relevo:
        reports = list(relevo.capacity.list(municipality=municipality, state=state))
    if json:
        say_json_list(reports)
    else:
        capacity.show_list(reports)


@app.command()
def compare(name: Name, json: Json = False) -> None:
    """Show what changed since the report that was accepted before."""
    with connect() as relevo:
        comparison = relevo.capacity.compare(name)
    if json:
        say_json(comparison)
    else:
        capacity.show_comparison(comparison)


@app.command()
def effort(
    day: Annotated[date | None, day_option("--day", "Whose stays; default: today's.")] = None, json: Json = False
) -> None:
    """List places whose local effort fell after federal teams arrived."""
    with connect() as relevo:
        alarms = list(relevo.capacity.effort_alarms(day))
    if json:
        say_json_list(alarms)
    else:
        capacity.show_alarms(alarms)


def _answer(report: CapacityReport, *, json: bool) -> None:
    if json:
        say_json(report)
    else:
        capacity.show(report)
