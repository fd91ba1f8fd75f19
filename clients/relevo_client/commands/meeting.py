"""`relevo meeting`: regional meetings and what they agree on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from relevo.v1.agreement_pb2 import Agreement
from relevo.v1.meeting_pb2 import Meeting
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, day_option, group, read_json
from relevo_client.dates import to_wire
from relevo_client.names import key, resource
from relevo_client.presentation import briefs, meetings
from relevo_client.presentation.screen import remark, say_json, say_json_list

app = group("Regional meetings and their agreements.")
Name = Annotated[str, typer.Argument(help="meetings/ID or ID.")]
Offices = Annotated[
    list[str] | None, typer.Option("--office", help="An office in words or bodies/ID, never a person. Repeatable.")
]
Body = Annotated[str | None, typer.Option(help="The body that meets: bodies/ID or ID.")]


@app.command()
def create(
    region: Annotated[str, typer.Argument(help="regions/SLUG or SLUG, for example centro.")],
    day: Annotated[date, day_option("--date", "Day of the meeting.")],
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    meeting_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    office: Offices = None,
    agenda: Annotated[list[str] | None, typer.Option(help="An item of the agenda. Repeatable.")] = None,
    body: Body = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Convene a meeting."""
    wanted = Meeting(
        region=resource("regions", region),
        date=to_wire(day),
        title=title,
        convened_offices=office or [],
        agenda=agenda or [],
        body=resource("bodies", body) if body else "",
    )
    with connect() as relevo:
        meeting = relevo.meetings.create(wanted, meeting_id=meeting_id, validate_only=validate_only)
    if json:
        say_json(meeting)
        return
    meetings.show(meeting, [])
    if not validate_only:
        remark(f"Once it took place: relevo meeting hold {key(meeting.name)} --office '...'")


@app.command()
def hold(name: Name, office: Offices = None, validate_only: ValidateOnly = False, json: Json = False) -> None:
    """Mark a meeting as held, with the offices that came."""
    with connect() as relevo:
        convened = relevo.meetings.get(name)
        meeting = relevo.meetings.hold(convened.name, office or [], etag=convened.etag, validate_only=validate_only)
    if json:
        say_json(meeting)
        return
    meetings.show(meeting, [])
    if not validate_only:
        remark(f"Record what was agreed: relevo meeting agree {key(meeting.name)} --help")


@app.command()
def update(
    name: Name,
    day: Annotated[date | None, day_option("--date", "New day.")] = None,
    title: Annotated[str | None, typer.Option(help="New title.")] = None,
    office: Offices = None,
    agenda: Annotated[list[str] | None, typer.Option(help="An item of the new agenda. Repeatable.")] = None,
    body: Body = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Change a convened meeting; what is left out stays."""
    said = {"title": title, "date": day, "convened_offices": office, "agenda": agenda, "body": body}
    fields = [field for field, value in said.items() if value is not None]
    with connect() as relevo:
        stored = relevo.meetings.get(name)
        wanted = Meeting(
            name=stored.name,
            title=title or "",
            date=to_wire(day) if day else None,
            convened_offices=office or [],
            agenda=agenda or [],
            body=resource("bodies", body) if body else "",
            etag=stored.etag,
        )
        meeting = relevo.meetings.update(wanted, fields, validate_only=validate_only)
    if json:
        say_json(meeting)
    else:
        meetings.show(meeting, [])


@app.command()
def cancel(name: Name, validate_only: ValidateOnly = False, json: Json = False) -> None:
    """Mark a convened meeting as cancelled."""
    with connect() as relevo:
        convened = relevo.meetings.get(name)
        meeting = relevo.meetings.cancel(convened.name, etag=convened.etag, validate_only=validate_only)
    if json:
        say_json(meeting)
    else:
        meetings.show(meeting, [])


@app.command()
def agree(
    meeting: Name,
    start: Annotated[date | None, day_option("--from", "First day.")] = None,
    end: Annotated[date | None, day_option("--until", "First day no longer covered.")] = None,
    municipality: Annotated[list[str] | None, typer.Option(help="Municipality that it covers. Repeatable.")] = None,
    state: Annotated[list[str] | None, typer.Option(help="State that it covers as a whole. Repeatable.")] = None,
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    follow_up: Annotated[
        str, typer.Option(help="The body that follows it up, for example executive-secretariat.")
    ] = "",
    commitments: Annotated[
        Path | None, typer.Option("--file", help="JSON of an Agreement, for commitments; options complete it.")
    ] = None,
    agreement_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Record an agreement of a held meeting."""
    wanted = read_json(commitments, Agreement()) if commitments else Agreement()
    wanted.MergeFrom(
        Agreement(
            title=title,
            municipalities=[resource("municipalities", name) for name in municipality or []],
            states=[resource("states", name) for name in state or []],
            start_date=to_wire(start) if start else None,
            end_date=to_wire(end) if end else None,
            follow_up=resource("bodies", follow_up) if follow_up else "",
        )
    )
    with connect() as relevo:
        agreement = relevo.meetings.agree(meeting, wanted, agreement_id=agreement_id, validate_only=validate_only)
    if json:
        say_json(agreement)
    else:
        meetings.show_agreement(agreement)


@app.command()
def terminate(
    agreement: Annotated[str, typer.Argument(help="meetings/ID/agreements/ID.")],
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """End an agreement early: from then on it carries no new, moved or extended stay."""
    with connect() as relevo:
        signed = relevo.meetings.agreement(agreement)
        ended = relevo.meetings.terminate(signed.name, etag=signed.etag, validate_only=validate_only)
    if json:
        say_json(ended)
    else:
        meetings.show_agreement(ended)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show a meeting with its agreements."""
    with connect() as relevo:
        meeting = relevo.meetings.get(name)
        agreements = list(relevo.meetings.agreements(name))
    if json:
        say_json_list([meeting, *agreements])
    else:
        meetings.show(meeting, agreements)


@app.command()
def brief(name: Name, json: Json = False) -> None:
    """Show what a meeting needs on the table: movements, stays about to end, commitments, capacity, proposals."""
    with connect() as relevo:
        found = relevo.meetings.brief(name)
    if json:
        say_json(found)
    else:
        briefs.show(found)


@app.command("list")
def list_meetings(region: Annotated[str, typer.Option(help="Only this region.")] = "", json: Json = False) -> None:
    """List meetings, newest first."""
    with connect() as relevo:
        found = list(relevo.meetings.list(region=region))
    if json:
        say_json_list(found)
    else:
        meetings.show_list(found)
