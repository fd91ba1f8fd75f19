"""What is wrong with coefficients of need, every fault at once, and how they differ from the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from relevo_planner.faults import Fault, number_faults
from relevo_planner.need.teams import NeedPolicy, Workload

MOST_OFFICERS = 10_000
"""Per incident, or per team: more is a mistake, not a policy."""
MOST_EXPONENT, MOST_PRIORITY = 4.0, 100.0


def find_need_faults(policy: NeedPolicy) -> Iterator[Fault]:
    """Yield every fault; ``where`` is a path into the policy."""
    for capability, workload in policy.workloads.items():
        yield from _workload_faults(f"workloads.{capability.value}", workload)
    if not policy.steps:
        yield Fault("steps", "are none; give at least one share")
    for index, share in enumerate(policy.steps):
        yield from number_faults(f"steps[{index}]", share, most=1.0)
    if any(later > earlier for earlier, later in pairwise(policy.steps)):
        yield Fault("steps", f"increase: {list(policy.steps)}; a later team never brings more than an earlier one")
    yield from number_faults("priority_exponent", policy.priority_exponent, most=MOST_EXPONENT)
    least, greatest = policy.priority_bounds
    yield from number_faults("least_priority", least, most=MOST_PRIORITY)
    yield from number_faults("greatest_priority", greatest, most=MOST_PRIORITY)
    if not 0 < least <= greatest:
        yield Fault("least_priority", f"is {least:g} beside a greatest of {greatest:g}; give 0 < least <= greatest")


def _workload_faults(where: str, workload: Workload) -> Iterator[Fault]:
    busy, team = workload.officers_per_incident, workload.team_officers
    yield from number_faults(f"{where}.officers_per_incident", busy, most=MOST_OFFICERS)
    if busy == 0:
        yield Fault(f"{where}.officers_per_incident", "is 0; an incident keeps somebody busy")
    yield from number_faults(f"{where}.carried_share", workload.carried_share, most=1.0)
    if not 1 <= team <= MOST_OFFICERS:
        yield Fault(f"{where}.team_officers", f"is {team}; it must be 1 to {MOST_OFFICERS}")


def changed_numbers(policy: NeedPolicy) -> tuple[str, ...]:
    """A sentence for each coefficient that is not the default."""
    usual = {number.name: number.value for number in NeedPolicy().numbers()}
    return tuple(
        f"need counted with {number.name} {_words(number.value)}"
        + (f" instead of {_words(usual[number.name])}" if number.name in usual else "")
        for number in policy.numbers()
        if usual.get(number.name) != number.value
    )


def _words(value: object) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
