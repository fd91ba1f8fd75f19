"""A second thread proves bounds while somebody needs them."""

from threading import Event
from threading import enumerate as threads

import pytest

from relevo_planner.proving import NAME, Proof


def proofs_under_way() -> bool:
    return any(thread.name == NAME for thread in threads())


def test_steps_follow_one_another_until_none_is_left() -> None:
    left, done = [3, 2, 1], Event()

    def step() -> bool:
        if not left:
            done.set()
            return False
        left.pop()
        return True

    proof = Proof(step)
    done.wait()
    proof.end(wait=True)
    assert (left, proofs_under_way()) == ([], False)


def test_nobody_waits_for_the_step_under_way_and_none_follows() -> None:
    begun, go_on, steps = Event(), Event(), []

    def step() -> bool:
        steps.append(1)
        begun.set()
        go_on.wait()
        return True

    proof = Proof(step)
    begun.wait()
    proof.end(wait=False)
    assert proofs_under_way(), "the step is still at work, and the one that started it is not"
    go_on.set()
    proof.end(wait=True)
    assert (len(steps), proofs_under_way()) == (1, False)


def test_a_step_that_fails_is_told_at_the_end() -> None:
    def step() -> bool:
        raise ZeroDivisionError

    proof = Proof(step)
    with pytest.raises(ZeroDivisionError):
        proof.end(wait=True)
    assert proof.failed
