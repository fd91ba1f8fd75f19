"""Servicer of funds, projects and spending: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import fund_pb2, fund_service_pb2_grpc
from relevo.v1 import fund_service_pb2 as wire
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import funds, projects, spending
from relevo_server.usecases.ports import Ports
from relevo_server.wire import funds as wire_funds
from relevo_server.wire.masks import paths_of
from relevo_server.wire.pages import page_of, write_of


class FundServicer(fund_service_pb2_grpc.FundServiceServicer):
    """Money."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreateFund(self, request: wire.CreateFundRequest, context: Any) -> fund_pb2.Fund:
        """See the proto."""
        reading = begin_reading()
        draft = wire_funds.fund_draft_of(reading, request.fund)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = funds.create_fund(self._ports, principal(), draft, fund_id=request.fund_id, write=write)
        return wire_funds.fund_message(made)

    def GetFund(self, request: wire.GetFundRequest, context: Any) -> fund_pb2.Fund:
        """See the proto."""
        return wire_funds.fund_message(funds.get_fund(self._ports, principal(), request.name))

    def ListFunds(self, request: wire.ListFundsRequest, context: Any) -> wire.ListFundsResponse:
        """See the proto."""
        page = funds.list_funds(self._ports, principal(), page_of(request))
        return wire.ListFundsResponse(funds=map(wire_funds.fund_message, page.items), next_page_token=page.next_token)

    def UpdateFund(self, request: wire.UpdateFundRequest, context: Any) -> fund_pb2.Fund:
        """See the proto."""
        reading, message = begin_reading(), request.fund
        draft = wire_funds.fund_draft_of(reading, message)
        paths = paths_of(reading, request.update_mask, message, wire_funds.FUND_FIELDS)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        changed = funds.update_fund(
            self._ports, principal(), message.name, draft, paths, etag=message.etag, write=write
        )
        return wire_funds.fund_message(changed)

    def GetFundBalance(self, request: wire.GetFundBalanceRequest, context: Any) -> wire.FundBalance:
        """See the proto."""
        return wire_funds.balance_message(funds.get_fund_balance(self._ports, principal(), request.name))

    def CreateProject(self, request: wire.CreateProjectRequest, context: Any) -> fund_pb2.Project:
        """See the proto."""
        reading = begin_reading()
        draft = wire_funds.project_draft_of(reading, request.project)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = projects.create_project(
            self._ports, principal(), request.parent, draft, project_id=request.project_id, write=write
        )
        return wire_funds.project_message(made)

    def GetProject(self, request: wire.GetProjectRequest, context: Any) -> fund_pb2.Project:
        """See the proto."""
        return wire_funds.project_message(projects.get_project(self._ports, principal(), request.name))

    def ListProjects(self, request: wire.ListProjectsRequest, context: Any) -> wire.ListProjectsResponse:
        """See the proto."""
        page = projects.list_projects(self._ports, principal(), request.parent, page_of(request))
        return wire.ListProjectsResponse(
            projects=map(wire_funds.project_message, page.items), next_page_token=page.next_token
        )

    def UpdateProject(self, request: wire.UpdateProjectRequest, context: Any) -> fund_pb2.Project:
        """See the proto."""
        reading, message = begin_reading(), request.project
        draft = wire_funds.project_draft_of(reading, message)
        paths = paths_of(reading, request.update_mask, message, wire_funds.PROJECT_FIELDS)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        changed = projects.update_project(
            self._ports, principal(), message.name, draft, paths, etag=message.etag, write=write
        )
        return wire_funds.project_message(changed)

    def CreateSpendRecord(self, request: wire.CreateSpendRecordRequest, context: Any) -> fund_pb2.SpendRecord:
        """See the proto."""
        reading = begin_reading()
        draft = wire_funds.spend_draft_of(reading, request.spend_record)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = spending.create_spend_record(
            self._ports, principal(), request.parent, draft, spend_record_id=request.spend_record_id, write=write
        )
        return wire_funds.spend_message(made)

    def GetSpendRecord(self, request: wire.GetSpendRecordRequest, context: Any) -> fund_pb2.SpendRecord:
        """See the proto."""
        return wire_funds.spend_message(spending.get_spend_record(self._ports, principal(), request.name))

    def ListSpendRecords(self, request: wire.ListSpendRecordsRequest, context: Any) -> wire.ListSpendRecordsResponse:
        """See the proto."""
        page = spending.list_spend_records(self._ports, principal(), request.parent, page_of(request))
        return wire.ListSpendRecordsResponse(
            spend_records=map(wire_funds.spend_message, page.items), next_page_token=page.next_token
        )
