"""Sort the options of a market into blocks of equal shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from relevo_planner.composition import Stalls
from relevo_planner.market import Market
from relevo_planner.offers import Block, Floats, Indices, Offers, offers_of


def gather_offers(market: Market) -> Offers:
    """Sort all usable options into blocks."""
    options = market.options
    allowed = _served(market)
    shapes: dict[tuple[int, int, int], list[tuple[int, list[int], list[Indices]]]] = {}
    for municipality in range(len(options.curves)):
        pools = np.flatnonzero(allowed[municipality])
        by_kind = [pools[options.pool_capability[pools] == kind] for kind in range(len(options.curves[municipality]))]
        kinds = [k for k, curve in enumerate(options.curves[municipality]) if curve.widths and len(by_kind[k])]
        if kinds:
            steps = max(len(options.curves[municipality][kind].widths) for kind in kinds)
            shape = (len(kinds), _rounded(steps), max(len(by_kind[kind]) for kind in kinds))
            shapes.setdefault(shape, []).append((municipality, kinds, [by_kind[kind] for kind in kinds]))
    blocks = [block for shape in sorted(shapes) for block in _blocks(market, shape, shapes[shape])]
    return offers_of(market, np.arange(len(options.curves)), blocks)


def _served(market: Market) -> NDArray[np.bool_]:
    """(M, P) pools that may serve some usable option of the municipality."""
    options = market.options
    served = np.zeros((len(options.curves), len(options.pool_capability)), dtype=np.bool_)
    for pool in range(served.shape[1]):
        open_to = options.allowed[:, pool] & market.usable
        served[:, pool] = np.bincount(options.municipality[open_to], minlength=len(served)) > 0
    return served


def _rounded(steps: int) -> int:
    """Sizes of blocks: few enough shapes, little padding."""
    size = 1
    while size < steps:
        size += max(1, size // 2)
    return size


def _blocks(
    market: Market, shape: tuple[int, int, int], members: list[tuple[int, list[int], list[Indices]]]
) -> list[Block]:
    """The block of one shape, with the options that need less apart: single teams, officers that bind."""
    options, pools = market.options, len(market.options.pool_capability)
    kinds, steps, width = shape
    who = np.array([municipality for municipality, _, _ in members])
    pool = np.full((len(who), kinds, width), pools, dtype=np.int64)
    gain, upto = np.zeros((len(who), kinds, steps)), np.zeros((len(who), kinds, steps))
    for place, (municipality, own_kinds, own_pools) in enumerate(members):
        for line, own in enumerate(own_kinds):
            curve = options.curves[municipality][own]
            pool[place, line, : len(own_pools[line])] = own_pools[line]
            gain[place, line, : len(curve.gains)] = curve.gains
            upto[place, line, : len(curve.widths)] = np.cumsum(curve.widths)
            upto[place, line, len(curve.widths) :] = sum(curve.widths)
    place_of = np.full(len(options.curves), -1)
    place_of[who] = np.arange(len(who))
    option = np.flatnonzero((place_of[options.municipality] >= 0) & market.usable)
    return _split(market, option, place_of[options.municipality[option]], pool, gain, upto)


def _split(market: Market, option: Indices, place: Indices, pool: Indices, gain: Floats, upto: Floats) -> list[Block]:
    """Blocks of options that share a shape: one team at most; officers as a team limit; officers as a knapsack."""
    options, pools = market.options, len(market.options.pool_capability)
    slot = pool[place]
    allowed = np.concatenate([options.allowed, np.zeros((len(options), 1), np.bool_)], axis=1)
    open_to = allowed[option[:, np.newaxis, np.newaxis], slot]
    most = np.where(open_to, np.append(market.most, np.zeros((len(market.most), 1)), axis=1)[
        market.line[option][:, np.newaxis, np.newaxis], slot], 0.0)  # fmt: skip
    limit, officers_limit = (each[option].astype(np.float64) for each in (options.teams_limit, options.officers_limit))
    officers = np.append(options.pool_officers, 0)[slot].astype(np.float64)
    within = np.floor(officers_limit[:, np.newaxis, np.newaxis] / np.maximum(officers, 1e-9) + 1e-9)
    most = np.minimum(np.minimum(most, within), upto[place][:, :, -1:])
    entry = np.where(most > 0, market.line[option][:, np.newaxis, np.newaxis] * pools + slot, market.most.size)
    slot = np.where(most > 0, slot, pools)
    limit, knapsack = _officers_as_teams(most, officers, limit, officers_limit)
    stalls = Stalls(
        entry, most, gain[place] * options.weight[option, None, None], upto[place], limit, officers, officers_limit
    )
    whole = Block(option, slot, stalls)
    blocks = []
    for chosen, officers_bind in ((limit <= 1) & ~knapsack, False), ((limit > 1) & ~knapsack, False), (knapsack, True):
        part = whole.take(np.flatnonzero(chosen))
        if len(part.option):
            blocks.append(part if officers_bind else replace(part, stalls=replace(part.stalls, officers=None)))
    return blocks


def _officers_as_teams(
    most: Floats, officers: Floats, limit: Floats, officers_limit: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Team limits (n,) that say as much as the officers limit, and where (n,) none can."""
    present = most > 0
    largest = np.where(present, officers, 0.0).max(axis=(1, 2))
    smallest = np.where(present, officers, np.inf).min(axis=(1, 2))
    fits = np.floor(officers_limit / np.maximum(largest, 1e-9) + 1e-9)
    equal = (largest == smallest) & (largest > 0)
    limit = np.where(equal, np.minimum(limit, fits), limit)
    return limit, ~equal & (largest * limit > officers_limit)
