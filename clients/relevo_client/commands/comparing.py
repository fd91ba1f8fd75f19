"""`relevo plan compare`: plans side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from relevo_client import connect
from relevo_client.commands.parts import Json
from relevo_client.presentation.plans import comparison
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
