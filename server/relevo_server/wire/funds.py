"""Funds, their projects, and what was spent."""

from __future__ import annotations

from relevo.v1 import fund_pb2, fund_service_pb2
from relevo_server.domain.fund import Beneficiary, Fund, FundDraft, FundKind, Project, ProjectDraft
from relevo_server.domain.spending import SpendDraft, SpendRecord
from relevo_server.usecases.funds import FundBalance
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.reading import Reading

KINDS = Choice(fund_pb2.Fund.Kind.DESCRIPTOR, FundKind, "KIND_")
FUND_FIELDS = {
    **{field: field for field in ("title", "ceiling_mxn", "source", "illustrative")},
    "start_date": "start",
    "end_date": "end",
}
"""Fields of a fund that an update can change, and what the code calls them."""
PROJECT_FIELDS = {field: field for field in ("title", "beneficiaries", "budget_mxn")}
"""Fields of a project that an update can change, and what the code calls them."""


def fund_draft_of(reading: Reading, message: fund_pb2.Fund) -> FundDraft:
    """Return what a caller says of a fund."""
    return FundDraft(
        title=message.title,
        kind=KINDS.member(reading, "fund.kind", message.kind),
        ceiling_mxn=message.ceiling_mxn,
        start=day_of(reading, "fund.start_date", message.start_date),
        end=day_of(reading, "fund.end_date", message.end_date),
        source=message.source,
        illustrative=message.illustrative,
    )


def fund_message(fund: Fund) -> fund_pb2.Fund:
    """Return the wire form of a fund."""
    return fund_pb2.Fund(
        name=fund.name,
        title=fund.title,
        kind=KINDS.number(fund.kind),
        ceiling_mxn=fund.ceiling_mxn,
        start_date=date_message(fund.start),
        end_date=date_message(fund.end),
        source=fund.source,
        illustrative=fund.illustrative,
        create_time=timestamp(fund.created),
        etag=fund.etag,
    )


def balance_message(balance: FundBalance) -> fund_service_pb2.FundBalance:
    """Return the wire form of what is spent and left."""
    return fund_service_pb2.FundBalance(
        fund=balance.fund.name,
        ceiling_mxn=balance.fund.ceiling_mxn,
        spent_mxn=balance.spent_mxn,
        left_mxn=balance.fund.ceiling_mxn - balance.spent_mxn,
        projects=[
            fund_service_pb2.ProjectBalance(project=project.name, budget_mxn=project.budget_mxn, spent_mxn=spent)
            for project, spent in balance.projects
        ],
    )


def project_draft_of(_reading: Reading, message: fund_pb2.Project) -> ProjectDraft:
    """Return what a caller says of a project."""
    return ProjectDraft(
        title=message.title,
        beneficiaries=tuple(Beneficiary(each.place, each.office) for each in message.beneficiaries),
        budget_mxn=message.budget_mxn if message.HasField("budget_mxn") else None,
    )


def project_message(project: Project) -> fund_pb2.Project:
    """Return the wire form of a project."""
    return fund_pb2.Project(
        name=project.name,
        title=project.title,
        beneficiaries=[fund_pb2.Beneficiary(place=each.place, office=each.office) for each in project.beneficiaries],
        budget_mxn=project.budget_mxn,
        create_time=timestamp(project.created),
        etag=project.etag,
    )


def spend_draft_of(reading: Reading, message: fund_pb2.SpendRecord) -> SpendDraft:
    """Return what a caller says of money spent."""
    return SpendDraft(
        amount_mxn=message.amount_mxn,
        month=day_of(reading, "spend_record.month", message.month),
        place=message.place,
        deployment=message.deployment,
        corrects=message.corrects,
        reason=message.reason,
        source=message.source,
    )


def spend_message(record: SpendRecord) -> fund_pb2.SpendRecord:
    """Return the wire form of money spent."""
    return fund_pb2.SpendRecord(
        name=record.name,
        month=date_message(record.month),
        place=record.place,
        amount_mxn=record.amount_mxn,
        deployment=record.deployment,
        corrects=record.corrects,
        reason=record.reason,
        source=record.source,
        create_time=timestamp(record.created),
    )
