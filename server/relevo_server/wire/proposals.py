"""Proposals: what is asked, how far it has come, and the plan as it is stored."""

from __future__ import annotations

from datetime import date, datetime

from google.longrunning import operations_pb2
from google.rpc.code_pb2 import CANCELLED
from google.rpc.status_pb2 import Status

from relevo.v1 import plan_pb2, planning_service_pb2
from relevo_planner.plan import Stop
from relevo_planner.policy import Policy
from relevo_server.domain.operation import Operation, OperationState
from relevo_server.domain.plan import PlanState, PlanSummary
from relevo_server.domain.search import Search
from relevo_server.usecases.plans import StoredPlan
from relevo_server.usecases.replanning import Replan
from relevo_server.usecases.snapshot import Question
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of
from relevo_server.wire.decisions import decision_message, publication_message
from relevo_server.wire.need import need_policy_of
from relevo_server.wire.operation_teams import exclusions_of, floors_of, operations_of
from relevo_server.wire.plan import STOPS, plan_message
from relevo_server.wire.policy import policy_of
from relevo_server.wire.reading import Reading

USUAL_MUNICIPALITIES = 50
USUAL_PERIODS = 13
STATES = Choice(plan_pb2.Plan.State.DESCRIPTOR, PlanState, "STATE_")
_NO_DAY = date(1, 1, 1)


def question_of(reading: Reading, message: planning_service_pb2.ProposePlanRequest) -> Question:
    """Return what a caller asks; unset numbers take their documented defaults."""
    return Question(
        ranking=message.ranking,
        first_municipalities=message.first_municipalities or USUAL_MUNICIPALITIES,
        first_day=day_of(reading, "first_day", message.first_day) or _NO_DAY,
        periods=message.periods or USUAL_PERIODS,
        policy=policy_of(reading, "policy", message.policy) if message.HasField("policy") else Policy(),
        need=need_policy_of(reading, "need", message.need),
        pins=operations_of(reading, "pins", message.pins),
        exclusions=exclusions_of(reading, "exclusions", message.exclusions),
        floors=floors_of(reading, "floors", message.floors),
        policy_name=message.policy_name,
    )


def search_of(
    reading: Reading, message: planning_service_pb2.ProposePlanRequest | planning_service_pb2.ReplanPlanRequest
) -> Search:
    """Return how long and how closely to search."""
    usual = Search()
    return Search(
        time_limit_seconds=reading.finite("time_limit_seconds", message.time_limit_seconds) or usual.time_limit_seconds,
        gap_tolerance=reading.finite("gap_tolerance", message.gap_tolerance) or usual.gap_tolerance,
        seed=message.seed,
        steps=message.deterministic_steps or None,
    )


def replan_of(reading: Reading, message: planning_service_pb2.ReplanPlanRequest) -> Replan:
    """Return how to plan again."""
    pinned = planning_service_pb2.ReplanPlanRequest.REST_PINNED
    day = day_of(reading, "first_day", message.first_day) if message.HasField("first_day") else None
    return Replan(day, message.periods, pins_rest=message.rest == pinned)


def operation_message(
    operation: Operation, plan: plan_pb2.Plan | None = None, error: Status | None = None
) -> operations_pb2.Operation:
    """Return the wire form of an operation, with the plan or the error that it ended with."""
    message = operations_pb2.Operation(name=operation.name, done=operation.ended)
    message.metadata.Pack(metadata_message(operation))
    if plan is not None:
        message.response.Pack(plan)
    elif error is not None:
        message.error.CopyFrom(error)
    elif operation.state is OperationState.CANCELLED:
        message.error.CopyFrom(Status(code=CANCELLED, message="cancelled before there was a plan to keep"))
    return message


def metadata_message(operation: Operation) -> planning_service_pb2.ProposePlanMetadata:
    """Return how far a proposal has come."""
    progress = operation.progress
    return planning_service_pb2.ProposePlanMetadata(
        phase=progress.phase,
        incumbent=progress.incumbent,
        bound=progress.bound,
        gap=progress.gap,
        elapsed_seconds=progress.elapsed_seconds,
        time_limit_seconds=operation.time_limit_seconds,
        plan=operation.result,
    )


def watch_message(operation: Operation, now: datetime, *, is_heartbeat: bool) -> planning_service_pb2.WatchPlanResponse:
    """Return what a watcher is told."""
    return planning_service_pb2.WatchPlanResponse(
        sequence=operation.version,
        metadata=metadata_message(operation),
        seconds_left=operation.seconds_left(now),
        heartbeat=is_heartbeat,
        done=operation.ended,
    )


def stored_plan_message(stored: StoredPlan) -> plan_pb2.Plan:
    """Return the wire form of a stored plan."""
    message = plan_message(stored.plan, stored.instance, stored.findings)
    describe(message, stored.summary)
    if stored.publication is not None:
        message.publication.CopyFrom(publication_message(stored.publication))
    if stored.decision is not None:
        message.decision.CopyFrom(decision_message(stored.decision))
    return message


def summary_message(summary: PlanSummary) -> plan_pb2.Plan:
    """Return what a list of plans shows."""
    message = plan_pb2.Plan(
        periods=summary.periods,
        period_days=summary.period_days,
        first_day=date_message(summary.first_day),
        certificate=plan_pb2.Certificate(
            value=summary.value,
            bound=summary.bound,
            gap=max(0.0, summary.bound - summary.value) / max(abs(summary.bound), 1e-12),
        ),
        seed=summary.seed,
        instance_sha256=summary.instance_sha256,
    )
    message.stop = STOPS.number(Stop(summary.stop))
    describe(message, summary)
    return message


def describe(message: plan_pb2.Plan, summary: PlanSummary) -> None:
    """Add what the records say of a plan."""
    message.name = summary.name
    message.state = STATES.number(summary.state)
    message.ranking = summary.ranking
    message.create_time.FromDatetime(summary.created)
    message.etag = summary.etag
    message.policy = summary.policy
    message.scenario = summary.scenario
