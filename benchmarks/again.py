"""Which rivals search again with other seeds, how far and for how long.

Ten minutes of each rival with each seed would take a day, and tell no more about who is first: a rival that got nowhere
stays away, and the others end as soon as the race is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.records import find, found
from benchmarks.runs import Run
from benchmarks.traces import time_to_gap, unpacked
from benchmarks.verdicts import COMPARED_GAPS


def able(rivals: Iterable[str], rung: str, runs: Sequence[Run]) -> list[tuple[str, float]]:
    """(name, the closest compared gap that it reached) of those that reached one, the fastest first.

    Args:
        rivals: names.
        rung: its name.
        runs: with each rival's first seed.
    """
    there = []
    for name in rivals:
        run = find(runs, name, rung, "rival")
        trace = unpacked(run["trace"]) if run else []
        reached = [(gap, at) for gap in COMPARED_GAPS if (at := time_to_gap(trace, gap)) is not None]
        if reached:
            there.append((*min(reached), name))
    return [(name, gap) for gap, _, name in sorted(there)]


def seconds_left(rivals: Iterable[str], rung: str, runs: Sequence[Run], seed: int, gap: float, most: float) -> float:
    """Seconds until the fastest rival with this seed was at the gap: whoever is later is not the fastest."""
    same = [run for name in rivals for run in found(runs, name, rung, "rival") if run["seed"] == seed]
    times = [time_to_gap(unpacked(run["trace"]), gap) for run in same]
    return min([most, *(at for at in times if at is not None)])
