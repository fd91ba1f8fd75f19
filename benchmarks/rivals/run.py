"""Run one rival on one MPS file in this process: ``python -m benchmarks.rivals.run NAME FILE --trace OUT``."""

from __future__ import annotations

import argparse
import importlib
import time
from pathlib import Path

from benchmarks.rivals.recorder import Recorder
from benchmarks.rivals.stop import Stop

NAMES = ("highs", "scip", "cpsat")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("mps", type=Path)
    parser.add_argument("--trace", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--team-operations", type=int, default=0, help="most (team, operation) pairs of any plan")
    parser.add_argument("--began", type=float, default=time.monotonic(), help="monotonic clock at the call")
    wanted = parser.parse_args()
    rival = importlib.import_module(f"benchmarks.rivals.{wanted.name}")
    recorder = Recorder(wanted.trace, began_s=wanted.began, busy_threads=rival.BUSY_THREADS)
    recorder.note_machine(phase="start", solver=rival.version(), threads=rival.THREADS, seed=wanted.seed)
    stop = Stop(wanted.seconds, wanted.gap, wanted.seed, wanted.team_operations)
    status = rival.solve(wanted.mps, recorder, stop)
    recorder.note_machine(phase="end", status=status)


if __name__ == "__main__":
    main()
