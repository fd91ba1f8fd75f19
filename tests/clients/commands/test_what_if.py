"""Commands of `relevo policy`, `relevo scenario` and `relevo sweep`."""

import json
from pathlib import Path

from google.longrunning.operations_pb2 import Operation
from google.protobuf import json_format
from google.protobuf.empty_pb2 import Empty

from relevo.v1 import what_if_service_pb2 as wire
from relevo.v1.frontier_pb2 import Frontier
from relevo.v1.plan_robustness_pb2 import PlanRobustness
from relevo.v1.planning_service_pb2 import GetDefaultPolicyResponse
from relevo.v1.policy_pb2 import PolicyNumber
from relevo.v1.policy_service_pb2 import ListPoliciesResponse, PolicyVersion
from relevo.v1.scenario_pb2 import Scenario
from relevo.v1.sweep_pb2 import Sweep
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer


def version(number: int, **numbers: object) -> PolicyVersion:
    said = {"name": f"policies/strict@{number}", "reason": "Law", "policy": numbers, "etag": f"e{number}"}
    return json_format.ParseDict(said, PolicyVersion())


def scenario() -> Scenario:
    said = {"name": "scenarios/s1", "plan": "plans/p1", "sentences": ["pools/patrol has 5 teams instead of 9"]}
    return json_format.ParseDict(said, Scenario())


def sweep(ended: int) -> Sweep:
    solved = {
        "scenario": "scenarios/s1",
        "state": "STATE_SUCCEEDED",
        "plan": "plans/p9",
        "certificate": {"value": 120.0, "bound": 121.0, "gap": 0.00826},
    }
    waiting = {"scenario": "scenarios/s2", "title": "fewer", "state": "STATE_QUEUED"}
    failed = {"scenario": "scenarios/s2", "state": "STATE_FAILED", "error": "no memory"}
    said = {"name": "sweeps/w1", "operation": "operations/o1", "ended": ended}
    return json_format.ParseDict({**said, "entries": [solved, waiting if ended < 2 else failed]}, Sweep())


def test_a_policy_is_stored_with_the_numbers_given(run: Run, fake: FakeServer) -> None:
    fake.answers["CreatePolicy"] = lambda _: version(1)
    ran = run("policy", "create", "strict", "--reason", "Law", "--number", "durations=2,3", "--number", "goals=need")
    (request,) = fake.requests("CreatePolicy")
    assert ran.code == 0, ran.err
    assert (request.policy_id, request.policy_version.reason) == ("strict", "Law")
    assert list(request.policy_version.policy.durations) == [2, 3]
    assert not request.policy_version.policy.HasField("reserve_share")
    assert "policies/strict@1 stored." in ran.out
    assert "--policy-name strict@1" in ran.err


def test_an_update_changes_only_the_numbers_given(run: Run, fake: FakeServer) -> None:
    fake.answers["GetPolicy"] = lambda _: version(2, durations=[2, 3, 4], reserve_share=0.2)
    fake.answers["UpdatePolicy"] = lambda _: version(3)
    ran = run("policy", "update", "strict", "--reason", "New law", "--number", "durations=5", "--json")
    (request,) = fake.requests("UpdatePolicy")
    sent = request.policy_version
    assert ran.json["name"] == "policies/strict@3"
    assert (sent.name, sent.etag, sent.reason) == ("policies/strict@2", "e2", "New law")
    assert (list(sent.policy.durations), sent.policy.reserve_share) == ([5], 0.2)


def test_policies_are_shown_beside_the_defaults(run: Run, fake: FakeServer) -> None:
    fake.answers["GetPolicy"] = lambda _: version(2, reserve_share=0.2)
    number = PolicyNumber(name="reserve_share", value="0.1", unit="share", reason="why")
    fake.answers["GetDefaultPolicy"] = lambda _: GetDefaultPolicyResponse(numbers=[number])
    assert "reserve_share  0.2    0.1" in run("policy", "show", "strict").out
    fake.answers["ListPolicies"] = lambda _: ListPoliciesResponse(policies=[version(1), version(2)])
    assert "strict@2" in run("policy", "list").out


def test_a_scenario_says_what_would_be_otherwise(run: Run, fake: FakeServer, tmp_path: Path) -> None:
    fake.answers["CreateScenario"] = lambda _: scenario()
    pins = tmp_path / "changes.json"
    pins.write_text(json.dumps({"pins": [{"municipality": "municipalities/12001", "start": 0, "periods": 2}]}))
    ran = run(
        *(
            "scenario",
            "create",
            "s1",
            "--plan",
            "p1",
            "--pool",
            "patrol=5",
            "--pool",
            "cells=2@4",
            "--weight",
            "12001=1.5",
        ),
        *("--fund", "f=1e6", "--floor", "12001=2", "--close", "centro=3", "--withdraw", "12=0", "--exclude", "27004"),
        *("--number", "reserve_share=0.2", "--changes", str(pins)),
    )
    (request,) = fake.requests("CreateScenario")
    assert ran.code == 0, ran.err
    changes = request.scenario.changes
    assert (request.scenario_id, request.scenario.plan) == ("s1", "plans/p1")
    assert [(size.pool, size.teams, size.start) for size in changes.pool_sizes] == [
        ("pools/patrol", 5, 0),
        ("pools/cells", 2, 4),
    ]
    assert (changes.weights[0].fold, changes.ceilings[0].ceiling_mxn, changes.floors[0].teams) == (1.5, 1e6, 2)
    assert (changes.closures[0].region, changes.closures[0].start) == ("regions/centro", 3)
    assert changes.withdrawals[0].state == "states/12"
    assert changes.exclusions[0].municipality == "municipalities/27004"
    assert changes.policy.reserve_share == 0.2
    assert changes.pins[0].periods == 2
    assert "5 teams instead of 9" in ran.out


