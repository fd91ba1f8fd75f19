"""`relevo plan publish` and `relevo plan replan`: a plan that others count on, and the one after it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from relevo.v1.planning_service_pb2 import ReplanPlanRequest
from relevo_client import connect
from relevo_client.commands.deciding import Etag, Name
from relevo_client.commands.parts import CHECKED, Json, ValidateOnly, day_option
from relevo_client.commands.proposing import watch
from relevo_client.dates import to_wire
from relevo_client.names import key
from relevo_client.presentation.plans import text, view
from relevo_client.presentation.screen import remark, say, say_json


def publish(
    name: Name,
    office: Annotated[str, typer.Option(help="The office that publishes.")],
    etag: Etag = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Make a plan known: others count on it, and plans after it stay close to it."""
    with connect() as relevo:
        plan = relevo.planning.publish(name, office, etag=etag, validate_only=validate_only)
    if json:
        say_json(plan)
        return
    say(f"{plan.name} {'would be' if validate_only else 'was'} published by {plan.publication.office}.")
    if validate_only:
        return
    remark(f"Next, when facts have changed: relevo plan replan {key(plan.name)}")


def replan(
    name: Name,
    pin_rest: Annotated[
        bool,
        typer.Option("--pin-rest", help="Pin every stay behind which no fact has changed; else stay close to all."),
    ] = False,
    first_day: Annotated[
        date | None, day_option("--first-day", "Where a period of the plan begins; default: its first, or the next.")
    ] = None,
    periods: Annotated[int, typer.Option(help="Planning periods; 0: up to the end of the plan.")] = 0,
    time_limit: Annotated[float, typer.Option(help="Most seconds of solving; 0: 30.")] = 0,
    gap: Annotated[float, typer.Option(help="Gap at which the search may end; 0: 0.005.")] = 0,
    seed: Annotated[int, typer.Option(help="Breaks ties the same way every time.")] = 0,
    deterministic_steps: Annotated[int, typer.Option(help="Count so many steps, look at no clock; 0: the clock.")] = 0,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Plan again from a plan at hand on the records as they are now, and watch it being made."""
    request = ReplanPlanRequest(
        rest=ReplanPlanRequest.REST_PINNED if pin_rest else ReplanPlanRequest.REST_STABLE,
        periods=periods,
        time_limit_seconds=time_limit,
        gap_tolerance=gap,
        seed=seed,
        deterministic_steps=deterministic_steps,
        validate_only=validate_only,
    )
    if first_day is not None:
        request.first_day.CopyFrom(to_wire(first_day))
    with connect() as relevo:
        pending = relevo.planning.replan(name, request)
        if validate_only:
            say(CHECKED)
            return
        plan = watch(pending)
        if json:
            say_json(plan)
            return
        seen = view.read(relevo, plan.name)
    text.show(seen)
    for step in text.next_steps(seen):
        remark(f"Next: {step}")
