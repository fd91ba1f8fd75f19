"""`relevo offline`: planning on files. What only some commands need, they import: a plan is asked for most often."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from relevo_client import Fault, RelevoError
from relevo_client.commands.parts import group
from relevo_client.presentation.screen import say
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.review import review_plan
from relevo_server.commands.interruptible import end_command
from relevo_server.commands.offline_audit import verify_audit
from relevo_server.commands.offline_compare import compare
from relevo_server.commands.offline_files import answer_in, expect_writable
from relevo_server.commands.offline_files import plan_in as _plan
from relevo_server.commands.offline_files import question_in as _question
from relevo_server.commands.searching import Asked, process_start, solve
from relevo_server.commands.verifying import verify
from relevo_server.wire.files import write_plan

InstanceFile = Annotated[Path, typer.Option("--instance", exists=True, dir_okay=False, help="The question: a file.")]
PlanFile = Annotated[Path, typer.Option("--plan", exists=True, dir_okay=False, help="A plan: a file.")]

Deterministic = Annotated[
    bool, typer.Option("--deterministic", help="Count steps instead of seconds: the same plan on every machine.")
]
StepCount = Annotated[int, typer.Option(min=1, max=1_000_000, help="Most steps of the search, with --deterministic.")]

app = group("Plan on files, with no server and no database.")
app.command()(compare)
app.command()(verify_audit)
app.command()(verify)


@app.command()
def propose(
    instance: InstanceFile,
    out: Annotated[Path, typer.Option(dir_okay=False, help="Where the plan goes.")],
    time_limit: Annotated[float, typer.Option(min=1.0, help="Seconds for the whole command.")] = 60.0,
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Good enough: relative gap to the bound.")] = 0.0,
    seed: Annotated[int, typer.Option(min=0, help="Of every random choice.")] = 0,
    progress: Annotated[Path | None, typer.Option(help="Where progress goes, a JSON line each.")] = None,
    deterministic: Deterministic = False,
    steps: StepCount = 200,
) -> None:
    """Propose a plan; its certificate has value, bound and gap."""
    until = process_start() + time_limit
    expect_writable(instance, (("--out", out), ("--progress", progress)))
    question = _question(instance)
    answer = solve(question, Asked(until, gap, seed, progress, steps if deterministic else None)).answer
    out.write_text(write_plan(answer.plan, question, answer.findings), encoding="utf-8")
    _summary(answer.plan)
    for rule, text in answer.findings:
        say(f"{rule}: {text}")
    if answer.findings:
        raise typer.Exit(1)


def _summary(plan: Plan) -> None:
    """Say what is proven, what a reader must know, and which demands cannot all be met."""
    certificate = plan.certificate
    say(f"value {certificate.value:.6g}, bound {certificate.bound:.6g}, gap {certificate.gap:.4%}; {plan.stop.value}")
    for note in plan.notes:
        say(note)
    for conflict in plan.conflicts:
        say("cannot all be met: " + "; ".join(demand.text for demand in conflict.demands))


@app.command()
def review(instance: InstanceFile, plan: PlanFile) -> None:
    """Read a plan again against every rule, without the optimizer."""
    violations = review_plan(_question(instance), _plan(plan))
    for found in violations:
        say(f"{found.rule}: {found.subject}: {found.text}")
    say("clean" if not violations else f"{len(violations)} broken")
    if violations:
        raise typer.Exit(1)


@app.command()
def evaluate(
    instance: InstanceFile,
    plan: PlanFile,
    against: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="The proposal.")] = None,
) -> None:
    """Score any plan, also one made by hand: operations are enough."""
    from relevo_planner.baselines import baselines
    from relevo_planner.compile import build_options
    from relevo_planner.evaluate import evaluate as score
    from relevo_planner.floor_conflicts import floor_text

    question = _question(instance)
    found = score(question, _plan(plan).operations, None if against is None else answer_in(against, question))
    rivals = ", ".join(f"{rival.name} {rival.value:.6g}" for rival in baselines(question, build_options(question)))
    say(f"value {found.value:.6g}; under the same rules: {rivals}")
    if found.override_cost is not None:
        say(f"gives up {found.override_cost:.6g} against the proposal")
    for index in found.broken_floors:
        say(f"floor not met: {floor_text(question.floors[index])}")
    for violation in found.violations:
        say(f"{violation.rule}: {violation.subject}: {violation.text}")
    if found.violations:
        raise typer.Exit(1)


@app.command()
def explain(
    instance: InstanceFile,
    plan: PlanFile,
    municipality: Annotated[str, typer.Option(help="Only this one, and what would select it.")] = "",
    time_limit: Annotated[float, typer.Option(min=1.0, help="Seconds for finding what would select it.")] = 60.0,
) -> None:
    """Say why each operation is in the plan, and why need stays open, place by place."""
    from relevo_planner.explain import explain_operation

    question = _question(instance)
    answer = answer_in(plan, question)
    titles = {place.name: place.title or place.name for place in question.municipalities}
    if municipality and municipality not in titles:
        fault = Fault(place="--municipality", value=municipality, why="is not in the instance", todo="name one of it")
        raise RelevoError("INVALID_ARGUMENT", "nothing to explain", faults=[fault])
    for operation in answer.operations:
        if municipality in ("", operation.municipality):
            teams = ", ".join(f"{count} of {pool}" for pool, count in sorted(operation.teams.items()))
            say(f"{operation.municipality}: periods {operation.start} to {operation.end - 1}, {teams}")
            for sentence in explain_operation(question, answer, operation).sentences:
                say(f"  {sentence}")
    for shortfall in answer.shortfalls:
        if municipality in ("", shortfall.municipality):
            say(f"{titles.get(shortfall.municipality)}: {shortfall.reason.value}: {shortfall.detail}")
    if municipality and all(operation.municipality != municipality for operation in answer.operations):
        _explain_absence(question, answer, municipality, time_limit)


def _explain_absence(question: Instance, answer: Plan, municipality: str, seconds: float) -> None:
    """Say what stops a municipality, by the plan's prices, then what would select it, each change solved again."""
    from relevo_planner.why_not import why_not
    from relevo_server.commands.changes_in_time import OutOfTime, changes_in_time

    for sentence in why_not(question, answer, municipality).sentences:
        say(sentence)
    count = 0
    try:
        for change in changes_in_time(question, answer, municipality, seconds):
            count += 1
            say(f"would select it: {change.text}")
    except OutOfTime:
        say(f"{seconds:g} seconds were too few to try every change; a longer --time-limit may find more")
        end_command(0)
    if not count:
        say("no single change that was tried would select it")
    end_command(0)


