"""Run a command and watch what it takes of the machine, its children included."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_S = 0.2


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command took.

    Attributes:
        wall_s: from the call to the end of the process.
        cpu_s: of the process and its children, all threads.
        peak_mib: most resident memory of the process tree at one time.
        load_average: of the machine in the minute before.
        others_cores: cores that other processes kept busy meanwhile, on average.
        exit_code: negative where a signal ended it.
        ended: whether it was ended from outside because its time was long over.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float
    load_average: float
    others_cores: float
    exit_code: int
    ended: bool


def watch(command: Sequence[str], *, log: Path, limit_s: float, folder: Path | None = None) -> Watched:
    """Run a command in a folder to its end, or end it after ``limit_s`` seconds; what it prints goes to ``log``."""
    load, busy_before = os.getloadavg()[0], _busy_s()
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(list(command), stdout=output, stderr=subprocess.STDOUT, cwd=folder)
        sampler = _Sampler(process.pid, began + limit_s)
        sampler.start()
        # The clock stops when the process ends, not when somebody looks next; each look takes some of its cores.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        sampler.end()
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    others = max(0.0, _busy_s() - busy_before - cpu) / wall
    # The kernel's own peak of the largest process sees what lies between two samples.
    peak_mib = max(sampler.peak / 2**20, usage.ru_maxrss / 2**10)
    return Watched(wall, cpu, peak_mib, load, others, process.returncode, sampler.ended)


class _Sampler(threading.Thread):
    """Looks at a process tree's memory now and then, and ends the process when its time is over."""

    def __init__(self, pid: int, deadline: float) -> None:
        super().__init__(daemon=True)
        self.peak, self.ended = 0, False
        self._pid, self._deadline, self._over = pid, deadline, threading.Event()

    def run(self) -> None:
        while not self._over.wait(SAMPLE_S):
            self.peak = max(self.peak, _resident_bytes(self._pid))
            if time.monotonic() > self._deadline and not self.ended:
                self.ended = True
                with suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)

    def end(self) -> None:
        """Nothing is left to look at."""
        self._over.set()
        self.join()


def _resident_bytes(pid: int) -> int:
    total = 0
    try:
        root = psutil.Process(pid)
        tree = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for process in tree:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def _busy_s() -> float:
    """CPU seconds of the whole machine since it started."""
    times = psutil.cpu_times()
    return float(times.user + times.system + getattr(times, "nice", 0.0))
