"""Rankings of municipalities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relevo.v1 import ranking_pb2
from relevo.v1 import ranking_service_pb2 as wire
from relevo.v1.ranking_service_pb2_grpc import RankingServiceStub
from relevo_client import pages
from relevo_client.calls import Calls
from relevo_client.names import resource


class Rankings:
    """RankingService."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._stub = RankingServiceStub(calls.channel)

    def create(self, ranking: ranking_pb2.Ranking, *, validate_only: bool = False) -> ranking_pb2.Ranking:
        """Compute a draft."""
        request = wire.CreateRankingRequest(ranking=ranking, validate_only=validate_only)
        return self._calls.unary(self._stub.CreateRanking, request)

    def get(self, name: str) -> ranking_pb2.Ranking:
        """Return one ranking, without its lines."""
        return self._calls.unary(self._stub.GetRanking, wire.GetRankingRequest(name=resource("rankings", name)))

    def list(self) -> Iterator[ranking_pb2.Ranking]:
        """Yield rankings, newest first."""

        def fetch(token: str) -> tuple[Iterator[ranking_pb2.Ranking], str]:
            page = self._calls.unary(self._stub.ListRankings, wire.ListRankingsRequest(page_token=token))
            return iter(page.rankings), page.next_page_token

        return pages.each(fetch)

    def municipalities(self, name: str, *, page_size: int = 500) -> Iterator[ranking_pb2.RankedMunicipality]:
        """Yield the lines of a ranking by position."""
        parent = resource("rankings", name)

        def fetch(token: str) -> tuple[Iterator[ranking_pb2.RankedMunicipality], str]:
            request = wire.ListRankedMunicipalitiesRequest(parent=parent, page_size=page_size, page_token=token)
            page = self._calls.unary(self._stub.ListRankedMunicipalities, request)
            return iter(page.ranked_municipalities), page.next_page_token

        return pages.each(fetch)

    def submit(
        self,
        base: str,
        places: Sequence[tuple[str, str]],
        *,
        submitter: str,
        title: str = "",
        validate_only: bool = False,
    ) -> ranking_pb2.Ranking:
        """Keep somebody's own list as a draft.

        Args:
            base: the computed ranking that it is set against.
            places: municipality and reason, best first.
            submitter: the office whose list it is.
            title: what people call it.
            validate_only: keep nothing.
        """
        request = wire.SubmitRankingRequest(
            base=resource("rankings", base),
            title=title,
            submitter=submitter,
            places=[
                wire.SubmittedPlace(municipality=resource("municipalities", key), reason=reason)
                for key, reason in places
            ],
            validate_only=validate_only,
        )
        return self._calls.unary(self._stub.SubmitRanking, request)

    def replay(self, name: str, content_sha256: Sequence[str] = ()) -> wire.ReplayRankingResponse:
        """Compute a ranking again; files at hand, by SHA-256 of their content, are checked against its sources."""
        request = wire.ReplayRankingRequest(name=resource("rankings", name), content_sha256=content_sha256)
        return self._calls.unary(self._stub.ReplayRanking, request)

    def compare(self, before: str, after: str, *, first: int = 0) -> wire.CompareRankingsResponse:
        """Say who crossed the line of the first N, and why."""
        request = wire.CompareRankingsRequest(
            before=resource("rankings", before), after=resource("rankings", after), first=first
        )
        return self._calls.unary(self._stub.CompareRankings, request)

    def policy(self) -> wire.RankingPolicy:
        """Return every number behind rankings and need."""
        return self._calls.unary(self._stub.GetRankingPolicy, wire.GetRankingPolicyRequest())

    def publish(self, name: str, *, etag: str = "", validate_only: bool = False) -> ranking_pb2.Ranking:
        """Freeze a draft."""
        request = wire.PublishRankingRequest(name=resource("rankings", name), etag=etag, validate_only=validate_only)
        return self._calls.unary(self._stub.PublishRanking, request)
