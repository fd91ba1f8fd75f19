"""Verbs of policies, scenarios and sweeps, each with the request that the API expects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relevo.v1.policy_service_pb2 import PolicyVersion
from relevo.v1.scenario_pb2 import Scenario
from relevo_client import Relevo

WHAT_IF_VERBS: dict[str, tuple[Callable[[Relevo], Any], dict[str, Any]]] = {
    "CreatePolicy": (
        lambda r: r.policies.create(PolicyVersion(reason="Law"), policy_id="strict", validate_only=True),
        {"policy_version": {"reason": "Law"}, "policy_id": "strict", "validate_only": True},
    ),
    "GetPolicy": (lambda r: r.policies.get("strict@2"), {"name": "policies/strict@2"}),
    "ListPolicies": (lambda r: list(r.policies.list(policy="strict")), {"filter": 'policy = "policies/strict"'}),
    "UpdatePolicy": (
        lambda r: r.policies.update(PolicyVersion(name="strict", etag="e1")),
        {"policy_version": {"name": "policies/strict", "etag": "e1"}},
    ),
    "CreateScenario": (
        lambda r: r.what_if.create_scenario(Scenario(plan="plans/p1"), scenario_id="s1"),
        {"scenario": {"plan": "plans/p1"}, "scenario_id": "s1"},
    ),
    "GetScenario": (lambda r: r.what_if.scenario("s1"), {"name": "scenarios/s1"}),
    "ListScenarios": (lambda r: list(r.what_if.scenarios()), {}),
    "GetScenarioInstance": (lambda r: r.what_if.scenario_instance("s1"), {"name": "scenarios/s1"}),
    "GetFrontier": (lambda r: r.what_if.frontier("w1"), {"name": "sweeps/w1"}),
    "GetSweep": (lambda r: r.what_if.follow("w1"), {"name": "sweeps/w1"}),
    "ListSweeps": (lambda r: list(r.what_if.sweeps()), {}),
    "AssessRobustness": (
        lambda r: r.what_if.robustness("p1", draws=10, seed=3),
        {"name": "plans/p1", "draws": 10, "seed": "3"},
    ),
    "ComparePlans": (
        lambda r: r.what_if.compare("p1", ["p2", "plans/p3"]),
        {"plan": "plans/p1", "others": ["plans/p2", "plans/p3"]},
    ),
}
