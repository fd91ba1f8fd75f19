"""A plan under other needs, as text."""

from __future__ import annotations

from relevo.v1.plan_robustness_pb2 import PlanRobustness
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_table


def show(found: PlanRobustness) -> None:
    """Print what a plan covers in draws of the need, and what of it assumptions would take."""
    rows = [
        (
            words.percent(outcome.assumed_displacement, 0),
            f"{outcome.mean:,.1f}",
            f"{outcome.low:,.1f}",
            f"{outcome.high:,.1f}",
            words.percent(outcome.ahead, 0) if outcome.HasField("ahead") else "-",
        )
        for outcome in found.outcomes
    ]
    head = ("assumed to move", "covers, mean", "from", "to", f"more than {found.baseline or 'others'}")
    say_table(head, rows, right=range(5))
    say()
    for sentence in found.sentences:
        say(sentence, lead="- ")
