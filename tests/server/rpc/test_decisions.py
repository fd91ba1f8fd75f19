"""Decisions as a caller sees them."""

from datetime import date

import grpc
import pytest

from relevo.v1.instance_pb2 import OperationTeams
from relevo.v1.plan_pb2 import Plan, PlanOverride
from relevo.v1.planning_service_pb2 import ConfirmPlanRequest, GetPlanRequest, RejectPlanRequest
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from relevo_server.usecases.snapshot import Question
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told
from tests.server.usecases.test_deciding import OFFICE, placed, proposed
from tests.server.world import ACAPULCO, TIJUANA, accepted_report, live_agreement, patrol_pool, published_ranking


@pytest.fixture
def plan(running: Running) -> str:
    ranking = published_ranking(running.ports)
    patrol_pool(running.ports)
    live_agreement(running.ports)
    for place in (ACAPULCO, TIJUANA):
        accepted_report(running.ports, place, 2000)
    question = Question(ranking.name, date(2025, 2, 3))
    return proposed(running.ports, question, (ACAPULCO, 0, 4, 2), (TIJUANA, 1, 2, 2))


@pytest.fixture
def stub(running: Running) -> PlanningServiceStub:
    return PlanningServiceStub(running.channel)


def test_a_confirmed_plan_carries_its_decision(running: Running, stub: PlanningServiceStub, plan: str) -> None:
    seen = stub.GetPlan(GetPlanRequest(name=plan), metadata=running.known)
    assert (seen.state, seen.HasField("decision")) == (Plan.STATE_PROPOSED, False)
    teams = [OperationTeams(pool=seen.operations[1].teams[0].pool, teams=1)]
    override = PlanOverride(operation=1, start=2, periods=2, teams=teams, reason="fewer beds")
    request = ConfirmPlanRequest(name=plan, office=OFFICE, operations=[1], overrides=[override], etag=seen.etag)
    request.validate_only = True
    looked = stub.ConfirmPlan(request, metadata=running.known)
    assert (looked.state, list(looked.decision.operations)) == (Plan.STATE_PROPOSED, [1])
    assert placed(running.ports) == ()
    request.validate_only = False
    confirmed = stub.ConfirmPlan(request, metadata=running.known)
    assert confirmed.state == Plan.STATE_CONFIRMED
    decision = confirmed.decision
    assert (decision.office, decision.principal, list(decision.overrides)) == (OFFICE, "principals/local", [override])
    assert decision.override_cost > 0.0
    assert list(decision.deployments) == [stay.name for stay in placed(running.ports)]
    assert stub.GetPlan(GetPlanRequest(name=plan), metadata=running.known) == confirmed


def test_a_rejected_plan_is_never_confirmed(running: Running, stub: PlanningServiceStub, plan: str) -> None:
    request = RejectPlanRequest(name=plan, office=OFFICE, reasons=["the state asked for time"])
    rejected = stub.RejectPlan(request, metadata=running.known)
    assert (rejected.state, list(rejected.decision.reasons)) == (Plan.STATE_REJECTED, ["the state asked for time"])
    found = told(lambda: stub.ConfirmPlan(ConfirmPlanRequest(name=plan, office=OFFICE), metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "STATE_FORBIDS")
    assert found.metadata == {"name": plan, "state": "rejected"}
    assert placed(running.ports) == ()


def test_every_fault_is_named(running: Running, stub: PlanningServiceStub, plan: str) -> None:
    found = told(lambda: stub.ConfirmPlan(ConfirmPlanRequest(name=plan, operations=[5, 5]), metadata=running.known))
    assert found.code is grpc.StatusCode.INVALID_ARGUMENT
    assert {"office", "operations[0]", "operations[1]"} <= set(found.fields)
    found = told(lambda: stub.RejectPlan(RejectPlanRequest(name=plan), metadata=running.known))
    assert set(found.fields) == {"office", "reasons"}
    found = told(lambda: stub.ConfirmPlan(ConfirmPlanRequest(name="plans/no", office=OFFICE), metadata=running.known))
    assert found.code is grpc.StatusCode.NOT_FOUND
