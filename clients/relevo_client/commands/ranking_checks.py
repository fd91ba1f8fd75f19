"""`relevo ranking submit`, `replay`, `compare` and `policy`: what makes a ranking answerable."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from pathlib import Path
from typing import Annotated

import typer

from relevo_client import Fault, connect
from relevo_client.commands.parts import Json, ValidateOnly, refuse
from relevo_client.names import key
from relevo_client.presentation import rankings
from relevo_client.presentation.screen import remark, say_json

Name = Annotated[str, typer.Argument(help="rankings/ID or ID.")]
_COLUMNS = ["municipality", "reason"]
_GZIP = b"\x1f\x8b"


def submit(
    base: Annotated[str, typer.Argument(help="The computed ranking that the list is set against.")],
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV with columns municipality and reason, best first.")
    ],
    submitter: Annotated[str, typer.Option(help="The office whose list it is.")],
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Keep a municipality's or a meeting's own list, with its reasons, as a draft."""
    places = _places(file)
    with connect() as relevo:
        ranking = relevo.rankings.submit(base, places, submitter=submitter, title=title, validate_only=validate_only)
    if json:
        say_json(ranking)
        return
    rankings.show(ranking)
    if not validate_only:
        remark(f"Compare it: relevo ranking compare {key(ranking.base)} {key(ranking.name)}")


def replay(
    name: Name,
    source: Annotated[
        list[Path] | None,
        typer.Option(exists=True, dir_okay=False, help="An official file at hand: is it a source? Repeatable."),
    ] = None,
    json: Json = False,
) -> None:
    """Compute a ranking again: every digit, or the input that differs. Ends with 1 where something differs."""
    hashes = {_content_sha256(path): path for path in source or []}
    with connect() as relevo:
        found = relevo.rankings.replay(name, list(hashes))
    for difference in found.differences:
        if difference.what == "source file" and difference.now in hashes:
            difference.what = f"source file {hashes[difference.now]}"
    if json:
        say_json(found)
    else:
        rankings.show_replay(found)
    if not found.identical:
        raise typer.Exit(1)


def compare(
    before: Annotated[str, typer.Argument(help="The earlier ranking.")],
    after: Annotated[str, typer.Argument(help="The later ranking.")],
    first: Annotated[int, typer.Option(min=1, max=5000, help="N: who crossed the line of the first N?")] = 50,
    json: Json = False,
) -> None:
    """Say who entered the first N, who left, and why."""
    with connect() as relevo:
        found = relevo.rankings.compare(before, after, first=first)
    if json:
        say_json(found)
    else:
        rankings.show_comparison(found, first)


def policy(json: Json = False) -> None:
    """Show every number behind rankings and need with its default, unit and reason, and the table of weights."""
    with connect() as relevo:
        found = relevo.rankings.policy()
    if json:
        say_json(found)
    else:
        rankings.show_policy(found)


def _places(file: Path) -> list[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows = list(csv.reader(text))
    except (UnicodeDecodeError, csv.Error) as error:
        raise refuse("the list cannot be read", Fault(str(file), f"is no CSV in UTF-8: {error}")) from error
    if not rows or rows[0] != _COLUMNS:
        fault = Fault("line 1", "is not the header", todo=f"write {','.join(_COLUMNS)}")
        raise refuse("the list has other columns", fault)
    faults = [
        Fault(f"line {line}", f"has {len(row)} cells instead of 2", todo="quote a reason that holds a comma")
        for line, row in enumerate(rows[1:], start=2)
        if len(row) != len(_COLUMNS)
    ]
    if faults:
        raise refuse("the list cannot be read", *faults)
    return [(place, reason) for place, reason in rows[1:]]


def _content_sha256(path: Path) -> str:
    """SHA-256 of a file's content after decompression, as datasets bear it."""
    with path.open("rb") as file:
        is_gzip = file.read(len(_GZIP)) == _GZIP
    try:
        with gzip.open(path) if is_gzip else path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise refuse("a source cannot be read", Fault("--source", f"broken gzip: {error}", str(path))) from error
