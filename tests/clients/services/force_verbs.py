"""Verbs of pools, funds and deployments, each with the request that the API expects."""

from collections.abc import Callable
from datetime import date
from typing import Any

from relevo.v1.deployment_pb2 import Deployment
from relevo.v1.deployment_service_pb2 import MoveDeploymentRequest
from relevo.v1.fund_pb2 import Fund, Project, SpendRecord
from relevo.v1.pool_pb2 import Pool
from relevo_client import Relevo

Verb = Callable[[Relevo], Any]
FORCE_VERBS: dict[str, tuple[Verb, dict[str, Any]]] = {
    "CreatePool": (lambda r: r.force.create_pool(Pool(teams=3), pool_id="p1"), {"pool": {"teams": 3}, "pool_id": "p1"}),
    "GetPool": (lambda r: r.force.pool("p1"), {"name": "pools/p1"}),
    "ListPools": (lambda r: list(r.force.pools()), {}),
    "CreateDeployment": (
        lambda r: r.deployments.create(Deployment(plan="plans/p1"), deployment_id="d1"),
        {"deployment": {"plan": "plans/p1"}, "deployment_id": "d1"},
    ),
    "GetDeployment": (lambda r: r.deployments.get("d1"), {"name": "deployments/d1"}),
    "ListDeployments": (lambda r: list(r.deployments.list()), {}),
    "GetHandBack": (
        lambda r: r.deployments.hand_back("d1", day=date(2026, 1, 5)),
        {"name": "deployments/d1", "day": {"year": 2026, "month": 1, "day": 5}},
    ),
    "GetPresence": (
        lambda r: r.deployments.presence("12001", start=date(2026, 1, 5)),
        {"municipality": "municipalities/12001", "from_date": {"year": 2026, "month": 1, "day": 5}},
    ),
    "ActivateDeployment": (
        lambda r: r.deployments.activate("d1", arrival=date(2026, 1, 5), etag="e1"),
        {"name": "deployments/d1", "arrival_date": {"year": 2026, "month": 1, "day": 5}, "etag": "e1"},
    ),
    "ExtendDeployment": (
        lambda r: r.deployments.extend("d1", date(2026, 1, 5), agreement="meetings/m/agreements/a"),
        {
            "name": "deployments/d1",
            "end_date": {"year": 2026, "month": 1, "day": 5},
            "agreement": "meetings/m/agreements/a",
        },
    ),
    "MoveDeployment": (
        lambda r: r.deployments.move(MoveDeploymentRequest(name="deployments/d1", reason="Fire there")),
        {"name": "deployments/d1", "reason": "Fire there"},
    ),
    "WithdrawDeployment": (
        lambda r: r.deployments.withdraw("d1", date(2026, 1, 5), "Fire elsewhere", validate_only=True),
        {
            "name": "deployments/d1",
            "end_date": {"year": 2026, "month": 1, "day": 5},
            "reason": "Fire elsewhere",
            "validate_only": True,
        },
    ),
    "CancelDeployment": (
        lambda r: r.deployments.cancel("d1", "Not needed", etag="e1"),
        {"name": "deployments/d1", "reason": "Not needed", "etag": "e1"},
    ),
    "UpdatePool": (
        lambda r: r.force.update_pool(Pool(name="pools/p1", teams=3), ["teams"]),
        {"pool": {"name": "pools/p1", "teams": 3}, "update_mask": "teams"},
    ),
    "CreateFund": (
        lambda r: r.funds.create(Fund(title="F"), fund_id="f1", validate_only=True),
        {"fund": {"title": "F"}, "fund_id": "f1", "validate_only": True},
    ),
    "GetFund": (lambda r: r.funds.get("f1"), {"name": "funds/f1"}),
    "ListFunds": (lambda r: list(r.funds.list()), {}),
    "UpdateFund": (
        lambda r: r.funds.update(Fund(name="funds/f1", title="F"), ["title"]),
        {"fund": {"name": "funds/f1", "title": "F"}, "update_mask": "title"},
    ),
    "GetFundBalance": (lambda r: r.funds.balance("f1"), {"name": "funds/f1"}),
    "CreateProject": (
        lambda r: r.funds.create_project("f1", Project(title="P"), project_id="p1"),
        {"parent": "funds/f1", "project": {"title": "P"}, "project_id": "p1"},
    ),
    "GetProject": (lambda r: r.funds.project("funds/f1/projects/p1"), {"name": "funds/f1/projects/p1"}),
    "ListProjects": (lambda r: list(r.funds.projects()), {"parent": "funds/-"}),
    "UpdateProject": (
        lambda r: r.funds.update_project(Project(name="funds/f1/projects/p1", title="P"), ["title"]),
        {"project": {"name": "funds/f1/projects/p1", "title": "P"}, "update_mask": "title"},
    ),
    "CreateSpendRecord": (
        lambda r: r.funds.spend("funds/f1/projects/p1", SpendRecord(amount_mxn=5), spend_record_id="s1"),
        {"parent": "funds/f1/projects/p1", "spend_record": {"amount_mxn": "5"}, "spend_record_id": "s1"},
    ),
    "GetSpendRecord": (
        lambda r: r.funds.spend_record("funds/f1/projects/p1/spendRecords/s1"),
        {"name": "funds/f1/projects/p1/spendRecords/s1"},
    ),
    "ListSpendRecords": (
        lambda r: list(r.funds.spent("funds/f1/projects/-")),
        {"parent": "funds/f1/projects/-", "page_size": 500},
    ),
}
