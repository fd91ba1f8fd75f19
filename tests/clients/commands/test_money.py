"""Commands for funds, for pools that change, for 911, and the money that the public sees."""

from typing import Any

import grpc
import pytest
from google.protobuf import json_format
from google.type.date_pb2 import Date

from relevo.v1.fund_pb2 import Fund, Project, SpendRecord
from relevo.v1.fund_service_pb2 import FundBalance, ListProjectsResponse, ListSpendRecordsResponse, ProjectBalance
from relevo.v1.geography_pb2 import EmergencyCallService
from relevo.v1.geography_service_pb2 import ListEmergencyCallServicesResponse
from relevo.v1.pool_pb2 import Pool
from relevo.v1.transparency_service_pb2 import MonthTotal, StayCell, SummarizeStaysResponse
from relevo_client.commands import council, emergency_line, fund, pool
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer, Refused
from tests.clients.groups import load_from_here

PROJECT = "funds/f/projects/p"
RECORD = f"{PROJECT}/spendRecords/s"


@pytest.fixture(autouse=True)
def groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The groups are loaded from here, whatever is installed."""
    load_from_here(monkeypatch, fund=fund.app, pool=pool.app, council=council.app, emergency_line=emergency_line.app)


def sent(fake: FakeServer, method: str) -> dict[str, Any]:
    request = fake.requests(method)[-1]
    plain: dict[str, Any] = json_format.MessageToDict(request, preserving_proto_field_name=True)
    plain.pop("request_id", None)
    return plain


def test_a_fund_is_added_and_shown_with_its_balance(run: Run, fake: FakeServer) -> None:
    fake.answers["CreateFund"] = lambda request: request.fund
    days = ("--from", "2016-01-01", "--until", "2017-01-01")
    ran = run("fund", "create", "FORTASEG 2016", "--kind", "federal-programme", "--ceiling", "500", *days)
    assert ran.code == 0, ran.err
    assert sent(fake, "CreateFund")["fund"]["kind"] == "KIND_FEDERAL_PROGRAMME"
    assert run("fund", "create", "X", "--kind", "lottery", "--ceiling", "5", *days).code == 2
    fake.answers["GetFund"] = lambda _: Fund(name="funds/f", ceiling_mxn=5_000, etag="e1")
    balance = [ProjectBalance(project=PROJECT, spent_mxn=1_200)]
    fake.answers["GetFundBalance"] = lambda _: FundBalance(
        ceiling_mxn=5_000, spent_mxn=1_200, left_mxn=3_800, projects=balance
    )
    shown = run("fund", "show", "f").out
    assert "1,200 MXN spent of 5,000 MXN, 3,800 MXN left" in shown
    assert "no budget of its own" in shown
    fake.answers["UpdateFund"] = lambda request: request.fund
    assert run("fund", "update", "f", "--ceiling", "6000").code == 0
    assert sent(fake, "UpdateFund") == {
        "fund": {"name": "funds/f", "ceiling_mxn": "6000", "etag": "e1"},
        "update_mask": "ceilingMxn",
    }


def test_projects_name_who_benefits(run: Run, fake: FakeServer) -> None:
    fake.answers["CreateProject"] = lambda request: request.project
    fake.answers["GetProject"] = lambda _: Project(name=PROJECT, etag="e1")
    fake.answers["UpdateProject"] = lambda request: request.project
    fake.answers["ListProjects"] = lambda _: ListProjectsResponse(projects=[Project(name=PROJECT, title="Radios")])
    benefits = ("--benefits", "states/12=Secretariat")
    ran = run("fund", "add-project", "f", "--title", "Radios", *benefits, "--budget", "10")
    assert ran.code == 0, ran.err
    expected = [{"place": "states/12", "office": "Secretariat"}]
    assert sent(fake, "CreateProject")["project"]["beneficiaries"] == expected
    assert run("fund", "update-project", PROJECT, *benefits).code == 0
    assert sent(fake, "UpdateProject")["update_mask"] == "beneficiaries"
    assert "Radios" in run("fund", "projects").out


def test_money_is_recorded_by_month_and_corrected_with_a_reason(run: Run, fake: FakeServer) -> None:
    fake.answers["CreateSpendRecord"] = lambda request: request.spend_record
    spent = ("--amount", "70", "--month", "2016-03", "--place", "states/12")
    ran = run("fund", "spend", PROJECT, *spent)
    assert ran.code == 0, ran.err
    assert sent(fake, "CreateSpendRecord")["spend_record"] == {
        "month": {"year": 2016, "month": 3, "day": 1},
        "place": "states/12",
        "amount_mxn": "70",
    }
    ran = run("fund", "correct", RECORD, "--by", "-20", "--reason", "Counted twice")
    assert ran.code == 0, ran.err
    assert sent(fake, "CreateSpendRecord") == {
        "parent": PROJECT,
        "spend_record": {"amount_mxn": "-20", "corrects": RECORD, "reason": "Counted twice"},
    }
    correction = SpendRecord(name=f"{PROJECT}/spendRecords/t", amount_mxn=-20, corrects=RECORD, reason="Counted twice")
    fake.answers["ListSpendRecords"] = lambda _: ListSpendRecordsResponse(spend_records=[correction])
    assert "corrects s: Counted twice" in run("fund", "spent", "f").out
    assert sent(fake, "ListSpendRecords")["parent"] == "funds/f/projects/-"


def test_a_pool_is_changed_where_something_is_said(run: Run, fake: FakeServer) -> None:
    fake.answers["GetPool"] = lambda _: Pool(name="pools/p", teams=9, etag="e1")
    fake.answers["UpdatePool"] = lambda request: request.pool
    ran = run("pool", "update", "p", "--teams", "4", "--reach-region", "centro", "--fund", "f", "--team-day", "2000")
    assert ran.code == 0, ran.err
    assert sent(fake, "UpdatePool") == {
        "pool": {
            "name": "pools/p",
            "teams": 4,
            "reach_regions": ["regions/centro"],
            "etag": "e1",
            "fund": "funds/f",
            "team_day_mxn": "2000",
        },
        "update_mask": "teams,reachRegions,fund,teamDayMxn",
    }
    assert "2,000 MXN per team and day" in ran.out


def test_911_is_said_state_by_state(run: Run, fake: FakeServer) -> None:
    def unknown(_: object) -> EmergencyCallService:
        raise Refused(grpc.StatusCode.NOT_FOUND, "nobody said")

    fake.answers["GetEmergencyCallService"] = unknown
    fake.answers["SetEmergencyCallService"] = lambda request: request.emergency_call_service
    said = ("emergency-line", "set", "12", "--status", "not-in-service", "--since", "2016-01-01")
    ran = run(*said)
    assert ran.code == 0, ran.err
    assert "not in service" in ran.out
    assert "etag" not in sent(fake, "SetEmergencyCallService")["emergency_call_service"]
    stored = EmergencyCallService(name="states/12/emergencyCallService", status="STATUS_IN_SERVICE", etag="e1")
    fake.answers["GetEmergencyCallService"] = lambda _: stored
    assert run(*said).code == 0
    assert sent(fake, "SetEmergencyCallService")["emergency_call_service"]["etag"] == "e1"
    fake.answers["ListEmergencyCallServices"] = lambda _: ListEmergencyCallServicesResponse(
        emergency_call_services=[stored]
    )
    assert "in service" in run("emergency-line", "list").out
    assert run("emergency-line", "show", "12").code == 0
    assert run("emergency-line", "set", "12", "--status", "perhaps", "--since", "2016-01-01").code == 2


def test_the_council_sees_money_beside_team_days(run: Run, fake: FakeServer) -> None:
    month = Date(year=2025, month=1, day=1)
    cells = [
        StayCell(state="states/02", month=month, team_days=84, municipalities=3, spend_suppressed=True),
        StayCell(state="states/12", month=month, suppressed=True, spend_mxn=1_250, state_spend_mxn=7_700),
    ]
    total = MonthTotal(month=month, suppressed=True, spend_suppressed=True, state_spend_mxn=7_700)
    fake.answers["SummarizeStays"] = lambda _: SummarizeStaysResponse(cells=cells, totals=[total])
    lines = [line.split() for line in run("council", "stays").out.splitlines()]
    assert ["02", "2025-01", "84", "3", "suppressed"] in lines
    assert ["12", "2025-01", "suppressed", "suppressed", "1,250", "7,700"] in lines
    assert ["all", "2025-01", "suppressed", "suppressed", "7,700"] in lines
