"""Sweeps: every scenario with its certificate."""

from __future__ import annotations

from collections.abc import Iterable

from relevo.v1.sweep_pb2 import Sweep, SweepEntry
from relevo_client.names import key
from relevo_client.presentation import words
from relevo_client.presentation.screen import say, say_table


def show(sweep: Sweep) -> None:
    """Print a sweep, a line per scenario."""
    say(f"{sweep.title or sweep.name}: {sweep.ended} of {words.count(len(sweep.entries), 'scenario')} solved", "bold")
    rows = [
        (
            key(entry.scenario),
            words.state(SweepEntry.State.Name(entry.state)),
            *_reached(entry),
            key(entry.plan),
            entry.error or entry.title,
        )
        for entry in sweep.entries
    ]
    say_table(("scenario", "state", "covers", "at most", "gap", "plan", "what is otherwise"), rows, right=[2, 3, 4])


def show_list(sweeps: Iterable[Sweep]) -> None:
    """Print one line per sweep."""
    say_table(("sweep", "title"), [(key(sweep.name), sweep.title) for sweep in sweeps])


def _reached(entry: SweepEntry) -> tuple[str, str, str]:
    if entry.HasField("certificate"):
        found = entry.certificate
        return f"{found.value:,.1f}", f"{found.bound:,.1f}", words.percent(found.gap, 2)
    incumbent = f"{entry.incumbent:,.1f}" if entry.HasField("incumbent") else "-"
    return incumbent, f"{entry.bound:,.1f}" if entry.HasField("bound") else "-", "-"
