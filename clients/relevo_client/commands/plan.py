"""`relevo plan`: proposals, read and questioned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from google.protobuf import json_format

from relevo_client import Fault, Relevo, RelevoError, connect
from relevo_client.commands.comparing import compare, robustness
from relevo_client.commands.deciding import confirm, reject
from relevo_client.commands.parts import Json, group, refuse
from relevo_client.commands.proposing import propose
from relevo_client.commands.replanning import publish, replan
from relevo_client.commands.trying import try_out
from relevo_client.names import resource
from relevo_client.presentation import progress
from relevo_client.presentation.plans import lists, text, view
from relevo_client.presentation.plans.outcome import show as show_outcome
from relevo_client.presentation.screen import remark, say, say_json, say_json_list, stdout

app = group("Plans: propose, show, explain, export.")
app.command()(propose)
app.command()(confirm)
app.command()(reject)
app.command()(compare)
app.command()(robustness)
app.command()(publish)
app.command()(replan)
app.command("try")(try_out)
OperationName = Annotated[str, typer.Argument(help="operations/ID or ID; left out: the newest proposal.")]
Name = Annotated[str, typer.Argument(help="plans/ID or ID; left out: the newest plan.")]


@app.command()
def show(name: Name = "", json: Json = False) -> None:
    """Show a plan."""
    with connect() as relevo:
        name = name or newest(relevo)
        if json:
            say_json(relevo.planning.get(name))
            return
        seen = view.read(relevo, name)
    text.show(seen)
    for step in text.next_steps(seen):
        remark(f"Next: {step}")


@app.command()
def watch(operation: OperationName = "", json: Json = False) -> None:
    """Follow a proposal until it has ended, from any number of places; leaving costs nothing and changes nothing."""
    with connect() as relevo:
        name = operation or relevo.planning.newest_operation()
        with progress.planning() as on_progress:
            for answer in relevo.planning.watch(name):
                if json:
                    say_json(answer)
                else:
                    on_progress(answer.metadata)
        plan = relevo.planning.pending(name).result()
    if not json:
        remark(f"Next: relevo plan show {plan.name}")


@app.command()
def cancel(operation: Annotated[str, typer.Argument(help="operations/ID or ID.")]) -> None:
    """End a proposal early; the best plan so far is kept."""
    with connect() as relevo:
        relevo.planning.cancel(operation)
    remark(f"Next: relevo plan watch {resource('operations', operation)}")


@app.command()
def explain(
    name: Name = "",
    municipality: Annotated[str, typer.Option(help="Only this municipality.")] = "",
    pool: Annotated[str, typer.Option(help="What one more team of this pool would add: solved again.")] = "",
    from_period: Annotated[int, typer.Option(help="With --pool: first period of the team, from 0.")] = 0,
    changes: Annotated[
        bool, typer.Option(help="With --municipality, where no team goes: what would select it, solved again.")
    ] = True,
    language: Annotated[str, typer.Option(help="Of the sentences: en or es.")] = "",
    json: Json = False,
) -> None:
    """Say why each stay was chosen, why need stays open elsewhere, and what would change that."""
    wanted, nearest = resource("municipalities", municipality) if municipality else "", None
    with connect() as relevo:
        name = name or newest(relevo)
        if pool:
            told = relevo.planning.explain_pool(name, pool, start=from_period, language=language)
            if json:
                say_json(told)
            for sentence in () if json else told.sentences:
                say(sentence)
            return
        if json or language:
            explained = relevo.planning.explain(name, municipality=wanted, language=language)
            for one in explained.unserved if wanted and changes else ():
                one.CopyFrom(relevo.planning.explain_unserved(name, wanted, language=language))
            if json:
                say_json(explained)
            else:
                text.show_sentences(explained, relevo.planning.instance(name))
            return
        seen = view.read(relevo, name)
        if changes and wanted in {one.municipality for one in seen.unserved}:
            nearest = relevo.planning.explain_unserved(name, wanted)
    if wanted and wanted not in {place.name for place in seen.instance.municipalities}:
        raise RelevoError("NOT_FOUND", f"{wanted} has no part in the question behind {seen.plan.name}")
    text.show_why([stay for stay in seen.stays if wanted in ("", stay.municipality)])
    text.show_why_not(seen, wanted)
    for sentence in nearest.sentences if nearest else ():
        say(f"  {sentence}")


@app.command()
def instance(
    name: Name = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Export the frozen question behind a plan: `relevo offline` solves it anywhere."""
    with connect() as relevo:
        question = relevo.planning.instance(name or newest(relevo))
    content = json_format.MessageToJson(question, preserving_proto_field_name=True, ensure_ascii=False)
    if output is None:
        stdout().out(content)
    else:
        _write(output, (content + "\n").encode())


@app.command()
def outcome(
    name: Name = "",
    dataset: Annotated[list[str] | None, typer.Option(help="Incidents to look at, by source. Repeatable.")] = None,
    crime: Annotated[list[str] | None, typer.Option(help="Crime type; left out: those of the ranking.")] = None,
    before: Annotated[int, typer.Option(min=0, max=120, help="Months before the teams came; 0: 12.")] = 0,
    after: Annotated[int, typer.Option(min=0, max=120, help="Months from then on; 0: 6.")] = 0,
    json: Json = False,
) -> None:
    """Show what happened against what was planned: stays, teams, incidence beside comparable places."""
    with connect() as relevo:
        name = name or newest(relevo)
        found = relevo.planning.outcome(name, dataset or [], crime_types=crime or [], before=before, after=after)
    if json:
        say_json(found)
    else:
        show_outcome(found)


@app.command()
def dossier(
    output: Annotated[Path, typer.Option("--output", "-o", help="Write to this file.")],
    name: Name = "",
) -> None:
    """Write a plan with its question, review and ranking as one signed file that anyone can verify offline."""
    with connect() as relevo:
        found = relevo.planning.dossier(name or newest(relevo))
    _write(output, found.envelope)
    remark(f"signed with key {found.key_id}")
    remark(f"Next: relevo offline verify {output} --key PUBLIC.pem")


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        why = error.strerror or str(error)
        raise refuse("the file cannot be written", Fault("--output", why, str(output))) from error
    remark(f"wrote {output}")


@app.command("list")
def list_plans(json: Json = False) -> None:
    """List plans, newest first."""
    with connect() as relevo:
        found = list(relevo.planning.list())
    if json:
        say_json_list(found)
    else:
        lists.show_list(found)


@app.command()
def policy(json: Json = False) -> None:
    """Show every policy number with its default, unit and reason."""
    with connect() as relevo:
        numbers = relevo.planning.policy_numbers()
    if json:
        say_json_list(numbers)
    else:
        lists.show_policy(numbers)


def newest(relevo: Relevo) -> str:
    """Return the name of the newest plan.

    Raises:
        RelevoError: NOT_FOUND, where there is none.
    """
    for plan in relevo.planning.list():
        return plan.name
    raise RelevoError("NOT_FOUND", "there is no plan yet", faults=[Fault("plans", "none", todo="relevo plan propose")])
