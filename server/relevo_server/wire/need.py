"""Coefficients of need as a caller says them."""

from __future__ import annotations

from dataclasses import replace

from relevo.v1 import policy_pb2
from relevo_planner.instance import Capability
from relevo_planner.need.teams import NeedPolicy, Workload
from relevo_server.domain.errors import Fault
from relevo_server.wire.force import CAPABILITIES
from relevo_server.wire.reading import Reading

SAID = "said by the caller"
_FIGURES = ("officers_per_incident", "carried_share", "team_officers")


def need_policy_of(reading: Reading, path: str, message: policy_pb2.NeedPolicy) -> NeedPolicy:
    """Return the policy; what is unset takes its default."""
    usual = NeedPolicy()
    workloads = dict(usual.workloads)
    said: set[Capability] = set()
    for index, given in enumerate(message.workloads):
        where = f"{path}.workloads[{index}]"
        member = CAPABILITIES.member(reading, f"{where}.capability", given.capability)
        if not given.capability:
            reading.take([Fault(f"{where}.capability", "is missing", "Name the capability that the figures are of")])
        if member is None:
            continue
        capability = Capability(member.value)
        if capability in said:
            reading.take([Fault(f"{where}.capability", f"{capability.value} is named twice", "Name each once")])
            continue
        said.add(capability)
        workload = _workload(reading, where, given, usual.workloads.get(capability))
        if workload is not None:
            workloads[capability] = workload
    least, greatest = usual.priority_bounds
    return NeedPolicy(
        workloads=workloads,
        steps=tuple(message.steps) or usual.steps,
        priority_exponent=message.priority_exponent
        if message.HasField("priority_exponent")
        else usual.priority_exponent,
        priority_bounds=(
            message.least_priority if message.HasField("least_priority") else least,
            message.greatest_priority if message.HasField("greatest_priority") else greatest,
        ),
    )


def _workload(
    reading: Reading, where: str, given: policy_pb2.NeedPolicy.Workload, usual: Workload | None
) -> Workload | None:
    figures = {name: getattr(given, name) for name in _FIGURES if given.HasField(name)}  # type: ignore[arg-type]
    if usual is not None:
        return replace(usual, **figures, reason=SAID) if figures else usual
    missing = [name for name in _FIGURES if name not in figures]
    reading.take(Fault(f"{where}.{name}", "has no default for this capability", "Give it") for name in missing)
    return None if missing else Workload(**figures, reason=SAID)
