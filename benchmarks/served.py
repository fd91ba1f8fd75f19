"""A server in a process of its own, on records of its own, for measurements over loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from relevo_client import Relevo, connect

_SERVER = """
import sys
from pathlib import Path
from relevo_server.app import serving
with serving(Path(sys.argv[1]), "127.0.0.1:0") as served:
    print(served.address, flush=True)
    sys.stdin.read()
"""
_NURSERY = """
import os, signal, sys
from pathlib import Path
from relevo_server.app import serving
from relevo_server.jobs.lineage import end_with_parent
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for address in sys.stdin:
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        end_with_parent()
        try:
            with serving(Path(sys.argv[1]), address.strip()) as served:
                print(os.getpid(), served.address, flush=True)
                signal.pause()
        except BaseException as error:
            print(f"refused: {error!r}", flush=True)
        os._exit(1)
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server at work."""

    address: str
    token_file: Path
    pid: int

    def connect(self) -> Relevo:
        """A client with a connection of its own."""
        return connect(self.address, self.token_file.read_text(encoding="ascii").strip())


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """Serve the records of ``home`` until the context ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        yield Served(address, home / "token", process.pid)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


class Nursery:
    """Starts servers of the same records one after the other, at one address, for whoever kills them.

    Each is forked from a process that has imported the server already, so that a start costs no second of imports.

    Args:
        home: Of the records.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._address = "127.0.0.1:0"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self) -> Served:
        """Start a server.

        Raises:
            RuntimeError: It did not start.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(self._address + "\n")
        self._process.stdin.flush()
        pid, _, self._address = self._process.stdout.readline().strip().partition(" ")
        if not pid.isdecimal():
            raise RuntimeError(f"the server did not start: {pid} {self._address}")
        return Served(self._address, self._home / "token", int(pid))

    def close(self) -> None:
        """End the process, and with it the server that it started last."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def kill(processes: Iterable[psutil.Process], seconds: float = 30.0) -> None:
    """End processes at once, without a word, and wait until they are gone; one that is gone already is no error.

    Raises:
        RuntimeError: One is still there after so many seconds.
    """
    ending = list(processes)
    for process in ending:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    require_gone(ending, seconds)


def require_gone(processes: Iterable[psutil.Process], seconds: float = 30.0) -> None:
    """Wait until processes have ended.

    Raises:
        RuntimeError: One is still there after so many seconds.
    """
    _, left = psutil.wait_procs(list(processes), timeout=seconds)
    if left:
        raise RuntimeError(f"still there after {seconds} seconds: {left}")
