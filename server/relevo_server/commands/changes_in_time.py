"""The smallest changes that would select a municipality, told as they are found, for as long as the caller waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue

from relevo_planner.change import Change, smallest_changes
from relevo_planner.earlier import warm_from
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.propose import propose
from relevo_planner.stopping import FirstOf, Steps, Tolerance
from relevo_server.commands.interruptible import SEARCH

GAP, STEPS = 1e-4, 50
"""How far the planner goes each time that it is asked again, where the plan itself did not stop earlier."""


class OutOfTime(Exception):
    """The time is over before every change was tried."""


def changes_in_time(question: Instance, answer: Plan, municipality: str, seconds: float) -> Iterator[Change]:
    """Yield changes as they are found, each verified by solving again from where the plan ended.

    The solving goes on in a second thread, which cannot be called off: a command that is out of time ends with
    ``end_command``.

    Args:
        question: the question.
        answer: its plan, in which the municipality has no operation.
        municipality: a name of the question.
        seconds: until it is out of time.

    Raises:
        OutOfTime: what was found until then has been yielded.
    """
    found: SimpleQueue[Change | BaseException | None] = SimpleQueue()
    until = time.monotonic() + seconds
    enough, begin = Tolerance(max(GAP, answer.certificate.gap)), warm_from(answer)

    def again(changed: Instance) -> Plan:
        return propose(changed, stop=FirstOf((enough, Steps(STEPS))), seed=answer.seed, warm=begin)

    def look() -> None:
        try:
            for change in smallest_changes(question, answer, municipality, again):
                found.put(change)
            found.put(None)
        except BaseException as error:  # noqa: BLE001 - raised by the thread that waits
            found.put(error)

    threading.Thread(target=look, name=SEARCH, daemon=True).start()
    while True:
        try:
            one = found.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise OutOfTime from None
        if one is None:
            return
        if isinstance(one, BaseException):
            raise one
        yield one
