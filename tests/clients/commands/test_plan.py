"""Commands of `relevo plan`."""

import json
from datetime import date
from pathlib import Path

import pytest
from google.longrunning.operations_pb2 import ListOperationsResponse, Operation
from google.protobuf import json_format
from google.protobuf.empty_pb2 import Empty

from relevo.v1.instance_pb2 import Instance
from relevo.v1.plan_pb2 import PlanDecision
from relevo.v1.planning_service_pb2 import (
    Dossier,
    GetDefaultPolicyResponse,
    ListPlansResponse,
    ProposePlanMetadata,
    WatchPlanResponse,
)
from relevo.v1.policy_pb2 import GOAL_NEED, PolicyNumber
from relevo.v1.ranking_pb2 import Ranking
from relevo.v1.ranking_service_pb2 import ListRankingsResponse
from relevo_client.commands.proposing import next_monday
from tests.clients import stories
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer


@pytest.fixture(autouse=True)
def _story(fake: FakeServer) -> None:
    stories.tell(fake)
    operation = Operation(name="operations/o1", done=True)
    operation.metadata.Pack(ProposePlanMetadata(phase="done", incumbent=120, bound=121, gap=0.00826))
    operation.response.Pack(stories.plan())
    fake.answers["ProposePlan"] = lambda _: operation
    rankings = [
        Ranking(name="rankings/draft", state=Ranking.STATE_DRAFT),
        Ranking(name="rankings/r2", state=Ranking.STATE_PUBLISHED),
        Ranking(name="rankings/r1", state=Ranking.STATE_PUBLISHED),
    ]
    fake.answers["ListRankings"] = lambda _: ListRankingsResponse(rankings=rankings)


def test_propose_asks_for_the_newest_published_ranking_from_next_monday(run: Run, fake: FakeServer) -> None:
    ran = run("plan", "propose")
    (request,) = fake.requests("ProposePlan")
    assert ran.code == 0, ran.err
    assert request.ranking == "rankings/r2"
    first_day = date(request.first_day.year, request.first_day.month, request.first_day.day)
    assert first_day.weekday() == 0
    assert "Tijuana" in ran.out
    assert "done  plan 120.0  at most 121.0  gap 0.83 %" in ran.err


