"""`relevo plan try`: change a pin, a promise, a number of teams, and see within seconds what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relevo.v1.instance_pb2 import Operation
from relevo.v1.planning_service_pb2 import TryPlanRequest
from relevo_client import Fault, connect
from relevo_client.commands.deciding import Name
from relevo_client.commands.parts import CHECKED, Json, ValidateOnly, pairs, read_json, refuse
from relevo_client.commands.pool_sizes import METAVAR, pool_sizes
from relevo_client.names import key, resource
from relevo_client.presentation.plans import trials
from relevo_client.presentation.screen import remark, say, say_json

_PIN = "MUNICIPALITY:FIRST:PERIODS:POOL=TEAMS,..."
_PARTS = 4


def try_out(
    name: Name,
    pin: Annotated[
        list[str] | None, typer.Option(metavar=_PIN, help="A stay to hold; periods count from 0. Repeatable.")
    ] = None,
    unpin: Annotated[list[str] | None, typer.Option(help="Municipality whose pins are let go. Repeatable.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(help="Municipality to leave out. Repeatable.")] = None,
    floor: Annotated[
        list[str] | None, typer.Option(metavar="MUNICIPALITY=TEAMS", help="Promise it so many teams. Repeatable.")
    ] = None,
    teams: Annotated[
        list[str] | None,
        typer.Option(metavar=METAVAR, help="How many teams the pool has, @: from a period on, from 0. Repeatable."),
    ] = None,
    promise: Annotated[
        list[str] | None,
        typer.Option(metavar="MUNICIPALITY=kept|broken", help="Its side of the bargain. Repeatable."),
    ] = None,
    request: Annotated[Path | None, typer.Option(help="JSON of a TryPlanRequest; options complete it.")] = None,
    time_limit: Annotated[float, typer.Option(help="Most seconds of solving; 0: 3.")] = 0,
    gap: Annotated[float, typer.Option(help="Gap at which the search may end; 0: 0.01.")] = 0,
    seed: Annotated[int, typer.Option(help="Breaks ties the same way every time.")] = 0,
    keep: Annotated[bool, typer.Option("--keep", help="Store what comes of it as a proposal.")] = False,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Change the question behind a plan and see what comes of it; nothing is stored unless asked."""
    wanted = read_json(request, TryPlanRequest()) if request else TryPlanRequest()
    wanted.MergeFrom(TryPlanRequest(time_limit_seconds=time_limit, gap_tolerance=gap, seed=seed, keep=keep))
    wanted.validate_only = wanted.validate_only or validate_only
    wanted.pins.extend(_pins(pin or []))
    wanted.unpinned.extend(resource("municipalities", one) for one in unpin or [])
    for one in exclude or []:
        wanted.exclusions.add(municipality=resource("municipalities", one), reason="left out in a trial")
    for one, count in _counts("--floor", pairs("--floor", floor or [])).items():
        wanted.floors.add(municipality=resource("municipalities", one), teams=count)
    faults = list[Fault]()
    wanted.pool_sizes.extend(pool_sizes("--teams", teams or [], faults))
    if faults:
        raise refuse("--teams is not understood", *faults)
    for one, word in pairs("--promise", promise or []).items():
        if word not in ("kept", "broken"):
            raise refuse("the promise is not understood", Fault("--promise", "neither kept nor broken", word))
        wanted.promises.add(municipality=resource("municipalities", one), kept=word == "kept")
    with connect() as relevo:
        answer = relevo.planning.try_out(name, wanted)
        if wanted.validate_only:
            say(CHECKED)
            return
        if json:
            say_json(answer)
            return
        question = relevo.planning.instance(name)
    trials.show(answer, question)
    if keep:
        remark(f"Next: relevo plan show {key(answer.plan.name)}")


def _pins(texts: list[str]) -> list[Operation]:
    pins, faults = list[Operation](), list[Fault]()
    for text in texts:
        parts = text.split(":")
        if len(parts) != _PARTS or not (parts[1].isdecimal() and parts[2].isdecimal()):
            faults.append(Fault("--pin", "is no stay", text, f"write {_PIN}"))
            continue
        found = Operation(municipality=resource("municipalities", parts[0]), start=int(parts[1]), periods=int(parts[2]))
        for pool, count in _counts("--pin", pairs("--pin", parts[3].split(","))).items():
            found.teams.add(pool=resource("pools", pool), teams=count)
        pins.append(found)
    if faults:
        raise refuse("the pins are not understood", *faults)
    return pins


def _counts(option: str, texts: dict[str, str]) -> dict[str, int]:
    faults = [Fault(option, "is no number of teams", text) for text in texts.values() if not text.isdecimal()]
    if faults:
        raise refuse(f"{option} is not understood", *faults)
    return {name: int(text) for name, text in texts.items()}
