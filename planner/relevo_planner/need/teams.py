"""From incidence and local force to the teams that a municipality needs, and to what each of them brings.

For municipality m, capability k, with ``e`` expected incidents per period and ``L`` verified local officers::

    open[m,k] = max(0, e * workload[k] - carried[k] * L)        officers' work left open, per period
    J[m,k]    = ceil(open[m,k] / team[k])                       teams needed
    g[m,k,j]  = team[k] / workload[k] * step(j / J)             incidents that the j-th team takes on, per period

Where ``L`` is unknown nothing is subtracted: ``J`` is then an upper figure that no plan can use, because the rules
forbid every option of a municipality of unknown strength. Teams for emergency calls are needed only where 911 is not in
service; where nobody knows that, their need is unknown. The workloads are planning assumptions, not measurements;
they stand here to be changed by those who answer for them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from relevo_planner.instance import Capability
from relevo_planner.policy import PolicyNumber

MOST_TEAMS = 200
"""A need above this is a matter for another instrument than temporary support; it is cut and shown as this many."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What one capability has to do per incident, and with what.

    Attributes:
        officers_per_incident: officers kept busy for one period by one incident.
        carried_share: share of the verified local officers that does this work already.
        team_officers: officers of a usual team.
        reason: why these defaults.
    """

    officers_per_incident: float = field(metadata={"unit": "officers per incident, for one period"})
    carried_share: float = field(metadata={"unit": "share of the verified local officers"})
    team_officers: int = field(metadata={"unit": "officers per team"})
    reason: str


def _workloads() -> Mapping[Capability, Workload]:
    return {
        Capability.PATROL: Workload(
            30.0, 0.05, 30, "assumption: a platoon holds the surroundings of one killing for a fortnight"
        ),
        Capability.INVESTIGATION: Workload(
            6.0, 0.01, 6, "assumption: one case team per open case and fortnight; few municipal officers investigate"
        ),
        Capability.INTELLIGENCE: Workload(
            1.0, 0.0, 4, "assumption: an analysis cell follows four cases at a time; municipalities hold none"
        ),
        Capability.FORENSICS: Workload(1.0, 0.0, 4, "assumption: a scene team works four scenes a fortnight"),
        Capability.EMERGENCY_CALL_SUPPORT: Workload(
            1.0, 0.0, 4, "assumption: where 911 is not in service, a desk takes and passes on the calls of four cases"
        ),
    }


def _number(default: Any, unit: str, reason: str) -> Any:
    return field(default=default, metadata={"unit": unit, "reason": reason})


@dataclass(frozen=True, slots=True)
class NeedPolicy:
    """Coefficients of need. Defaults are assumptions, stated with their reason; ``numbers()`` lists them for people.

    Attributes:
        workloads: by capability; a capability that is not named is not needed.
        steps: share of the first team's gain that a team in each equal part of the need brings: the first third does
            the most urgent work.
        priority_exponent: priority = (rate / reference rate) ** exponent: 0 looks at volume alone.
        priority_bounds: least and greatest priority, so that no place is written off and none takes all.
    """

    workloads: Mapping[Capability, Workload] = field(default_factory=_workloads)
    steps: tuple[float, ...] = _number(
        (1.0, 0.6, 0.3),
        "share of the first team's gain, per equal part of the need",
        "assumption: the first third of the teams does the most urgent work; never increasing, so that spreading pays",
    )
    priority_exponent: float = _number(
        0.5,
        "power of rate over reference rate",
        "assumption: rate matters beside volume, damped; 0 looks at volume alone",
    )
    priority_bounds: tuple[float, float] = _number(
        (0.5, 2.0), "least and greatest weight", "assumption: no place is written off and none takes all"
    )

    def numbers(self) -> tuple[PolicyNumber, ...]:
        """Every coefficient with its unit and reason: those of each capability's workload, then the others."""
        listed = [
            PolicyNumber(f"{capability.value}.{f.name}", getattr(workload, f.name), f.metadata["unit"], workload.reason)
            for capability, workload in self.workloads.items()
            for f in fields(workload)
            if f.metadata
        ]
        listed += [
            PolicyNumber(f.name, getattr(self, f.name), f.metadata["unit"], f.metadata["reason"])
            for f in fields(self)
            if f.metadata
        ]
        return tuple(listed)


def gains(
    incidents_per_period: float,
    verified_officers: int | None,
    policy: NeedPolicy,
    *,
    emergency_calls_served: bool | None = None,
) -> dict[Capability, tuple[float, ...]]:
    """Return, by capability, what the 1st, 2nd, ... needed team takes on (incidents per period, never increasing).

    Args:
        incidents_per_period: expected incidents per planning period, not negative.
        verified_officers: verified local officers; None: unknown, nothing is subtracted.
        policy: the coefficients.
        emergency_calls_served: whether 911 is in service; None: unknown, see ``unknown_need``.

    Raises:
        ValueError: a negative count.
    """
    if incidents_per_period < 0 or (verified_officers or 0) < 0:
        raise ValueError(f"negative count: {incidents_per_period} incidents, {verified_officers} officers")
    curves = {}
    for capability, workload in policy.workloads.items():
        if capability is Capability.EMERGENCY_CALL_SUPPORT and emergency_calls_served is not False:
            continue
        needed = teams_needed(incidents_per_period, verified_officers, workload)
        if needed:
            each = workload.team_officers / workload.officers_per_incident
            curves[capability] = tuple(each * _step(team, needed, policy.steps) for team in range(needed))
    return curves


def unknown_need(policy: NeedPolicy, *, emergency_calls_served: bool | None) -> tuple[Capability, ...]:
    """Return the capabilities of which nobody can say whether they are needed."""
    calls = Capability.EMERGENCY_CALL_SUPPORT
    return (calls,) if emergency_calls_served is None and calls in policy.workloads else ()


def teams_needed(incidents_per_period: float, verified_officers: int | None, workload: Workload) -> int:
    """Return J, the teams that carry what the local force does not (at most ``MOST_TEAMS``)."""
    carried = workload.carried_share * (verified_officers or 0)
    open_work = max(0.0, incidents_per_period * workload.officers_per_incident - carried)
    return min(MOST_TEAMS, math.ceil(open_work / workload.team_officers))


def priority(rate_per_100k: float | None, reference_rate: float, policy: NeedPolicy) -> float:
    """Return the weight of a municipality's need: its rate against a reference rate, damped and bounded.

    An unknown rate weighs 1, like a place at the reference.
    """
    if rate_per_100k is None or reference_rate <= 0:
        return 1.0
    least, greatest = policy.priority_bounds
    return min(greatest, max(least, math.pow(rate_per_100k / reference_rate, policy.priority_exponent)))


def _step(team: int, needed: int, steps: tuple[float, ...]) -> float:
    return steps[min(len(steps) - 1, team * len(steps) // needed)]
