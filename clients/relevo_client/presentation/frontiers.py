"""Frontiers: every point with its certificate, and the rates in words."""

from __future__ import annotations

from relevo.v1.frontier_pb2 import Frontier
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_table


def show(frontier: Frontier) -> None:
    """Print points and rates."""
    rows = [
        (
            f"{point.tenure_weeks:g}",
            words.percent(point.fairness_epsilon, 0),
            f"{point.value:,.1f}",
            f"{point.bound:,.1f}",
            words.percent(max(0.0, point.bound - point.value) / max(point.bound, 1e-12), 2),
            words.percent(point.share),
            words.percent(point.worst_region_share),
            "" if point.best else "another is better in all",
            key(point.plan),
        )
        for point in frontier.points
    ]
    head = ("weeks", "may cost", "covers", "at most", "gap", "of all need", "worst region", "", "plan")
    say_table(head, rows, right=range(7))
    if frontier.missing:
        points = words.count(frontier.missing, "point")
        say(f"{points} without a plan: relevo sweep show {key(frontier.sweep)} says why.", "yellow")
    say()
    for rate in frontier.rates:
        say(rate.sentence, lead="- ")
