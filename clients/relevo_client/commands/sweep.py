"""`relevo sweep`: many scenarios solved together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from relevo.v1.sweep_pb2 import Sweep
from relevo.v1.what_if_service_pb2 import SweepFrontierRequest, SweepScenariosRequest
from relevo_client import Relevo, connect
from relevo_client.commands.parts import CHECKED, Json, ValidateOnly, group, refuse
from relevo_client.commands.plan import newest
from relevo_client.errors import Fault
from relevo_client.names import key, resource
from relevo_client.presentation import frontiers, sweeps
from relevo_client.presentation.screen import remark, say, say_json, say_json_list

N = TypeVar("N", int, float)

app = group("Sweeps: many scenarios solved together, on all cores.")
Name = Annotated[str, typer.Argument(help="sweeps/ID or ID.")]
TimeLimit = Annotated[float, typer.Option(help="Most seconds of solving per scenario; 0: 30.")]
Gap = Annotated[float, typer.Option(help="Gap at which a search may end; 0: 0.005.")]
Seed = Annotated[int, typer.Option(help="Breaks ties the same way every time.")]
Wait = Annotated[bool, typer.Option(help="Wait for the end.")]


@app.command()
def run(
    scenarios: Annotated[list[str], typer.Argument(help="scenarios/ID or ID, one or many.")],
    sweep_id: Annotated[str, typer.Option("--id", help="Chosen id; left out: one is given.")] = "",
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    time_limit: TimeLimit = 0,
    gap: Gap = 0,
    seed: Seed = 0,
    wait: Wait = True,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Solve scenarios together. What is solved stays solved, also where the server is killed half-way."""
    request = SweepScenariosRequest(
        scenarios=[resource("scenarios", name) for name in scenarios],
        title=title,
        sweep_id=sweep_id,
        time_limit_seconds=time_limit,
        gap_tolerance=gap,
        seed=seed,
        validate_only=validate_only,
    )
    with connect() as relevo:
        name = relevo.what_if.sweep(request).sweep
        if validate_only:
            say(CHECKED)
            return
        if not wait:
            remark(f"asked for: {name}; relevo sweep watch {key(name)} follows it")
            return
        follow(relevo, name, json=json)


@app.command()
def watch(name: Name, json: Json = False) -> None:
    """Follow a sweep until it has ended; leaving changes nothing."""
    with connect() as relevo:
        follow(relevo, name, json=json)


@app.command()
def show(name: Name, json: Json = False) -> None:
    """Show a sweep, scenario by scenario as far as each has come."""
    with connect() as relevo:
        sweep = relevo.what_if.sweep_so_far(name)
    if json:
        say_json(sweep)
    else:
        sweeps.show(sweep)


@app.command()
def frontier(
    plan: Annotated[str, typer.Option(help="Begin with the question behind this plan; default: the newest.")] = "",
    tenure: Annotated[str, typer.Option(help="Most periods of one stay: 2,4,6; left out: around the policy's.")] = "",
    fairness: Annotated[str, typer.Option(help="Shares that fairness may cost: 0,0.02,0.05; left out: four.")] = "",
    sweep_id: Annotated[str, typer.Option("--id", help="Chosen id; left out: one is given.")] = "",
    of: Annotated[str, typer.Option(help="Only read the frontier of this sweep.")] = "",
    language: Annotated[str, typer.Option(help="Of the sentences: en or es.")] = "",
    time_limit: TimeLimit = 0,
    gap: Gap = 0,
    seed: Seed = 0,
    wait: Wait = True,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Tenure against coverage against fairness: certified plans, and in words what one costs of the other."""
    request = SweepFrontierRequest(
        tenure_periods=numbers("--tenure", tenure, int),
        fairness_epsilons=numbers("--fairness", fairness, float),
        sweep_id=sweep_id,
        time_limit_seconds=time_limit,
        gap_tolerance=gap,
        seed=seed,
        validate_only=validate_only,
    )
    with connect() as relevo:
        name = of
        if not name:
            request.plan = resource("plans", plan) if plan else newest(relevo)
            name = relevo.what_if.sweep_frontier(request).sweep
            if validate_only:
                say(CHECKED)
                return
            if not wait:
                remark(f"asked for: {name}; relevo sweep frontier --of {key(name)} shows it")
                return
            relevo.what_if.follow(name, progress())
        found = relevo.what_if.frontier(name, language=language)
    if json:
        say_json(found)
    else:
        frontiers.show(found)


@app.command()
def cancel(name: Name) -> None:
    """End a sweep early; what is solved stays, what is being solved keeps its best plan."""
    with connect() as relevo:
        relevo.what_if.cancel_sweep(name)
    remark(f"Next: relevo sweep show {key(name)}")


@app.command("list")
def list_sweeps(json: Json = False) -> None:
    """List sweeps, newest first."""
    with connect() as relevo:
        found = list(relevo.what_if.sweeps())
    if json:
        say_json_list(found)
    else:
        sweeps.show_list(found)


def follow(relevo: Relevo, name: str, *, json: bool) -> None:
    """Wait for a sweep with its progress on stderr, then print it."""
    sweep = relevo.what_if.follow(name, progress())
    if json:
        say_json(sweep)
    else:
        sweeps.show(sweep)


def progress() -> Callable[[Sweep], None]:
    """Return what tells on stderr how far a sweep has come, whenever it has come further."""
    told = -1

    def on_progress(sweep: Sweep) -> None:
        nonlocal told
        if sweep.ended != told:
            told = sweep.ended
            remark(f"{sweep.ended} of {len(sweep.entries)} solved")

    return on_progress


def numbers(option: str, text: str, read: Callable[[str], N]) -> list[N]:
    """Read numbers separated by commas.

    Raises:
        RelevoError: INVALID_ARGUMENT, naming every part that is none.
    """
    found, faults = [], []
    for part in text.split(",") if text else ():
        try:
            found.append(read(part.strip()))
        except ValueError:
            faults.append(Fault(option, "is no such number", part, "write numbers separated by commas"))
    if faults:
        raise refuse("the numbers are not understood", *faults)
    return found
