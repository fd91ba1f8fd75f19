"""The options of some municipalities, sorted into blocks of equal shape for the best response."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relevo_planner.composition import Stalls, gains_of
from relevo_planner.market import Market
from relevo_planner.officers import best_teams

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


NOT_FOR_SALE = 1e30
"""The charge of a pool that may not serve."""


@dataclass(frozen=True, slots=True)
class Block:
    """n options of equal shape.

    Attributes:
        option: (n,) option indices, ascending.
        pool: (n, K, Q) pool of each stall, P for none.
        stalls: what the compositions need.
    """

    option: Indices
    pool: Indices
    stalls: Stalls

    def take(self, place: Indices) -> Block:
        """Some of them."""
        return Block(self.option[place], self.pool[place], self.stalls.take(place))


@dataclass(frozen=True, slots=True)
class Offers:
    """Options of the municipalities that are asked, pins and what they exclude left out.

    Attributes:
        market: where they buy.
        municipality: (m,) who is asked, ascending.
        option: (o,) their options, ascending.
        lengths: (D,) lengths that occur.
        cell: (o,) flat cell of each option in (T, D, m) by start, length and municipality.
        blocks: the options by shape.
    """

    market: Market
    municipality: Indices
    option: Indices
    lengths: Indices
    cell: Indices
    blocks: tuple[Block, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        """(T, D, m)."""
        return self.market.options.horizon, len(self.lengths), len(self.municipality)

    def keep(self, municipality: Indices) -> Offers:
        """Ask only some of the municipalities (ascending)."""
        asked = np.zeros(len(self.market.options.curves), dtype=np.bool_)
        asked[municipality] = True
        return self.thin(asked[self.market.options.municipality], municipality)

    def thin(self, kept: NDArray[np.bool_], municipality: Indices | None = None) -> Offers:
        """Ask only for the kept options (O,), of all or only of some of the municipalities (ascending)."""
        blocks = [block.take(np.flatnonzero(kept[block.option])) for block in self.blocks]
        asked = self.municipality if municipality is None else municipality
        return offers_of(self.market, asked, [block for block in blocks if len(block.option)])

    def flat_charges(self, row_prices: Floats) -> Floats:
        """The charge table as ``Stalls.entry`` counts it, with a last entry for no pool."""
        return np.append(self.market.charges(row_prices).reshape(-1), NOT_FOR_SALE)

    def teams(self, option: Indices, row_prices: Floats) -> tuple[Floats, Floats]:
        """Best teams (n, P) of options (n,), and their value (n,) before any charge."""
        charges, options = self.flat_charges(row_prices), self.market.options
        teams = np.zeros((len(option), len(options.pool_capability) + 1))
        value = np.zeros(len(option))
        for block in self.blocks:
            place = np.minimum(np.searchsorted(block.option, option), len(block.option) - 1)
            mine = np.flatnonzero(block.option[place] == option)
            if len(mine) == 0:
                continue
            own = block.take(place[mine])
            taken = best_teams(own.stalls, charges)
            np.add.at(teams, (mine[:, np.newaxis, np.newaxis], own.pool), taken)
            value[mine] = gains_of(own.stalls, taken)
        teams = teams[:, :-1]
        return teams, value - teams @ options.pool_cost


def offers_of(market: Market, municipality: Indices, blocks: list[Block]) -> Offers:
    """Offers of the blocks' options to the municipalities that are asked."""
    options = market.options
    option = np.sort(np.concatenate([np.zeros(0, np.int64), *(block.option for block in blocks)]))
    lengths = np.unique(options.periods[option]).astype(np.int64)
    place = np.searchsorted(municipality, options.municipality[option])
    line = options.start[option].astype(np.int64) * len(lengths) + np.searchsorted(lengths, options.periods[option])
    return Offers(market, municipality, option, lengths, line * len(municipality) + place, tuple(blocks))
