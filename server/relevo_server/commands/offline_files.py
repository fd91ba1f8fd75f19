"""Questions and plans as files, with refusals as the command line tells them."""

from __future__ import annotations

from pathlib import Path

from relevo_client import Fault, RelevoError
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_server.domain.errors import RelevoError as Refusal
from relevo_server.wire.files import read_instance, read_plan


def question_in(path: Path) -> Instance:
    """Read a question.

    Raises:
        RelevoError: INVALID_ARGUMENT with every fault.
    """
    try:
        return read_instance(path.read_bytes(), str(path))
    except Refusal as refused:
        raise told(refused) from refused


def plan_in(path: Path) -> Plan:
    """Read a plan.

    Raises:
        RelevoError: INVALID_ARGUMENT with every fault.
    """
    try:
        return read_plan(path.read_bytes(), str(path))
    except Refusal as refused:
        raise told(refused) from refused


def told(refused: Refusal) -> RelevoError:
    """Return a refusal as the command line tells it."""
    faults = [Fault(place=fault.field, why=fault.why, todo=fault.remedy) for fault in refused.faults]
    return RelevoError("INVALID_ARGUMENT", refused.message, faults=faults)
