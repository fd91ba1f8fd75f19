"""What a command takes is measured, and a command that takes too long is ended."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.watched import watch

HELD_MIB = 64
HOLD = f"import sys; held = bytearray({HELD_MIB} << 20); sys.stdin.read()"
"""Until whoever started it is gone."""
HOLD_TWICE = (
    f"import subprocess, sys, threading; held = bytearray({HELD_MIB} << 20); "
    f"child = subprocess.Popen([sys.executable, '-S', '-c', {HOLD!r}], stdin=subprocess.PIPE); "
    "threading.Event().wait()"
)


def test_a_command_is_run_to_its_end(tmp_path: Path) -> None:
    took = watch([sys.executable, "-S", "-c", "print('done')"], log=tmp_path / "log", limit_s=60)
    assert (took.exit_code, took.ended) == (0, False)
    assert 0 < took.wall_s < 60
    assert (tmp_path / "log").read_text(encoding="utf-8") == "done\n"


def test_what_takes_too_long_is_ended_and_its_children_count(tmp_path: Path) -> None:
    took = watch([sys.executable, "-S", "-c", HOLD_TWICE], log=tmp_path / "log", limit_s=2)
    assert took.ended
    assert took.exit_code < 0
    assert took.peak_mib > 2 * HELD_MIB
