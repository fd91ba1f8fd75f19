"""The program of one block on its own: its options, its rows, and what wide limits cost it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from relevo_planner.blocks import Blocks
from relevo_planner.options import Options
from relevo_planner.program import Program, build_program
from relevo_planner.usage import row_usage


def block_program(
    options: Options,
    blocks: Blocks,
    block: int,
    chosen: NDArray[np.int64],
    wide_prices: NDArray[np.float64],
) -> Program:
    """Build it; the block may use no more of the wide limits than there is, either.

    Args:
        options: what the rules leave.
        blocks: who shares limits with whom.
        block: which of them.
        chosen: (n,) its options, ascending. Pins of all blocks are in the program and pay nothing.
        wide_prices: (R,) price per unit of each wide row, 0 for others.
    """
    served = options.allowed[blocks.of[options.municipality] == block].any(axis=0)
    everything = bool(options.pinned)
    kept = np.array([everything or any(served[pool] for pool in row.pools) for row in options.rows], dtype=np.bool_)
    rows = tuple(row for row, wanted in zip(options.rows, kept, strict=True) if wanted)
    own = replace(options, rows=rows, floors=())
    program = build_program(own, chosen)
    usage = row_usage(own, program.pairs)
    weights = wide_prices[kept][usage.row] * usage.amount
    cost = np.bincount(usage.pair, weights=weights, minlength=len(program.pairs.option))
    pinned = np.isin(program.pairs.option, [option for option, _ in options.pinned])
    program.assembly.objective[program.teams] -= np.where(pinned, 0.0, cost)
    return program
