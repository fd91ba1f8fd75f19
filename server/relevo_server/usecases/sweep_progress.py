"""A sweep follows the operations of its scenarios: it has come as far as they have, in the transaction that ends one.

The scenarios of a sweep are ordinary operations of the queue, so a crash leaves each of them ended or to be taken up
again; there is nothing else to repair.
"""

from __future__ import annotations

from datetime import datetime

from relevo_server.domain.operation import Operation, Progress
from relevo_server.domain.scenario import Sweep
from relevo_server.usecases.ports import Condition, Operator, Order, Query, Unit, WriteUnit

METHOD = "SweepScenarios"
"""Of the operation of the whole, which no worker takes up."""
ENTRY_METHOD = "SolveScenario"
"""Of the operations of its scenarios. The sweep itself is their principal: it takes its turns like any caller."""


def operations_of(unit: Unit, sweep: str) -> list[Operation]:
    """Read the operations of a sweep's scenarios."""
    own = Condition("principal", Operator.EQUAL, sweep)
    return unit.find(Operation, Query((own,), (Order("created"), Order("name"))))


def settle(unit: WriteUnit, ended: Operation, now: datetime) -> None:
    """Carry the end of a scenario's operation to the operation of its sweep; any other operation has none."""
    if ended.method != ENTRY_METHOD or not ended.ended:
        return
    sweep = unit.get(Sweep, ended.principal)
    whole = None if sweep is None else unit.get(Operation, sweep.operation)
    if sweep is None or whole is None or whole.ended:
        return
    entries = operations_of(unit, sweep.name)
    count = sum(entry.ended for entry in entries)
    if count == len(entries):
        is_empty = whole.cancel_requested and not any(entry.result for entry in entries)
        unit.update(whole.stop(now) if is_empty else whole.succeed(sweep.name, now))
        return
    elapsed = max(0.0, (now - whole.created).total_seconds())
    advanced = whole.advance(Progress(f"{count} of {len(entries)} solved", elapsed_seconds=elapsed), now)
    unit.update(advanced, leaves_event=False)


def cancel_entries(unit: WriteUnit, whole: Operation, now: datetime) -> None:
    """Ask the scenarios of a sweep to stop: what waits is cancelled, what is being solved keeps its best plan."""
    if whole.method != METHOD:
        return
    (sweep,) = unit.find(Sweep, Query((Condition("operation", Operator.EQUAL, whole.name),)))
    for entry in operations_of(unit, sweep.name):
        asked = entry.ask_to_stop(now)
        if asked is not entry:
            unit.update(asked)
            settle(unit, asked, now)
