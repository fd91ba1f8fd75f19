"""In the child process: which smallest changes would select a municipality.

Each solve may take so many seconds of the processor, however busy the machine is: two plans are only compared where
both were searched for equally long. The whole ends by the clock, and what it did not come to is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from relevo_planner.earlier import Warm
from relevo_planner.instance import Instance
from relevo_planner.near_change import AtHand, NearestChanges
from relevo_planner.nearest_changes import OutOfTime, Solve, nearest_changes
from relevo_planner.plan import Plan
from relevo_planner.propose import propose
from relevo_planner.stopping import Cancelled, Deadline, FirstOf, Tolerance

SOLVE_SECONDS = 2.0
"""Of the processor, for one solve: a sweep over every block of 50 municipalities and 13 periods."""
NEAR_GAP = 0.0005
"""A search that is so close to its bound ends: what is left decides nothing."""
MOST_GAP = 0.01
"""An answer counts that is proven to be so good, as in any trial,"""
FURTHER_GAP = 0.005
"""or hardly worse than the plan at hand is, where that is further off."""

Clock = Callable[[], float]


def explain(
    instance: Instance,
    at_hand: AtHand,
    until: float,
    seed: int,
    stop_asked: Callable[[], bool],
    clocks: tuple[Clock, Clock] = (time.monotonic, time.process_time),
) -> NearestChanges:
    """Look for the changes.

    Args:
        instance: The question.
        at_hand: Its plan, and the municipality.
        until: When the first clock says this, no solve is begun any more, and one under way counts for nothing.
        seed: Of the searches.
        stop_asked: Ends as the clock does.
        clocks: That of the caller, and that of the processor.
    """
    now, worked = clocks
    tolerance = max(MOST_GAP, at_hand.plan.certificate.gap + FURTHER_GAP)

    def asking(gap: float) -> Solve:
        def solve(question: Instance, warm: Warm) -> Plan:
            if now() >= until or stop_asked():
                raise OutOfTime
            share = Deadline(worked() + SOLVE_SECONDS, worked)
            stop = FirstOf((Cancelled(stop_asked), Tolerance(gap), share, Deadline(until, now)))
            plan = propose(question, stop=stop, seed=seed, warm=warm)
            if now() >= until or stop_asked():
                raise OutOfTime
            return plan

        return solve

    return nearest_changes(instance, at_hand, improve=asking(NEAR_GAP), settle=asking(tolerance), tolerance=tolerance)
