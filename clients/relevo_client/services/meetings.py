"""Regional meetings and what they agree on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from google.protobuf.field_mask_pb2 import FieldMask

from relevo.v1 import agreement_pb2, meeting_brief_pb2, meeting_pb2
from relevo.v1 import meeting_service_pb2 as wire
from relevo.v1.meeting_service_pb2_grpc import MeetingServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.dates import to_wire
from relevo_client.names import resource


class Meetings:
    """MeetingService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = MeetingServiceStub(calls.channel)

    def create(
        self, meeting: meeting_pb2.Meeting, *, meeting_id: str = "", validate_only: bool = False
    ) -> meeting_pb2.Meeting:
        """Convene a meeting."""
        request = wire.CreateMeetingRequest(meeting=meeting, meeting_id=meeting_id, validate_only=validate_only)
        return self._calls.unary(self._stub.CreateMeeting, request)

    def get(self, name: str) -> meeting_pb2.Meeting:
        """Return one meeting."""
        return self._calls.unary(self._stub.GetMeeting, wire.GetMeetingRequest(name=resource("meetings", name)))

    def list(self, *, region: str = "") -> Iterator[meeting_pb2.Meeting]:
        """Yield meetings, newest date first, of one region where it is given."""
        condition = f'region = "{resource("regions", region)}"' if region else ""

        def fetch(token: str) -> tuple[Iterator[meeting_pb2.Meeting], str]:
            request = wire.ListMeetingsRequest(page_token=token, filter=condition)
            page = self._calls.unary(self._stub.ListMeetings, request)
            return iter(page.meetings), page.next_page_token

        return pages.each(fetch)

    def brief(self, name: str) -> meeting_brief_pb2.MeetingBrief:
        """Return what a meeting needs on the table."""
        request = wire.GetMeetingBriefRequest(name=resource("meetings", name))
        return self._calls.unary(self._stub.GetMeetingBrief, request)

    def hold(
        self, name: str, attending_offices: Iterable[str], *, etag: str = "", validate_only: bool = False
    ) -> meeting_pb2.Meeting:
        """Mark a convened meeting as held, with the offices that came."""
        request = wire.HoldMeetingRequest(
            name=resource("meetings", name), attending_offices=attending_offices, etag=etag, validate_only=validate_only
        )
        return self._calls.unary(self._stub.HoldMeeting, request)

    def update(
        self, meeting: meeting_pb2.Meeting, fields: Iterable[str] = (), *, validate_only: bool = False
    ) -> meeting_pb2.Meeting:
        """Change a convened meeting: the named fields, or those that are filled."""
        mask = FieldMask(paths=fields)
        request = wire.UpdateMeetingRequest(meeting=meeting, update_mask=mask, validate_only=validate_only)
        return self._calls.unary(self._stub.UpdateMeeting, request)

    def cancel(self, name: str, *, etag: str = "", validate_only: bool = False) -> meeting_pb2.Meeting:
        """Mark a convened meeting as cancelled."""
        request = wire.CancelMeetingRequest(name=resource("meetings", name), etag=etag, validate_only=validate_only)
        return self._calls.unary(self._stub.CancelMeeting, request)

    def agree(
        self,
        meeting: str,
        agreement: agreement_pb2.Agreement,
        *,
        agreement_id: str = "",
        validate_only: bool = False,
    ) -> agreement_pb2.Agreement:
        """Record an agreement of a held meeting."""
        request = wire.CreateAgreementRequest(
            parent=resource("meetings", meeting),
            agreement=agreement,
            agreement_id=agreement_id,
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.CreateAgreement, request)

    def agreement(self, name: str) -> agreement_pb2.Agreement:
        """Return one agreement by its full name, `meetings/{id}/agreements/{id}`."""
        return self._calls.unary(self._stub.GetAgreement, wire.GetAgreementRequest(name=name))

    def agreements(self, meeting: str = "-") -> Iterator[agreement_pb2.Agreement]:
        """Yield agreements of a meeting (`-`: of all), oldest first."""
        parent = resource("meetings", meeting)

        def fetch(token: str) -> tuple[Iterator[agreement_pb2.Agreement], str]:
            request = wire.ListAgreementsRequest(parent=parent, page_token=token)
            page = self._calls.unary(self._stub.ListAgreements, request)
            return iter(page.agreements), page.next_page_token

        return pages.each(fetch)

    def terminate(self, name: str, *, etag: str = "", validate_only: bool = False) -> agreement_pb2.Agreement:
        """End an agreement early."""
        return self._calls.unary(
            self._stub.TerminateAgreement,
            wire.TerminateAgreementRequest(name=name, etag=etag, validate_only=validate_only),
        )

    def record(
        self,
        agreement: str,
        commitment_id: str,
        state: agreement_pb2.Commitment.State.ValueType,
        *,
        evidence: str = "",
        etag: str = "",
        validate_only: bool = False,
    ) -> agreement_pb2.Agreement:
        """Record what became of one commitment of an agreement."""
        request = wire.RecordCommitmentRequest(
            name=agreement,
            commitment_id=commitment_id,
            state=state,
            evidence=evidence,
            etag=etag,
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.RecordCommitment, request)

    def commitments(
        self, *, region: str = "", overdue_on: date | None = None
    ) -> Iterator[agreement_pb2.AgreedCommitment]:
        """Yield commitments by due date, of one region where it is given; or only those overdue on a day."""
        condition = f'region = "{resource("regions", region)}"' if region else ""
        day = to_wire(overdue_on) if overdue_on else None

        def fetch(token: str) -> tuple[Iterator[agreement_pb2.AgreedCommitment], str]:
            request = wire.ListCommitmentsRequest(page_token=token, filter=condition, overdue_on=day)
            page = self._calls.unary(self._stub.ListCommitments, request)
            return iter(page.commitments), page.next_page_token

        return pages.each(fetch)

    def waive(
        self, waiver: agreement_pb2.Waiver, *, waiver_id: str = "", validate_only: bool = False
    ) -> agreement_pb2.Waiver:
        """Lift the block that overdue commitments put on renewals in one municipality."""
        request = wire.CreateWaiverRequest(waiver=waiver, waiver_id=waiver_id, validate_only=validate_only)
        return self._calls.unary(self._stub.CreateWaiver, request)

    def waiver(self, name: str) -> agreement_pb2.Waiver:
        """Return one waiver."""
        return self._calls.unary(self._stub.GetWaiver, wire.GetWaiverRequest(name=resource("waivers", name)))

    def waivers(self, *, municipality: str = "") -> Iterator[agreement_pb2.Waiver]:
        """Yield waivers, of one municipality where it is given."""
        condition = f'municipality = "{resource("municipalities", municipality)}"' if municipality else ""

        def fetch(token: str) -> tuple[Iterator[agreement_pb2.Waiver], str]:
            page = self._calls.unary(
                self._stub.ListWaivers, wire.ListWaiversRequest(page_token=token, filter=condition)
            )
            return iter(page.waivers), page.next_page_token

        return pages.each(fetch)
