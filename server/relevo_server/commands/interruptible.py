"""A search that ends within a moment when a person presses Ctrl-C, and keeps the best plan that it had told."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer

from relevo_planner.instance import Instance
from relevo_planner.plan import Plan, Stop
from relevo_planner.propose import versions
from relevo_planner.proving import proofs_under_way
from relevo_planner.stopping import Progress, Report
from relevo_server.jobs.salvage import Best, salvage

SEARCH = "relevo-search"
INTERRUPTED = 130
"""Exit code of a command that Ctrl-C ended, as shells have it."""
CHECK_SECONDS = 0.05
"""How often the waiting thread looks whether it was interrupted."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan; ``interrupted``: the best so far, when somebody wanted no better one."""

    plan: Plan
    interrupted: bool = False


def search_until_interrupted(instance: Instance, seed: int, search: Callable[[Report], Plan]) -> Found:
    """Search in a second thread, because the first one hears of an interrupt only while it runs Python.

    Args:
        instance: the question.
        seed: the search's.
        search: returns the plan; tells its progress.

    Raises:
        KeyboardInterrupt: interrupted before there was any plan.
    """
    best, plans, failed = [Best()], list[Plan](), list[BaseException]()
    software = versions()

    def report(progress: Progress) -> None:
        known = best[0]
        operations = known.operations if progress.operations is None else progress.operations
        best[0] = Best(operations, min(known.bound, progress.bound), software)

    def run() -> None:
        try:
            plans.append(search(report))
        except BaseException as error:  # noqa: BLE001 - raised by the thread that waits
            failed.append(error)

    thread = threading.Thread(target=run, name=SEARCH, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(CHECK_SECONDS)
    except KeyboardInterrupt:
        plan = salvage(instance, best[0], Stop.CANCELLED, seed)
        if plan is None:
            raise
        return Found(plan, interrupted=True)
    if failed:
        raise failed[0]
    return Found(plans[0])


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Let a command that fails end as soon as one that does not: solvers still at work would keep it for minutes."""
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt:
        if proofs_under_way():
            end_command(INTERRUPTED)
        raise
    except Exception:
        if proofs_under_way():
            traceback.print_exc()
            end_command(1)
        raise


def end_command(code: int) -> None:
    """End the command; solvers, which cannot be called off, may still be at work in other threads: nobody waits.

    Raises:
        typer.Exit: where nothing is under way any more and the code is not 0.
    """
    if proofs_under_way() or any(thread.name == SEARCH for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    if code:
        raise typer.Exit(code)
