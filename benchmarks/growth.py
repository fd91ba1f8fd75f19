"""How seconds and memory grow with size, on a log-log plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from benchmarks.records import find
from benchmarks.rungs import Rung
from benchmarks.runs import RIVALS, Run
from benchmarks.traces import time_to_gap, unpacked

Points = list[tuple[float, float]]
SHOWN_GAPS = (0.01, 0.005)


def points_to_gap(runs: list[Run], rungs: Sequence[Rung], gap: float, who: str = "relevo") -> Points:
    """(size, seconds until the gap was certified) of every rung where it was."""
    purpose = "target" if who == "relevo" else "rival"
    found = []
    for rung in rungs:
        run = find(runs, who, rung.name, purpose)
        seconds = time_to_gap(unpacked(run["trace"]), gap) if run else None
        if seconds is not None:
            found.append((float(rung.size), seconds))
    return found


def exponent(points: Points) -> float | None:
    """Slope of a straight line through the logarithms (least squares), None with fewer than three points."""
    if len(points) < 3:
        return None
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread if spread else None


def draw(runs: list[Run], rungs: Sequence[Rung], path: Path) -> None:
    """Draw seconds (left) and memory (right) over municipalities times periods."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams |= {"svg.hashsalt": "relevo", "svg.fonttype": "none", "font.size": 9}
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for gap, marker in zip(SHOWN_GAPS, "os", strict=True):
        _line(left, points_to_gap(runs, rungs, gap), f"Relevo, {gap:.1%}", marker, "-")
        for name in RIVALS:
            _line(left, points_to_gap(runs, rungs, gap, name), f"{name}, {gap:.1%}", marker, ":")
    for who in ("relevo", *RIVALS):
        purpose = "target" if who == "relevo" else "rival"
        measured = [(rung.size, find(runs, who, rung.name, purpose)) for rung in rungs]
        memory = [(float(size), run["peak_mib"] / 1024) for size, run in measured if run]
        _line(right, memory, who, "o", "-" if who == "relevo" else ":")
    left.set_ylabel("seconds to a certified gap")
    right.set_ylabel("GiB at most")
    for axes in (left, right):
        axes.set(xscale="log", yscale="log", xlabel="municipalities × periods")
        axes.grid(visible=True, which="both", alpha=0.3)
        if axes.has_data():
            axes.legend(fontsize=7)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _line(axes: object, points: Points, label: str, marker: str, style: str) -> None:
    if points:
        ordered = sorted(points)
        axes.plot([x for x, _ in ordered], [y for _, y in ordered], marker=marker, linestyle=style, label=label)  # type: ignore[attr-defined]
