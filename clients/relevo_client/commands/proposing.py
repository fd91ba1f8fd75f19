"""`relevo plan propose`: asking for a plan and watching it being made."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from relevo.v1.plan_pb2 import Plan
from relevo.v1.planning_service_pb2 import ProposePlanRequest
from relevo.v1.ranking_pb2 import Ranking
from relevo_client import Fault, PendingPlan, Relevo, RelevoError, connect
from relevo_client.commands.parts import CHECKED, Json, ValidateOnly, day_option, read_json
from relevo_client.commands.policy_options import policy_numbers
from relevo_client.dates import present_day, to_wire
from relevo_client.names import resource
from relevo_client.presentation import progress
from relevo_client.presentation.plans import text, view
from relevo_client.presentation.screen import remark, say, say_json


def propose(
    ranking: Annotated[str, typer.Option(help="A published ranking; default: the newest.")] = "",
    first: Annotated[int, typer.Option(help="How many of its municipalities take part; 0: 50.")] = 0,
    first_day: Annotated[date | None, day_option("--first-day", "First day; default: next Monday.")] = None,
    periods: Annotated[int, typer.Option(help="Planning periods; 0: 13.")] = 0,
    policy: Annotated[
        list[str] | None, typer.Option("--policy", metavar="NUMBER=VALUE", help="Another policy number. Repeatable.")
    ] = None,
    policy_name: Annotated[str, typer.Option(help="A stored policy instead, for example strict@2.")] = "",
    exclude: Annotated[list[str] | None, typer.Option(help="Municipality to leave out. Repeatable.")] = None,
    time_limit: Annotated[float, typer.Option(help="Most seconds of solving; 0: 30.")] = 0,
    gap: Annotated[float, typer.Option(help="Gap at which the search may end, for example 0.005; 0: that.")] = 0,
    seed: Annotated[int, typer.Option(help="Breaks ties the same way every time.")] = 0,
    deterministic_steps: Annotated[int, typer.Option(help="Count so many steps, look at no clock; 0: the clock.")] = 0,
    request: Annotated[
        Path | None, typer.Option(help="JSON of a ProposePlanRequest, for pins and floors; options complete it.")
    ] = None,
    wait: Annotated[bool, typer.Option(help="Wait for the plan.")] = True,
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Ask for a plan, watch it being made, and show it."""
    wanted = read_json(request, ProposePlanRequest()) if request else ProposePlanRequest()
    wanted.MergeFrom(
        ProposePlanRequest(
            ranking=resource("rankings", ranking) if ranking else "",
            first_municipalities=first,
            periods=periods,
            policy=policy_numbers("--policy", policy or []),
            policy_name=resource("policies", policy_name) if policy_name else "",
            time_limit_seconds=time_limit,
            gap_tolerance=gap,
            seed=seed,
            deterministic_steps=deterministic_steps,
            validate_only=validate_only,
        )
    )
    for name in exclude or []:
        wanted.exclusions.add(municipality=resource("municipalities", name), reason="left out by the coordinator")
    if first_day is not None or not wanted.HasField("first_day"):
        wanted.first_day.CopyFrom(to_wire(first_day or next_monday(present_day())))
    with connect() as relevo:
        wanted.ranking = wanted.ranking or newest_published(relevo)
        pending = relevo.planning.propose(wanted)
        if validate_only:
            say(CHECKED)
            return
        if not wait:
            _say_pending(pending)
            return
        plan = watch(pending)
        if json:
            say_json(plan)
            return
        seen = view.read(relevo, plan.name)
    text.show(seen)
    for step in text.next_steps(seen):
        remark(f"Next: {step}")


def watch(pending: PendingPlan) -> Plan:
    """Wait for a plan with progress on stderr; an interrupt ends the search and keeps the best plan so far."""
    with progress.planning() as on_progress:
        try:
            return pending.result(on_progress)
        except KeyboardInterrupt:
            pending.cancel()
            return pending.result(on_progress)


def next_monday(today: date) -> date:
    """Return the Monday after a day."""
    return today + timedelta(days=7 - today.weekday())


def newest_published(relevo: Relevo) -> str:
    """Return the name of the newest published ranking.

    Raises:
        RelevoError: NOT_FOUND, where there is none.
    """
    for ranking in relevo.rankings.list():
        if ranking.state == Ranking.STATE_PUBLISHED:
            return ranking.name
    fault = Fault("rankings", "none is published", todo="relevo ranking create, then relevo ranking publish")
    raise RelevoError("NOT_FOUND", "a plan needs a published ranking", faults=[fault])


def _say_pending(pending: PendingPlan) -> None:
    remark(f"asked for: {pending.name}; relevo plan watch {pending.name} follows it")
