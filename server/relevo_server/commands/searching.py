"""The search behind `relevo offline propose` and `replay`: what it may take, and whom it tells how far it is."""

from __future__ import annotations

import json
import math
import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.propose import propose as propose_plan
from relevo_planner.stopping import Deadline, FirstOf, Progress, Report, Steps, Tolerance
from relevo_server.commands.interruptible import Found, search_until_interrupted

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


def solve(question: Instance, asked: Asked) -> Found:
    """Search within what is left of the command's time, telling the progress to a file where one is asked for."""
    # What follows the search (roster, baselines, shortfalls, review, writing) takes its time, too.
    kept = KEPT_SECONDS + KEPT_PER_THOUSAND * len(question.municipalities) * question.periods / 1e3
    end = Deadline(asked.until - kept, _since_boot) if asked.steps is None else Steps(asked.steps)
    with ExitStack() as open_files:
        file = None if asked.progress is None else open_files.enter_context(asked.progress.open("w", encoding="utf-8"))
        began = process_start()

        def tell(progress: Progress) -> None:
            if file is not None:
                told = {"elapsed_s": _since_boot() - began, "phase": progress.phase}
                told |= {"incumbent": _finite(progress.value), "bound": _finite(progress.bound)}
                file.write(json.dumps(told) + "\n")
                file.flush()

        def search(report: Report) -> Plan:
            def both(progress: Progress) -> None:
                report(progress)
                tell(progress)

            return propose_plan(question, stop=FirstOf((Tolerance(asked.gap), end)), seed=asked.seed, report=both)

        return search_until_interrupted(question, asked.seed, search)


def _since_boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def process_start() -> float:
    """When this process began: the time limit is for the whole command, the start of Python included."""
    try:
        ticks = float(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    except OSError:
        return _since_boot() - time.process_time()
    return ticks / os.sysconf("SC_CLK_TCK")


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
