"""`relevo body`: bodies, agencies and authorities that meetings, agreements and pools name."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from relevo.v1.body_pb2 import Body
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, group
from relevo_client.names import resource
from relevo_client.presentation import bodies
from relevo_client.presentation.screen import say_json, say_json_list

app = group("Bodies that make and follow agreements, agencies and authorities.")
Name = Annotated[str, typer.Argument(help="bodies/ID or ID, for example defence.")]
_KINDS = {name.removeprefix("KIND_").lower().replace("_", "-"): number for name, number in Body.Kind.items() if number}


@app.command("list")
def list_bodies(
    kind: Annotated[str, typer.Option(help="Only of this kind, for example federal-agency.")] = "", json: Json = False
) -> None:
    """List bodies by name."""
    if kind:
        _kind(kind)
    with connect() as relevo:
        found = list(relevo.bodies.list(kind=kind.replace("-", "_")))
    if json:
        say_json_list(found)
    else:
        bodies.show_list(found)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show one body."""
    with connect() as relevo:
        _answer(relevo.bodies.get(name), json=json)


@app.command()
def create(
    title: Annotated[str, typer.Argument(help="What people call it; an office, never a person.")],
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(_KINDS)}.")],
    official_name: Annotated[str, typer.Option(help="As published.")] = "",
    region: Annotated[str, typer.Option(help="Of a regional conference.")] = "",
    follows_up: Annotated[str, typer.Option(help="Body whose agreements it follows up.")] = "",
    source: Annotated[str, typer.Option(help="Where the name is known from.")] = "",
    body_id: Annotated[str, typer.Option("--id", help="Its id; default: the server chooses.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Add a body."""
    wanted = Body(
        title=title,
        kind=_kind(kind),
        official_name=official_name,
        region=resource("regions", region) if region else "",
        follows_up=resource("bodies", follows_up) if follows_up else "",
        source=source,
    )
    with connect() as relevo:
        _answer(relevo.bodies.create(wanted, body_id=body_id, validate_only=validate_only), json=json)


@app.command()
def update(
    name: Name,
    title: Annotated[str | None, typer.Option(help="New title.")] = None,
    official_name: Annotated[str | None, typer.Option(help="As published now.")] = None,
    follows_up: Annotated[str | None, typer.Option(help="Body whose agreements it follows up; '': none.")] = None,
    source: Annotated[str | None, typer.Option(help="Where that is known from.")] = None,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Correct a body; what is left out stays."""
    if follows_up:
        follows_up = resource("bodies", follows_up)
    said = {"title": title, "official_name": official_name, "follows_up": follows_up, "source": source}
    new: dict[str, Any] = {field: value for field, value in said.items() if value is not None}
    with connect() as relevo:
        stored = relevo.bodies.get(name)
        wanted = Body(name=stored.name, etag=stored.etag)
        for field, value in new.items():
            setattr(wanted, field, value)
        _answer(relevo.bodies.update(wanted, list(new), validate_only=validate_only), json=json)


def _kind(text: str) -> Body.Kind.ValueType:
    if text not in _KINDS:
        raise typer.BadParameter(f"'{text}' is no kind; write one of {', '.join(_KINDS)}")
    return _KINDS[text]


def _answer(body: Body, *, json: bool) -> None:
    if json:
        say_json(body)
    else:
        bodies.show(body)