def test_propose_sends_what_was_asked(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    pins = tmp_path / "pins.json"
    pins.write_text(json.dumps({"pins": [{"municipality": "municipalities/12001", "start": 0, "periods": 2}]}))
    ran = run(
        *("plan", "propose", "--ranking", "r1", "--first", "100", "--first-day", "2026-01-05", "--periods", "26"),
        *("--policy", "tenure_periods=5", "--policy", "durations=2,4", "--policy", "goals=need"),
        *("--exclude", "27004", "--gap", "0.01", "--request", str(pins), "--json"),
    )
    (request,) = fake.requests("ProposePlan")
    assert ran.code == 0, ran.err
    assert (request.ranking, request.first_municipalities, request.periods) == ("rankings/r1", 100, 26)
    assert request.first_day == stories.FIRST_DAY
    assert (request.policy.tenure_periods, list(request.policy.durations)) == (5, [2, 4])
    assert list(request.policy.goals) == [GOAL_NEED]
    assert request.exclusions[0].municipality == "municipalities/27004"
    assert request.pins[0].municipality == "municipalities/12001"
    assert request.gap_tolerance == 0.01
    assert ran.json["name"] == "plans/p1"


def test_every_bad_policy_number_is_named(run: Run, fake: FakeServer) -> None:
    ran = run("plan", "propose", "--ranking", "r1", "--policy", "speed=3", "--policy", "period_days=long")
    assert (ran.code, ran.out) == (2, "")
    assert "--policy 'speed': no such number" in ran.err
    assert "--policy period_days 'long': does not fit" in ran.err
    assert not fake.calls


def test_propose_need_not_wait(run: Run, fake: FakeServer) -> None:
    ran = run("plan", "propose", "--ranking", "r1", "--no-wait")
    assert (ran.code, ran.out) == (0, "")
    assert "operations/o1" in ran.err
    assert not fake.requests("GetPlan")


def test_without_a_published_ranking_it_says_what_to_do(run: Run, fake: FakeServer) -> None:
    fake.answers["ListRankings"] = lambda _: ListRankingsResponse()
    ran = run("plan", "propose")
    assert (ran.code, ran.out) == (3, "")
    assert "relevo ranking publish" in ran.err


def test_show_takes_the_newest_plan(run: Run, fake: FakeServer) -> None:
    ran = run("plan", "show")
    assert ran.code == 0, ran.err
    assert "plans/p1" in ran.out
    assert fake.requests("GetPlan")[0].name == "plans/p1"
    assert "Next: relevo plan explain p1" in ran.err


def test_show_without_any_plan(run: Run, fake: FakeServer) -> None:
    fake.answers["ListPlans"] = lambda _: ListPlansResponse()
    ran = run("plan", "show")
    assert (ran.code, ran.out) == (3, "")
    assert "relevo plan propose" in ran.err


def test_explain_one_municipality(run: Run) -> None:
    ran = run("plan", "explain", "p1", "--municipality", "27004", "--no-changes")
    assert ran.code == 0, ran.err
    assert "the accepted report states no officers" in ran.out
    assert "Tijuana" not in ran.out
    served = run("plan", "explain", "p1", "--municipality", "02004")
    assert "It has the most need." in served.out
    assert "Still missing: 12 teams for patrol: all teams are in use." in served.out


def test_explain_a_municipality_that_has_no_part(run: Run) -> None:
    ran = run("plan", "explain", "p1", "--municipality", "01001")
    assert (ran.code, ran.out) == (3, "")
    assert "municipalities/01001 has no part" in ran.err


def test_instance_writes_a_file_that_reads_back(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "question.json"
    ran = run("plan", "instance", "p1", "--output", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert json_format.Parse(path.read_text(), Instance()) == stories.instance()
    assert '"first_day"' in path.read_text()


def test_instance_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    ran = run("plan", "instance", "p1", "--output", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert str(tmp_path) in ran.err.replace("\n", "")


def test_list(run: Run) -> None:
    assert "p1" in run("plan", "list").out
    assert run("plan", "list", "--json").json[0]["name"] == "plans/p1"


def test_policy_shows_each_number_with_its_reason(run: Run, fake: FakeServer) -> None:
    number = PolicyNumber(name="period_days", value="14", unit="days", reason="a fortnight")
    fake.answers["GetDefaultPolicy"] = lambda _: GetDefaultPolicyResponse(numbers=[number])
    assert "period_days: 14 days\n    a fortnight\n" in run("plan", "policy").out


@pytest.mark.parametrize(("today", "monday"), [("2026-01-04", "2026-01-05"), ("2026-01-05", "2026-01-12")])
def test_next_monday_is_never_today(today: str, monday: str) -> None:
    assert next_monday(date.fromisoformat(today)) == date.fromisoformat(monday)


def test_watch_follows_the_newest_proposal(run: Run, fake: FakeServer) -> None:
    operation = Operation(name="operations/o7", done=True)
    operation.response.Pack(stories.plan())
    fake.answers["ListOperations"] = lambda _: ListOperationsResponse(operations=[operation])
    fake.answers["GetOperation"] = lambda _: operation
    metadata = ProposePlanMetadata(phase="searching", incumbent=12, bound=24, gap=0.5)
    answers = [WatchPlanResponse(sequence=2, metadata=metadata), WatchPlanResponse(sequence=3, done=True)]
    fake.answers["WatchPlan"] = lambda _: iter(answers)  # type: ignore[assignment,return-value]
    ran = run("plan", "watch")
    assert ran.code == 0, ran.err
    assert "plan 12.0  at most 24.0  gap 50.00 %" in ran.err
    assert f"relevo plan show {stories.plan().name}" in ran.err
    assert fake.requests("WatchPlan")[0].operation == "operations/o7"


def test_watch_needs_a_proposal(run: Run, fake: FakeServer) -> None:
    fake.answers["ListOperations"] = lambda _: ListOperationsResponse()
    ran = run("plan", "watch")
    assert (ran.code, fake.requests("WatchPlan")) == (3, [])


def test_cancel_asks_to_stop(run: Run, fake: FakeServer) -> None:
    fake.answers["CancelOperation"] = lambda _: Empty()
    ran = run("plan", "cancel", "o1")
    assert ran.code == 0, ran.err
    assert fake.requests("CancelOperation")[0].name == "operations/o1"


def test_confirm_sends_the_wish_and_shows_what_became_of_it(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    plan = stories.plan()
    decision = PlanDecision(office="Centro", operations=[0], deployments=["deployments/d1"], override_cost=12.25)
    plan.decision.CopyFrom(decision)
    fake.answers["ConfirmPlan"] = lambda _: plan
    wish = tmp_path / "wish.json"
    wish.write_text(json.dumps({"overrides": [{"operation": 0, "start": 1, "periods": 2, "reason": "fewer beds"}]}))
    ran = run("plan", "confirm", "p1", "--office", "Centro", "--only", "0", "--overrides", str(wish))
    (request,) = fake.requests("ConfirmPlan")
    assert ran.code == 0, ran.err
    assert (request.name, request.office, list(request.operations)) == ("plans/p1", "Centro", [0])
    assert request.overrides[0].reason == "fewer beds"
    assert "deployments/d1" in ran.out
    assert "give up 12.2" in ran.out


def test_confirm_refuses_what_is_no_number(run: Run, fake: FakeServer) -> None:
    ran = run("plan", "confirm", "p1", "--office", "Centro", "--only", "0,x,-1")
    assert ran.code == 2
    assert not fake.requests("ConfirmPlan")


def test_reject_sends_every_reason(run: Run, fake: FakeServer) -> None:
    plan = stories.plan()
    plan.decision.office = "Centro"
    fake.answers["RejectPlan"] = lambda _: plan
    ran = run("plan", "reject", "p1", "--office", "Centro", "--reason", "too late", "--reason", "too few")
    assert ran.code == 0, ran.err
    assert list(fake.requests("RejectPlan")[0].reasons) == ["too late", "too few"]
    assert "was rejected by Centro" in ran.out


def test_compare_shows_plans_side_by_side(run: Run, fake: FakeServer) -> None:
    fake.answers["ComparePlans"] = lambda _: stories.comparison()
    ran = run("plan", "compare", "p1", "p2")
    (request,) = fake.requests("ComparePlans")
    assert (request.plan, list(request.others)) == ("plans/p1", ["plans/p2"])
    assert ran.code == 0, ran.err
    assert "Acapulco de Juárez, Gro." in ran.out
    assert "not stated" in ran.out
    assert "-20.0" in ran.out
    assert "8 of 117" in ran.out
    assert "0 to 3: 2 patrol" in ran.out
    assert run("plan", "compare", "p1", "p2", "--json").json["plans"][1]["losers"] == ["municipalities/12001"]


def test_a_dossier_is_written_with_the_key_that_signed_it(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    fake.answers["GetDossier"] = lambda request: Dossier(plan=request.name, key_id="ab12", envelope=b"{}\n")
    ran = run("plan", "dossier", "p1", "-o", str(tmp_path / "p1.json"))
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "p1.json").read_bytes() == b"{}\n"
    assert "ab12" in ran.err
    ran = run("plan", "dossier", "p1", "-o", str(tmp_path / "nowhere" / "p1.json"))
    assert ran.code == 2
