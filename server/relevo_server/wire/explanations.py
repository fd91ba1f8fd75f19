"""Explanations."""

from __future__ import annotations

from relevo.v1 import plan_pb2, planning_service_pb2
from relevo_server.usecases.explaining import OperationExplained, PlanExplained
from relevo_server.wire.dates import date_message
from relevo_server.wire.operation_teams import operation_message
from relevo_server.wire.plan import REASONS, shortfall_message


def explanation_response(explained: PlanExplained) -> planning_service_pb2.ExplainPlanResponse:
    """Return the wire form of an explanation."""
    return planning_service_pb2.ExplainPlanResponse(
        operations=[_operation_message(operation) for operation in explained.operations],
        shortfalls=[shortfall_message(shortfall) for shortfall in explained.shortfalls],
    )


def _operation_message(explained: OperationExplained) -> plan_pb2.OperationExplanation:
    return plan_pb2.OperationExplanation(
        operation=operation_message(explained.operation),
        start_date=date_message(explained.start),
        last_day=date_message(explained.last_day),
        value=explained.value,
        price_paid=explained.price_paid,
        binding=[REASONS.number(reason) for reason in explained.binding],
        sentences=explained.sentences,
    )
