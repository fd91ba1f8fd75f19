"""Teams arrive: not ahead of time, and with their numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relevo_server.domain.deployment import Deployment, DeploymentDraft, DeploymentState, PoolTeams
from relevo_server.domain.errors import ErrorReason
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.deployments import create_deployment, get_deployment
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.stay_changes import activate_deployment
from tests.server.usecases.test_stay_changes import END, START, WEEK, numbers, refused, stay_from
from tests.server.world import TIJUANA, TIXTLA, clock_of


@pytest.fixture
def planned(ports: Ports) -> Deployment:
    """From next week on."""
    return stay_from(ports, START + WEEK)


def test_teams_are_named_when_they_arrive(ports: Ports, planned: Deployment) -> None:
    assert numbers(planned) == ()
    clock_of(ports).move(days=9)
    arrived = activate_deployment(ports, LOCAL, planned.name, etag=planned.etag)
    assert (arrived.state, arrived.start, numbers(arrived)) == (DeploymentState.ACTIVE, planned.start, (1, 2))
    assert get_deployment(ports, LOCAL, planned.name) == arrived


def test_those_who_arrive_late_begin_late(ports: Ports, planned: Deployment) -> None:
    clock_of(ports).move(days=9)
    late = planned.start + timedelta(days=2)
    assert activate_deployment(ports, LOCAL, planned.name, late).start == late


@pytest.mark.parametrize("after", [-1, 8, 9, 300])
def test_nobody_arrives_ahead_of_time_or_of_the_news(ports: Ports, planned: Deployment, after: int) -> None:
    clock_of(ports).move(days=14)
    day = planned.start + timedelta(days=after)
    assert refused(lambda: activate_deployment(ports, LOCAL, planned.name, day)) == {
        ("arrival_date", ErrorReason.INVALID_FIELDS)
    }


def test_wishes_are_kept_or_answered(ports: Ports) -> None:
    stay = stay_from(ports, START)
    pool = stay.teams[0].pool
    draft = DeploymentDraft(TIJUANA, stay.agreement, START, END, (PoolTeams(pool, 2, (2, 4)),))
    assert refused(lambda: create_deployment(ports, LOCAL, draft)) == {
        ("deployment.teams[0].numbers", ErrorReason.STAY_OVERLAPS)
    }
    assert numbers(create_deployment(ports, LOCAL, replace(draft, teams=(PoolTeams(pool, 2, (5, 4)),)))) == (4, 5)
    unknown = replace(draft, municipality=TIXTLA, teams=(PoolTeams(pool, 1, (9,)),))
    assert refused(lambda: create_deployment(ports, LOCAL, unknown)) == {
        ("deployment.teams[0].numbers", ErrorReason.INVALID_FIELDS)
    }
