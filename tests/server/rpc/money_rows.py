"""Rows of the methods of funds, projects and spending."""

from tests.server.rpc.method_row import DAY, END, Json, Row, listed, named
from tests.server.rpc.method_world import Names

_NO_PROJECT = "funds/none/projects/none"


def _project(n: Names) -> Json:
    beneficiary = {"place": n["municipality"], "office": "Town hall"}
    return {"parent": n["fund"], "project": {"title": "Radios", "beneficiaries": [beneficiary]}}


def _spend(n: Names) -> Json:
    month = {**DAY, "day": 1}
    spent = {"month": month, "place": n["municipality"], "amount_mxn": 5, "reason": "Radios"}
    return {"parent": n["project"], "spend_record": spent}


MONEY: dict[str, Row] = {
    "CreateFund": Row(
        lambda _: {
            "fund": {
                "title": "Programme",
                "kind": "KIND_FEDERAL_PROGRAMME",
                "ceiling_mxn": 1000,
                "start_date": DAY,
                "end_date": END,
            }
        },
    ),
    "GetFund": named("fund", "funds/none"),
    "ListFunds": listed("CreateFund"),
    "UpdateFund": Row(
        lambda n: {"fund": {"name": n["fund"], "title": "Other"}, "update_mask": "title"}, {"fund.name": "funds/none"}
    ),
    "GetFundBalance": named("fund", "funds/none"),
    "CreateProject": Row(
        _project, {"parent": "funds/none", "project.beneficiaries": {"place": "states/99", "office": "Office"}}
    ),
    "GetProject": named("project", _NO_PROJECT),
    "ListProjects": Row(lambda _: {"parent": "funds/-"}, more=("CreateProject", _project)),
    "UpdateProject": Row(
        lambda n: {"project": {"name": n["project"], "title": "Other"}, "update_mask": "title"},
        {"project.name": _NO_PROJECT},
    ),
    "CreateSpendRecord": Row(
        _spend,
        {
            "parent": _NO_PROJECT,
            "spend_record.deployment": "deployments/none",
            "spend_record.corrects": f"{_NO_PROJECT}/spendRecords/none",
        },
        free_text="spend_record.source",
    ),
    "GetSpendRecord": named("spend", f"{_NO_PROJECT}/spendRecords/none"),
    "ListSpendRecords": Row(lambda n: {"parent": f"{n['fund']}/projects/-"}, more=("CreateSpendRecord", _spend)),
}
