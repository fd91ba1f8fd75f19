"""`relevo commitment`: what both sides promised, what became of it, and waivers."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.agreement_pb2 import Commitment, Waiver
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group
from relevo_client.dates import to_wire
from relevo_client.names import resource
from relevo_client.presentation import commitments, meetings
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Commitments of agreements, and waivers.")
Agreement = Annotated[str, typer.Argument(help="meetings/ID/agreements/ID.")]
CommitmentId = Annotated[str, typer.Argument(help="Its id within the agreement, for example c1.")]
Evidence = Annotated[str, typer.Option(help="Where the proof can be found.")]


@app.command("list")
def list_commitments(
    region: Annotated[str, typer.Option(help="Only this region.")] = "",
    overdue_on: Annotated[date | None, day_option("--overdue-on", "Only those overdue on this day.")] = None,
    json: Json = False,
) -> None:
    """List commitments of signed agreements, by due date."""
    with connect() as relevo:
        found = list(relevo.meetings.commitments(region=region, overdue_on=overdue_on))
    if json:
        say_json_list(found)
    else:
        commitments.show_list(found)


@app.command()
def keep(
    agreement: Agreement,
    commitment_id: CommitmentId,
    evidence: Evidence,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Record that a commitment was kept, with its evidence."""
    _record(agreement, commitment_id, Commitment.STATE_KEPT, evidence, validate_only=validate_only, json=json)


@app.command("break")
def break_off(
    agreement: Agreement,
    commitment_id: CommitmentId,
    evidence: Evidence = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Record that a commitment was broken."""
    _record(agreement, commitment_id, Commitment.STATE_BROKEN, evidence, validate_only=validate_only, json=json)


@app.command()
def waive(
    municipality: Annotated[str, typer.Argument(help="municipalities/KEY or KEY.")],
    office: Annotated[str, typer.Option(help="The office that answers for it, never a person.")],
    reason: Annotated[list[str], typer.Option(help="Why. Repeatable.")],
    start: Annotated[date, day_option("--from", "First day.")],
    end: Annotated[date, day_option("--until", "First day on which it no longer lifts anything.")],
    waiver_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Let a municipality's stay be renewed although commitments are overdue."""
    wanted = Waiver(
        municipality=resource("municipalities", municipality),
        office=office,
        reasons=reason,
        start_date=to_wire(start),
        end_date=to_wire(end),
    )
    with connect() as relevo:
        waiver = relevo.meetings.waive(wanted, waiver_id=waiver_id, validate_only=validate_only)
    if json:
        say_json(waiver)
    else:
        commitments.show_waivers([waiver])


@app.command()
def waivers(
    municipality: Annotated[str, typer.Option(help="Only this municipality.")] = "", json: Json = False
) -> None:
    """List waivers."""
    with connect() as relevo:
        found = list(relevo.meetings.waivers(municipality=municipality))
    if json:
        say_json_list(found)
    else:
        commitments.show_waivers(found)


def _record(
    agreement: str,
    commitment_id: str,
    state: Commitment.State.ValueType,
    evidence: str,
    *,
    validate_only: bool,
    json: bool,
) -> None:
    with connect() as relevo:
        etag = relevo.meetings.agreement(agreement).etag
        changed = relevo.meetings.record(
            agreement, commitment_id, state, evidence=evidence, etag=etag, validate_only=validate_only
        )
    if json:
        say_json(changed)
    else:
        meetings.show_agreement(changed)
