"""Money: funds, the projects that they pay for, and what was spent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from google.protobuf.field_mask_pb2 import FieldMask

from relevo.v1 import fund_pb2
from relevo.v1 import fund_service_pb2 as wire
from relevo.v1.fund_service_pb2_grpc import FundServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Funds:
    """FundService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = FundServiceStub(calls.channel)

    def create(self, fund: fund_pb2.Fund, *, fund_id: str = "", validate_only: bool = False) -> fund_pb2.Fund:
        """Add a fund."""
        request = wire.CreateFundRequest(fund=fund, fund_id=fund_id, validate_only=validate_only)
        return self._calls.unary(self._stub.CreateFund, request)

    def get(self, name: str) -> fund_pb2.Fund:
        """Return one fund."""
        return self._calls.unary(self._stub.GetFund, wire.GetFundRequest(name=resource("funds", name)))

    def list(self) -> Iterator[fund_pb2.Fund]:
        """Yield funds by name."""

        def fetch(token: str) -> tuple[Iterator[fund_pb2.Fund], str]:
            page = self._calls.unary(self._stub.ListFunds, wire.ListFundsRequest(page_token=token))
            return iter(page.funds), page.next_page_token

        return pages.each(fetch)

    def update(self, fund: fund_pb2.Fund, fields: Sequence[str], *, validate_only: bool = False) -> fund_pb2.Fund:
        """Change some fields of a fund; with an etag only if nobody changed it since."""
        request = wire.UpdateFundRequest(fund=fund, update_mask=FieldMask(paths=fields), validate_only=validate_only)
        return self._calls.unary(self._stub.UpdateFund, request)

    def balance(self, name: str) -> wire.FundBalance:
        """Return what is spent from a fund and left of it."""
        request = wire.GetFundBalanceRequest(name=resource("funds", name))
        return self._calls.unary(self._stub.GetFundBalance, request)

    def create_project(
        self, fund: str, project: fund_pb2.Project, *, project_id: str = "", validate_only: bool = False
    ) -> fund_pb2.Project:
        """Add a project to a fund."""
        request = wire.CreateProjectRequest(
            parent=resource("funds", fund), project=project, project_id=project_id, validate_only=validate_only
        )
        return self._calls.unary(self._stub.CreateProject, request)

    def project(self, name: str) -> fund_pb2.Project:
        """Return one project by its whole name."""
        return self._calls.unary(self._stub.GetProject, wire.GetProjectRequest(name=resource("funds", name)))

    def projects(self, fund: str = "-") -> Iterator[fund_pb2.Project]:
        """Yield the projects of a fund by name, of every fund where none is given."""
        parent = resource("funds", fund)

        def fetch(token: str) -> tuple[Iterator[fund_pb2.Project], str]:
            request = wire.ListProjectsRequest(parent=parent, page_token=token)
            page = self._calls.unary(self._stub.ListProjects, request)
            return iter(page.projects), page.next_page_token

        return pages.each(fetch)

    def update_project(
        self, project: fund_pb2.Project, fields: Sequence[str], *, validate_only: bool = False
    ) -> fund_pb2.Project:
        """Change some fields of a project; with an etag only if nobody changed it since."""
        request = wire.UpdateProjectRequest(
            project=project, update_mask=FieldMask(paths=fields), validate_only=validate_only
        )
        return self._calls.unary(self._stub.UpdateProject, request)

    def spend(
        self, project: str, record: fund_pb2.SpendRecord, *, spend_record_id: str = "", validate_only: bool = False
    ) -> fund_pb2.SpendRecord:
        """Record what was spent on a project, or correct a record by a further one."""
        request = wire.CreateSpendRecordRequest(
            parent=resource("funds", project),
            spend_record=record,
            spend_record_id=spend_record_id,
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.CreateSpendRecord, request)

    def spend_record(self, name: str) -> fund_pb2.SpendRecord:
        """Return one record by its whole name."""
        return self._calls.unary(self._stub.GetSpendRecord, wire.GetSpendRecordRequest(name=resource("funds", name)))

    def spent(self, project: str) -> Iterator[fund_pb2.SpendRecord]:
        """Yield by month what was spent on a project; `funds/ID/projects/-` means a whole fund."""
        parent = resource("funds", project)

        def fetch(token: str) -> tuple[Iterator[fund_pb2.SpendRecord], str]:
            request = wire.ListSpendRecordsRequest(parent=parent, page_size=500, page_token=token)
            page = self._calls.unary(self._stub.ListSpendRecords, request)
            return iter(page.spend_records), page.next_page_token

        return pages.each(fetch)
