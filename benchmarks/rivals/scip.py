"""SCIP on an MPS file, through PySCIPOpt. It searches on one core: the wheel's concurrent mode reports to nobody."""

from __future__ import annotations

from pathlib import Path

from pyscipopt import SCIP_EVENTTYPE, Eventhdlr, Model
from pyscipopt.scip import Event

from benchmarks.rivals.recorder import Recorder
from benchmarks.rivals.stop import Stop

THREADS = 1
BUSY_THREADS = 1
_WATCHED = (
    SCIP_EVENTTYPE.BESTSOLFOUND,
    SCIP_EVENTTYPE.DUALBOUNDIMPROVED,
    SCIP_EVENTTYPE.FIRSTLPSOLVED,
    SCIP_EVENTTYPE.LPSOLVED,
    SCIP_EVENTTYPE.NODESOLVED,
)


def version() -> str:
    return str(Model().version())


class _Watch(Eventhdlr):  # type: ignore[misc]
    """Passes bounds on, and stops the search when its time is over."""

    def __init__(self, recorder: Recorder, stop: Stop) -> None:
        self._recorder = recorder
        self._stop = stop
        self.over = False

    def eventinit(self) -> None:
        for kind in _WATCHED:
            self.model.catchEvent(kind, self)

    def eventexit(self) -> None:
        for kind in _WATCHED:
            self.model.dropEvent(kind, self)

    def eventexec(self, event: Event) -> None:
        del event
        if self.over:  # freeing the tree fires events once more
            return
        self._recorder.improve(self.model.getPrimalbound(), self.model.getDualbound())
        if self._stop.reached(self._recorder):
            self.model.interruptSolve()


def solve(mps: Path, recorder: Recorder, stop: Stop) -> str:
    """Maximise until the gap or the deadline is reached; returns how the solver says it ended."""
    model = Model()
    model.hideOutput()
    model.readProblem(str(mps))
    recorder.note(phase="read")
    model.setParam("limits/gap", stop.gap)
    model.setParam("limits/time", stop.clock_limit_s())
    model.setParam("randomization/randomseedshift", stop.seed)
    watch = _Watch(recorder, stop)
    model.includeEventhdlr(watch, "watch", "passes bounds on")
    model.optimize()
    watch.over = True
    recorder.improve(model.getPrimalbound(), model.getDualbound())
    return str(model.getStatus())
