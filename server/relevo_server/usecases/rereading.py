"""A plan's question, asked of the records as they are now; and the rules that its stays would break there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from relevo_planner.instance import Instance, Operation
from relevo_planner.pool_dates import rejoined
from relevo_planner.review import review_operations
from relevo_server.domain.errors import ErrorReason, Fault
from relevo_server.domain.operation import Operation as LongRunning
from relevo_server.domain.plan import PlanSummary
from relevo_server.domain.ranking import Ranking
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.ports import Unit
from relevo_server.usecases.proposing import Proposal
from relevo_server.usecases.reading import find_named
from relevo_server.usecases.snapshot import Question, read_instance

_REMEDY = "Record what the plan counts on, or propose again from the records as they are"


def question_behind(unit: Unit, summary: PlanSummary, instance: Instance) -> Question:
    """Return what was asked beyond the records when a plan was made.

    Args:
        unit: One transaction.
        summary: Of the plan.
        instance: Its stored question.
    """
    operation = find_named(unit, LongRunning, summary.operation)
    asked = from_json(Proposal, operation.request)
    needing = [place.rank for place in instance.municipalities if any(place.gains.values())]
    return Question(
        ranking=summary.ranking,
        first_day=instance.first_day,
        first_municipalities=asked.first_municipalities or max([1, *needing]),
        periods=instance.periods,
        policy=instance.policy,
        need=asked.need,
        pins=instance.pins,
        exclusions=instance.exclusions,
        floors=instance.floors,
    )


def broken_faults(
    unit: Unit, summary: PlanSummary, instance: Instance, operations: Sequence[Operation], today: date
) -> list[Fault]:
    """List the rules of a plan that its operations keep in its question and would break in the records as they are.

    That finds what no version tells: facts that were assumed in a trial and never recorded, money that was spent or
    promised elsewhere since, the reserve and the state's share that other stays have taken.

    Args:
        unit: One transaction.
        summary: Of the plan.
        instance: Its stored question.
        operations: Those to confirm.
        today: When overdue commitments are looked at.
    """
    question = question_behind(unit, summary, instance)
    now, _ = read_instance(unit, question, find_named(unit, Ranking, question.ranking), today)
    before = {(broken.rule, broken.subject) for broken in review_operations(instance, operations)}
    return [
        Fault(broken.subject, f"{broken.rule}: {broken.text}", _REMEDY, ErrorReason.PLAN_STALE)
        for broken in review_operations(now, map(rejoined, operations))
        if (broken.rule, broken.subject) not in before
    ]
