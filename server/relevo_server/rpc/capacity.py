"""Servicer of capacity reports: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import capacity_report_pb2, capacity_service_pb2, capacity_service_pb2_grpc
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import capacity, capacity_history
from relevo_server.usecases.ports import Ports
from relevo_server.wire import capacity as wire_capacity
from relevo_server.wire.dates import day_of
from relevo_server.wire.pages import page_of, write_of


class CapacityServicer(capacity_service_pb2_grpc.CapacityServiceServicer):
    """Capacity reports."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def SubmitCapacityReport(
        self, request: capacity_service_pb2.SubmitCapacityReportRequest, context: Any
    ) -> capacity_report_pb2.CapacityReport:
        """See the proto."""
        reading = begin_reading()
        draft = wire_capacity.capacity_report_draft_of(reading, request.capacity_report)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = capacity.submit_capacity_report(self._ports, principal(), draft, write=write)
        return wire_capacity.capacity_report_message(made)

    def GetCapacityReport(
        self, request: capacity_service_pb2.GetCapacityReportRequest, context: Any
    ) -> capacity_report_pb2.CapacityReport:
        """See the proto."""
        return wire_capacity.capacity_report_message(
            capacity.get_capacity_report(self._ports, principal(), request.name)
        )

    def ListCapacityReports(
        self, request: capacity_service_pb2.ListCapacityReportsRequest, context: Any
    ) -> capacity_service_pb2.ListCapacityReportsResponse:
        """See the proto."""
        page = capacity.list_capacity_reports(self._ports, principal(), page_of(request))
        return capacity_service_pb2.ListCapacityReportsResponse(
            capacity_reports=map(wire_capacity.capacity_report_message, page.items), next_page_token=page.next_token
        )

    def AcceptCapacityReport(
        self, request: capacity_service_pb2.AcceptCapacityReportRequest, context: Any
    ) -> capacity_report_pb2.CapacityReport:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        done = capacity.accept_capacity_report(self._ports, principal(), request.name, etag=request.etag, write=write)
        return wire_capacity.capacity_report_message(done)

    def ReturnCapacityReport(
        self, request: capacity_service_pb2.ReturnCapacityReportRequest, context: Any
    ) -> capacity_report_pb2.CapacityReport:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        reasons = tuple(request.reasons)
        done = capacity.return_capacity_report(
            self._ports, principal(), request.name, reasons, etag=request.etag, write=write
        )
        return wire_capacity.capacity_report_message(done)

    def CompareCapacityReport(
        self, request: capacity_service_pb2.CompareCapacityReportRequest, context: Any
    ) -> capacity_service_pb2.CompareCapacityReportResponse:
        """See the proto."""
        before, changes = capacity_history.compare_capacity_report(self._ports, principal(), request.name)
        return wire_capacity.comparison_message(before, changes)

    def CheckLocalEffort(
        self, request: capacity_service_pb2.CheckLocalEffortRequest, context: Any
    ) -> capacity_service_pb2.CheckLocalEffortResponse:
        """See the proto."""
        reading = begin_reading()
        day = day_of(reading, "day", request.day)
        reading.refuse("the check")
        alarms = capacity_history.check_local_effort(self._ports, principal(), day)
        return capacity_service_pb2.CheckLocalEffortResponse(alarms=map(wire_capacity.alarm_message, alarms))
