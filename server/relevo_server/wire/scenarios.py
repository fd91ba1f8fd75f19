"""Scenarios and sweeps."""

from __future__ import annotations

from datetime import date

from google.longrunning import operations_pb2

from relevo.v1 import plan_pb2, scenario_pb2, sweep_pb2, what_if_service_pb2
from relevo_planner.policy import Policy
from relevo_planner.scenario import Changes
from relevo_server.domain.operation import Operation, OperationState
from relevo_server.domain.scenario import Scenario, Sweep
from relevo_server.domain.search import Search
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.scenarios import ScenarioDraft
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.sweeps import EntrySeen, SweepSeen
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import day_of
from relevo_server.wire.need import need_policy_of
from relevo_server.wire.policy import policy_of
from relevo_server.wire.proposals import USUAL_MUNICIPALITIES, USUAL_PERIODS
from relevo_server.wire.reading import Reading
from relevo_server.wire.scenario_changes import changes_message, changes_of

_STATES = Choice(sweep_pb2.SweepEntry.State.DESCRIPTOR, OperationState, "STATE_")
_NO_DAY = date(1, 1, 1)


def scenario_draft_of(reading: Reading, message: scenario_pb2.Scenario) -> ScenarioDraft:
    """Return what a caller says of a scenario."""
    has_records = message.HasField("records")
    return ScenarioDraft(
        title=message.title,
        plan=message.plan,
        question=records_of(reading, "scenario.records", message.records) if has_records else None,
        changes=changes_of(reading, "scenario.changes", message.changes),
    )


def records_of(reading: Reading, path: str, message: scenario_pb2.PresentRecords) -> Question:
    """Return a question about the present records; unset numbers take their documented defaults."""
    return Question(
        ranking=message.ranking,
        first_municipalities=message.first_municipalities or USUAL_MUNICIPALITIES,
        first_day=day_of(reading, f"{path}.first_day", message.first_day) or _NO_DAY,
        periods=message.periods or USUAL_PERIODS,
        policy=policy_of(reading, f"{path}.policy", message.policy) if message.HasField("policy") else Policy(),
        policy_name=message.policy_name,
        need=need_policy_of(reading, f"{path}.need", message.need),
    )


def scenario_message(scenario: Scenario) -> scenario_pb2.Scenario:
    """Return the wire form of a scenario; one of the records says whose ranking it was."""
    message = scenario_pb2.Scenario(
        name=scenario.name,
        title=scenario.title,
        changes=changes_message(from_json(Changes, scenario.changes)),
        sentences=scenario.sentences,
        instance_sha256=scenario.instance_sha256,
    )
    if scenario.plan:
        message.plan = scenario.plan
    else:
        message.records.ranking = scenario.ranking
        message.records.policy_name = scenario.policy
    message.create_time.FromDatetime(scenario.created)
    return message


def search_of(reading: Reading, message: what_if_service_pb2.SweepScenariosRequest) -> Search:
    """Return how long and how closely to search in every scenario."""
    usual = Search()
    return Search(
        time_limit_seconds=reading.finite("time_limit_seconds", message.time_limit_seconds) or usual.time_limit_seconds,
        gap_tolerance=reading.finite("gap_tolerance", message.gap_tolerance) or usual.gap_tolerance,
        seed=message.seed,
    )


def sweep_message(seen: SweepSeen) -> sweep_pb2.Sweep:
    """Return the wire form of a sweep with every scenario as far as it has come."""
    message = sweep_summary_message(seen.sweep)
    message.entries.extend(_entry(entry) for entry in seen.entries)
    message.ended = seen.ended
    return message


def sweep_summary_message(sweep: Sweep) -> sweep_pb2.Sweep:
    """Return what a list of sweeps shows."""
    message = sweep_pb2.Sweep(name=sweep.name, title=sweep.title, operation=sweep.operation)
    message.create_time.FromDatetime(sweep.created)
    return message


def sweep_operation_message(operation: Operation, seen: SweepSeen) -> operations_pb2.Operation:
    """Return the wire form of a sweep's operation, with how far it has come and, once it has ended, the sweep."""
    message = operations_pb2.Operation(name=operation.name, done=operation.ended)
    message.metadata.Pack(
        what_if_service_pb2.SweepScenariosMetadata(
            sweep=seen.sweep.name,
            ended=seen.ended,
            total=len(seen.entries),
            elapsed_seconds=max(0.0, (operation.updated - operation.created).total_seconds()),
        )
    )
    if operation.ended:
        message.response.Pack(sweep_message(seen))
    return message


def _entry(entry: EntrySeen) -> sweep_pb2.SweepEntry:
    operation, plan = entry.operation, entry.plan
    message = sweep_pb2.SweepEntry(
        scenario=entry.scenario.name,
        title=entry.scenario.title or "; ".join(entry.scenario.sentences),
        state=_STATES.number(operation.state),
        plan=operation.result,
        incumbent=operation.progress.incumbent,
        bound=operation.progress.bound,
        error="" if operation.error is None else operation.error[1],
        attempts=operation.attempt,
    )
    if plan is not None:
        gap = max(0.0, plan.bound - plan.value) / max(abs(plan.bound), 1e-12)
        message.certificate.CopyFrom(plan_pb2.Certificate(value=plan.value, bound=plan.bound, gap=gap))
    return message
