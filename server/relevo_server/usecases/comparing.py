"""Stored plans side by side."""

from __future__ import annotations

from collections.abc import Sequence

from relevo_planner.compare import Comparison, Contender, compare
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_server.domain.errors import Faults
from relevo_server.domain.plan import PlanRecord
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.plans import read_snapshot
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.reading import require_all


def compare_plans(
    ports: Ports, principal: Principal, plan: str, others: Sequence[str]
) -> tuple[tuple[Contender, ...], Comparison]:
    """Compare ``plans/{id}`` with others.

    Args:
        ports: The outside.
        principal: Who asks.
        plan: The measure.
        others: At least one.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND naming every plan that does not exist.
    """
    require(principal, READ)
    faults = Faults()
    with ports.records.read() as unit:
        named = [("plan", plan), *((f"others[{index}]", name) for index, name in enumerate(others))]
        records = require_all(faults, unit, PlanRecord, named)
        faults.refuse("the comparison")
        snapshots = {record.summary.snapshot for record in records.values()}
        instances: dict[str, Instance] = {name: read_snapshot(unit, name) for name in snapshots}
    contenders = tuple(
        Contender(name, instances[records[name].summary.snapshot], from_json(Plan, records[name].answer))
        for _, name in named
    )
    return contenders, compare(contenders)
