"""Servicer of rankings."""

from __future__ import annotations

from typing import Any

from relevo.v1 import ranking_pb2, ranking_service_pb2, ranking_service_pb2_grpc
from relevo_server.rpc.caller import begin_reading, principal
from relevo_server.usecases import rankings
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.ranking_comparison import compare_rankings
from relevo_server.usecases.ranking_replay import replay_ranking
from relevo_server.usecases.ranking_submission import submit_ranking
from relevo_server.usecases.score_numbers import get_ranking_policy
from relevo_server.wire import ranking_answers
from relevo_server.wire import rankings as wire_rankings
from relevo_server.wire.pages import page_of, write_of


class RankingServicer(ranking_service_pb2_grpc.RankingServiceServicer):
    """Rankings."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def CreateRanking(self, request: ranking_service_pb2.CreateRankingRequest, context: Any) -> ranking_pb2.Ranking:
        """See the proto."""
        reading = begin_reading()
        draft = wire_rankings.ranking_draft_of(reading, request.ranking)
        write = write_of(reading, request.request_id, validate_only=request.validate_only)
        return wire_rankings.ranking_message(rankings.create_ranking(self._ports, principal(), draft, write=write))

    def GetRanking(self, request: ranking_service_pb2.GetRankingRequest, context: Any) -> ranking_pb2.Ranking:
        """See the proto."""
        ranking = rankings.get_ranking(self._ports, principal(), request.name)
        notices = rankings.ranking_notices(self._ports, principal(), ranking)
        return wire_rankings.ranking_message(ranking, notices)

    def ListRankings(
        self, request: ranking_service_pb2.ListRankingsRequest, context: Any
    ) -> ranking_service_pb2.ListRankingsResponse:
        """See the proto."""
        page = rankings.list_rankings(self._ports, principal(), page_of(request))
        return ranking_service_pb2.ListRankingsResponse(
            rankings=map(wire_rankings.ranking_message, page.items), next_page_token=page.next_token
        )

    def ListRankedMunicipalities(
        self, request: ranking_service_pb2.ListRankedMunicipalitiesRequest, context: Any
    ) -> ranking_service_pb2.ListRankedMunicipalitiesResponse:
        """See the proto."""
        page = rankings.list_ranked_municipalities(self._ports, principal(), request.parent, page_of(request))
        return ranking_service_pb2.ListRankedMunicipalitiesResponse(
            ranked_municipalities=map(wire_rankings.entry_message, page.items), next_page_token=page.next_token
        )

    def PublishRanking(self, request: ranking_service_pb2.PublishRankingRequest, context: Any) -> ranking_pb2.Ranking:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        done = rankings.publish_ranking(self._ports, principal(), request.name, etag=request.etag, write=write)
        return wire_rankings.ranking_message(done)

    def SubmitRanking(self, request: ranking_service_pb2.SubmitRankingRequest, context: Any) -> ranking_pb2.Ranking:
        """See the proto."""
        write = write_of(begin_reading(), request.request_id, validate_only=request.validate_only)
        submission = ranking_answers.submission_of(request)
        return wire_rankings.ranking_message(submit_ranking(self._ports, principal(), submission, write=write))

    def ReplayRanking(
        self, request: ranking_service_pb2.ReplayRankingRequest, context: Any
    ) -> ranking_service_pb2.ReplayRankingResponse:
        """See the proto."""
        done = replay_ranking(self._ports, principal(), request.name, tuple(request.content_sha256))
        return ranking_answers.replay_message(done)

    def CompareRankings(
        self, request: ranking_service_pb2.CompareRankingsRequest, context: Any
    ) -> ranking_service_pb2.CompareRankingsResponse:
        """See the proto."""
        found = compare_rankings(self._ports, principal(), request.before, request.after, request.first)
        return ranking_answers.comparison_message(found)

    def GetRankingPolicy(
        self, request: ranking_service_pb2.GetRankingPolicyRequest, context: Any
    ) -> ranking_service_pb2.RankingPolicy:
        """See the proto."""
        return ranking_answers.policy_message(*get_ranking_policy(principal()))
