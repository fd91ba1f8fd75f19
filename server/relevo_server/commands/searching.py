"""The search behind `relevo offline propose` and `replay`: what it may take, and whom it tells how far it is."""

from __future__ import annotations

import json
import os
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from relevo_planner.earlier import Warm
from relevo_planner.instance import Instance
from relevo_planner.near_change import AtHand
from relevo_server.commands.interruptible import stopped_by_interrupt
from relevo_server.domain.errors import Defect
from relevo_server.domain.operation import Progress
from relevo_server.domain.search import Search
from relevo_server.jobs.child import Answer, Child
from relevo_server.jobs.starting import take_solver

KEPT_SECONDS = 0.3
KEPT_PER_THOUSAND = 0.02


@dataclass(frozen=True, slots=True)
class Asked:
    """How to search.

    ``until`` is an instant of the clock that tells seconds since the machine started; it counts only where ``steps``
    is None.
    """

    until: float
    gap: float
    seed: int
    progress: Path | None
    steps: int | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What the process that solves is asked."""

    instance: Instance
    search: Search
    warm: Warm | None = None
    at_hand: AtHand | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A plan with what the review says of it; ``interrupted``: the best so far, when somebody wanted no better one."""

    answer: Answer
    interrupted: bool


def solve(question: Instance, asked: Asked, process: subprocess.Popen[str] | None = None) -> Found:
    """Search within what is left of the command's time, telling the progress to a file where one is asked for.

    Args:
        question: what to solve.
        asked: how.
        process: one that waits for its question; None: the one that was started ahead, or a new one.

    Raises:
        KeyboardInterrupt: interrupted before there was any plan.
    """
    # What follows the search (roster, baselines, shortfalls, review, writing) takes its time, too.
    kept = KEPT_SECONDS + KEPT_PER_THOUSAND * len(question.municipalities) * question.periods / 1e3
    began, now = process_start(), time.monotonic()
    search = Search(max(0.0, asked.until - kept - _since_boot()), asked.gap, asked.seed, asked.steps)
    child = Child(_Work(question, search), process=process or take_solver(), since=now, tell_seconds=0.0)
    with ExitStack() as open_files:
        file = None if asked.progress is None else open_files.enter_context(asked.progress.open("w", encoding="utf-8"))

        def follow(progress: Progress) -> None:
            if file is not None:
                told = {"elapsed_s": _since_boot() - began, "phase": progress.phase}
                file.write(json.dumps(told | {"incumbent": progress.incumbent, "bound": progress.bound}) + "\n")
                file.flush()

        interrupted = open_files.enter_context(stopped_by_interrupt(child))
        try:
            return Found(child.answer(follow), interrupted.is_set())
        except Defect:
            if interrupted.is_set():
                raise KeyboardInterrupt from None
            raise


def _since_boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def process_start() -> float:
    """When this process began: the time limit is for the whole command, the start of Python included."""
    try:
        ticks = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    except OSError:
        return _since_boot() - time.process_time()
    return ticks / os.sysconf("SC_CLK_TCK")
