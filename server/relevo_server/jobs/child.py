"""One solve in a child process, as its parent sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relevo_planner.plan import Plan
from relevo_server.domain.errors import Defect, ErrorReason, RelevoError, refusal
from relevo_server.domain.operation import Progress
from relevo_server.usecases.frozen_json import from_json, to_json
from relevo_server.usecases.proposing import Work

_GRACE_SECONDS = 10.0
_COMMAND = (sys.executable, "-m", "relevo_server.jobs.solver")


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan with what the review found, as (rule, message)."""

    plan: Plan
    findings: tuple[tuple[str, str], ...]


class Child:
    """A running solve.

    Args:
        work: What to solve.
        command: What to run; it speaks the protocol of ``solver``.
    """

    def __init__(self, work: Work, command: tuple[str, ...] = _COMMAND) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        asked = {
            "instance": to_json(work.instance),
            "time_limit_seconds": work.search.time_limit_seconds,
            "gap_tolerance": work.search.gap_tolerance,
            "seed": work.search.seed,
        }
        self._say(json.dumps(asked))

    def answer(self, follow: Callable[[Progress], None]) -> Answer:
        """Wait for the answer, telling progress on the way.

        Raises:
            RelevoError: What the child refused, or DEFECT where it ended without an answer.
        """
        assert self._process.stdout is not None
        with self._process:
            try:
                for line in self._process.stdout:
                    told = json.loads(line)
                    if "plan" in told:
                        return Answer(from_json(Plan, told["plan"]), tuple((r, m) for r, m in told["findings"]))
                    if "error" in told:
                        reason, message = told["error"]
                        raise refusal(ErrorReason(reason), message)
                    follow(_progress(told))
            except Exception:
                # Leaving the context waits for the process, which has no reason to end by itself.
                self.end()
                raise
        raise Defect(ErrorReason.DEFECT, f"the solver ended with code {self._process.returncode} and no answer")

    def stop(self) -> None:
        """Ask for what it has."""
        self._say("stop")

    def end(self) -> None:
        """End it, with or without an answer."""
        self._process.terminate()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _say(self, line: str) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            """It has ended already, and with it the pipe: ``answer`` says how."""


def _progress(told: dict[str, Any]) -> Progress:
    return Progress(told["phase"], told["incumbent"], told["bound"], told["elapsed_seconds"])


def as_refusal(error: Exception) -> RelevoError:
    """Return any failure of a solve as a refusal."""
    if isinstance(error, RelevoError):
        return error
    return Defect(ErrorReason.DEFECT, f"the solve failed: {type(error).__name__}: {error}")
