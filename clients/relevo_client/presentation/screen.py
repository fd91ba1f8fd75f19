"""Where text goes: results to stdout, everything else to stderr; plain where nobody watches."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from rich.console import Console
    from rich.table import Table

# What draws is imported where something is drawn: commands start sooner.
_PLAIN_WIDTH = 100
_DAY_CHARACTERS = len("2026-01-31")
_ID_CHARACTERS = 32


def stdout() -> Console:
    """Return the console for results."""
    return _console(stderr=False)


def stderr() -> Console:
    """Return the console for progress, hints and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console = Console(stderr=stderr, highlight=False, emoji=False, markup=False, no_color=True, width=_PLAIN_WIDTH)
    return console


def say(text: str = "", style: str = "", *, lead: str = "") -> None:
    """Print a line to stdout; where it wraps, its indent is kept.

    Args:
        text: the line.
        style: of the text, where it is shown to a person.
        lead: stands before the text and counts as its indent.
    """
    if not style and not sys.stdout.isatty() and "\n" not in text and len(lead + text) <= _PLAIN_WIDTH:
        # What rich would print as well, once its modules are read: short commands need none of them.
        sys.stdout.write(f"{lead}{text}\n")
    else:
        _print(stdout(), text, style, lead)


def remark(text: str, style: str = "") -> None:
    """Print a line to stderr: what is done, what to type next."""
    _print(stderr(), text, style, "")


def _print(console: Console, text: str, style: str, lead: str) -> None:
    from rich.text import Text

    words = text.lstrip(" ")
    before = lead + " " * (len(text) - len(words))
    for line in Text(words, style=style).wrap(console, console.width - len(before)):
        line.rstrip()
        console.print(Text(before) + line)
        before = " " * len(before)


def say_json(message: Message) -> None:
    """Print one message as JSON with the field names of the protos."""
    stdout().out(json.dumps(_plain(message), ensure_ascii=False, indent=2))


def say_json_line(message: Message) -> None:
    """Print one message as JSON on one line, for programs that read while it goes on."""
    stdout().out(json.dumps(_plain(message), ensure_ascii=False))


def say_json_list(messages: Iterable[Message]) -> None:
    """Print messages as a JSON array."""
    stdout().out(json.dumps([_plain(message) for message in messages], ensure_ascii=False, indent=2))


def _plain(message: Message) -> dict[str, object]:
    from google.protobuf.json_format import MessageToDict

    return dict(MessageToDict(message, preserving_proto_field_name=True))


def say_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = (), gap: int = 2
) -> None:
    """Print rows under headers.

    Args:
        headers: one per column.
        rows: one text per column.
        right: columns that are aligned to the right, from 0.
        gap: characters between two columns.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console = stdout()
    table = Table(
        box=box.SIMPLE_HEAD if console.is_terminal else None,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
        padding=(0, gap - 1 if console.is_terminal else gap),  # the box draws a blank of its own
    )
    numbers, lines = set(right), [tuple(row) for row in rows]
    for column, header in enumerate(headers):
        is_number = column in numbers
        is_short = max((len(line[column]) for line in lines), default=0) <= _DAY_CHARACTERS
        is_id = bool(lines) and all(_is_id(line[column]) for line in lines)
        is_whole = is_number or column == 0 or is_short or is_id  # names are there to be copied, and a day is one word
        table.add_column(header, justify="right" if is_number else "left", overflow="fold", no_wrap=is_whole)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    _print_table(console, table)


def _is_id(cell: str) -> bool:
    return not cell or (len(cell) <= _ID_CHARACTERS and " " not in cell)


def say_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Print one record: a name and its value on each line, empty values left out."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        if value:
            table.add_row(name, Text(value))
    _print_table(stdout(), table)


def _print_table(console: Console, table: Table) -> None:
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as drawn:
        console.print(table)
    for line in drawn.get().splitlines():
        console.out(line.rstrip())
