"""Coefficients of need: what is wrong with them, and how they differ from the defaults."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from relevo_planner.instance import Capability
from relevo_planner.need.checks import changed_numbers, find_need_faults
from relevo_planner.need.teams import NeedPolicy, Workload

USUAL = NeedPolicy()
PATROL = USUAL.workloads[Capability.PATROL]


def with_patrol(**figures: Any) -> NeedPolicy:
    return replace(USUAL, workloads={**USUAL.workloads, Capability.PATROL: replace(PATROL, **figures)})


def test_the_defaults_have_no_fault_and_nothing_to_tell() -> None:
    assert list(find_need_faults(USUAL)) == []
    assert changed_numbers(USUAL) == ()


@pytest.mark.parametrize(
    ("policy", "where"),
    [
        (with_patrol(officers_per_incident=0.0), "workloads.patrol.officers_per_incident"),
        (with_patrol(officers_per_incident=math.nan), "workloads.patrol.officers_per_incident"),
        (with_patrol(officers_per_incident=1e9), "workloads.patrol.officers_per_incident"),
        (with_patrol(carried_share=1.01), "workloads.patrol.carried_share"),
        (with_patrol(team_officers=0), "workloads.patrol.team_officers"),
        (replace(USUAL, steps=()), "steps"),
        (replace(USUAL, steps=(0.5, 0.6)), "steps"),
        (replace(USUAL, steps=(1.5,)), "steps[0]"),
        (replace(USUAL, priority_exponent=-1.0), "priority_exponent"),
        (replace(USUAL, priority_bounds=(0.0, 2.0)), "least_priority"),
        (replace(USUAL, priority_bounds=(3.0, 2.0)), "least_priority"),
        (replace(USUAL, priority_bounds=(0.5, math.inf)), "greatest_priority"),
    ],
)
def test_each_fault_is_named(policy: NeedPolicy, where: str) -> None:
    assert [fault.where for fault in find_need_faults(policy)] == [where]


def test_every_fault_is_named_at_once() -> None:
    wrong = replace(with_patrol(carried_share=-1.0, team_officers=0), steps=(2.0,), priority_exponent=math.inf)
    assert len(list(find_need_faults(wrong))) == 4


def test_what_differs_is_told_with_what_it_replaces() -> None:
    training: Mapping[Capability, Workload] = {
        **USUAL.workloads,
        Capability.PATROL: replace(PATROL, officers_per_incident=40.0),
        Capability.POLICE_TRAINING: Workload(2.0, 0.0, 5, "test"),
    }
    assert changed_numbers(replace(USUAL, workloads=training, steps=(1.0, 0.5))) == (
        "need counted with patrol.officers_per_incident 40.0 instead of 30.0",
        "need counted with police_training.officers_per_incident 2.0",
        "need counted with police_training.carried_share 0.0",
        "need counted with police_training.team_officers 5",
        "need counted with steps 1.0, 0.5 instead of 1.0, 0.6, 0.3",
    )
