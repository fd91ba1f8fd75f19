"""Teams are sent elsewhere: one stay ends, the other begins, in one transaction or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relevo_server.domain.days import DaySpan
from relevo_server.domain.deployment import Deployment, DeploymentState
from relevo_server.domain.errors import Aborted, ErrorReason, PermissionDenied
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.audit import verify_trail
from relevo_server.usecases.deployments import get_deployment, list_deployments
from relevo_server.usecases.moving import Move, move_deployment
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.stay_changes import activate_deployment
from relevo_server.usecases.writing import Write
from tests.server.usecases.test_stay_changes import END, START, WEEK, numbers, refused, stay_from
from tests.server.world import ACAPULCO, TIJUANA, TIXTLA, TODAY, clock_of

THERE = Move(TIJUANA, START + 3 * WEEK, START + 6 * WEEK, reason="Fire there")


@pytest.fixture
def stay(ports: Ports) -> Deployment:
    """Two teams under way in Acapulco."""
    return stay_from(ports, START)


def test_a_planned_stay_changes_in_place(ports: Ports) -> None:
    planned = stay_from(ports, START + WEEK)
    moved = move_deployment(ports, LOCAL, planned.name, THERE, etag=planned.etag)
    assert moved.left is None
    assert get_deployment(ports, LOCAL, planned.name) == moved.deployment
    stay = moved.deployment
    assert (stay.municipality, stay.start, stay.end) == (TIJUANA, THERE.start, THERE.end)
    assert (stay.state, stay.reason) == (DeploymentState.PLANNED, "Fire there")


def test_teams_under_way_leave_as_late_as_their_rest_allows(ports: Ports, stay: Deployment) -> None:
    moved = move_deployment(ports, LOCAL, stay.name, THERE, etag=stay.etag)
    assert moved.left is not None
    assert (moved.left.name, moved.left.state) == (stay.name, DeploymentState.WITHDRAWN)
    assert moved.left.end == START + 2 * WEEK
    assert (moved.deployment.state, numbers(moved.deployment)) == (DeploymentState.PLANNED, numbers(stay))
    clock_of(ports).move(days=21)
    arrived = activate_deployment(ports, LOCAL, moved.deployment.name)
    assert numbers(arrived) == numbers(stay)
    assert verify_trail(ports, LOCAL).broken == ""


def test_a_late_move_ends_nothing_early(ports: Ports, stay: Deployment) -> None:
    later = replace(THERE, start=END + 3 * WEEK, end=END + 6 * WEEK)
    moved = move_deployment(ports, LOCAL, stay.name, later)
    assert moved.left is not None
    assert moved.left.end == END


def test_teams_do_not_go_on_without_rest(ports: Ports, stay: Deployment) -> None:
    clock_of(ports).move(days=7)
    soon = replace(THERE, start=START + WEEK + timedelta(days=6))
    assert refused(lambda: move_deployment(ports, LOCAL, stay.name, soon)) == {
        ("start_date", ErrorReason.INVALID_FIELDS)
    }
    assert get_deployment(ports, LOCAL, stay.name) == stay


def test_a_move_that_fails_leaves_everything_as_it_was(ports: Ports, stay: Deployment) -> None:
    blocker = stay_from(ports, START + 4 * WEEK, place=TIJUANA)
    assert refused(lambda: move_deployment(ports, LOCAL, stay.name, THERE)) == {
        ("start_date", ErrorReason.STAY_OVERLAPS)
    }
    soon_again = Move("", END + 5 * WEEK, END + 6 * WEEK)
    assert refused(lambda: move_deployment(ports, LOCAL, stay.name, soon_again)) == {
        ("start_date", ErrorReason.TENURE_EXCEEDED)
    }
    assert list_deployments(ports, LOCAL, PageRequest()).items == (stay, blocker)


def test_everything_that_is_wrong_is_told_at_once(ports: Ports, stay: Deployment) -> None:
    clock_of(ports).move(days=200)
    wrong = Move("Tijuana", TODAY, TODAY, "meetings/m/agreements/none", "\x00")
    told = refused(lambda: move_deployment(ports, LOCAL, stay.name, wrong))
    assert told == {
        ("municipality", ErrorReason.INVALID_FIELDS),
        ("municipality", ErrorReason.NOT_FOUND),
        ("end_date", ErrorReason.INVALID_FIELDS),
        ("reason", ErrorReason.INVALID_FIELDS),
        ("agreement", ErrorReason.NOT_FOUND),
        (stay.name, ErrorReason.STAY_ENDED),
    }


def test_a_planned_stay_is_not_moved_into_the_past(ports: Ports) -> None:
    planned = stay_from(ports, START + WEEK)
    past = replace(THERE, municipality=TIXTLA, start=START - timedelta(days=1))
    assert refused(lambda: move_deployment(ports, LOCAL, planned.name, past)) == {
        ("start_date", ErrorReason.INVALID_FIELDS)
    }


def test_looks_retries_and_stale_etags(ports: Ports, stay: Deployment) -> None:
    move_deployment(ports, LOCAL, stay.name, THERE, write=Write(validate_only=True))
    assert list_deployments(ports, LOCAL, PageRequest()).items == (stay,)
    first = move_deployment(ports, LOCAL, stay.name, THERE, etag=stay.etag, write=Write("r"))
    assert move_deployment(ports, LOCAL, stay.name, THERE, etag=stay.etag, write=Write("r")) == first
    with pytest.raises(Aborted):
        move_deployment(ports, LOCAL, stay.name, THERE, etag=stay.etag)
    assert len(list_deployments(ports, LOCAL, PageRequest()).items) == 2
    with pytest.raises(PermissionDenied):
        move_deployment(ports, ANYBODY, stay.name, THERE)


def test_the_same_place_on_other_days(ports: Ports) -> None:
    planned = stay_from(ports, START + WEEK)
    days = DaySpan(START + 2 * WEEK, START + 4 * WEEK)
    moved = move_deployment(ports, LOCAL, planned.name, Move("", days.start, days.end))
    assert (moved.deployment.municipality, moved.deployment.span) == (ACAPULCO, days)
