"""Capacity reports."""

from __future__ import annotations

from collections.abc import Iterable

from relevo.v1 import capacity_report_pb2, capacity_service_pb2
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportDraft, CapacityReportState
from relevo_server.usecases.capacity_history import EffortAlarm, FigureChange, stale_day
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.local_capacity import local_capacity_message, local_capacity_of
from relevo_server.wire.reading import Reading

STATES = Choice(capacity_report_pb2.CapacityReport.State.DESCRIPTOR, CapacityReportState, "STATE_")


def capacity_report_draft_of(reading: Reading, message: capacity_report_pb2.CapacityReport) -> CapacityReportDraft:
    """Return what a state says; unset figures are unknown."""

    def figure(name: str) -> int | None:
        return int(getattr(message, name)) if message.HasField(name) else None  # type: ignore[arg-type]

    return CapacityReportDraft(
        state_name=message.state_name,
        municipality=message.municipality,
        as_of=day_of(reading, "capacity_report.as_of_date", message.as_of_date),
        municipal_officers=figure("municipal_officers"),
        attributed_state_officers=figure("attributed_state_officers"),
        certified_officers=figure("certified_officers"),
        officers_year_before=figure("officers_year_before"),
        illustrative=message.illustrative,
        source=message.source,
        local_capacity=local_capacity_of(reading, "capacity_report.local_capacity", message.local_capacity),
    )


def capacity_report_message(report: CapacityReport) -> capacity_report_pb2.CapacityReport:
    """Return the wire form of a report; unknown figures stay unset."""
    return capacity_report_pb2.CapacityReport(
        name=report.name,
        state_name=report.state_name,
        municipality=report.municipality,
        as_of_date=date_message(report.as_of),
        state=STATES.number(report.state),
        municipal_officers=report.municipal_officers,
        attributed_state_officers=report.attributed_state_officers,
        certified_officers=report.certified_officers,
        officers_year_before=report.officers_year_before,
        illustrative=report.illustrative,
        source=report.source,
        return_reasons=report.return_reasons,
        create_time=timestamp(report.created),
        etag=report.etag,
        local_capacity=local_capacity_message(report.local_capacity),
        stale_date=date_message(stale_day(report)),
    )


def comparison_message(
    before: CapacityReport | None, changes: Iterable[FigureChange]
) -> capacity_service_pb2.CompareCapacityReportResponse:
    """Return the wire form of what changed since the report before."""
    return capacity_service_pb2.CompareCapacityReportResponse(
        before="" if before is None else before.name, changes=map(change_message, changes)
    )


def change_message(change: FigureChange) -> capacity_report_pb2.FigureChange:
    """Return the wire form of one change; what is unknown stays unset."""
    return capacity_report_pb2.FigureChange(figure=change.figure, before=change.before, after=change.after)


def alarm_message(alarm: EffortAlarm) -> capacity_report_pb2.EffortAlarm:
    """Return the wire form of an alarm."""
    return capacity_report_pb2.EffortAlarm(
        municipality=alarm.municipality,
        deployment=alarm.deployment,
        report_before=alarm.before.name,
        report_now=alarm.now.name,
        officers_before=alarm.officers_before,
        officers_now=alarm.officers_now,
    )
