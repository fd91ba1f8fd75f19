"""Regional meetings and what they agree on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relevo.v1 import agreement_pb2, meeting_pb2
from relevo.v1 import meeting_service_pb2 as wire
from relevo.v1.meeting_service_pb2_grpc import MeetingServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
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

    def hold(self, name: str, attending_offices: Iterable[str], *, etag: str = "") -> meeting_pb2.Meeting:
        """Mark a convened meeting as held, with the offices that came."""
        request = wire.HoldMeetingRequest(
            name=resource("meetings", name), attending_offices=attending_offices, etag=etag
        )
        return self._calls.unary(self._stub.HoldMeeting, request)

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
