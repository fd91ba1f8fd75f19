"""A confirmation keeps the rules as the records stand that day: nothing assumed, nothing promised twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from relevo_planner.instance import Operation as Stay
from relevo_planner.scenario import PoolSize
from relevo_server.domain.decision import Confirmation
from relevo_server.domain.errors import ErrorReason, FailedPrecondition
from relevo_server.domain.fund import FundDraft, FundKind
from relevo_server.domain.pool import Capability, PoolDraft
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.search import Search
from relevo_server.usecases.deciding import confirm_plan
from relevo_server.usecases.force import create_pool
from relevo_server.usecases.funds import create_fund
from relevo_server.usecases.plans import get_plan
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.trial_changes import Promise, Trial
from relevo_server.usecases.trying import begin_trial, end_trial
from tests.server.jobs.staged import empty_plan
from tests.server.usecases.test_deciding import ALL, FIRST, OFFICE, placed, proposed, question, refused
from tests.server.world import ACAPULCO, MEXICALI, TIJUANA

__all__ = ["question"]


def test_what_was_only_assumed_is_not_confirmed_before_it_is_recorded(ports: Ports, question: Question) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    pool = get_plan(ports, LOCAL, name).instance.pools[0].name
    begun = begin_trial(ports, LOCAL, name, Trial(promises=(Promise(MEXICALI, is_kept=True),)))
    stays = (Stay(ACAPULCO, 0, 2, {pool: 1}), Stay(MEXICALI, 0, 2, {pool: 1}))
    plan = replace(empty_plan(1.0, 2.0), operations=stays)
    kept = end_trial(ports, LOCAL, begun, plan, (), is_kept=True).kept
    assert kept is not None
    with pytest.raises(FailedPrecondition, match="standing") as caught:
        confirm_plan(ports, LOCAL, kept.name, ALL)
    assert {(fault.field, fault.reason) for fault in caught.value.faults} == {(MEXICALI, ErrorReason.PLAN_STALE)}
    assert any("the capacity report is missing" in fault.why for fault in caught.value.faults)
    assert all("Record what the plan counts on" in fault.remedy for fault in caught.value.faults)
    assert placed(ports) == ()
    confirm_plan(ports, LOCAL, kept.name, Confirmation(OFFICE, (0,)))
    assert [stay.municipality for stay in placed(ports)] == [ACAPULCO], "what rests on the records can be confirmed"


def test_money_that_was_promised_elsewhere_meanwhile_is_not_promised_twice(ports: Ports, question: Question) -> None:
    days = FIRST - timedelta(days=30), FIRST + timedelta(days=400)
    draft = FundDraft("Programme", FundKind.FEDERAL_PROGRAMME, 30 * 2 * 56 * 1_000, *days)
    fund = create_fund(ports, LOCAL, draft, fund_id="programme")
    create_pool(ports, LOCAL, paid_pool(fund.name), pool_id="paid")
    rivals = []
    for place in (ACAPULCO, TIJUANA):
        operation = propose_plan(ports, LOCAL, question, Search(time_limit_seconds=5.0))
        begin_proposal(ports, operation.name)
        plan = replace(empty_plan(1.0, 2.0), operations=(Stay(place, 0, 4, {"pools/paid": 2}),))
        rivals.append(complete_proposal(ports, operation.name, 1, plan, ()).name)
    confirm_plan(ports, LOCAL, rivals[0], ALL)
    assert refused(FailedPrecondition, lambda: confirm_plan(ports, LOCAL, rivals[1], ALL)) == {
        (fund.name, ErrorReason.PLAN_STALE)
    }
    assert len(placed(ports)) == 1


def paid_pool(fund: str) -> PoolDraft:
    more: dict[str, Any] = {"fund": fund, "team_day_mxn": 30_000, "illustrative": True}
    return PoolDraft("Agency", Capability.PATROL, 9, 30, rest_days=7, **more)


def test_teams_of_a_pool_that_changes_on_a_day_are_the_pools_when_they_are_sent(
    ports: Ports, question: Question
) -> None:
    name = proposed(ports, question, (ACAPULCO, 0, 4, 2))
    pool = get_plan(ports, LOCAL, name).instance.pools[0].name
    begun = begin_trial(ports, LOCAL, name, Trial(pool_sizes=(PoolSize(pool, 1, 4),)))
    plan = replace(empty_plan(1.0, 2.0), operations=(Stay(ACAPULCO, 0, 4, {pool: 1, f"{pool}@4": 2}),))
    kept = end_trial(ports, LOCAL, begun, plan, (), is_kept=True).kept
    assert kept is not None
    confirm_plan(ports, LOCAL, kept.name, ALL)
    (stay,) = placed(ports)
    assert [(entry.pool, entry.teams) for entry in stay.teams] == [(pool, 3)]
