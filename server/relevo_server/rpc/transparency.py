"""Servicer of what the public sees: convert, call, convert."""

from __future__ import annotations

from typing import Any

from relevo.v1 import observation_pb2, transparency_service_pb2_grpc
from relevo.v1 import transparency_service_pb2 as wire
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import observations, public_stays, transparency
from relevo_server.usecases.ports import Ports
from relevo_server.wire import rankings as wire_rankings
from relevo_server.wire import transparency as wire_transparency
from relevo_server.wire.pages import page_of, write_of


class TransparencyServicer(transparency_service_pb2_grpc.TransparencyServiceServicer):
    """What a citizens' council may see, and its voice."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def ListPublishedRankings(
        self, request: wire.ListPublishedRankingsRequest, context: Any
    ) -> wire.ListPublishedRankingsResponse:
        """See the proto."""
        page = transparency.list_published_rankings(self._ports, principal(), page_of(request))
        return wire.ListPublishedRankingsResponse(
            rankings=map(wire_rankings.ranking_message, page.items), next_page_token=page.next_token
        )

    def ListPublishedRankingMunicipalities(
        self, request: wire.ListPublishedRankingMunicipalitiesRequest, context: Any
    ) -> wire.ListPublishedRankingMunicipalitiesResponse:
        """See the proto."""
        page = transparency.list_published_ranking_municipalities(
            self._ports, principal(), request.parent, page_of(request)
        )
        return wire.ListPublishedRankingMunicipalitiesResponse(
            municipalities=map(wire_rankings.entry_message, page.items), next_page_token=page.next_token
        )

    def ListHeldMeetings(self, request: wire.ListHeldMeetingsRequest, context: Any) -> wire.ListHeldMeetingsResponse:
        """See the proto."""
        page = transparency.list_held_meetings(self._ports, principal(), page_of(request))
        return wire.ListHeldMeetingsResponse(
            meetings=map(wire_transparency.held_meeting_message, page.items), next_page_token=page.next_token
        )

    def SummarizeCommitments(
        self, request: wire.SummarizeCommitmentsRequest, context: Any
    ) -> wire.SummarizeCommitmentsResponse:
        """See the proto."""
        cells = transparency.summarize_commitments(self._ports, principal())
        return wire.SummarizeCommitmentsResponse(cells=map(wire_transparency.commitment_cell_message, cells))

    def SummarizeStays(self, request: wire.SummarizeStaysRequest, context: Any) -> wire.SummarizeStaysResponse:
        """See the proto."""
        cells, totals = public_stays.summarize_stays(self._ports, principal())
        return wire.SummarizeStaysResponse(
            cells=map(wire_transparency.stay_cell_message, cells),
            totals=map(wire_transparency.month_total_message, totals),
        )

    def ListObservations(self, request: wire.ListObservationsRequest, context: Any) -> wire.ListObservationsResponse:
        """See the proto."""
        page = observations.list_observations(self._ports, principal(), page_of(request))
        return wire.ListObservationsResponse(
            observations=map(wire_transparency.observation_message, page.items), next_page_token=page.next_token
        )

    def GetObservation(self, request: wire.GetObservationRequest, context: Any) -> observation_pb2.Observation:
        """See the proto."""
        return wire_transparency.observation_message(
            observations.get_observation(self._ports, principal(), request.name)
        )

    def FileObservation(self, request: wire.FileObservationRequest, context: Any) -> observation_pb2.Observation:
        """See the proto."""
        reading = begin_reading()
        draft = wire_transparency.observation_draft_of(reading, request.observation)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        filed = observations.file_observation(
            self._ports, principal(), draft, observation_id=request.observation_id, write=write
        )
        return wire_transparency.observation_message(filed)

    def AnswerObservation(self, request: wire.AnswerObservationRequest, context: Any) -> observation_pb2.Observation:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id)
        answered = observations.answer_observation(
            self._ports, principal(), request.name, request.answer, request.office, etag=request.etag, write=write
        )
        return wire_transparency.observation_message(answered)
