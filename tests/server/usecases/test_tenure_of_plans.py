"""A plan is confirmed under its own policy's tenure, its stays are kept under it, and never beyond."""

from datetime import date, timedelta

import pytest

from relevo_planner.policy import Policy
from relevo_server.domain.decision import Confirmation
from relevo_server.domain.deployment import Deployment, DeploymentDraft, PoolTeams
from relevo_server.domain.errors import ErrorReason, FailedPrecondition
from relevo_server.domain.principal import LOCAL
from relevo_server.usecases.deciding import confirm_plan
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.force import list_pools
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.stay_changes import activate_deployment, extend_deployment
from tests.server.usecases.test_deciding import OFFICE, placed, proposed, refused
from tests.server.world import (
    ACAPULCO,
    TIJUANA,
    TODAY,
    accepted_report,
    clock_of,
    live_agreement,
    patrol_pool,
    published_ranking,
)

FIRST = date(2025, 2, 3)
ALL = Confirmation(OFFICE)
LONGER = Policy(tenure_periods=8, tenure_window_periods=17, durations=(2, 4, 6, 8), state_ceiling_share=1.0)
SHORTER = Policy(tenure_periods=3, tenure_window_periods=11, durations=(2, 3), state_ceiling_share=1.0)
WEEKS = timedelta(weeks=2)


def question_under(ports: Ports, policy: Policy) -> Question:
    ranking = published_ranking(ports)
    patrol_pool(ports)
    live_agreement(ports)
    for place in (ACAPULCO, TIJUANA):
        accepted_report(ports, place, 2000)
    return Question(ranking.name, FIRST, periods=13, policy=policy)


def begun(ports: Ports, plan: str) -> Deployment:
    confirm_plan(ports, LOCAL, plan, ALL)
    (stay,) = placed(ports)
    clock_of(ports).move(days=(FIRST - TODAY).days)
    return activate_deployment(ports, LOCAL, stay.name)


def by_hand(ports: Ports, start: date, periods: int, plan: str = "") -> DeploymentDraft:
    pool = next(iter(list_pools(ports, LOCAL, PageRequest()).items)).name
    agreement = live_agreement(ports).name
    return DeploymentDraft(ACAPULCO, agreement, start, start + periods * WEEKS, (PoolTeams(pool, 1),), plan)


def test_a_plan_of_longer_tenure_is_confirmed_and_its_stay_goes_no_further(ports: Ports) -> None:
    name = proposed(ports, question_under(ports, LONGER), (ACAPULCO, 0, 8, 1))
    stay = begun(ports, name)
    assert (stay.end - stay.start).days == 16 * 7
    with pytest.raises(FailedPrecondition, match="at most 112 may be"):
        extend_deployment(ports, LOCAL, stay.name, stay.end + timedelta(days=1))


def test_a_stay_may_be_kept_up_to_the_tenure_of_its_plan(ports: Ports) -> None:
    name = proposed(ports, question_under(ports, LONGER), (ACAPULCO, 0, 6, 1))
    stay = begun(ports, name)
    extended = extend_deployment(ports, LOCAL, stay.name, stay.end + 2 * WEEKS)
    assert (extended.end - extended.start).days == 16 * 7


def test_a_plan_of_shorter_tenure_keeps_its_own_limit(ports: Ports) -> None:
    name = proposed(ports, question_under(ports, SHORTER), (ACAPULCO, 0, 3, 1))
    stay = begun(ports, name)
    with pytest.raises(FailedPrecondition, match="at most 42 may be"):
        extend_deployment(ports, LOCAL, stay.name, stay.end + WEEKS)


def test_a_plan_is_not_confirmed_beside_a_stay_that_its_own_pause_forbids(ports: Ports) -> None:
    question = question_under(ports, SHORTER)
    name = proposed(ports, question, (ACAPULCO, 0, 2, 1))
    # The default policy asks for a pause of seven periods, as is kept here; the plan's own is one of eight.
    create_deployment(ports, LOCAL, by_hand(ports, FIRST + 9 * WEEKS, 2))
    told = refused(FailedPrecondition, lambda: confirm_plan(ports, LOCAL, name, ALL))
    assert ErrorReason.TENURE_EXCEEDED in {reason for _, reason in told}


def test_naming_a_plan_by_hand_lengthens_nothing(ports: Ports) -> None:
    name = proposed(ports, question_under(ports, LONGER), (ACAPULCO, 0, 8, 1))
    draft = by_hand(ports, FIRST, 8, name)
    assert ("deployment.start_date", ErrorReason.TENURE_EXCEEDED) in refused(
        FailedPrecondition, lambda: create_deployment(ports, LOCAL, draft)
    )
