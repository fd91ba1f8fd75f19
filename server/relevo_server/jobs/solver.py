"""The child process: one question on standard input, progress and one answer as JSON lines on standard output.

    -> {"instance": "...", "time_limit_seconds": 30, "gap_tolerance": 0.005, "seed": 0}
    <- {"phase": "...", "incumbent": 1.5, "bound": 2.0, "elapsed_seconds": 0.3}      any number of times
    <- {"plan": "...", "findings": [["rule", "message"]]}   or   {"error": ["REASON", "message"]}

A second line on standard input, or its end, asks the child to stop with what it has.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Any

from relevo_planner.canonical import canonical_json
from relevo_planner.instance import Instance
from relevo_planner.propose import DefectivePlan, propose
from relevo_planner.review import review_plan
from relevo_planner.stopping import Cancelled, Deadline, FirstOf, Progress, Tolerance
from relevo_planner.validate import InvalidInstance
from relevo_server.domain.errors import ErrorReason
from relevo_server.usecases.frozen_json import from_json

NICENESS = 10


def solve(asked: dict[str, Any], tell: Callable[[dict[str, Any]], None], stop_asked: Callable[[], bool]) -> None:
    """Solve what was asked and tell everything on the way."""
    started = time.monotonic()

    def report(progress: Progress) -> None:
        tell(
            {
                "phase": progress.phase,
                "incumbent": _finite(progress.value),
                "bound": _finite(progress.bound),
                "elapsed_seconds": time.monotonic() - started,
            }
        )

    instance = from_json(Instance, asked["instance"])
    deadline = Deadline(started + asked["time_limit_seconds"], time.monotonic)
    stop = FirstOf((Cancelled(stop_asked), Tolerance(asked["gap_tolerance"]), deadline))
    try:
        plan = propose(instance, stop=stop, seed=asked["seed"], report=report)
    except InvalidInstance as refused:
        tell({"error": [ErrorReason.INSTANCE_INVALID, str(refused)]})
        return
    except DefectivePlan as broken:
        tell({"error": [ErrorReason.DEFECT, f"the planner's own plan was refused by the review: {broken}"]})
        return
    certificate = plan.certificate
    if not (math.isfinite(certificate.value) and math.isfinite(certificate.bound)):
        tell({"error": [ErrorReason.DEFECT, "the search ended before it could prove any bound: allow it more seconds"]})
        return
    findings = [[found.rule, f"{found.subject}: {found.text}"] for found in review_plan(instance, plan)]
    tell({"plan": canonical_json(plan), "findings": findings})


def main(source: IO[str] = sys.stdin, target: IO[str] = sys.stdout) -> None:
    """Serve one question."""
    os.nice(NICENESS)
    asked = json.loads(source.readline())
    stop = threading.Event()

    def listen() -> None:
        source.readline()
        stop.set()

    threading.Thread(target=listen, daemon=True).start()

    def tell(message: dict[str, Any]) -> None:
        target.write(json.dumps(message) + "\n")
        target.flush()

    solve(asked, tell, stop.is_set)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


if __name__ == "__main__":
    main()
