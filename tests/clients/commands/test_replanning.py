"""Commands of `relevo plan` on a plan that is at hand: publish, replan, try."""

from datetime import date

import pytest
from google.longrunning.operations_pb2 import Operation as Pending

from relevo.v1.instance_pb2 import Operation, OperationTeams
from relevo.v1.plan_comparison_pb2 import StayChange
from relevo.v1.plan_difference_pb2 import MunicipalityChange, PlanDifference
from relevo.v1.plan_pb2 import Conflict, Demand, UnservedExplanation
from relevo.v1.planning_service_pb2 import ExplainPoolResponse, ReplanPlanRequest, TryPlanResponse
from relevo_client.dates import to_wire
from tests.clients import stories
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer

TIJUANA, ACAPULCO = "municipalities/02004", "municipalities/12001"


@pytest.fixture(autouse=True)
def _story(fake: FakeServer) -> None:
    stories.tell(fake)
    pending = Pending(name="operations/o1", done=True)
    pending.response.Pack(stories.plan())
    fake.answers["ReplanPlan"] = lambda _: pending


def tried() -> TryPlanResponse:
    def stay(place: str, teams: int) -> Operation:
        return Operation(
            municipality=place, start=0, periods=6, teams=[OperationTeams(pool="pools/patrol", teams=teams)]
        )

    difference = PlanDifference(
        stays=[
            StayChange(
                kind=StayChange.KIND_TEAMS, municipality=TIJUANA, before=stay(TIJUANA, 8), after=stay(TIJUANA, 7)
            ),
            StayChange(kind=StayChange.KIND_NEW, municipality=ACAPULCO, after=stay(ACAPULCO, 1)),
        ],
        kept=1,
        municipalities=[
            MunicipalityChange(municipality=TIJUANA, before=110, after=100),
            MunicipalityChange(municipality=ACAPULCO, before=10, after=15),
        ],
        value_before=120,
        value_after=115,
        least=-6,
        most=0,
    )
    return TryPlanResponse(plan=stories.plan(), difference=difference, assumed=["the agreement of Tixtla lapses"])


def test_publish_says_by_whom(run: Run, fake: FakeServer) -> None:
    plan = stories.plan()
    plan.publication.office = "Centro"
    fake.answers["PublishPlan"] = lambda _: plan
    ran = run("plan", "publish", "p1", "--office", "Centro", "--etag", "e1")
    assert ran.code == 0, ran.err
    (request,) = fake.requests("PublishPlan")
    assert (request.name, request.office, request.etag) == ("plans/p1", "Centro", "e1")
    assert "was published by Centro" in ran.out
    assert "relevo plan replan" in ran.err


def test_replan_stays_close_unless_the_rest_is_pinned(run: Run, fake: FakeServer) -> None:
    ran = run("plan", "replan", "p1", "--first-day", "2026-01-19", "--gap", "0.01", "--deterministic-steps", "9")
    assert ran.code == 0, ran.err
    assert "Tijuana" in ran.out
    run("plan", "replan", "p1", "--pin-rest")
    close, pinned = fake.requests("ReplanPlan")
    assert (close.rest, pinned.rest) == (ReplanPlanRequest.REST_STABLE, ReplanPlanRequest.REST_PINNED)
    assert (close.first_day, close.gap_tolerance, close.deterministic_steps) == (to_wire(date(2026, 1, 19)), 0.01, 9)


def test_try_sends_every_change_and_tells_what_comes_of_it(run: Run, fake: FakeServer) -> None:
    fake.answers["TryPlan"] = lambda _: tried()
    ran = run(
        *("plan", "try", "p1", "--pin", "02004:0:6:patrol=7,cells=1", "--unpin", "12001", "--exclude", "27004"),
        *(
            "--floor",
            "12001=2",
            "--teams",
            "patrol=30",
            "--teams",
            "cells=2@4",
            "--promise",
            "12001=kept",
            "--promise",
            "12061=broken",
        ),
    )
    assert ran.code == 0, ran.err
    (request,) = fake.requests("TryPlan")
    (pin,) = request.pins
    assert (pin.municipality, pin.start, pin.periods) == (TIJUANA, 0, 6)
    assert [(part.pool, part.teams) for part in pin.teams] == [("pools/patrol", 7), ("pools/cells", 1)]
    assert (list(request.unpinned), request.floors[0].teams) == ([ACAPULCO], 2)
    assert [(size.pool, size.teams, size.start) for size in request.pool_sizes] == [
        ("pools/patrol", 30, 0),
        ("pools/cells", 2, 4),
    ]
    assert [(one.municipality, one.kept) for one in request.promises] == [
        (ACAPULCO, True),
        ("municipalities/12061", False),
    ]
    assert request.exclusions[0].municipality == "municipalities/27004"
    assert not request.keep
    for told in (
        "Assumed, not recorded: the agreement of Tixtla lapses.",
        "Covers 115.0 weighted incidents, -5.0 against the plan at hand.",
        "-6.0 to +0.0",
        "1 stay as they were, 2 changed",
        "7 of patrol instead of 8 of patrol",
        "new, 1 of patrol",
        "loses 10.0",
        "gains 5.0",
    ):
        assert told in ran.out
    assert run("plan", "try", "p1", "--keep", "--unpin", "12001", "--json").json["difference"]["kept"] == 1
    assert fake.requests("TryPlan")[1].keep


