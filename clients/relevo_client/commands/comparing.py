"""`relevo plan compare` and `relevo plan robustness`: plans beside each other, and under other needs."""

from __future__ import annotations

from typing import Annotated

import typer

from relevo_client import connect
from relevo_client.commands.parts import Json
from relevo_client.presentation.plans import comparison
from relevo_client.presentation.plans import robustness as presentation
from relevo_client.presentation.screen import say_json


def compare(
    plan: Annotated[str, typer.Argument(help="The measure: plans/ID or ID.")],
    others: Annotated[list[str], typer.Argument(help="One plan or several.")],
    json: Json = False,
) -> None:
    """Show plans side by side: goals, places, pools, money, who gains, who loses, which stays move."""
    with connect() as relevo:
        found = relevo.what_if.compare(plan, others)
    if json:
        say_json(found)
    else:
        comparison.show(found)


def robustness(
    plan: Annotated[str, typer.Argument(help="plans/ID or ID.")],
    draws: Annotated[int, typer.Option(min=0, max=10_000, help="Draws of the need; 0: 1,000.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same draws.")] = 0,
    json: Json = False,
) -> None:
    """Score a plan under draws of the need, and under displacement that is assumed, never measured."""
    with connect() as relevo:
        found = relevo.what_if.robustness(plan, draws=draws, seed=seed)
    if json:
        say_json(found)
    else:
        presentation.show(found)
