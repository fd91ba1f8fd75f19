"""A small plan with its question, its reasons and its pools, as a server would give them."""

from google.protobuf import json_format
from google.type.date_pb2 import Date

from relevo.v1.force_service_pb2 import ListPoolsResponse
from relevo.v1.instance_pb2 import Instance
from relevo.v1.plan_comparison_pb2 import PlanComparison
from relevo.v1.plan_pb2 import Plan
from relevo.v1.planning_service_pb2 import ExplainPlanResponse, ListPlansResponse
from relevo.v1.pool_pb2 import Pool
from tests.clients.fake_server import FakeServer

FIRST_DAY = Date(year=2026, month=1, day=5)


def instance() -> Instance:
    """Return a question of three municipalities and two pools."""
    return json_format.ParseDict(
        {
            "first_day": {"year": 2026, "month": 1, "day": 5},
            "periods": 13,
            "municipalities": [
                {"name": "municipalities/02004", "title": "Tijuana", "region": "regions/noroeste", "rank": 1},
                {"name": "municipalities/12001", "title": "Acapulco de Juárez", "region": "regions/centro", "rank": 3},
                {"name": "municipalities/27004", "title": "Centro", "region": "regions/sureste", "rank": 20},
            ],
            "pools": [
                {
                    "name": "pools/patrol",
                    "title": "Patrol",
                    "capability": "CAPABILITY_PATROL",
                    "teams": 9,
                    "officers_per_team": 30,
                },
                {
                    "name": "pools/cells",
                    "title": "Cells",
                    "capability": "CAPABILITY_INTELLIGENCE",
                    "teams": 4,
                    "officers_per_team": 4,
                },
            ],
            "regions": [
                {"name": "regions/centro", "title": "Centro", "fusion_centre": {"start": 0, "end": 13}},
                {"name": "regions/sureste", "title": "Sureste"},
            ],
            "policy": {"tenure_periods": 6, "tenure_window_periods": 13},
        },
        Instance(),
    )


def plan() -> Plan:
    """Return a plan of two stays."""
    return json_format.ParseDict(
        {
            "name": "plans/p1",
            "state": "STATE_PROPOSED",
            "first_day": {"year": 2026, "month": 1, "day": 5},
            "periods": 13,
            "period_days": 14,
            "ranking": "rankings/r1",
            "operations": [
                {
                    "municipality": "municipalities/12001",
                    "start": 7,
                    "periods": 2,
                    "teams": [{"pool": "pools/patrol", "teams": 1}],
                },
                {
                    "municipality": "municipalities/02004",
                    "start": 0,
                    "periods": 6,
                    "teams": [{"pool": "pools/patrol", "teams": 8}, {"pool": "pools/cells", "teams": 2}],
                },
            ],
            "certificate": {"value": 120.0, "bound": 121.0, "gap": 0.0082645},
            "stop": "STOP_TOLERANCE",
            "baselines": [
                {"name": "by-rank", "value": 100.0, "operations": [{"municipality": "municipalities/02004"}]},
                {"name": "proportional", "value": 90.0},
            ],
        },
        Plan(),
    )


def explained() -> ExplainPlanResponse:
    """Return why."""
    return json_format.ParseDict(
        {
            "operations": [
                {
                    "operation": {"municipality": "municipalities/02004", "start": 0},
                    "value": 110.0,
                    "price_paid": 40.0,
                    "sentences": ["It has the most need."],
                },
                {
                    "operation": {"municipality": "municipalities/12001", "start": 7},
                    "value": 10.0,
                    "sentences": ["Teams were free by then."],
                },
            ],
            "shortfalls": [
                {
                    "municipality": "municipalities/27004",
                    "reason": "PLAN_REASON_STRENGTH_UNKNOWN",
                    "detail": "the accepted report states no officers",
                    "capability": "CAPABILITY_PATROL",
                    "teams": 5,
                },
                {
                    "municipality": "municipalities/02004",
                    "reason": "PLAN_REASON_SUPPLY",
                    "capability": "CAPABILITY_PATROL",
                    "teams": 12,
                },
            ],
        },
        ExplainPlanResponse(),
    )


def pools() -> list[Pool]:
    """Return the pools' records."""
    return [Pool(name="pools/patrol", illustrative=True), Pool(name="pools/cells", illustrative=True)]


def tell(fake: FakeServer) -> None:
    """Let a fake server know the story."""
    fake.answers["GetPlan"] = lambda _: plan()
    fake.answers["ListPlans"] = lambda _: ListPlansResponse(plans=[plan()])
    fake.answers["GetPlanInstance"] = lambda _: instance()
    fake.answers["ExplainPlan"] = lambda _: explained()
    fake.answers["ListPools"] = lambda _: ListPoolsResponse(pools=pools())


def comparison() -> PlanComparison:
    """Return two plans side by side, of which the second drops a stay."""
    amounts = [{"value": 120.0, "team_periods": 8}, {"value": 100.0, "team_periods": 0, "spend_mxn": 0.0}]
    line = {"amounts": amounts, "differences": [0.0, -20.0]}
    stay = {"municipality": "municipalities/12001", "start": 0, "periods": 4}
    dropped = {
        "kind": "KIND_DROPPED",
        "municipality": "municipalities/12001",
        "before": {**stay, "teams": [{"pool": "pools/patrol", "teams": 2}]},
    }
    return json_format.ParseDict(
        {
            "plans": [
                {"plan": "plans/p1", "total": {**amounts[0], "uncosted_team_periods": 8}, "same_question": True},
                {
                    "plan": "plans/p2",
                    "total": amounts[1],
                    "losers": ["municipalities/12001"],
                    "changes": [dropped],
                },
            ],
            "goals": [{"goal": "GOAL_NEED", "results": [{"value": 120.0, "bound": 121.0}, {}]}],
            "regions": [{"name": "regions/centro", "title": "Centro", **line}],
            "states": [{"name": "states/12", **line}],
            "municipalities": [{"name": "municipalities/12001", "title": "Acapulco de Juárez", **line}],
            "pools": [{"name": "pools/patrol", **line, "supply_team_periods": [117, 117]}],
        },
        PlanComparison(),
    )
