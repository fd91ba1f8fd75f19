"""Tiny random options and the truth about them by enumeration, with no word shared with the optimizer."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from relevo_planner.options import NO_LIMIT, Curve, OptionFloor, Options
from relevo_planner.plan import Reason
from relevo_planner.rules.kinds import Row


@dataclass(frozen=True)
class Operation:
    """One option with its teams per pool, what it is worth and what it uses of every row."""

    option: int
    teams: tuple[int, ...]
    value: float
    use: np.ndarray


def tiny_options(
    seed: int, *, municipalities: int = 2, horizon: int = 3, unequal: bool = False, pins: int = 0
) -> Options:
    """Draw options with costs, rests, gaps, useless pools, reserves, a ceiling for some municipalities and a budget."""
    rng = np.random.default_rng(seed)
    pools, kinds = int(rng.integers(1, 4)), 2
    capability = rng.integers(0, kinds, pools)
    separation = int(rng.integers(0, 3))
    lengths = (1, 2) if rng.random() < 0.7 else (1, 3)
    municipality, start, periods, weight, first = [], [], [], [], [0]
    curves = []
    for place in range(municipalities):
        weights = rng.uniform(0.5, 1.5, horizon)
        for begin, length in itertools.product(range(horizon), lengths):
            if begin + length <= horizon and rng.random() < 0.8:
                municipality.append(place)
                start.append(begin)
                periods.append(length)
                weight.append(weights[begin : begin + length].sum())
        first.append(len(municipality))
        curves.append(tuple(_curve(rng) for _ in range(kinds)))
    count = len(municipality)
    need = np.array([sum(sum(curve.widths) for curve in own) for own in curves], dtype=np.int64)
    officers = rng.choice([1, 2, 3], pools) if unequal else np.full(pools, 2)
    options = Options(
        municipality=np.array(municipality, np.int32),
        start=np.array(start, np.int32),
        periods=np.array(periods, np.int32),
        first=np.array(first, np.int64),
        weight=np.array(weight, np.float64),
        teams_limit=np.minimum(need[municipality], rng.integers(1, 4, count)) if count else np.zeros(0, np.int64),
        officers_limit=np.where(rng.random(count) < 0.7, rng.integers(2, 8, count), NO_LIMIT),
        allowed=rng.random((count, pools)) < 0.85,
        curves=tuple(curves),
        pool_capability=capability.astype(np.int32),
        pool_officers=officers.astype(np.int64),
        pool_rest=rng.integers(0, 3, pools).astype(np.int32),
        pool_cost=rng.choice([0.0, 0.1, 0.4], pools),
        rows=_rows(rng, pools, municipalities, horizon),
        horizon=horizon,
        separation=separation,
    )
    return options if not pins else _pinned(rng, options)


def operations(options: Options) -> list[list[Operation]]:
    """Every operation of every municipality that no single row forbids to a single pool's teams."""
    found: list[list[Operation]] = [[] for _ in options.curves]
    for option in range(len(options)):
        counts = [range(_most(options, option, pool) + 1) for pool in range(len(options.pool_capability))]
        for teams in itertools.product(*counts):
            value = _value(options, option, teams)
            if value is not None:
                use = sum((n * _use(options, option, p) for p, n in enumerate(teams)), np.zeros(len(options.rows)))
                found[options.municipality[option]].append(Operation(option, teams, value, use))
    return found


def schedules(options: Options, own: list[Operation]) -> list[tuple[Operation, ...]]:
    """Every set of operations of one municipality that keeps its pauses and its pins."""
    place = {int(options.municipality[operation.option]) for operation in own}
    pinned = {option: dict(teams) for option, teams in options.pinned if int(options.municipality[option]) in place}
    sets: list[tuple[Operation, ...]] = [()]
    for operation in own:
        fixed = pinned.get(operation.option)
        if fixed is None or all(fixed.get(pool, 0) == n for pool, n in enumerate(operation.teams)):
            sets += [(*others, operation) for others in sets if all(_apart(options, operation, o) for o in others)]
    return [chosen for chosen in sets if set(pinned) <= {operation.option for operation in chosen}]


def floors_met(options: Options, chosen: tuple[Operation, ...]) -> int:
    """Floors that some operation meets."""
    return sum(any(_meets(options, floor, operation) for operation in chosen) for floor in options.floors)