def test_try_says_what_contradicts_itself(run: Run, fake: FakeServer) -> None:
    answer = tried()
    answer.plan.conflicts.append(Conflict(demands=[Demand(text="a pin"), Demand(text="a rule")]))
    fake.answers["TryPlan"] = lambda _: answer
    assert "a pin; a rule" in run("plan", "try", "p1", "--unpin", "12001").out


@pytest.mark.parametrize(
    "wrong",
    [
        ("--pin", "02004:0:6"),
        ("--pin", "02004:x:6:patrol=1"),
        ("--pin", "02004:0:6:patrol=many"),
        ("--teams", "patrol=-1"),
        ("--promise", "12001=perhaps"),
    ],
)
def test_what_is_not_understood_never_leaves(run: Run, fake: FakeServer, wrong: tuple[str, str]) -> None:
    ran = run("plan", "try", "p1", *wrong)
    assert ran.code == 2
    assert not fake.requests("TryPlan")


def test_explain_says_the_servers_sentences_in_the_language_asked_for(run: Run, fake: FakeServer) -> None:
    told = stories.explained()
    told.unserved.add(municipality=ACAPULCO, sentences=["Allí no es posible ninguna estancia: falta un acuerdo."])
    told.conflicts.add(sentence="Esto no puede cumplirse todo a la vez.")
    fake.answers["ExplainPlan"] = lambda _: told
    ran = run("plan", "explain", "p1", "--language", "es")
    assert ran.code == 0, ran.err
    (request,) = fake.requests("ExplainPlan")
    assert request.language_code == "es"
    for sentence in ("It has the most need.", told.unserved[0].sentences[0], told.conflicts[0].sentence):
        assert sentence in ran.out


def test_explain_says_what_one_more_team_would_add(run: Run, fake: FakeServer) -> None:
    fake.answers["ExplainPool"] = lambda _: ExplainPoolResponse(least=1, most=2, sentences=["One more team adds 1."])
    ran = run("plan", "explain", "p1", "--pool", "patrol", "--from-period", "3")
    assert (ran.code, ran.out.strip()) == (0, "One more team adds 1.")
    (request,) = fake.requests("ExplainPool")
    assert (request.pool, request.start) == ("pools/patrol", 3)
    assert run("plan", "explain", "p1", "--pool", "patrol", "--json").json["most"] == 2.0


def test_explain_says_what_would_select_a_municipality(run: Run, fake: FakeServer) -> None:
    told = stories.explained()
    told.unserved.add(municipality="municipalities/27004", sentences=["Todavía no."])
    fake.answers["ExplainPlan"] = lambda _: told
    fake.answers["ExplainUnserved"] = lambda _: UnservedExplanation(
        municipality="municipalities/27004", sentences=["One more team would select it."]
    )
    for more in ((), ("--language", "es")):
        ran = run("plan", "explain", "p1", "--municipality", "27004", *more)
        assert ran.code == 0, ran.err
        assert "One more team would select it." in ran.out
    first, second = fake.requests("ExplainUnserved")
    assert (first.name, first.municipality, first.language_code) == ("plans/p1", "municipalities/27004", "")
    assert second.language_code == "es"
    found = run("plan", "explain", "p1", "--municipality", "27004", "--json").json
    assert found["unserved"][-1]["sentences"] == ["One more team would select it."]
    run("plan", "explain", "p1", "--municipality", "27004", "--no-changes")
    run("plan", "explain", "p1", "--municipality", "27004", "--no-changes", "--language", "es")
    assert len(fake.requests("ExplainUnserved")) == 3
