"""What the figures say about what was promised."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.records import find, found
from benchmarks.rungs import LONG_RUN, Rung
from benchmarks.runs import RIVALS, Run
from benchmarks.traces import best_at, time_to_gap, unpacked

TIMES_FASTER = 20.0
COMPARED_GAPS = (0.05, 0.01, 0.005)
LATE_S = 1.0
"""A time limit is kept within this."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds to a gap, one for each seed.

    Attributes:
        seconds: ascending; infinite where it was not reached.
    """

    seconds: tuple[float, ...]

    @property
    def median(self) -> float | None:
        """The middle one, None where half of them or more did not get there."""
        middle = median(self.seconds)
        return middle if math.isfinite(middle) else None


@dataclass(frozen=True, slots=True)
class Race:
    """Relevo and its rivals to one certified gap on one rung, each with several seeds.

    Attributes:
        rung: its name.
        gap: the certified gap.
        relevo: the whole command.
        relevo_value: value of the plan that it then returned, with the seed that fared worst against rivals' plans.
        rivals: the fastest rival of each seed; where none got there, the time that it was given, or none at all where
            none got there with any seed.
        rival: the fastest one's name, of most seeds.
        rival_value: the best plan that any rival had with any seed when that run was done, minus infinity for none.
    """

    rung: str
    gap: float
    relevo: Times
    relevo_value: float
    rivals: Times | None
    rival: str
    rival_value: float

    @property
    def ratio(self) -> float | None:
        """How many times faster Relevo was in the middle, None where one of the two did not get there."""
        ours, theirs = self.relevo.median, self.rivals.median if self.rivals else None
        return theirs / ours if theirs and ours else None

    @property
    def fast_enough(self) -> bool | None:
        """None where no rival got there: then there is nothing to compare with."""
        if self.rivals is None:
            return None
        return self.ratio is not None and self.ratio >= TIMES_FASTER

    @property
    def better_plan(self) -> bool | None:
        """Whether no rival had as good a plan at that time; None where Relevo did not get there."""
        return None if math.isinf(self.relevo.seconds[-1]) else self.rival_value < self.relevo_value


def races(runs: list[Run], rungs: Sequence[Rung]) -> list[Race]:
    """Every race for which both sides were measured."""
    raced = []
    for rung in rungs:
        rivals = [run for name in RIVALS for run in found(runs, name, rung.name, "rival")]
        for gap in COMPARED_GAPS if rivals else ():
            ours = found(runs, "relevo", rung.name, "to gap", gap)
            if ours:
                raced.append(_race(rung.name, gap, ours, rivals))
    return raced


def _race(rung: str, gap: float, ours: list[Run], rivals: list[Run]) -> Race:
    traces = [unpacked(run["trace"]) for run in rivals]
    theirs = fastest(rivals, gap)
    names = Counter(name for _, name in theirs if name)
    by_then = [max(best_at(trace, run["wall_s"]) for trace in traces) for run in ours]
    values = [run["certificate"]["value"] if run.get("certificate") else 0.0 for run in ours]
    worst = min(range(len(ours)), key=lambda place: values[place] - by_then[place])
    return Race(
        rung=rung,
        gap=gap,
        relevo=Times(tuple(sorted(run["wall_s"] if _certified(run, gap) else math.inf for run in ours))),
        relevo_value=values[worst],
        rivals=Times(tuple(sorted(seconds for seconds, _ in theirs))) if names else None,
        rival=names.most_common(1)[0][0] if names else "",
        rival_value=by_then[worst],
    )


def fastest(rivals: list[Run], gap: float) -> list[tuple[float, str]]:
    """(seconds, name) of the fastest rival to a gap, for each seed; the time given and no name where none got there."""
    best: dict[int, tuple[float, str]] = {}
    for run in rivals:
        seconds = time_to_gap(unpacked(run["trace"]), gap)
        mine = (run["time_limit_s"], "") if seconds is None else (seconds, run["who"])
        best[run["seed"]] = min(mine, best.get(run["seed"], mine), key=lambda one: (not one[1], one[0]))
    return [best[seed] for seed in sorted(best)]


def _certified(run: Run, gap: float) -> bool:
    certificate = run.get("certificate")
    return certificate is not None and certificate["gap"] <= gap


@dataclass(frozen=True, slots=True)
class Verdict:
    """A promise and whether the figures keep it."""

    promise: str
    measured: str
    kept: bool


def targets(runs: list[Run], rungs: Sequence[Rung]) -> list[Verdict]:
    """Gap, time and memory of every measured rung for which something was asked."""
    verdicts = []
    for rung in rungs:
        run = find(runs, "relevo", rung.name, "target")
        if run is None or rung.target is None:
            continue
        asked, certificate = rung.target, run.get("certificate")
        promise = f"{rung.name}: gap ≤ {asked.gap:.2%} within {asked.seconds:g} s and {asked.memory_gib:g} GiB"
        if certificate is None:
            verdicts.append(Verdict(promise, run["status"], kept=False))
            continue
        measured = f"{certificate['gap']:.3%} in {run['wall_s']:.1f} s, {run['peak_mib'] / 1024:.2f} GiB"
        within = run["wall_s"] <= asked.seconds and run["peak_mib"] <= asked.memory_gib * 1024
        verdicts.append(Verdict(promise, measured, kept=certificate["gap"] <= asked.gap and within))
    return verdicts


def long_runs(runs: list[Run]) -> list[Verdict]:
    """The small rungs, given ten minutes."""
    verdicts = []
    for rung, gap in LONG_RUN.items():
        run = find(runs, "relevo", rung, "long")
        if run is None:
            continue
        promise, certificate = f"{rung}: gap ≤ {gap:.2%} within {run['time_limit_s']:g} s", run.get("certificate")
        measured = f"{certificate['gap']:.3%} in {run['wall_s']:.0f} s" if certificate else run["status"]
        verdicts.append(Verdict(promise, measured, kept=bool(certificate) and certificate["gap"] <= gap))
    return verdicts


def time_limits(runs: list[Run]) -> list[Verdict]:
    """Whether every time limit was kept within a second."""
    ours = [run for run in runs if run["who"] == "relevo"]
    if not ours:
        return []
    worst = max(ours, key=lambda run: run["wall_s"] - run["time_limit_s"])
    late = worst["wall_s"] - worst["time_limit_s"]
    measured = f"at worst {late:+.2f} s ({worst['rung']}, limit {worst['time_limit_s']:g} s)"
    return [Verdict("every time limit is kept within one second", measured, kept=late <= LATE_S)]