def best_plan(options: Options, *, required: int = 0) -> float:
    """Value of the best plan that meets at least ``required`` floors; minus infinity where there is none."""
    limits = np.array([row.limit for row in options.rows])
    per_place = [schedules(options, own) for own in operations(options)]
    best = -np.inf
    for plan in itertools.product(*per_place):
        chosen = tuple(itertools.chain(*plan))
        use = sum((operation.use for operation in chosen), np.zeros(len(limits)))
        if (use <= limits + 1e-9).all() and floors_met(options, chosen) >= required:
            best = max(best, sum(operation.value for operation in chosen))
    return best


def _curve(rng: np.random.Generator) -> Curve:
    steps = int(rng.integers(0, 3))
    gains = np.sort(rng.uniform(0.2, 2.0, steps))[::-1]
    return Curve(tuple(int(width) for width in rng.integers(1, 3, steps)), tuple(float(gain) for gain in gains))


def _rows(rng: np.random.Generator, pools: int, municipalities: int, horizon: int) -> tuple[Row, ...]:
    rows = [
        Row(Reason.SUPPLY, f"{pool}@{t}", (pool,), (1.0,), t, t + 1, float(rng.integers(0, 3)), rests=True)
        for pool in range(pools)
        for t in range(horizon)
    ]
    everyone = tuple(range(pools))
    if rng.random() < 0.5:
        limit = float(rng.integers(1, 4))
        rows.append(Row(Reason.RESERVE, "reserve", everyone, (1.0,) * pools, 1, 2, limit, rests=True))
    if rng.random() < 0.5:
        limit = float(rng.integers(1, 6))
        rows.append(Row(Reason.STATE_CEILING, "s", everyone, (1.0,) * pools, 0, horizon, limit, municipalities=(0,)))
    if rng.random() < 0.5:
        cost = tuple(float(c) for c in rng.uniform(1e5, 3e5, pools))
        rows.append(Row(Reason.BUDGET, "fund", everyone, cost, 0, horizon, float(rng.uniform(3e5, 2e6))))
    return tuple(rows)


def _pinned(rng: np.random.Generator, options: Options) -> Options:
    """Pin one operation that breaks no limit, if there is one."""
    from dataclasses import replace

    limits = np.array([row.limit for row in options.rows])
    able = [o for own in operations(options) for o in own if sum(o.teams) and (o.use <= limits).all()]
    if not able:
        return options
    pin = able[int(rng.integers(len(able)))]
    return replace(options, pinned=((pin.option, tuple((p, n) for p, n in enumerate(pin.teams) if n)),))


def _use(options: Options, option: int, pool: int) -> np.ndarray:
    use = np.zeros(len(options.rows))
    for index, row in enumerate(options.rows):
        if pool in row.pools and (row.municipalities is None or options.municipality[option] in row.municipalities):
            end = options.start[option] + options.periods[option] + (options.pool_rest[pool] if row.rests else 0)
            busy = set(range(options.start[option], min(end, options.horizon))) & set(range(row.start, row.end))
            use[index] = len(busy) * row.per_team[row.pools.index(pool)]
    return use


def _most(options: Options, option: int, pool: int) -> int:
    if not options.allowed[option, pool]:
        return 0
    need = sum(options.curves[options.municipality[option]][options.pool_capability[pool]].widths)
    use, limits = _use(options, option, pool), np.array([row.limit for row in options.rows])
    return max(n for n in range(need + 1) if (n * use <= limits + 1e-9).all())


def _value(options: Options, option: int, teams: tuple[int, ...]) -> float | None:
    officers = np.dot(teams, options.pool_officers)
    if sum(teams) > options.teams_limit[option] or officers > options.officers_limit[option]:
        return None
    value = -float(np.dot(teams, options.pool_cost))
    for kind, curve in enumerate(options.curves[options.municipality[option]]):
        gains = [gain for width, gain in zip(curve.widths, curve.gains, strict=True) for _ in range(width)]
        count = sum(n for pool, n in enumerate(teams) if options.pool_capability[pool] == kind)
        if count > len(gains):
            return None
        value += options.weight[option] * sum(gains[:count])
    return value


def _apart(options: Options, one: Operation, other: Operation) -> bool:
    a, b = sorted((one.option, other.option), key=lambda option: int(options.start[option]))
    return bool(options.start[a] + options.periods[a] + options.separation <= options.start[b])


def _meets(options: Options, floor: OptionFloor, operation: Operation) -> bool:
    if options.municipality[operation.option] != floor.municipality:
        return False
    kinds = options.pool_capability
    return sum(n for p, n in enumerate(operation.teams) if floor.capability in (-1, int(kinds[p]))) >= floor.teams
