"""`relevo council`: what the public sees, and what citizens' councils observe."""

from __future__ import annotations

from typing import Annotated

import typer

from relevo.v1.observation_pb2 import Observation
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, group
from relevo_client.presentation import council, rankings
from relevo_client.presentation.screen import say_json, say_json_list

app = group("What the public sees, and what citizens' councils observe.")
Name = Annotated[str, typer.Argument(help="observations/ID or ID.")]
_SUBJECTS = {name.removeprefix("SUBJECT_").lower(): number for name, number in Observation.Subject.items() if number}


@app.command("rankings")
def published_rankings(json: Json = False) -> None:
    """List published rankings."""
    with connect() as relevo:
        found = list(relevo.transparency.rankings())
    if json:
        say_json_list(found)
    else:
        rankings.show_list(found)


@app.command()
def meetings(json: Json = False) -> None:
    """List meetings that were held."""
    with connect() as relevo:
        found = list(relevo.transparency.meetings())
    if json:
        say_json_list(found)
    else:
        council.show_meetings(found)


@app.command()
def commitments(json: Json = False) -> None:
    """Show commitments kept and broken by state, of agreements that ended 90 days ago or earlier."""
    with connect() as relevo:
        cells = list(relevo.transparency.commitments())
    if json:
        say_json_list(cells)
    else:
        council.show_commitments(cells)


@app.command()
def stays(json: Json = False) -> None:
    """Show team-days and money by state and month, of stays and months that ended 90 days ago or earlier."""
    with connect() as relevo:
        found = relevo.transparency.stays()
    if json:
        say_json(found)
    else:
        council.show_stays(found)


@app.command()
def observations(json: Json = False) -> None:
    """List what councils observed, with the answers."""
    with connect() as relevo:
        found = list(relevo.transparency.observations())
    if json:
        say_json_list(found)
    else:
        council.show_observations(found)


@app.command()
def observe(
    name: Annotated[str, typer.Argument(help="The council that files it, never a person.")],
    subject: Annotated[str, typer.Option(help="spending, rankings or commitments.")],
    text: Annotated[str, typer.Option(help="What it observes.")],
    observation_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """File an observation of a council."""
    if subject not in _SUBJECTS:
        raise typer.BadParameter(f"'{subject}' is no subject; write one of {', '.join(_SUBJECTS)}")
    wanted = Observation(council=name, subject=_SUBJECTS[subject], text=text)
    with connect() as relevo:
        filed = relevo.transparency.observe(wanted, observation_id=observation_id, validate_only=validate_only)
    _answer(filed, json=json)


@app.command()
def answer(
    name: Name,
    text: Annotated[str, typer.Option(help="The answer.")],
    office: Annotated[str, typer.Option(help="The office that answers, never a person.")],
    json: Json = False,
) -> None:
    """Answer an observation, once."""
    with connect() as relevo:
        etag = relevo.transparency.observation(name).etag
        _answer(relevo.transparency.answer(name, text, office, etag=etag), json=json)


def _answer(observation: Observation, *, json: bool) -> None:
    if json:
        say_json(observation)
    else:
        council.show_observations([observation])
