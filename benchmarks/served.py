"""A server in a process of its own, on records of its own, for measurements over loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from relevo_client import Relevo, connect

_SERVER = """
import sys
from pathlib import Path
from relevo_server.app import serving
with serving(Path(sys.argv[1]), "127.0.0.1:0") as served:
    print(served.address, flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server at work."""

    address: str
    token: str
    pid: int

    def connect(self) -> Relevo:
        """A client with a connection of its own."""
        return connect(self.address, self.token)


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
        yield Served(address, (home / "token").read_text(encoding="ascii").strip(), process.pid)
    finally:
        process.stdin.close()
        process.wait()


def kill(pid: int) -> None:
    """End a process at once, without a word; one that is gone already is no error."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
