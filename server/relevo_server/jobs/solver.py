"""The child process: one question on standard input, progress and one answer as JSON lines on standard output.

    -> {"instance": "...", "time_limit_seconds": 30, "gap_tolerance": 0.005, "seed": 0, "steps": null, "warm": null,
        "since": null, "tell_seconds": null}
    <- {"phase": "...", "incumbent": 1.5, "bound": 2.0, "elapsed_seconds": 0.3}      any number of times
    <- {"plan": "...", "findings": [["rule", "message"]]}   or   {"error": ["REASON", "message"]}

Where steps are counted no clock is looked at. The time limit counts from ``since``, an instant of ``time.monotonic``,
or from when the question was read; a better bound alone is told every ``tell_seconds``. ``warm`` is what an earlier
plan leaves to begin with. With ``at_hand``, a plan and a municipality that it does not serve, the answer is
``{"changes": "..."}``: what would select it.

Progress also holds ``operations`` whenever the best plan has changed, and ``versions`` once. A second line on standard
input asks the child to stop with what it has; the end of standard input is the parent's, and the child's with it.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO, Any

from relevo_planner.canonical import canonical_json, plain
from relevo_planner.earlier import Warm
from relevo_planner.instance import Instance, Operation
from relevo_planner.propose import DefectivePlan, propose, versions
from relevo_planner.stopping import Cancelled, Deadline, FirstOf, Progress, Steps, Tolerance
from relevo_planner.validate import InvalidInstance
from relevo_server.domain.errors import ErrorReason
from relevo_server.jobs.lineage import end_with_parent
from relevo_server.jobs.salvage import findings_of
from relevo_server.usecases.frozen_json import from_json, to_json

NICENESS = 10
"""Of a solve, unless its argument says otherwise."""
TELL_SECONDS = 0.2
"""Between two reports that say nothing but a better bound."""
PHASES = {"prices": "pricing", "linear relaxation": "pricing"}
"""The planner's steps as callers know them; every other one is the search."""

Tell = Callable[[dict[str, Any]], None]


class Reporter:
    """Tells progress: every new best plan at once, better bounds now and then."""

    def __init__(
        self, tell: Tell, clock: Callable[[], float] = time.monotonic, every_seconds: float = TELL_SECONDS
    ) -> None:
        self._tell, self._clock, self._every_seconds = tell, clock, every_seconds
        self._started = clock()
        self._told_at = -math.inf
        self._phase = ""
        self._operations: tuple[Operation, ...] | None = None

    def __call__(self, progress: Progress) -> None:
        """Take the planner's report."""
        phase = PHASES.get(progress.phase, "searching")
        is_better = progress.operations is not None and progress.operations != self._operations
        if not is_better and phase == self._phase and self._clock() - self._told_at < self._every_seconds:
            return
        told: dict[str, Any] = {
            "phase": phase,
            "incumbent": _finite(progress.value),
            "bound": _finite(progress.bound),
            "elapsed_seconds": self._clock() - self._started,
        }
        if is_better:
            self._operations = progress.operations
            told["operations"] = plain(progress.operations)
        if self._phase == "":
            told["versions"] = dict(versions())
        self._phase, self._told_at = phase, self._clock()
        self._tell(told)


def solve(asked: dict[str, Any], tell: Tell, stop_asked: Callable[[], bool]) -> None:
    """Solve what was asked and tell everything on the way."""
    since, every = asked.get("since"), asked.get("tell_seconds")
    until = (time.monotonic() if since is None else since) + asked["time_limit_seconds"]
    instance = from_json(Instance, asked["instance"])
    if asked.get("at_hand") is not None:
        # Their modules take their time, and most questions need none.
        from relevo_planner.near_change import AtHand
        from relevo_server.jobs.unserved import explain

        at_hand = from_json(AtHand, asked["at_hand"])
        tell({"changes": to_json(explain(instance, at_hand, until, asked["seed"], stop_asked))})
        return
    end = Deadline(until, time.monotonic) if asked["steps"] is None else Steps(asked["steps"])
    stop = FirstOf((Cancelled(stop_asked), Tolerance(asked["gap_tolerance"]), end))
    warm = None if asked["warm"] is None else from_json(Warm, asked["warm"])
    try:
        report = Reporter(tell, every_seconds=TELL_SECONDS if every is None else every)
        plan = propose(instance, stop=stop, seed=asked["seed"], report=report, warm=warm)
    except InvalidInstance as refused:
        tell({"error": [ErrorReason.INSTANCE_INVALID, str(refused)]})
        return
    except DefectivePlan as broken:
        tell({"error": [ErrorReason.DEFECT, f"the planner's own plan was refused by the review: {broken}"]})
        return
    tell({"plan": canonical_json(plan), "findings": findings_of(instance, plan)})


def main() -> None:
    """Serve one question."""
    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(int(sys.argv[1]) if len(sys.argv) > 1 else NICENESS)
    target = _own_output()
    line = sys.stdin.readline()
    if not line:
        # The parent died before it could ask, or kept this one ready and no longer needs it.
        return
    asked = json.loads(line)
    stop = threading.Event()
    threading.Thread(target=_obey, args=(sys.stdin, stop), daemon=True).start()

    def tell(message: dict[str, Any]) -> None:
        target.write(json.dumps(message) + "\n")
        target.flush()

    code = 1
    try:
        solve(asked, tell, stop.is_set)
        code = 0
    except BaseException:  # noqa: BLE001 - told before the process ends, which it does at once
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(code)  # everything is told; a solver may still be at work on a bound that nobody needs


def _own_output() -> IO[str]:
    """Keep standard output for the protocol; what solvers print goes where errors go."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "w", encoding="utf-8")


def _obey(source: IO[str], stop: threading.Event) -> None:
    while source.readline():
        stop.set()
    os._exit(1)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
