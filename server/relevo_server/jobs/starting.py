"""Start the process that solves; this module loads in no time, so that a command can do it first of all."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from importlib.util import find_spec

SOLVER = (sys.executable, "-m", "relevo_server.jobs.solver_start")
AT_ONCE = (*SOLVER, "0")
"""Somebody waits at the screen: it is no nicer than the command that asks."""

_ready: list[subprocess.Popen[str]] = []


def start_solver(command: tuple[str, ...] = SOLVER, *, own_group: bool = False) -> subprocess.Popen[str]:
    """Start a process that waits for its question; it ends with the thread that started it.

    Args:
        command: What to run; it speaks the protocol of ``solver``.
        own_group: Ctrl-C in a terminal reaches only whoever started it.
    """
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        process_group=0 if own_group and os.name == "posix" else None,
    )


def start_ahead() -> None:
    """Start what ``take_solver`` will give, while the caller still reads its command line."""
    if find_spec("ortools") is not None:
        process = start_solver(AT_ONCE, own_group=True)
        _ready.append(process)
        atexit.register(process.kill)


def take_solver() -> subprocess.Popen[str]:
    """The process that was started ahead, or a new one."""
    return _ready.pop() if _ready else start_solver(AT_ONCE, own_group=True)
