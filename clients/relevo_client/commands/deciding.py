"""`relevo plan confirm` and `relevo plan reject`: what people make of a proposal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from relevo.v1 import planning_service_pb2 as wire
from relevo.v1.plan_pb2 import Plan
from relevo_client import connect
from relevo_client.commands.parts import Json, ValidateOnly, read_json, refuse
from relevo_client.errors import Fault
from relevo_client.presentation.screen import remark, say, say_json

Name = Annotated[str, typer.Argument(help="plans/ID or ID.")]
Office = Annotated[str, typer.Option(help="The office that decides.")]
Etag = Annotated[str, typer.Option(help="Only if the plan is still as it was read.")]


def confirm(
    name: Name,
    office: Office,
    only: Annotated[str, typer.Option(help="Numbers of the operations to confirm, from 0: 0,3,4.")] = "",
    overrides: Annotated[Path | None, typer.Option(help="ConfirmPlanRequest as JSON; its overrides are taken.")] = None,
    etag: Etag = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Turn a proposal into deployments, all of what is confirmed or nothing."""
    request = wire.ConfirmPlanRequest() if overrides is None else read_json(overrides, wire.ConfirmPlanRequest())
    request.office, request.etag, request.validate_only = office, etag, validate_only
    request.operations.extend(_numbers(only))
    with connect() as relevo:
        plan = relevo.planning.confirm(name, request)
    if json:
        say_json(plan)
        return
    _show(plan, "would be confirmed" if validate_only else "confirmed")


def reject(
    name: Name,
    office: Office,
    reason: Annotated[list[str], typer.Option(help="Why; may be repeated.")],
    etag: Etag = "",
    validate_only: ValidateOnly = False,
    json: Json = False,
) -> None:
    """Say that a proposal is not followed, and why."""
    with connect() as relevo:
        plan = relevo.planning.reject(name, office, reason, etag=etag, validate_only=validate_only)
    if json:
        say_json(plan)
        return
    say(f"{plan.name} {'would be' if validate_only else 'was'} rejected by {plan.decision.office}.")


def _show(plan: Plan, what: str) -> None:
    decision = plan.decision
    say(f"{plan.name}: {len(decision.operations)} of {len(plan.operations)} stays {what} by {decision.office}.")
    for index, deployment in zip(decision.operations, decision.deployments, strict=True):
        say(f"  {plan.operations[index].municipality}: {deployment}")
    if decision.HasField("override_cost"):
        say(f"The overrides give up {decision.override_cost:,.1f} of the plan's value.")
    remark("Next: relevo deployment list")


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    faults = [
        Fault("--only", "is no number of an operation", part, "write 0,3,4") for part in parts if not part.isdecimal()
    ]
    if faults:
        raise refuse("the operations are not understood", *faults)
    return [int(part) for part in parts]
