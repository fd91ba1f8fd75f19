"""What would select a municipality, asked of a child process of its own kind."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import count

import pytest

from relevo_planner.instance import Instance
from relevo_planner.near_change import AtHand, ChangeKind
from relevo_planner.plan import Certificate
from relevo_server.domain.search import Search
from relevo_server.jobs import child, solver
from relevo_server.jobs.child import Child
from relevo_server.jobs.unserved import explain
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import Work, begin_proposal
from tests.planner.small import proposed
from tests.planner.test_smallest_changes import crowded
from tests.server.jobs.staged import asked, queue

WEAK = "municipalities/b"


def at_hand(instance: Instance) -> AtHand:
    return AtHand(proposed(instance), WEAK)


def test_a_child_answers_with_changes_beside_the_plan_at_hand(ports: Ports) -> None:
    instance = crowded(0)
    operation = begin_proposal(ports, queue(ports, asked(ports))).operation
    about = at_hand(instance)
    answer = Child(Work(operation, instance, Search(60.0, 0.0), at_hand=about)).answer(lambda _: None)
    assert answer.changes is not None
    assert (answer.plan, {one.kind for one in answer.changes.changes}) == (
        about.plan,
        {ChangeKind.TEAMS, ChangeKind.WEIGHT},
    )


def test_a_clock_that_has_passed_and_a_caller_that_left_leave_everything_open() -> None:
    instance = crowded(0)
    kinds = (ChangeKind.WEIGHT, ChangeKind.TEAMS)
    late = explain(instance, at_hand(instance), 5.0, 0, lambda: False, (lambda: 5.0, lambda: 0.0))
    left = explain(instance, at_hand(instance), 5.0, 0, lambda: True, (lambda: 0.0, lambda: 0.0))
    for found in (late, left):
        assert (found.changes, found.open_kinds) == ((), kinds)


def test_a_solve_under_way_when_time_is_up_counts_for_nothing() -> None:
    instance, ticks = crowded(0), count()
    found = explain(instance, at_hand(instance), 1.0, 0, lambda: False, (lambda: float(next(ticks)), lambda: 0.0))
    assert (found.changes, found.open_kinds) == ((), (ChangeKind.WEIGHT, ChangeKind.TEAMS))


def test_an_answer_may_be_hardly_worse_than_the_plan_at_hand() -> None:
    instance = crowded(0)
    about = at_hand(instance)
    value = about.plan.certificate.value
    loose = replace(about.plan, certificate=Certificate(value, 1.5 * value))
    found = explain(instance, AtHand(loose, WEAK), 1.0, 0, lambda: False, (lambda: 0.0, lambda: 0.0))
    assert {one.kind for one in found.changes} == {ChangeKind.TEAMS, ChangeKind.WEIGHT}


def test_a_trial_goes_before_what_is_queued_and_behind_the_server() -> None:
    assert 0 < child.TRIAL_NICENESS < solver.NICENESS
    assert (*child.SOLVER, str(child.TRIAL_NICENESS)) == child.TRIAL_SOLVER


@pytest.mark.parametrize(("arguments", "nice"), [((), solver.NICENESS), (("5",), 5)])
def test_a_solver_is_as_nice_as_it_is_told(
    arguments: tuple[str, ...], nice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[int] = []
    monkeypatch.setattr(solver.os, "nice", asked_for.append)
    monkeypatch.setattr(solver, "end_with_parent", lambda: None)
    monkeypatch.setattr(solver, "_own_output", lambda: None)
    monkeypatch.setattr(solver.sys, "argv", ["solver", *arguments])
    monkeypatch.setattr(solver.sys, "stdin", io.StringIO())
    solver.main()
    assert asked_for == [nice]
