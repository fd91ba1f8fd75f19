"""Changes to a question: what would be otherwise, in the names of the question that they begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from relevo_planner.instance import Exclusion, Floor, Operation

PolicyValue: TypeAlias = Any
"""A number, or a list of numbers or goals, as ``Policy`` holds it or as JSON does."""


@dataclass(frozen=True, slots=True)
class PoolSize:
    """A pool has ``teams`` teams from period ``start`` on."""

    pool: str
    teams: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A fund has ``ceiling_mxn`` to give over the horizon."""

    fund: str
    ceiling_mxn: float


@dataclass(frozen=True, slots=True)
class Weight:
    """A municipality's priority counts ``fold`` times."""

    municipality: str
    fold: float


@dataclass(frozen=True, slots=True)
class Closure:
    """The Regional Intelligence Fusion Centre of a region operates no longer from period ``start`` on."""

    region: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A state withdraws from its agreements: none covers its municipalities from period ``start`` on."""

    state: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What would be otherwise; nothing that is not named changes.

    Attributes:
        pool_sizes: instead of the teams that pools have.
        ceilings: instead of what funds have to give. A state's ceiling is a number of the policy.
        floors, pins, exclusions: added to those of the question.
        weights: multiply the period weights of municipalities.
        closures: of fusion centres.
        withdrawals: of states.
        policy: other policy numbers, by name.
    """

    pool_sizes: tuple[PoolSize, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    floors: tuple[Floor, ...] = ()
    pins: tuple[Operation, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    weights: tuple[Weight, ...] = ()
    closures: tuple[Closure, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    policy: Mapping[str, PolicyValue] = field(default_factory=dict)