def test_every_change_that_is_no_number_is_named(run: Run, fake: FakeServer) -> None:
    ran = run("scenario", "create", "--plan", "p1", "--pool", "patrol=2.5", "--weight", "12001=much")
    assert ran.code == 2
    assert "--pool patrol '2.5': is no whole number" in ran.err
    assert "--weight 12001 'much': is no number" in ran.err
    assert not fake.calls


def test_scenarios_are_read(run: Run, fake: FakeServer) -> None:
    fake.answers["GetScenario"] = lambda _: scenario()
    fake.answers["ListScenarios"] = lambda _: wire.ListScenariosResponse(scenarios=[scenario()])
    assert "plans/p1" in run("scenario", "show", "s1").out
    assert "5 teams instead of 9" in run("scenario", "list").out


def test_a_sweep_is_followed_to_its_end(run: Run, fake: FakeServer) -> None:
    operation = Operation(name="operations/o1")
    operation.metadata.Pack(wire.SweepScenariosMetadata(sweep="sweeps/w1", total=2))
    fake.answers["SweepScenarios"] = lambda _: operation
    fake.answers["GetSweep"] = lambda _: sweep(2)
    ran = run("sweep", "run", "s1", "s2", "--gap", "0.02", "--time-limit", "5")
    (request,) = fake.requests("SweepScenarios")
    assert ran.code == 0, ran.err
    assert list(request.scenarios) == ["scenarios/s1", "scenarios/s2"]
    assert (request.gap_tolerance, request.time_limit_seconds) == (0.02, 5.0)
    assert "2 of 2 solved" in ran.err
    assert "0.83 %" in ran.out
    assert "no memory" in ran.out


def test_a_sweep_is_shown_half_way_and_cancelled(run: Run, fake: FakeServer) -> None:
    fake.answers["GetSweep"] = lambda _: sweep(1)
    fake.answers["CancelOperation"] = lambda _: Empty()
    ran = run("sweep", "show", "w1")
    assert "1 of 2 scenarios solved" in ran.out
    assert "queued" in ran.out
    assert run("sweep", "cancel", "w1").code == 0
    assert [request.name for request in fake.requests("CancelOperation")] == ["operations/o1"]


def test_a_frontier_is_told_in_words(run: Run, fake: FakeServer) -> None:
    operation = Operation(name="operations/o1")
    operation.metadata.Pack(wire.SweepScenariosMetadata(sweep="sweeps/w1", total=2))
    point = {"plan": "plans/p9", "tenure_weeks": 8.0, "value": 120.0, "bound": 121.0, "worst_region_share": 0.1}
    rate = {"kind": "KIND_TENURE", "after": 1, "value": 1.5, "sentence": "one more week of tenure brings 1.5 more"}
    said = {"points": [{**point, "best": True}, {**point, "tenure_weeks": 12.0}], "rates": [rate], "missing": 1}
    fake.answers["SweepFrontier"] = lambda _: operation
    fake.answers["GetSweep"] = lambda _: sweep(2)
    fake.answers["GetFrontier"] = lambda _: json_format.ParseDict(said, Frontier())
    ran = run("sweep", "frontier", "--plan", "p1", "--tenure", "4,6", "--fairness", "0,0.05")
    (request,) = fake.requests("SweepFrontier")
    assert ran.code == 0, ran.err
    assert (request.plan, list(request.tenure_periods)) == ("plans/p1", [4, 6])
    assert list(request.fairness_epsilons) == [0.0, 0.05]
    assert "one more week of tenure brings 1.5 more" in ran.out
    assert "another is better in all" in ran.out
    assert "0.83 %" in ran.out, "how certain a point is"
    assert "1 point without a plan" in ran.out
    assert run("sweep", "frontier", "--of", "w1", "--language", "es").code == 0
    assert [request.language_code for request in fake.requests("GetFrontier")] == ["", "es"]
    bad = run("sweep", "frontier", "--plan", "p1", "--tenure", "4,long")
    assert (bad.code, len(fake.requests("SweepFrontier"))) == (2, 1)
    assert "long" in bad.err


def test_robustness_calls_an_assumption_an_assumption(run: Run, fake: FakeServer) -> None:
    outcomes = [
        {"mean": 120.0, "low": 100.0, "high": 140.0, "ahead": 0.97},
        {"assumed_displacement": 0.25, "mean": 110.0, "low": 90.0, "high": 130.0},
    ]
    said = {"plan": "plans/p1", "draws": 50, "outcomes": outcomes, "baseline": "by-rank", "sentences": ["Assuming"]}
    fake.answers["AssessRobustness"] = lambda _: json_format.ParseDict(said, PlanRobustness())
    ran = run("plan", "robustness", "p1", "--draws", "50", "--seed", "3")
    (request,) = fake.requests("AssessRobustness")
    assert ran.code == 0, ran.err
    assert (request.name, request.draws, request.seed) == ("plans/p1", 50, 3)
    assert "assumed to move" in ran.out
    assert "97 %" in ran.out
    assert "- Assuming" in ran.out
