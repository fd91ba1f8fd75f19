"""The records of a story held against the books of those who lived through it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.story import Books
from relevo_server.app import RECORDS, RandomIds, SystemClock
from relevo_server.domain.audit import AuditAction, AuditEvent
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.operation import Operation, OperationState
from relevo_server.domain.plan import PlanRecord, PlanState
from relevo_server.domain.principal import LOCAL
from relevo_server.storage import SqlRecords, open_engine
from relevo_server.usecases.audit import verify_trail
from relevo_server.usecases.ports import Order, Ports, Query


def hold(home: Path, books: Books) -> tuple[int, int]:
    """Compare, and return how many attempts there were beyond the first of each solve, and events of the trail.

    Raises:
        AssertionError: Something acknowledged is missing or doubled, or something is there that nobody was told of.
    """
    clock = SystemClock()
    engine = open_engine(home / RECORDS)
    ports = Ports(SqlRecords(engine, clock.now), clock, RandomIds(), "chaos")
    with ports.records.read() as unit:
        operations = unit.find(Operation, Query())
        plans = unit.find(PlanRecord, Query())
        deployments = unit.find(Deployment, Query())
        events = unit.find(AuditEvent, Query(order=(Order("sequence"),)))
    verdict = verify_trail(ports, LOCAL)
    engine.dispose()
    _hold_operations(operations, plans, books)
    _hold_decisions(plans, deployments, books)
    assert not verdict.broken, verdict.broken
    created = Counter(event.record for event in events if event.action is AuditAction.CREATE)
    doubled = [record for record, times in created.items() if times > 1]
    assert not doubled, f"created more than once: {doubled}"
    known = {record.name for record in (*operations, *plans, *deployments)}
    assert known <= set(created), f"not in the trail: {known - set(created)}"
    return sum(max(0, operation.attempt - 1) for operation in operations), len(events)


def _hold_operations(operations: list[Operation], plans: list[PlanRecord], books: Books) -> None:
    named = {operation.name: operation for operation in operations}
    assert set(named) == set(books.plans), f"lost or never acknowledged: {set(named) ^ set(books.plans)}"
    unfinished = [operation.name for operation in operations if not operation.ended]
    assert not unfinished, f"told to have ended, but have not: {unfinished}"
    made = Counter(plan.summary.operation for plan in plans)
    for name, operation in named.items():
        expected = 1 if operation.state is OperationState.SUCCEEDED else 0
        assert made[name] == expected, f"{name} is {operation.state} and has {made[name]} plans"
        assert operation.result == books.plans[name], f"{name}: {operation.result}, {books.plans[name]} was told"
    assert {plan.name for plan in plans} == {plan for plan in books.plans.values() if plan}


def _hold_decisions(plans: list[PlanRecord], deployments: list[Deployment], books: Books) -> None:
    for plan in plans:
        decision = plan.decision
        placed = () if decision is None else decision.deployments
        assert placed == books.confirmed.get(plan.name, ()), f"{plan.name} placed {placed}"
        state = PlanState.PROPOSED
        if plan.name in books.confirmed:
            state = PlanState.CONFIRMED
        elif plan.name in books.rejected:
            state = PlanState.REJECTED
        assert plan.summary.state is state, f"{plan.name} is {plan.summary.state}, {state} was told"
    there = {deployment.name: deployment.plan for deployment in deployments}
    told = {name: plan for plan, names in books.confirmed.items() for name in names}
    assert there == told, f"placed: {there}, told: {told}"
