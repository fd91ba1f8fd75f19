"""What the command groups share: how a group is made, options that mean the same everywhere, and how text is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from google.protobuf import json_format
from google.protobuf.message import Message

from relevo_client.errors import Fault, RelevoError
from relevo_client.listing import WholeSentences
from relevo_client.presentation.screen import remark

Parsed = TypeVar("Parsed", bound=Message)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def _say_that_it_is_a_look(is_look: bool) -> bool:
    if is_look:
        remark("Only checking: what follows is how it would be, and nothing is written.", "yellow")
    return is_look


ValidateOnly = Annotated[
    bool,
    typer.Option("--validate-only", callback=_say_that_it_is_a_look, help="Only check; nothing is written."),
]


CHECKED = "Nothing stands against it."
"""What is said of a request for a search that was only checked."""


def group(purpose: str) -> typer.Typer:
    """Return an empty command group."""
    return typer.Typer(
        help=purpose,
        cls=WholeSentences,
        add_completion=False,  # the command `relevo` has it, for every group
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def parse_day(text: str) -> date:
    """Read a day written as 2026-01-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a day; write it as 2026-01-31") from error


def parse_month(text: str) -> date:
    """Read a month written as 2026-01; the day is its first."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a month; write it as 2026-01") from error


def day_option(name: str, purpose: str) -> typer.models.OptionInfo:
    """Return an option that takes a day."""
    option: typer.models.OptionInfo = typer.Option(name, parser=parse_day, metavar="DATE", help=purpose)
    return option


def refuse(message: str, *faults: Fault) -> RelevoError:
    """Return what the command line itself finds wrong with its input."""
    return RelevoError("INVALID_ARGUMENT", message, faults=faults)


def pairs(option: str, texts: list[str]) -> dict[str, str]:
    """Read values written as NAME=VALUE.

    Raises:
        RelevoError: INVALID_ARGUMENT, naming every text that is not such a pair.
    """
    split = [(text, text.partition("=")) for text in texts]
    faults = [
        Fault(place=option, value=text, why="not a pair", todo="write NAME=VALUE")
        for text, (name, mark, value) in split
        if not (name and mark and value)
    ]
    if faults:
        raise refuse(f"{option} is not understood", *faults)
    return {name.strip(): value.strip() for _, (name, _, value) in split}


def read_json(path: Path, into: Parsed) -> Parsed:
    """Read a message from a JSON file with the field names of the protos.

    Raises:
        RelevoError: INVALID_ARGUMENT, where the file cannot be read or does not fit.
    """
    try:
        return json_format.Parse(path.read_text(encoding="utf-8"), into)
    except (OSError, UnicodeDecodeError, json_format.ParseError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refuse("the file cannot be used", Fault(place="file", value=str(path), why=why)) from error
