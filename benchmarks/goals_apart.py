"""The goals after need, and the explanations, timed apart from the gap on need."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.rungs import Prepared
from benchmarks.runs import Run, run_relevo
from benchmarks.traces import read_lines
from benchmarks.watched import watch
from relevo_planner.policy import Goal
from relevo_server.wire.files import read_instance, write_instance

ALL_GOALS = (Goal.FLOORS, Goal.NEED, Goal.FAIRNESS, Goal.TRAVEL)
"""Of a first plan: nothing is published yet that it should stay close to."""
PURPOSE = "all goals"
NEED = ("prices", "search")
"""Phases of goals 1 and 2."""


def run_goals(rung: str, prepared: Prepared, folder: Path, *, seconds: float, gap: float, seed: int) -> Run:
    """Time the command with every goal, phase by phase, then the command that explains the whole plan."""
    question = read_instance(prepared.instance.read_bytes(), rung)
    instance = folder / f"{rung}-goals.json"
    policy = replace(question.policy, goals=ALL_GOALS)
    instance.write_text(write_instance(replace(question, policy=policy)), encoding="utf-8")
    prepared = replace(prepared, instance=instance)
    run = run_relevo(rung, prepared, folder, seconds=seconds, gap=gap, seed=seed, purpose=PURPOSE)
    run["phases"] = phases(read_lines(folder / "progress.jsonl"), run["wall_s"])
    command = [str(Path(sys.executable).with_name("relevo")), "offline", "explain", "--instance", str(instance)]
    took = watch([*command, "--plan", str(folder / "plan.json")], log=folder / "explain.log", limit_s=600)
    run["explain_s"] = took.wall_s if took.exit_code == 0 else None
    return run


def phases(lines: Iterable[dict[str, Any]], end_s: float) -> dict[str, float]:
    """Seconds of each phase: from its first word to that of the next, of the last to the end; ``start`` before all.

    Args:
        lines: of the progress, with ``phase`` and ``elapsed_s``.
        end_s: when the process ended.
    """
    began: list[tuple[str, float]] = [("start", 0.0)]
    for line in lines:
        phase = "need" if line["phase"] in NEED else str(line["phase"])
        if phase not in dict(began):
            began.append((phase, float(line["elapsed_s"])))
    return {phase: then - at for (phase, at), (_, then) in pairwise([*began, ("end", end_s)])}
