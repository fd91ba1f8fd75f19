"""When a search ends: by what is proven, by the clock, by counted steps, or as soon as any says so."""

import math

from relevo_planner.plan import Stop
from relevo_planner.stopping import Cancelled, Deadline, Effort, FirstOf, Steps, Tolerance, effort, keeping, steps_left


def taken(stop: Steps) -> int:
    """Ask until it ends."""
    count = 0
    while stop.reason(0.0, 1.0) is None:
        count += 1
    return count


def test_steps_end_after_so_many_and_stay_ended() -> None:
    stop = Steps(3)
    assert taken(stop) == 3
    assert stop.reason(0.0, 1.0) is Stop.WORK_LIMIT
    assert stop.remaining_s() == math.inf


def test_a_part_has_a_count_of_its_own_within_the_whole() -> None:
    whole = Steps(10)
    assert taken(whole.part(0.7)) == 7
    assert whole.left == 3
    assert taken(whole.part(0.01)) == 1
    part = whole.part(1.0)
    assert taken(whole) == 2
    assert part.reason(0.0, 1.0) is Stop.WORK_LIMIT


def test_what_is_proven_comes_before_what_is_counted() -> None:
    stop = FirstOf((Tolerance(0.5), Steps(1)))
    assert stop.reason(1.0, 1.5) is Stop.TOLERANCE
    assert stop.reason(0.0, 1.5) is None
    assert stop.reason(0.0, 1.5) is Stop.WORK_LIMIT


def test_a_share_is_kept_of_time_and_of_steps() -> None:
    assert keeping(Deadline(10.0, lambda: 0.0), 0.3).remaining_s() == 7.0
    assert keeping(Tolerance(0.1), 0.3) == Tolerance(0.1)
    kept = keeping(FirstOf((Tolerance(0.1), Steps(10))), 0.3)
    assert steps_left(kept) == 7
    assert steps_left(FirstOf((Tolerance(0.1), Cancelled(lambda: False)))) is None


def test_a_step_is_limited_by_nodes_where_steps_are_counted_else_by_time() -> None:
    assert effort(Deadline(10.0, lambda: 4.0), nodes=50, seconds=8.0) == Effort(6.0, None)
    assert effort(FirstOf((Tolerance(0.0), Steps(3))), nodes=50, seconds=8.0) == Effort(math.inf, 50)
    assert effort(FirstOf((Steps(3), Deadline(10.0, lambda: 4.0))), nodes=50, seconds=8.0) == Effort(6.0, 50)
