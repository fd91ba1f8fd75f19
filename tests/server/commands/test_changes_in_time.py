"""Changes are told as they are found, errors too, and nobody waits longer than they said."""

from dataclasses import replace
from threading import Event

import pytest

from relevo_planner.instance import Capability, Instance
from relevo_planner.near_change import ChangeKind
from relevo_planner.plan import Plan
from relevo_server.commands import changes_in_time as module
from relevo_server.commands.changes_in_time import OutOfTime, changes_in_time
from tests.planner.small import LOOSE, place, proposed, question

POLICY = replace(LOOSE, durations=(4,), tenure_periods=4, tenure_window_periods=5)
QUESTION = question(place("a"), place("b", gains={Capability.PATROL: (0.5,)}), policy=POLICY)
UNSERVED = "municipalities/b"


def test_every_change_that_would_select_it_is_told() -> None:
    found = list(changes_in_time(QUESTION, proposed(QUESTION), UNSERVED, 60.0))
    assert [change.kind for change in found] == [ChangeKind.WEIGHT, ChangeKind.TEAMS]
    assert all(any(o.municipality == UNSERVED for o in proposed(change.instance).operations) for change in found)


def test_who_is_out_of_time_hears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, plan = Event(), proposed(QUESTION)

    def waits(*_: object, **__: object) -> Plan:
        go_on.wait()
        return plan

    monkeypatch.setattr(module, "propose", waits)
    with pytest.raises(OutOfTime):
        list(changes_in_time(QUESTION, plan, UNSERVED, 0.0))
    go_on.set()


def test_what_fails_in_the_second_thread_is_raised_in_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(changed: Instance, **_: object) -> Plan:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "propose", fails)
    with pytest.raises(ZeroDivisionError):
        list(changes_in_time(QUESTION, proposed(QUESTION), UNSERVED, 60.0))
