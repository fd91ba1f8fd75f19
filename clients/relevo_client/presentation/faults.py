"""An error as a person reads it: one sentence, then every fault on a line of its own, then what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relevo_client.advice import advice_for
from relevo_client.errors import Fault, RelevoError

if TYPE_CHECKING:
    from rich.console import Console

_EXIT_CODES = {
    "INVALID_ARGUMENT": 2,
    "OUT_OF_RANGE": 2,
    "NOT_FOUND": 3,
    "FAILED_PRECONDITION": 4,
    "ALREADY_EXISTS": 4,
    "ABORTED": 4,
    "UNAVAILABLE": 5,
    "DEADLINE_EXCEEDED": 5,
    "UNAUTHENTICATED": 5,
    "PERMISSION_DENIED": 5,
}

MOST_FAULTS = 200
"""A person who has to correct more than this opens the file; `--json` lists all."""


def exit_code(error: RelevoError) -> int:
    """Return 2 for bad input, 3 not found, 4 the records do not allow it, 5 connection or identity, else 1."""
    return _EXIT_CODES.get(error.code, 1)


def show(error: RelevoError, console: Console) -> None:
    """Print an error."""
    from rich.text import Text

    console.print(Text(f"relevo: {error.message}", style="bold red"), soft_wrap=True)
    if _says_it_all(error):
        console.print(Text(f"What to do: {advice_for(error.code, '', {})}"), soft_wrap=True)
        return
    for fault in error.faults[:MOST_FAULTS]:
        console.print(Text(f"  {line(fault)}"), soft_wrap=True)
    if len(error.faults) > MOST_FAULTS:
        console.print(Text(f"  and {len(error.faults) - MOST_FAULTS:,} more"))
    if error.todo:
        console.print(Text(f"What to do: {error.todo}"), soft_wrap=True)


def _says_it_all(error: RelevoError) -> bool:
    """Whether the only fault is that the record in the sentence above does not exist."""
    return error.code == "NOT_FOUND" and len(error.faults) == 1 and error.faults[0].value in error.message.split()


def line(fault: Fault) -> str:
    """Return a fault as one line: place, value, why, what to do."""
    head = f"{fault.place} '{fault.value}'" if fault.value else fault.place
    text = f"{head}: {fault.why}" if head else fault.why
    return f"{text} -> {fault.todo}" if fault.todo else text