@app.command()
def replay(
    instance: InstanceFile,
    plan: PlanFile,
    time_limit: Annotated[float, typer.Option(min=1.0)] = 60.0,
    gap: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="As proposed; else the plan's own.")] = None,
    deterministic: Deterministic = False,
    steps: StepCount = 200,
) -> None:
    """Solve the question again as the plan was solved, and say whether the same plan comes out."""
    until = process_start() + time_limit
    question = _question(instance)
    before = answer_in(plan, question)
    counted = steps if deterministic else None
    tolerated = gap if gap is not None else 0.0 if deterministic else before.certificate.gap
    found = solve(question, Asked(until, tolerated, before.seed, None, counted))
    if found.interrupted:
        raise KeyboardInterrupt
    after = found.answer.plan
    same = write_plan(after, question) == write_plan(before, question)
    values = f"value {after.certificate.value:.6g} against {before.certificate.value:.6g}"
    say("the same plan" if same else f"another plan: {values}")
    if not same:
        raise typer.Exit(1)


@app.command()
def export(
    instance: InstanceFile,
    mps: Annotated[Path, typer.Option(dir_okay=False, help="Where the whole program goes, free MPS.")],
    names: Annotated[Path | None, typer.Option(dir_okay=False, help="Where the columns' meanings go, JSON.")] = None,
) -> None:
    """Write the whole program, so that anyone can check the bound with a solver of their own."""
    from relevo_planner.compile import build_options
    from relevo_planner.export import column_meanings, whole_program_mps

    expect_writable(instance, (("--mps", mps), ("--names", names)))
    question = _question(instance)
    options = build_options(question)
    with mps.open("w", encoding="utf-8") as file:
        file.writelines(whole_program_mps(options))
    if names is not None:
        names.write_text(json.dumps(dict(column_meanings(question, options)), indent=1), encoding="utf-8")
