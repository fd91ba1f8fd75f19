"""Frontiers."""

from __future__ import annotations

import math

from relevo.v1 import frontier_pb2, what_if_service_pb2
from relevo_planner.frontier import Point, Rate, RateKind
from relevo_server.domain.search import Search
from relevo_server.usecases.frontiers import FrontierDraft, FrontierSeen
from relevo_server.wire.choices import Choice
from relevo_server.wire.reading import Reading
from relevo_server.wire.scenarios import records_of

_KINDS = Choice(frontier_pb2.ExchangeRate.Kind.DESCRIPTOR, RateKind, "KIND_")


def frontier_draft_of(reading: Reading, message: what_if_service_pb2.SweepFrontierRequest) -> FrontierDraft:
    """Return what a caller asks."""
    usual = Search()
    return FrontierDraft(
        plan=message.plan,
        question=records_of(reading, "records", message.records) if message.HasField("records") else None,
        tenure_periods=tuple(message.tenure_periods),
        epsilons=reading.all_finite("fairness_epsilons", tuple(message.fairness_epsilons)),
        search=Search(
            reading.finite("time_limit_seconds", message.time_limit_seconds) or usual.time_limit_seconds,
            reading.finite("gap_tolerance", message.gap_tolerance) or usual.gap_tolerance,
            message.seed,
        ),
    )


def frontier_message(sweep: str, seen: FrontierSeen) -> frontier_pb2.Frontier:
    """Return the wire form of a frontier."""
    found = seen.frontier
    return frontier_pb2.Frontier(
        sweep=sweep,
        points=[_point(point) for point in found.points],
        rates=[_rate(rate, sentence) for rate, sentence in zip(found.rates, seen.sentences, strict=True)],
        missing=seen.missing,
    )


def _point(point: Point) -> frontier_pb2.FrontierPoint:
    return frontier_pb2.FrontierPoint(
        plan=point.label,
        tenure_weeks=point.tenure_weeks,
        fairness_epsilon=point.epsilon,
        value=point.value,
        bound=point.bound,
        share=point.share,
        worst_region_share=point.worst,
        best=point.is_best,
    )


def _rate(rate: Rate, sentence: str) -> frontier_pb2.ExchangeRate:
    return frontier_pb2.ExchangeRate(
        kind=_KINDS.number(rate.kind),
        before=rate.before,
        after=rate.after,
        value=rate.value,
        least=rate.least if math.isfinite(rate.least) else None,
        most=rate.most if math.isfinite(rate.most) else None,
        sentence=sentence,
    )
