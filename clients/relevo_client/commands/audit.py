"""`relevo audit`: the trail of every write."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from relevo_client import Relevo, RelevoError, connect
from relevo_client.commands.parts import Json, ValidateOnly, group
from relevo_client.presentation import audit as shown
from relevo_client.presentation.screen import remark, say, say_json, say_json_line, say_json_list

app = group("The trail of every write: who changed what, from what to what.")

After = Annotated[int, typer.Option(min=0, help="Sequence of the event before the first one.")]


@app.command("list")
def list_events(
    record: Annotated[str, typer.Option(help="Only of this record, for example pools/patrol.")] = "",
    kind: Annotated[str, typer.Option(help="Only of records of this kind, for example Meeting.")] = "",
    actor: Annotated[str, typer.Option(help="Only by this principal.")] = "",
    method: Annotated[str, typer.Option(help="Only by this method, for example CreatePool.")] = "",
    first: Annotated[int | None, typer.Option(min=1, help="Only so many.")] = None,
    json: Json = False,
) -> None:
    """List events in the order of writing."""
    wanted = {"record": record, "kind": kind, "actor": actor, "method": method}
    condition = " AND ".join(f'{name} = "{value}"' for name, value in wanted.items() if value)
    with connect() as relevo:
        events = list(islice(relevo.audit.list(condition), first))
    if json:
        say_json_list(events)
    else:
        shown.show_list(events)


@app.command()
def verify(
    noted_sequence: Annotated[int, typer.Option(min=0, help="An event noted before.")] = 0,
    noted_sha256: Annotated[str, typer.Option(help="Its hash.")] = "",
    json: Json = False,
) -> None:
    """Read the whole trail and find the first changed, missing or reordered event."""
    with connect() as relevo:
        verdict = relevo.audit.verify(noted_sequence=noted_sequence, noted_sha256=noted_sha256)
    if json:
        say_json(verdict)
    else:
        shown.show_verdict(verdict)
    if verdict.broken:
        raise typer.Exit(1)


@app.command()
def watch(
    after: After = 0,
    after_sha256: Annotated[str, typer.Option(help="Its hash; left out: not compared.")] = "",
    kind: Annotated[list[str] | None, typer.Option(help="Only records of this kind. Repeatable.")] = None,
    record_prefix: Annotated[str, typer.Option(help="Only records whose name begins so, like meetings/.")] = "",
    first: Annotated[int | None, typer.Option(min=1, help="End after so many.")] = None,
    json: Json = False,
) -> None:
    """Follow the trail: what was missed, then every event once it is written; --json prints a line each."""
    with connect() as relevo:
        answers = relevo.audit.watch(
            after=after, after_sha256=after_sha256, kinds=kind or (), record_prefix=record_prefix
        )
        for answer in islice(answers, first):
            if json:
                say_json_line(answer.audit_event)
            else:
                say(shown.event_line(answer.audit_event))


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", "-o", dir_okay=False, help="Where the lines go.")],
    after: After = 0,
    through: Annotated[int, typer.Option(min=0, help="The last event; left out: the newest.")] = 0,
) -> None:
    """Write the trail as JSON Lines; relevo offline verify-audit verifies them."""
    with connect() as relevo:
        last = _write(relevo, out, after, through)
    say(f"{last.events:,} events through {last.sequence}")
    say(f"event  {last.sha256}")
    say(f"export {last.export_sha256}")
    remark(f"verify them anywhere: relevo offline verify-audit {out}")


def _write(relevo: Relevo, out: Path, after: int, through: int) -> shown.Export:
    """Write an export under another name first, so that a broken one is never taken for a whole one."""
    part = out.with_name(out.name + ".part")
    last = shown.Export()
    try:
        with part.open("wb") as file:
            for last in relevo.audit.export(after=after, through=through):
                file.write(last.json_lines)
        part.replace(out)
    except OSError as error:
        raise RelevoError("INVALID_ARGUMENT", f"{out} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return last


@app.command()
def prune(
    through: Annotated[int, typer.Option(min=1, help="The last event to remove.")],
    through_sha256: Annotated[str, typer.Option(help="Its hash.")],
    export_sha256: Annotated[str, typer.Option(help="Hash of the export of exactly these events.")],
    office: Annotated[str, typer.Option(help="Who has them removed.")],
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Remove events that were exported and are older than the retention; the chain goes on from a checkpoint."""
    with connect() as relevo:
        made = relevo.audit.prune(through, through_sha256, export_sha256, office, validate_only=validate_only)
    if json:
        say_json(made)
    else:
        shown.show_checkpoint(made)
