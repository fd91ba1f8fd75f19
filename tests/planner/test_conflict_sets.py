"""Every conflict set is impossible as it stands and possible without any one of its demands, read by other code.

Pins are read by the review, one rule at a time. For floors every plan of the small question is tried (``tiny``) under
the shared limits that the conflict names and under no others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from relevo_planner.compile import build_options
from relevo_planner.conflicts import pin_conflicts
from relevo_planner.instance import Floor, Fund, Instance, Operation
from relevo_planner.plan import Conflict, Demand, DemandKind
from relevo_planner.review import review_operations
from relevo_planner.rules.kinds import Row
from tests.planner.small import LOOSE, place, pool, proposed, question
from tests.planner.tiny import best_plan


def scarce(seed: int, periods: int, durations: tuple[int, ...]) -> Instance:
    """Three places that each need two of the few teams, under a reserve, a ceiling and a fund that may all bind."""
    rng = np.random.default_rng(seed)
    policy = replace(
        LOOSE,
        durations=durations,
        reserve_share=float(rng.choice([0.0, 0.34, 0.5])),
        state_ceiling_share=float(rng.choice([0.3, 0.5, 1.0])),
    )
    places = [
        place(name, state=f"states/{int(rng.integers(2))}", period_weights=(1.0,) * periods, verified_officers=20)
        for name in "abc"
    ]
    paid = {"fund": "funds/f", "cost_mxn_per_period": 10.0}
    pools = (
        pool("p", teams=int(rng.integers(1, 4))),
        pool("q", teams=int(rng.integers(1, 3)), rest_periods=1, base_region="regions/s", **paid),
    )
    return question(*places, pools=pools, policy=policy, funds=(Fund("funds/f", float(rng.integers(10, 50))),))


def pinned_at_random(seed: int) -> Instance:
    """A scarce question with six pins that ask for one or two teams each."""
    instance, rng = scarce(seed, 4, (1, 2)), np.random.default_rng([seed, 2])
    pins = []
    for one in (*instance.municipalities, *instance.municipalities):
        periods = int(rng.integers(1, 3))
        teams = {str(rng.choice(["pools/p", "pools/q"])): int(rng.choice([1, 1, 2]))}
        pins.append(Operation(one.name, int(rng.integers(5 - periods)), periods, teams))
    return replace(instance, pins=tuple(pins))


def rule_broken(instance: Instance, pins: Sequence[Operation], rule: str, subject: str) -> bool:
    found = review_operations(replace(instance, pins=()), pins)
    return any((violation.rule, violation.subject) == (rule, subject) for violation in found)


@pytest.mark.parametrize("seed", range(40))
def test_pins_in_conflict_break_the_rule_together_and_keep_it_without_any_one(seed: int) -> None:
    instance = pinned_at_random(seed)
    conflicts = pin_conflicts(instance)
    assert bool(conflicts) == bool(review_operations(replace(instance, pins=()), instance.pins))
    for conflict in conflicts:
        *demands, rule = conflict.demands
        core = [instance.pins[demand.index] for demand in demands]
        found = review_operations(replace(instance, pins=()), core)
        subjects = {(v.rule, v.subject) for v in found if f"{v.rule}: {v.text}" == rule.text}
        assert subjects
        for name, subject in subjects:
            for one in range(len(core)):
                assert not rule_broken(instance, [*core[:one], *core[one + 1 :]], name, subject)


def test_pins_conflict_alone_in_pairs_and_in_threes() -> None:
    sizes = Counter(len(c.demands) - 1 for seed in range(40) for c in pin_conflicts(pinned_at_random(seed)))
    assert min(sizes[1], sizes[2]) >= 10, sizes
    assert sizes[3] >= 1


def floors_at_random(seed: int) -> Instance:
    """A scarce question with a floor in every place, and sometimes a pin that keeps all rules."""
    instance, rng = scarce(seed, 2, (2,)), np.random.default_rng([seed, 3])
    floors = tuple(Floor(one.name, int(rng.integers(1, 3))) for one in instance.municipalities)
    pin = Operation(instance.municipalities[0].name, 0, 2, {"pools/p": 1})
    pins = (pin,) if rng.random() < 0.5 and not review_operations(instance, [pin]) else ()
    return replace(instance, floors=floors, pins=pins)


def said(row: Row) -> str:
    return f"{row.reason.value.replace('_', ' ')}: {row.label.split(' in period ')[0]}"


def possible(instance: Instance, demands: Sequence[Demand]) -> bool:
    """Whether some plan meets the floors and pins among the demands under the shared limits among them."""
    of_kind = {kind: [demand for demand in demands if demand.kind is kind] for kind in DemandKind}
    floors = tuple(instance.floors[demand.index] for demand in of_kind[DemandKind.FLOOR])
    pins = tuple(instance.pins[demand.index] for demand in of_kind[DemandKind.PIN])
    options = build_options(replace(instance, floors=floors, pins=pins))
    named = {demand.text for demand in of_kind[DemandKind.RULE]}
    rows = tuple(row for row in options.rows if said(row) in named)
    return best_plan(replace(options, rows=rows), required=len(options.floors)) > -np.inf


@pytest.mark.parametrize("seed", range(30))
def test_demands_of_a_floors_conflict_are_impossible_together_and_possible_without_any_one(seed: int) -> None:
    for conflict in conflicts_of_floors(seed):
        instance, demands = floors_at_random(seed), conflict.demands
        assert not possible(instance, demands)
        for one in range(len(demands)):
            assert possible(instance, [*demands[:one], *demands[one + 1 :]]), demands[one].text


def test_the_conflicts_tried_name_floors_pins_and_every_shared_limit() -> None:
    named = Counter[str]()
    for seed in range(30):
        for conflict in conflicts_of_floors(seed):
            named.update(d.text.split(":")[0] if d.kind is DemandKind.RULE else d.kind for d in conflict.demands[1:])
    assert {"supply", "reserve", "state ceiling", "budget", DemandKind.FLOOR, DemandKind.PIN} <= set(named), named


@cache
def conflicts_of_floors(seed: int) -> tuple[Conflict, ...]:
    return proposed(floors_at_random(seed)).conflicts
