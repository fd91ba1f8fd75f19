"""What states report of local strength, and the federation's answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from relevo.v1 import capacity_report_pb2
from relevo.v1 import capacity_service_pb2 as wire
from relevo.v1.capacity_service_pb2_grpc import CapacityServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.dates import to_wire
from relevo_client.names import resource


class Capacity:
    """CapacityService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = CapacityServiceStub(calls.channel)

    def submit(
        self, report: capacity_report_pb2.CapacityReport, *, validate_only: bool = False
    ) -> capacity_report_pb2.CapacityReport:
        """Submit a state's report on one of its municipalities."""
        request = wire.SubmitCapacityReportRequest(capacity_report=report, validate_only=validate_only)
        return self._calls.unary(self._stub.SubmitCapacityReport, request)

    def get(self, name: str) -> capacity_report_pb2.CapacityReport:
        """Return one report."""
        request = wire.GetCapacityReportRequest(name=resource("capacityReports", name))
        return self._calls.unary(self._stub.GetCapacityReport, request)

    def list(self, *, municipality: str = "", state: str = "") -> Iterator[capacity_report_pb2.CapacityReport]:
        """Yield reports, newest first, of a municipality or of a state where one is given."""
        condition = ""
        if municipality:
            condition = f'municipality = "{resource("municipalities", municipality)}"'
        elif state:
            condition = f'state_name = "{resource("states", state)}"'

        def fetch(token: str) -> tuple[Iterator[capacity_report_pb2.CapacityReport], str]:
            request = wire.ListCapacityReportsRequest(page_size=500, page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListCapacityReports, request)
            return iter(page.capacity_reports), page.next_page_token

        return pages.each(fetch)

    def accept(self, name: str, *, etag: str = "", validate_only: bool = False) -> capacity_report_pb2.CapacityReport:
        """Accept a submitted report; the accepted one before it is superseded."""
        request = wire.AcceptCapacityReportRequest(
            name=resource("capacityReports", name), etag=etag, validate_only=validate_only
        )
        return self._calls.unary(self._stub.AcceptCapacityReport, request)

    def send_back(
        self, name: str, reasons: Iterable[str], *, etag: str = "", validate_only: bool = False
    ) -> capacity_report_pb2.CapacityReport:
        """Return a submitted report to its state, with reasons."""
        request = wire.ReturnCapacityReportRequest(
            name=resource("capacityReports", name), reasons=reasons, etag=etag, validate_only=validate_only
        )
        return self._calls.unary(self._stub.ReturnCapacityReport, request)

    def compare(self, name: str) -> wire.CompareCapacityReportResponse:
        """Return what changed since the report that was accepted before."""
        request = wire.CompareCapacityReportRequest(name=resource("capacityReports", name))
        return self._calls.unary(self._stub.CompareCapacityReport, request)

    def effort_alarms(self, day: date | None = None) -> Sequence[capacity_report_pb2.EffortAlarm]:
        """Return where local effort fell after federal teams arrived, of the stays of a day (None: today)."""
        request = wire.CheckLocalEffortRequest(day=to_wire(day) if day else None)
        return self._calls.unary(self._stub.CheckLocalEffort, request).alarms
