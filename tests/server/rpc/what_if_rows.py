"""Rows of policies, scenarios and sweeps."""

from tests.server.rpc.method_row import Row, listed, named

WHAT_IF: dict[str, Row] = {
    "ComparePlans": Row(
        lambda n: {"plan": n["plan"], "others": [n["other_plan"]]}, {"plan": "plans/none", "others": "plans/none"}
    ),
    "CreatePolicy": Row(lambda _: {"policy_version": {"reason": "The law says so"}}),
    "GetPolicy": named("policy", "policies/none"),
    "ListPolicies": listed("CreatePolicy"),
    "UpdatePolicy": Row(
        lambda n: {"policy_version": {"name": n["policy"], "reason": "The law was changed"}},
        {"policy_version.name": "policies/none"},
    ),
    "CreateScenario": Row(
        lambda n: {"scenario": {"plan": n["plan"], "changes": {"pool_sizes": [{"pool": n["pool"], "teams": 1}]}}},
        {"scenario.plan": "plans/none"},
    ),
    "GetScenario": named("scenario", "scenarios/none"),
    "ListScenarios": listed("CreateScenario"),
    "GetScenarioInstance": named("scenario", "scenarios/none"),
    "SweepScenarios": Row(lambda n: {"scenarios": [n["scenario"]]}, {"scenarios": "scenarios/none"}),
    "GetSweep": named("sweep", "sweeps/none"),
    "ListSweeps": listed("SweepScenarios"),
    "SweepFrontier": Row(
        lambda n: {"plan": n["plan"], "tenure_periods": [4], "fairness_epsilons": [0.0]}, {"plan": "plans/none"}
    ),
    "GetFrontier": named("sweep", "sweeps/none"),
    "AssessRobustness": named("plan", "plans/none"),
}
