"""Publishing, planning again and trying out as a caller sees them."""

from datetime import date

import grpc
import pytest

from relevo.v1.instance_pb2 import Operation, OperationTeams
from relevo.v1.plan_pb2 import SmallestChange
from relevo.v1.planning_service_pb2 import (
    ExplainPlanRequest,
    ExplainPoolRequest,
    ExplainUnservedRequest,
    GetPlanRequest,
    Promise,
    PublishPlanRequest,
    ReplanPlanRequest,
    TryPlanRequest,
)
from relevo.v1.planning_service_pb2_grpc import PlanningServiceStub
from relevo_server.usecases.snapshot import Question
from tests.server.rpc.conftest import Running
from tests.server.rpc.told import told
from tests.server.usecases.test_deciding import OFFICE, proposed
from tests.server.world import (
    ACAPULCO,
    MEXICALI,
    TIJUANA,
    accepted_report,
    live_agreement,
    patrol_pool,
    published_ranking,
)


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


def test_a_published_plan_says_so_and_can_be_planned_again(
    running: Running, stub: PlanningServiceStub, plan: str
) -> None:
    again = ReplanPlanRequest(name=plan, deterministic_steps=5)
    found = told(lambda: stub.ReplanPlan(again, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "PLAN_NOT_PUBLISHED")
    publication = stub.PublishPlan(PublishPlanRequest(name=plan, office=OFFICE), metadata=running.known).publication
    assert (publication.office, publication.principal) == (OFFICE, "principals/local")
    assert stub.GetPlan(GetPlanRequest(name=plan), metadata=running.known).publication == publication
    assert not stub.ReplanPlan(again, metadata=running.known).done


def test_a_trial_answers_with_the_difference_and_stores_what_is_kept(
    running: Running, stub: PlanningServiceStub, plan: str
) -> None:
    request = TryPlanRequest(name=plan, promises=[Promise(municipality=TIJUANA, kept=False)])
    answer = stub.TryPlan(request, metadata=running.known)
    assert (answer.plan.name, answer.difference.kept) == ("", 2)
    assert list(answer.assumed) == ["the agreement of Tijuana lapses"]
    assert answer.difference.least <= answer.difference.most
    request.keep = True
    kept = stub.TryPlan(request, metadata=running.known).plan.name
    assert stub.GetPlan(GetPlanRequest(name=kept), metadata=running.known).ranking


def test_a_trial_with_faults_names_each(running: Running, stub: PlanningServiceStub, plan: str) -> None:
    pin = Operation(municipality=ACAPULCO, start=0, periods=2, teams=[OperationTeams(pool="pools/none", teams=1)])
    request = TryPlanRequest(name=plan, pins=[pin, pin], teams=[OperationTeams(pool="pools/none", teams=-1)])
    found = told(lambda: stub.TryPlan(request, metadata=running.known))
    assert found.code is grpc.StatusCode.INVALID_ARGUMENT
    assert {"teams[0].pool", "teams[0].teams"} <= set(found.fields)
    found = told(lambda: stub.TryPlan(TryPlanRequest(name="plans/none"), metadata=running.known))
    assert found.code is grpc.StatusCode.NOT_FOUND


def test_explanations_come_in_the_language_asked_for(running: Running, stub: PlanningServiceStub, plan: str) -> None:
    request = ExplainPlanRequest(name=plan, language_code="es")
    spanish = stub.ExplainPlan(request, metadata=running.known)
    request.language_code = ""
    english = stub.ExplainPlan(request, metadata=running.known)
    assert [one.value for one in spanish.operations] == [one.value for one in english.operations]
    assert spanish.operations[0].sentences[0] != english.operations[0].sentences[0]
    request.language_code = "fr"
    found = told(lambda: stub.ExplainPlan(request, metadata=running.known))
    assert (found.code, set(found.fields)) == (grpc.StatusCode.INVALID_ARGUMENT, {"language_code"})
    pool = stub.GetPlan(GetPlanRequest(name=plan), metadata=running.known).operations[0].teams[0].pool
    more = stub.ExplainPool(ExplainPoolRequest(name=plan, pool=pool, language_code="es"), metadata=running.known)
    assert more.sentences[0].startswith("Un equipo más de")
    assert more.least <= more.most


def test_what_would_select_a_municipality_is_told_or_said_to_be_open(
    running: Running, stub: PlanningServiceStub, plan: str
) -> None:
    request = ExplainUnservedRequest(name=plan, municipality=MEXICALI, language_code="es")
    answer = stub.ExplainUnserved(request, metadata=running.known)
    assert (answer.municipality, list(answer.open_kinds)) == (MEXICALI, [SmallestChange.KIND_TEAMS])
    assert answer.sentences[-1] == "El tiempo no alcanzó para verificar esto: más equipos."
    request.municipality = ACAPULCO
    found = told(lambda: stub.ExplainUnserved(request, metadata=running.known))
    assert (found.code, found.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "STATE_FORBIDS")
    request.municipality = "municipalities/99999"
    found = told(lambda: stub.ExplainUnserved(request, metadata=running.known))
    assert (found.code, set(found.fields)) == (grpc.StatusCode.NOT_FOUND, {"municipality"})
