"""Rows of the methods of planning."""

from tests.server.rpc.method_row import MONDAY, Row, listed, named

PLANNING: dict[str, Row] = {
    "ProposePlan": Row(
        lambda n: {"ranking": n["published"], "first_day": MONDAY}, {"ranking": "rankings/none"}, free_text="ranking"
    ),
    "WatchPlan": Row(lambda n: {"operation": n["operation"]}, {"operation": "operations/none"}),
    "GetPlan": named("plan", "plans/none"),
    "ListPlans": listed(),
    "GetPlanInstance": named("plan", "plans/none"),
    "ExplainPlan": named("plan", "plans/none"),
    "ConfirmPlan": named("plan", "plans/none", office="Secretariat"),
    "RejectPlan": named("plan", "plans/none", office="Secretariat", reasons=["Too late"]),
    "GetDefaultPolicy": Row(lambda _: {}, needs_nothing=True),
    "PublishPlan": named("plan", "plans/none", office="Secretariat"),
    "ReplanPlan": named("plan", "plans/none", rest="REST_PINNED"),
    "GetPlanOutcome": named("plan", "plans/none"),
}
