"""HiGHS on an MPS file, through highspy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import highspy

from benchmarks.rivals.recorder import Recorder
from benchmarks.rivals.stop import Stop

THREADS = 2
BUSY_THREADS = 1
"""Beside its main thread HiGHS works in parallel only now and then."""


def version() -> str:
    return str(highspy.Highs().version())


def read(solver: highspy.Highs, mps: Path) -> None:
    """Read a file.

    Raises:
        ValueError: if it is no MPS file; HiGHS itself would go on with an empty program.
    """
    if solver.readModel(str(mps)) == highspy.HighsStatus.kError:
        raise ValueError(f"{mps}: HiGHS cannot read it as MPS.")


def solve(mps: Path, recorder: Recorder, stop: Stop) -> str:
    """Maximise until the gap or the deadline is reached; returns how the solver says it ended."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    read(solver, mps)
    recorder.note(phase="read")
    solver.setOptionValue("threads", THREADS)
    solver.setOptionValue("parallel", "on")
    solver.setOptionValue("mip_rel_gap", stop.gap)
    solver.setOptionValue("random_seed", stop.seed)
    solver.setOptionValue("time_limit", stop.clock_limit_s())

    def watch(event: Any) -> None:
        recorder.improve(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
        event.data_in.user_interrupt = stop.reached(recorder)

    def interrupt(event: Any) -> None:
        event.data_in.user_interrupt = stop.reached(recorder)

    solver.cbMipLogging += watch
    solver.cbMipImprovingSolution += watch
    solver.cbMipInterrupt += watch
    solver.cbSimplexInterrupt += interrupt
    solver.run()
    info = solver.getInfo()
    recorder.improve(info.objective_function_value, info.mip_dual_bound)
    return str(solver.modelStatusToString(solver.getModelStatus()))
