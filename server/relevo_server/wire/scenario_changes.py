"""Changes to a question: protos and the planner's."""

from __future__ import annotations

from typing import Any

from relevo.v1 import policy_pb2, scenario_pb2
from relevo_planner.policy import Goal
from relevo_planner.scenario import Ceiling, Changes, Closure, PoolSize, Weight, Withdrawal
from relevo_server.wire.operation_teams import (
    exclusion_message,
    exclusions_of,
    floor_message,
    floors_of,
    operation_message,
    operations_of,
)
from relevo_server.wire.policy import GOALS, given_numbers
from relevo_server.wire.reading import Reading


def changes_of(reading: Reading, path: str, message: scenario_pb2.ScenarioChanges) -> Changes:
    """Read changes; whether they fit a question is the planner's to judge."""
    return Changes(
        pool_sizes=tuple(PoolSize(size.pool, size.teams, size.start) for size in message.pool_sizes),
        ceilings=tuple(
            Ceiling(c.fund, reading.finite(f"{path}.ceilings[{i}].ceiling_mxn", c.ceiling_mxn))
            for i, c in enumerate(message.ceilings)
        ),
        floors=floors_of(reading, f"{path}.floors", message.floors),
        pins=operations_of(reading, f"{path}.pins", message.pins),
        exclusions=exclusions_of(reading, f"{path}.exclusions", message.exclusions),
        weights=tuple(
            Weight(w.municipality, reading.finite(f"{path}.weights[{i}].fold", w.fold))
            for i, w in enumerate(message.weights)
        ),
        closures=tuple(Closure(closure.region, closure.start) for closure in message.closures),
        withdrawals=tuple(Withdrawal(withdrawal.state, withdrawal.start) for withdrawal in message.withdrawals),
        policy=given_numbers(reading, f"{path}.policy", message.policy),
    )


def changes_message(changes: Changes) -> scenario_pb2.ScenarioChanges:
    """Return the wire form of changes."""
    message = scenario_pb2.ScenarioChanges(
        pool_sizes=[scenario_pb2.PoolSize(pool=s.pool, teams=s.teams, start=s.start) for s in changes.pool_sizes],
        ceilings=[scenario_pb2.FundCeiling(fund=c.fund, ceiling_mxn=c.ceiling_mxn) for c in changes.ceilings],
        floors=[floor_message(floor) for floor in changes.floors],
        pins=[operation_message(pin) for pin in changes.pins],
        exclusions=[exclusion_message(exclusion) for exclusion in changes.exclusions],
        weights=[scenario_pb2.PriorityWeight(municipality=w.municipality, fold=w.fold) for w in changes.weights],
        closures=[scenario_pb2.FusionCentreClosure(region=c.region, start=c.start) for c in changes.closures],
        withdrawals=[scenario_pb2.AgreementWithdrawal(state=w.state, start=w.start) for w in changes.withdrawals],
    )
    if changes.policy:
        numbers: dict[str, Any] = dict(changes.policy)
        if "goals" in numbers:
            numbers["goals"] = [GOALS.number(Goal(goal)) for goal in numbers["goals"]]
        message.policy.CopyFrom(policy_pb2.Policy(**numbers))
    return message
