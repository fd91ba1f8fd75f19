"""Write down every incumbent and bound of a solver when it appears."""

from __future__ import annotations

import json
import math
import os
import resource
import time
from pathlib import Path
from typing import Any


class Recorder:
    """One JSON line per improvement, flushed at once: what was found outlives a solver that is ended from outside.

    Each line holds ``elapsed_s`` since the process was asked for, its ``cpu_s`` over all threads, ``alone_s`` as
    below, and where known the value of the best plan (``incumbent``) and the proven upper ``bound``.
    """

    def __init__(self, path: Path, *, began_s: float, busy_threads: int) -> None:
        """Open the file.

        Args:
            path: where the lines go.
            began_s: the machine's monotonic clock when the process was asked for.
            busy_threads: how many threads the solver keeps busy all the time.
        """
        self._file = path.open("w", encoding="utf-8", buffering=1)
        self._began_s = began_s
        self._busy_threads = busy_threads
        self.incumbent = -math.inf
        self.bound = math.inf

    def elapsed_s(self) -> float:
        """Seconds since this process was asked for: starting Python and reading the file included."""
        return time.monotonic() - self._began_s

    def alone_s(self) -> float:
        """Seconds that this took at least, had the machine been idle.

        The clock, or the CPU seconds per busy thread where others took cores away: never to the solver's disadvantage.
        """
        return min(self.elapsed_s(), time.process_time() / self._busy_threads)

    def note_machine(self, **facts: Any) -> None:
        """Write a line of the given facts beside peak memory (MiB) and the load of the last minute."""
        peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.note(peak_mib=round(peak_mib, 1), load_average=round(os.getloadavg()[0], 2), **facts)

    def note(self, **facts: Any) -> None:
        """Write a line of the given facts beside the times."""
        times = {"elapsed_s": round(self.elapsed_s(), 3), "cpu_s": round(time.process_time(), 3)}
        self._file.write(json.dumps({**times, "alone_s": round(self.alone_s(), 3), **facts}) + "\n")

    def improve(self, incumbent: float, bound: float) -> None:
        """Write a line where the best value rose or the bound fell; values that say nothing (infinite) are left out."""
        incumbent, bound = max(incumbent, self.incumbent), min(bound, self.bound)
        if incumbent == self.incumbent and bound == self.bound:
            return
        self.incumbent, self.bound = incumbent, bound
        known = {"incumbent": incumbent, "bound": bound}
        self.note(phase="search", **{name: value for name, value in known.items() if abs(value) < 1e19})

    def gap(self) -> float:
        """Relative distance of bound and best value, infinite until both are known."""
        if not (0 < self.incumbent < 1e19 and self.bound < 1e19):
            return math.inf
        return (self.bound - self.incumbent) / self.incumbent
