"""What the public sees, and what councils observe. Reading needs no token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relevo.v1 import observation_pb2, ranking_pb2
from relevo.v1 import transparency_service_pb2 as wire
from relevo.v1.transparency_service_pb2_grpc import TransparencyServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Transparency:
    """TransparencyService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = TransparencyServiceStub(calls.channel)

    def rankings(self) -> Iterator[ranking_pb2.Ranking]:
        """Yield published rankings, newest first."""

        def fetch(token: str) -> tuple[Iterator[ranking_pb2.Ranking], str]:
            page = self._calls.unary(
                self._stub.ListPublishedRankings, wire.ListPublishedRankingsRequest(page_token=token)
            )
            return iter(page.rankings), page.next_page_token

        return pages.each(fetch)

    def municipalities(self, ranking: str) -> Iterator[ranking_pb2.RankedMunicipality]:
        """Yield the lines of a published ranking, by position."""
        parent = resource("rankings", ranking)

        def fetch(token: str) -> tuple[Iterator[ranking_pb2.RankedMunicipality], str]:
            request = wire.ListPublishedRankingMunicipalitiesRequest(parent=parent, page_size=500, page_token=token)
            page = self._calls.unary(self._stub.ListPublishedRankingMunicipalities, request)
            return iter(page.municipalities), page.next_page_token

        return pages.each(fetch)

    def meetings(self) -> Iterator[wire.HeldMeeting]:
        """Yield meetings that were held, newest first."""

        def fetch(token: str) -> tuple[Iterator[wire.HeldMeeting], str]:
            page = self._calls.unary(self._stub.ListHeldMeetings, wire.ListHeldMeetingsRequest(page_token=token))
            return iter(page.meetings), page.next_page_token

        return pages.each(fetch)

    def commitments(self) -> Sequence[wire.CommitmentCell]:
        """Return commitments kept, broken and open, by state and side."""
        return self._calls.unary(self._stub.SummarizeCommitments, wire.SummarizeCommitmentsRequest()).cells

    def stays(self) -> wire.SummarizeStaysResponse:
        """Return team-days and money by state and month, with the totals by month."""
        return self._calls.unary(self._stub.SummarizeStays, wire.SummarizeStaysRequest())

    def observations(self) -> Iterator[observation_pb2.Observation]:
        """Yield what councils observed, newest first."""

        def fetch(token: str) -> tuple[Iterator[observation_pb2.Observation], str]:
            page = self._calls.unary(self._stub.ListObservations, wire.ListObservationsRequest(page_token=token))
            return iter(page.observations), page.next_page_token

        return pages.each(fetch)

    def observation(self, name: str) -> observation_pb2.Observation:
        """Return one observation with its answer."""
        request = wire.GetObservationRequest(name=resource("observations", name))
        return self._calls.unary(self._stub.GetObservation, request)

    def observe(
        self, observation: observation_pb2.Observation, *, observation_id: str = "", validate_only: bool = False
    ) -> observation_pb2.Observation:
        """File a council's observation; needs its credentials."""
        request = wire.FileObservationRequest(
            observation=observation, observation_id=observation_id, validate_only=validate_only
        )
        return self._calls.unary(self._stub.FileObservation, request)

    def answer(self, name: str, answer: str, office: str, *, etag: str = "") -> observation_pb2.Observation:
        """Answer an observation, once; needs credentials."""
        request = wire.AnswerObservationRequest(
            name=resource("observations", name), answer=answer, office=office, etag=etag
        )
        return self._calls.unary(self._stub.AnswerObservation, request)
