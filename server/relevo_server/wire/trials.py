"""Trials: what a meeting changes, and what comes of it."""

from __future__ import annotations

from relevo.v1 import plan_difference_pb2, planning_service_pb2
from relevo_planner.difference import Difference
from relevo_planner.scenario import PoolSize
from relevo_server.domain.deployment import PoolTeams
from relevo_server.domain.search import Search
from relevo_server.usecases.trial_changes import Promise, Trial
from relevo_server.usecases.trying import USUAL_TRIAL, Tried
from relevo_server.wire.comparisons import stay_change_message
from relevo_server.wire.operation_teams import exclusions_of, floors_of, operations_of
from relevo_server.wire.plan import plan_message
from relevo_server.wire.proposals import describe
from relevo_server.wire.reading import Reading


def trial_of(reading: Reading, message: planning_service_pb2.TryPlanRequest) -> Trial:
    """Read what is changed."""
    return Trial(
        pins=operations_of(reading, "pins", message.pins),
        unpinned=tuple(message.unpinned),
        exclusions=exclusions_of(reading, "exclusions", message.exclusions),
        floors=floors_of(reading, "floors", message.floors),
        teams=tuple(PoolTeams(entry.pool, entry.teams) for entry in message.teams),
        pool_sizes=tuple(PoolSize(size.pool, size.teams, size.start) for size in message.pool_sizes),
        promises=tuple(Promise(promise.municipality, promise.kept) for promise in message.promises),
    )


def trial_search_of(reading: Reading, message: planning_service_pb2.TryPlanRequest) -> Search:
    """Read how long and how closely to search."""
    limit = reading.finite("time_limit_seconds", message.time_limit_seconds)
    gap = reading.finite("gap_tolerance", message.gap_tolerance)
    return Search(limit or USUAL_TRIAL.time_limit_seconds, gap or USUAL_TRIAL.gap_tolerance, message.seed)


def tried_message(tried: Tried) -> planning_service_pb2.TryPlanResponse:
    """Return the wire form of what came of it."""
    plan = plan_message(tried.plan, tried.begun.instance, tried.findings)
    plan.ranking = tried.begun.base.summary.ranking
    if tried.kept is not None:
        describe(plan, tried.kept)
    before = tried.begun.base.plan.certificate.value
    return planning_service_pb2.TryPlanResponse(
        plan=plan,
        difference=difference_message(tried.difference, before, tried.plan.certificate.value),
        assumed=tried.begun.assumed,
    )


def difference_message(difference: Difference, before: float, after: float) -> plan_difference_pb2.PlanDifference:
    """Return the wire form of a difference between two plans of these values."""
    return plan_difference_pb2.PlanDifference(
        stays=map(stay_change_message, difference.stays),
        kept=difference.kept,
        municipalities=[
            plan_difference_pb2.MunicipalityChange(municipality=one.municipality, before=one.before, after=one.after)
            for one in difference.places
        ],
        value_before=before,
        value_after=after,
        least=difference.least,
        most=difference.most,
    )
