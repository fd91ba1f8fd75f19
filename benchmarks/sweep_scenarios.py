"""Scenarios of a sweep, drawn from a seed: what a meeting asks, one thing or two at a time."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from relevo_planner.instance import Exclusion, Instance, Operation, Window
from relevo_planner.scenario import Changes, Closure, PoolSize, Weight, Withdrawal

Draw = Callable[[random.Random, Instance], Changes]


def scenarios(instance: Instance, count: int, seed: int) -> list[tuple[str, Changes]]:
    """So many scenarios with their titles; the first is the question as it stands."""
    found = [("as it stands", Changes())]
    kinds = list(_KINDS.items())
    for index in range(1, count):
        rng = random.Random(f"{seed}:{index}")
        title, draw = kinds[(index - 1) % len(kinds)]
        found.append((title, draw(rng, instance)))
    return found


def _teams(rng: random.Random, instance: Instance) -> Changes:
    chosen = rng.sample(instance.pools, min(4, len(instance.pools)))
    return Changes(tuple(PoolSize(pool.name, max(0, pool.teams + rng.randint(-3, 3))) for pool in chosen))


def _weights(rng: random.Random, instance: Instance) -> Changes:
    chosen = rng.sample(instance.municipalities, min(10, len(instance.municipalities)))
    return Changes(weights=tuple(Weight(place.name, round(rng.uniform(0.5, 2.0), 2)) for place in chosen))


def _exclusions(rng: random.Random, instance: Instance) -> Changes:
    chosen = rng.sample(instance.municipalities, min(3, len(instance.municipalities)))
    window = Window(rng.randint(0, 4), instance.periods)
    return Changes(exclusions=tuple(Exclusion("drawn", municipality=place.name, window=window) for place in chosen))


def _pin(rng: random.Random, instance: Instance) -> Changes:
    place = rng.choice(instance.municipalities)
    able = [p for p in instance.pools if p.teams and place.gains.get(p.capability) and _reaches(p.reach_regions, place)]
    pool = rng.choice(able)
    return Changes(pins=(Operation(place.name, rng.randint(0, 4), min(instance.policy.durations), {pool.name: 1}),))


def _tenure(rng: random.Random, instance: Instance) -> Changes:
    lengths = sorted(instance.policy.durations)
    longest = rng.choice(lengths[:-1] or lengths)
    return Changes(policy={"tenure_periods": longest, "durations": tuple(d for d in lengths if d <= longest)})


def _closure(rng: random.Random, instance: Instance) -> Changes:
    return Changes(closures=(Closure(rng.choice([r for r in instance.regions if r.fusion_centre]).name, 2),))


def _withdrawal(rng: random.Random, instance: Instance) -> Changes:
    state = rng.choice(sorted({place.state for place in instance.municipalities}))
    return Changes(withdrawals=(Withdrawal(state, rng.randint(instance.periods // 2, instance.periods - 1)),))


def _reaches(regions: tuple[str, ...], place: object) -> bool:
    return not regions or getattr(place, "region", "") in regions


_KINDS: Mapping[str, Draw] = {
    "other teams": _teams,
    "other weights": _weights,
    "places left out": _exclusions,
    "a stay pinned": _pin,
    "shorter tenure": _tenure,
    "a fusion centre closed": _closure,
    "a state withdraws": _withdrawal,
}
