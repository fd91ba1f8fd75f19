"""Explanations."""

from __future__ import annotations

from relevo.v1 import plan_pb2, planning_service_pb2
from relevo_planner.near_change import ChangeKind, NearChange
from relevo_server.usecases.explaining import OperationExplained, PlanExplained, UnservedExplained
from relevo_server.usecases.one_more_team import PoolExplained
from relevo_server.usecases.unserved import ChangesExplained
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message
from relevo_server.wire.operation_teams import operation_message
from relevo_server.wire.plan import REASONS, conflict_message, shortfall_message
from relevo_server.wording import Language

_KINDS = Choice(plan_pb2.SmallestChange.Kind.DESCRIPTOR, ChangeKind, "KIND_")


def explanation_response(explained: PlanExplained) -> planning_service_pb2.ExplainPlanResponse:
    """Return the wire form of an explanation."""
    return planning_service_pb2.ExplainPlanResponse(
        operations=[_operation_message(operation) for operation in explained.operations],
        shortfalls=[shortfall_message(shortfall) for shortfall in explained.shortfalls],
        unserved=map(_unserved_message, explained.unserved),
        conflicts=[
            plan_pb2.ConflictExplanation(conflict=conflict_message(one.conflict), sentence=one.sentence)
            for one in explained.conflicts
        ],
        sentences=explained.sentences,
    )


def language_of(code: str) -> Language:
    """Return the language of a request; English where none is asked for."""
    return Language(code) if code else Language.ENGLISH


def pool_response(explained: PoolExplained) -> planning_service_pb2.ExplainPoolResponse:
    """Return the wire form of what one more team adds."""
    return planning_service_pb2.ExplainPoolResponse(
        pool=explained.pool,
        start=explained.start,
        least=explained.least,
        most=explained.most,
        priced=explained.priced,
        sentences=explained.sentences,
    )


def changes_response(explained: ChangesExplained) -> plan_pb2.UnservedExplanation:
    """Return the wire form of what would select a municipality."""
    message = _unserved_message(explained.why)
    message.changes.extend(_change_message(change, sentence) for change, sentence in explained.changes)
    if explained.unchanged is not None:
        message.unchanged.CopyFrom(operation_message(explained.unchanged))
    message.needed_facts.extend(REASONS.number(reason) for reason in explained.needed_facts)
    message.open_kinds.extend(_KINDS.number(kind) for kind in explained.open_kinds)
    return message


def _change_message(change: NearChange, sentence: str) -> plan_pb2.SmallestChange:
    return plan_pb2.SmallestChange(
        kind=_KINDS.number(change.kind),
        amount=change.amount,
        pool=change.pool,
        start=change.start,
        facts=[REASONS.number(fact) for fact in change.facts],
        officers=change.officers,
        operation=operation_message(change.operation),
        value=change.value,
        bound=change.bound,
        is_least=change.is_least,
        sentence=sentence,
    )


def _unserved_message(explained: UnservedExplained) -> plan_pb2.UnservedExplanation:
    return plan_pb2.UnservedExplanation(
        municipality=explained.municipality,
        reasons=[REASONS.number(reason) for reason in explained.reasons],
        best=None if explained.best is None else operation_message(explained.best),
        value=explained.value,
        price=explained.price,
        sentences=explained.sentences,
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
