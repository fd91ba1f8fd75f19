"""What the figures say about what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.records import find
from benchmarks.rungs import LONG_RUN, Rung
from benchmarks.runs import RIVALS, Run
from benchmarks.traces import best_at, time_to_gap, unpacked

TIMES_FASTER = 20.0
COMPARED_GAPS = (0.05, 0.01, 0.005)
LATE_S = 1.0
"""A time limit is kept within this."""


@dataclass(frozen=True, slots=True)
class Race:
    """Relevo and its rivals to one certified gap on one rung.

    Attributes:
        rung: its name.
        gap: the certified gap.
        relevo_s: the whole command, None where it did not get there.
        relevo_value: value of the plan it then returned.
        rival_s: the fastest rival, None where none got there.
        rival: its name.
        rival_value: the best plan that any rival had when Relevo was done, minus infinity for none.
    """

    rung: str
    gap: float
    relevo_s: float | None
    relevo_value: float
    rival_s: float | None
    rival: str
    rival_value: float

    @property
    def ratio(self) -> float | None:
        """How many times faster Relevo was, None where one of the two did not get there."""
        return self.rival_s / self.relevo_s if self.rival_s and self.relevo_s else None

    @property
    def fast_enough(self) -> bool | None:
        """None where no rival got there: then there is nothing to compare with."""
        if self.rival_s is None:
            return None
        return self.ratio is not None and self.ratio >= TIMES_FASTER

    @property
    def better_plan(self) -> bool | None:
        """Whether no rival had as good a plan at that time; None where Relevo did not get there."""
        return None if self.relevo_s is None else self.rival_value < self.relevo_value


def races(runs: list[Run], rungs: Sequence[Rung]) -> list[Race]:
    """Every race for which both sides were measured."""
    found = []
    for rung in rungs:
        rivals = {name: find(runs, name, rung.name, "rival") for name in RIVALS}
        traces = {name: unpacked(run["trace"]) for name, run in rivals.items() if run is not None}
        for gap in COMPARED_GAPS if traces else ():
            ours = find(runs, "relevo", rung.name, "to gap", gap)
            if ours is None:
                continue
            certificate = ours.get("certificate")
            there = certificate is not None and certificate["gap"] <= gap
            seconds = ours["wall_s"] if there else None
            times = {name: time_to_gap(trace, gap) for name, trace in traces.items()}
            fastest = min(((at, name) for name, at in times.items() if at is not None), default=(None, ""))
            theirs = max(best_at(trace, ours["wall_s"]) for trace in traces.values())
            value = certificate["value"] if certificate else 0.0
            found.append(Race(rung.name, gap, seconds, value, fastest[0], fastest[1], theirs))
    return found


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
