"""Funds, their projects and what was spent: never above a ceiling, never changed, corrected with reasons."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.errors import ErrorReason, FailedPrecondition, InvalidArgument, NotFound, RelevoError
from relevo_server.domain.fund import Beneficiary, Fund, FundDraft, FundKind, Project, ProjectDraft
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.spending import SpendDraft, SpendRecord
from relevo_server.storage import open_engine
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.funds import create_fund, get_fund, get_fund_balance, update_fund
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.projects import create_project, get_project, update_project
from relevo_server.usecases.spending import create_spend_record, list_spend_records
from tests.server.world import (
    ACAPULCO,
    BAJA_CALIFORNIA,
    GUERRERO,
    TIXTLA,
    TODAY,
    clock_of,
    live_agreement,
    open_ports,
    patrol_pool,
    settle,
)

MONTH = date(2025, 1, 1)
FUND = FundDraft("Programme", FundKind.FEDERAL_PROGRAMME, 1_000, MONTH, date(2026, 1, 1))
RADIOS = ProjectDraft("Radios", (Beneficiary(ACAPULCO, "Town hall"), Beneficiary(GUERRERO, "Secretariat")), 600)


@pytest.fixture
def fund(ports: Ports) -> Fund:
    return create_fund(ports, LOCAL, FUND, fund_id="programme")


@pytest.fixture
def project(ports: Ports, fund: Fund) -> Project:
    return create_project(ports, LOCAL, fund.name, RADIOS, project_id="radios")


def spend(ports: Ports, project: Project, amount: int, place: str = ACAPULCO, **more: object) -> SpendRecord:
    draft = SpendDraft(amount, MONTH, place, **more)  # type: ignore[arg-type]
    return create_spend_record(ports, LOCAL, project.name, draft)


def correct(ports: Ports, record: SpendRecord, by: int, reason: str = "Counted twice", **more: object) -> SpendRecord:
    draft = SpendDraft(by, corrects=record.name, reason=reason, **more)  # type: ignore[arg-type]
    return create_spend_record(ports, LOCAL, record.project, draft)


def faults_of(error: pytest.ExceptionInfo[RelevoError]) -> list[tuple[str, ErrorReason]]:
    return [(fault.field, fault.reason) for fault in error.value.faults]


def test_a_ceiling_is_never_passed_and_the_sum_is_named(ports: Ports, fund: Fund, project: Project) -> None:
    spend(ports, project, 400)
    with pytest.raises(FailedPrecondition) as caught:
        spend(ports, project, 700)
    assert faults_of(caught) == [("spend_record.amount_mxn", ErrorReason.FUND_EXHAUSTED)]
    assert "make 1,100 MXN" in caught.value.faults[0].why
    with pytest.raises(FailedPrecondition) as caught:
        spend(ports, project, 300)
    assert "make 700 MXN, above the budget of funds/programme/projects/radios, 600 MXN" in caught.value.faults[0].why
    spend(ports, project, 200, GUERRERO)
    balance = get_fund_balance(ports, LOCAL, fund.name)
    assert (balance.spent_mxn, [spent for _, spent in balance.projects]) == (600, [600])
    records = list_spend_records(ports, LOCAL, f"{fund.name}/projects/-", PageRequest(filter=f'place = "{GUERRERO}"'))
    assert [record.amount_mxn for record in records.items] == [200]


def test_projects_share_a_ceiling(ports: Ports, fund: Fund, project: Project) -> None:
    other = create_project(ports, LOCAL, fund.name, replace(RADIOS, budget_mxn=None))
    spend(ports, other, 900)
    with pytest.raises(FailedPrecondition, match="refused"):
        spend(ports, project, 101)
    spend(ports, project, 100)
    with pytest.raises(FailedPrecondition) as caught:
        create_project(ports, LOCAL, fund.name, replace(RADIOS, budget_mxn=401))
    assert "1,001 MXN" in caught.value.faults[0].why


def test_a_correction_is_a_new_record_with_a_reason(ports: Ports, fund: Fund, project: Project) -> None:
    first = spend(ports, project, 600)
    with pytest.raises(InvalidArgument) as caught:
        correct(ports, first, 0, reason="")
    assert [fault.field for fault in caught.value.faults] == ["spend_record.reason", "spend_record.amount_mxn"]
    second = correct(ports, first, -200)
    assert (second.month, second.place, second.corrects) == (first.month, first.place, first.name)
    assert get_fund_balance(ports, LOCAL, fund.name).spent_mxn == 400
    for wrong in (
        lambda: correct(ports, first, -401),  # more than is left of it
        lambda: correct(ports, second, 10),  # a correction of a correction
        lambda: correct(ports, first, 10, place=GUERRERO),  # another place than what it corrects
    ):
        with pytest.raises(InvalidArgument):
            wrong()
    with pytest.raises(FailedPrecondition):
        correct(ports, first, 201)
    assert correct(ports, first, 200).amount_mxn == 200
    unknown = replace(first, name=f"{project.name}/spendRecords/none")
    with pytest.raises(NotFound):
        correct(ports, unknown, 1)


def test_what_was_spent_is_never_changed(tmp_path: object) -> None:
    path = tmp_path / "relevo.db"  # type: ignore[operator]
    ports = open_ports(path)
    settle(ports)
    project = create_project(ports, LOCAL, create_fund(ports, LOCAL, FUND).name, RADIOS)
    spend(ports, project, 100)
    with open_engine(path).connect() as connection:
        for change in ("UPDATE spend_records SET amount_mxn = 1", "DELETE FROM spend_records"):
            with pytest.raises(IntegrityError, match="never changed"):
                connection.execute(text(change))


def test_every_fault_of_a_record_is_named(ports: Ports, project: Project) -> None:
    wrong = SpendDraft(-1, date(2025, 2, 1), "", "deployments/none", source="\x00")
    with pytest.raises(InvalidArgument) as caught:
        create_spend_record(ports, LOCAL, project.name, wrong)
    assert {fault.field.removeprefix("spend_record.") for fault in caught.value.faults} == {
        *("amount_mxn", "month", "place", "deployment", "source")
    }
    with pytest.raises(InvalidArgument) as caught:
        create_spend_record(ports, LOCAL, project.name, SpendDraft(1, date(2024, 12, 1), TIXTLA))
    assert faults_of(caught) == [
        ("spend_record.month", ErrorReason.INVALID_FIELDS),
        ("spend_record.place", ErrorReason.NOT_BENEFICIARY),
    ]
    with pytest.raises(InvalidArgument, match="refused"):
        create_spend_record(ports, LOCAL, project.name, SpendDraft(1, date(2025, 1, 2), ACAPULCO))


def test_spending_may_name_the_stay_that_it_paid_for(ports: Ports, project: Project) -> None:
    teams = (PoolTeams(patrol_pool(ports).name, 1),)
    stay = DeploymentDraft(ACAPULCO, live_agreement(ports).name, TODAY, date(2025, 2, 20), teams)
    placed = create_deployment(ports, LOCAL, stay)
    assert spend(ports, project, 10, deployment=placed.name).deployment == placed.name
    with pytest.raises(InvalidArgument):
        spend(ports, project, 10, GUERRERO, deployment=placed.name)


def test_a_fund_keeps_covering_what_is_spent_and_budgeted(ports: Ports, fund: Fund, project: Project) -> None:
    spend(ports, project, 500)
    wanted = replace(FUND, ceiling_mxn=499, start=date(2025, 2, 1))
    with pytest.raises(FailedPrecondition) as caught:
        update_fund(ports, LOCAL, fund.name, wanted, frozenset({"ceiling_mxn", "start"}))
    assert faults_of(caught) == [
        ("fund.ceiling_mxn", ErrorReason.FUND_EXHAUSTED),
        ("fund.start_date", ErrorReason.FUND_EXHAUSTED),
    ]
    assert get_fund(ports, LOCAL, fund.name) == fund
    changed = update_fund(ports, LOCAL, fund.name, replace(FUND, ceiling_mxn=600), frozenset({"ceiling_mxn"}))
    assert (changed.ceiling_mxn, changed.title) == (600, FUND.title)


def test_a_project_keeps_its_beneficiaries_and_its_budget(ports: Ports, project: Project) -> None:
    spend(ports, project, 500)
    wanted = ProjectDraft("Cars", (Beneficiary(BAJA_CALIFORNIA, "Secretariat"),), 400)
    with pytest.raises(FailedPrecondition) as caught:
        update_project(ports, LOCAL, project.name, wanted, frozenset({"beneficiaries", "budget_mxn"}))
    assert faults_of(caught) == [
        ("project.budget_mxn", ErrorReason.FUND_EXHAUSTED),
        ("project.beneficiaries", ErrorReason.NOT_BENEFICIARY),
    ]
    changed = update_project(ports, LOCAL, project.name, wanted, frozenset({"title"}), etag=project.etag)
    assert get_project(ports, LOCAL, project.name) == changed
    assert (changed.title, changed.budget_mxn) == ("Cars", 600)
    with pytest.raises(InvalidArgument) as caught2:
        create_project(ports, LOCAL, project.fund, ProjectDraft("", (Beneficiary("12001", ""),), 0))
    assert len(caught2.value.faults) == 4


def test_a_month_is_recorded_once_it_has_begun(ports: Ports, project: Project) -> None:
    later = SpendDraft(1, date(2025, 2, 1), ACAPULCO)
    with pytest.raises(InvalidArgument):
        create_spend_record(ports, LOCAL, project.name, later)
    clock_of(ports).move(days=20)
    assert create_spend_record(ports, LOCAL, project.name, later).month == later.month
