"""Plans side by side."""

from __future__ import annotations

from collections.abc import Sequence

from relevo.v1 import plan_comparison_pb2, plan_pb2
from relevo_planner.compare import Amount, Comparison, Contender, GoalLine, Line
from relevo_planner.stay_changes import StayChange, StayChangeKind
from relevo_server.wire.choices import Choice
from relevo_server.wire.operation_teams import operation_message
from relevo_server.wire.policy import GOALS

_KINDS = Choice(plan_comparison_pb2.StayChange.Kind.DESCRIPTOR, StayChangeKind, "KIND_")


def comparison_message(contenders: Sequence[Contender], found: Comparison) -> plan_comparison_pb2.PlanComparison:
    """Return the wire form of a comparison."""
    return plan_comparison_pb2.PlanComparison(
        plans=[_plan(contender, found, index) for index, contender in enumerate(contenders)],
        goals=[_goal(line) for line in found.goals],
        regions=[_line(line) for line in found.regions],
        states=[_line(line) for line in found.states],
        municipalities=[_line(line) for line in found.municipalities],
        pools=[_line(line) for line in found.pools],
    )


def _plan(contender: Contender, found: Comparison, index: int) -> plan_comparison_pb2.ComparedPlan:
    certificate = contender.plan.certificate
    return plan_comparison_pb2.ComparedPlan(
        plan=contender.label,
        certificate=plan_pb2.Certificate(value=certificate.value, bound=certificate.bound, gap=certificate.gap),
        total=_amount(found.totals[index]),
        same_question=found.same_question[index],
        gainers=found.gainers[index],
        losers=found.losers[index],
        changes=[stay_change_message(change) for change in found.changes[index]],
    )


def _amount(amount: Amount) -> plan_comparison_pb2.PlanAmount:
    return plan_comparison_pb2.PlanAmount(
        value=amount.value,
        team_periods=amount.team_periods,
        spend_mxn=amount.spend_mxn,
        uncosted_team_periods=amount.uncosted_team_periods,
    )


def _goal(line: GoalLine) -> plan_comparison_pb2.ComparedGoal:
    results = [
        plan_comparison_pb2.ComparedResult()
        if result is None
        else plan_comparison_pb2.ComparedResult(value=result.value, bound=result.bound)
        for result in line.results
    ]
    return plan_comparison_pb2.ComparedGoal(goal=GOALS.number(line.goal), results=results)


def _line(line: Line) -> plan_comparison_pb2.ComparedLine:
    return plan_comparison_pb2.ComparedLine(
        name=line.name,
        title=line.title,
        amounts=[_amount(amount) for amount in line.amounts],
        differences=[line.difference(index) for index in range(len(line.amounts))],
        supply_team_periods=line.supply,
    )


def stay_change_message(change: StayChange) -> plan_comparison_pb2.StayChange:
    """Return the wire form of a stay that is not as it was."""
    return plan_comparison_pb2.StayChange(
        kind=_KINDS.number(change.kind),
        municipality=change.municipality,
        before=None if change.before is None else operation_message(change.before),
        after=None if change.after is None else operation_message(change.after),
    )
