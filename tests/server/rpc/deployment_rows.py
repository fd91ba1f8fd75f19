"""Rows of the methods of deployments."""

from tests.server.rpc.method_row import DAY, LEFT, NO_AGREEMENT, Json, Row, named
from tests.server.rpc.method_world import Names


def _deployment(n: Names) -> Json:
    stay = {"municipality": "municipalities/12001", "agreement": n["agreement"], "start_date": DAY}
    return {"deployment": {**stay, "end_date": LEFT, "teams": [{"pool": n["pool"], "teams": 1}]}}


DEPLOYMENT_ROWS: dict[str, Row] = {
    "CreateDeployment": Row(
        _deployment,
        {
            "deployment.municipality": "municipalities/99999",
            "deployment.agreement": NO_AGREEMENT,
            "deployment.teams.pool": "pools/none",
        },
    ),
    "GetDeployment": named("deployment", "deployments/none"),
    "ListDeployments": Row(lambda _: {}, needs_nothing=True, more=("CreateDeployment", _deployment)),
    "GetHandBack": named("deployment", "deployments/none"),
    "GetPresence": Row(lambda n: {"municipality": n["municipality"]}, {"municipality": "municipalities/99999"}),
    "ActivateDeployment": named("planned", "deployments/none"),
    "ExtendDeployment": Row(
        lambda n: {"name": n["deployment"], "end_date": LEFT},
        {"name": "deployments/none", "agreement": NO_AGREEMENT},
    ),
    "MoveDeployment": Row(
        lambda n: {
            "name": n["deployment"],
            "municipality": "municipalities/12001",
            "start_date": {"year": 2025, "month": 2, "day": 20},
            "end_date": LEFT,
        },
        {"name": "deployments/none", "municipality": "municipalities/99999", "agreement": NO_AGREEMENT},
    ),
    "WithdrawDeployment": named("deployment", "deployments/none", end_date=DAY, reason="Fire elsewhere"),
    "CancelDeployment": named("planned", "deployments/none", reason="Fire elsewhere"),
}
