"""Rows of policies, scenarios and sweeps."""

from tests.server.rpc.method_row import Row


def _named(record: str, unknown: str) -> Row:
    return Row(lambda n: {"name": n[record]}, {"name": unknown})


def _listed(more: str) -> Row:
    return Row(lambda _: {}, needs_nothing=True, more=(more, lambda n: WHAT_IF_ROWS[more].ask(n)))


WHAT_IF_ROWS: dict[str, Row] = {
    "ComparePlans": Row(
        lambda n: {"plan": n["plan"], "others": [n["other_plan"]]}, {"plan": "plans/none", "others": "plans/none"}
    ),
    "CreatePolicy": Row(lambda _: {"policy_version": {"reason": "The law says so"}}),
    "GetPolicy": _named("policy", "policies/none"),
    "ListPolicies": _listed("CreatePolicy"),
    "UpdatePolicy": Row(
        lambda n: {"policy_version": {"name": n["policy"], "reason": "The law was changed"}},
        {"policy_version.name": "policies/none"},
    ),
    "CreateScenario": Row(
        lambda n: {"scenario": {"plan": n["plan"], "changes": {"pool_sizes": [{"pool": n["pool"], "teams": 1}]}}},
        {"scenario.plan": "plans/none"},
    ),
    "GetScenario": _named("scenario", "scenarios/none"),
    "ListScenarios": _listed("CreateScenario"),
    "GetScenarioInstance": _named("scenario", "scenarios/none"),
    "SweepScenarios": Row(lambda n: {"scenarios": [n["scenario"]]}, {"scenarios": "scenarios/none"}),
    "GetSweep": _named("sweep", "sweeps/none"),
    "ListSweeps": _listed("SweepScenarios"),
    "SweepFrontier": Row(
        lambda n: {"plan": n["plan"], "tenure_periods": [4], "fairness_epsilons": [0.0]}, {"plan": "plans/none"}
    ),
    "GetFrontier": _named("sweep", "sweeps/none"),
    "AssessRobustness": _named("plan", "plans/none"),
}
