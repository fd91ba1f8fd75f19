"""What the verbs of funds, projects and spending send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relevo.v1.fund_pb2 import Fund, Project, SpendRecord
from relevo_client import Relevo

MONEY_VERBS: dict[str, tuple[Callable[[Relevo], Any], dict[str, Any]]] = {
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
