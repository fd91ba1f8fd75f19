"""Servicer of meetings, agreements, commitments and waivers: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import agreement_pb2, meeting_brief_pb2, meeting_pb2, meeting_service_pb2, meeting_service_pb2_grpc
from relevo_server.domain.days import day_of as calendar_day
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import agreements, briefs, commitments, meetings
from relevo_server.usecases.ports import Ports
from relevo_server.wire import commitments as wire_commitments
from relevo_server.wire import meetings as wire_meetings
from relevo_server.wire.briefs import brief_message
from relevo_server.wire.dates import day_of
from relevo_server.wire.masks import paths_of
from relevo_server.wire.pages import page_of, write_of


class MeetingServicer(meeting_service_pb2_grpc.MeetingServiceServicer):
    """Meetings and agreements."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreateMeeting(self, request: meeting_service_pb2.CreateMeetingRequest, context: Any) -> meeting_pb2.Meeting:
        """See the proto."""
        reading = begin_reading()
        draft = wire_meetings.meeting_draft_of(reading, request.meeting)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = meetings.create_meeting(self._ports, principal(), draft, meeting_id=request.meeting_id, write=write)
        return wire_meetings.meeting_message(made)

    def GetMeeting(self, request: meeting_service_pb2.GetMeetingRequest, context: Any) -> meeting_pb2.Meeting:
        """See the proto."""
        return wire_meetings.meeting_message(meetings.get_meeting(self._ports, principal(), request.name))

    def ListMeetings(
        self, request: meeting_service_pb2.ListMeetingsRequest, context: Any
    ) -> meeting_service_pb2.ListMeetingsResponse:
        """See the proto."""
        page = meetings.list_meetings(self._ports, principal(), page_of(request))
        return meeting_service_pb2.ListMeetingsResponse(
            meetings=map(wire_meetings.meeting_message, page.items), next_page_token=page.next_token
        )

    def HoldMeeting(self, request: meeting_service_pb2.HoldMeetingRequest, context: Any) -> meeting_pb2.Meeting:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        offices = tuple(request.attending_offices)
        held = meetings.hold_meeting(self._ports, principal(), request.name, offices, etag=request.etag, write=write)
        return wire_meetings.meeting_message(held)

    def CreateAgreement(
        self, request: meeting_service_pb2.CreateAgreementRequest, context: Any
    ) -> agreement_pb2.Agreement:
        """See the proto."""
        reading = begin_reading()
        draft = wire_meetings.agreement_draft_of(reading, request.agreement)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = agreements.create_agreement(
            self._ports, principal(), request.parent, draft, agreement_id=request.agreement_id, write=write
        )
        return wire_meetings.agreement_message(made)

    def GetAgreement(self, request: meeting_service_pb2.GetAgreementRequest, context: Any) -> agreement_pb2.Agreement:
        """See the proto."""
        return wire_meetings.agreement_message(agreements.get_agreement(self._ports, principal(), request.name))

    def ListAgreements(
        self, request: meeting_service_pb2.ListAgreementsRequest, context: Any
    ) -> meeting_service_pb2.ListAgreementsResponse:
        """See the proto."""
        page = agreements.list_agreements(self._ports, principal(), request.parent, page_of(request))
        return meeting_service_pb2.ListAgreementsResponse(
            agreements=map(wire_meetings.agreement_message, page.items), next_page_token=page.next_token
        )

    def UpdateMeeting(self, request: meeting_service_pb2.UpdateMeetingRequest, context: Any) -> meeting_pb2.Meeting:
        """See the proto."""
        reading, wanted = begin_reading(), request.meeting
        draft = wire_meetings.meeting_draft_of(reading, wanted)
        paths = paths_of(reading, request.update_mask, wanted, wire_meetings.AMENDABLE)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        done = meetings.update_meeting(
            self._ports, principal(), wanted.name, draft, paths, etag=wanted.etag, write=write
        )
        return wire_meetings.meeting_message(done)

    def CancelMeeting(self, request: meeting_service_pb2.CancelMeetingRequest, context: Any) -> meeting_pb2.Meeting:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        done = meetings.cancel_meeting(self._ports, principal(), request.name, etag=request.etag, write=write)
        return wire_meetings.meeting_message(done)

    def TerminateAgreement(
        self, request: meeting_service_pb2.TerminateAgreementRequest, context: Any
    ) -> agreement_pb2.Agreement:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        done = agreements.terminate_agreement(self._ports, principal(), request.name, etag=request.etag, write=write)
        return wire_meetings.agreement_message(done)

    def RecordCommitment(
        self, request: meeting_service_pb2.RecordCommitmentRequest, context: Any
    ) -> agreement_pb2.Agreement:
        """See the proto."""
        reading = begin_reading()
        state = wire_commitments.COMMITMENT_STATES.member(reading, "state", request.state)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        done = commitments.record_commitment(
            self._ports,
            principal(),
            request.name,
            request.commitment_id,
            state,
            request.evidence,
            etag=request.etag,
            write=write,
        )
        return wire_meetings.agreement_message(done)

    def ListCommitments(
        self, request: meeting_service_pb2.ListCommitmentsRequest, context: Any
    ) -> meeting_service_pb2.ListCommitmentsResponse:
        """See the proto."""
        reading = begin_reading()
        day = day_of(reading, "overdue_on", request.overdue_on)
        reading.refuse("the list")
        page = commitments.list_commitments(self._ports, principal(), page_of(request), overdue_on=day)
        seen = day or calendar_day(self._ports.clock.now())
        return meeting_service_pb2.ListCommitmentsResponse(
            commitments=[wire_commitments.agreed_message(agreed, seen) for agreed in page.items],
            next_page_token=page.next_token,
        )

    def GetMeetingBrief(
        self, request: meeting_service_pb2.GetMeetingBriefRequest, context: Any
    ) -> meeting_brief_pb2.MeetingBrief:
        """See the proto."""
        return brief_message(briefs.get_meeting_brief(self._ports, principal(), request.name))

    def CreateWaiver(self, request: meeting_service_pb2.CreateWaiverRequest, context: Any) -> agreement_pb2.Waiver:
        """See the proto."""
        reading = begin_reading()
        draft = wire_commitments.waiver_draft_of(reading, request.waiver)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        made = commitments.create_waiver(self._ports, principal(), draft, waiver_id=request.waiver_id, write=write)
        return wire_commitments.waiver_message(made)

    def GetWaiver(self, request: meeting_service_pb2.GetWaiverRequest, context: Any) -> agreement_pb2.Waiver:
        """See the proto."""
        return wire_commitments.waiver_message(commitments.get_waiver(self._ports, principal(), request.name))

    def ListWaivers(
        self, request: meeting_service_pb2.ListWaiversRequest, context: Any
    ) -> meeting_service_pb2.ListWaiversResponse:
        """See the proto."""
        page = commitments.list_waivers(self._ports, principal(), page_of(request))
        return meeting_service_pb2.ListWaiversResponse(
            waivers=map(wire_commitments.waiver_message, page.items), next_page_token=page.next_token
        )
