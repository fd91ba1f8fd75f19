"""`relevo offline verify-audit`: an exported trail, verified with nothing but its lines.

What reads them is imported when something is verified: other commands start sooner.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relevo_client.presentation.screen import say

Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Exports, the oldest first.")]


def verify_audit(files: Files) -> None:
    """Verify exported audit events: each one's hash, and that each follows the one before, from file to file."""
    from relevo_server.domain.audit import START
    from relevo_server.usecases.audit_lines import LinesReader

    before = (0, START)
    for index, path in enumerate(files):
        reader = LinesReader()
        with path.open("rb") as lines:
            reader.read(lines)
        begins = reader.begins_after or before
        if not reader.broken and index and begins != before:
            reader.broken = f"it begins behind event {begins[0]} ({begins[1]}), the file before ends with {before[0]}"
        say(f"{path}: {reader.events:,} events, export {reader.export_sha256}")
        if reader.broken:
            say(f"broken: {reader.broken}")
            raise typer.Exit(1)
        if not index and begins != (0, START):
            say(f"begins behind event {begins[0]} with hash {begins[1]}: compare it with the checkpoint")
        before = (reader.chain.sequence, reader.chain.sha256)
    say(f"holds through event {before[0]} with hash {before[1]}")
