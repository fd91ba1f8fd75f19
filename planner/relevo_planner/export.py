"""The whole program as an MPS file, so that anyone can check a plan or its bound with a solver of their own."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from relevo_planner.assembly import Arrays
from relevo_planner.compile import CAPABILITIES
from relevo_planner.instance import Instance
from relevo_planner.options import Options
from relevo_planner.program import build_program


def whole_program_mps(options: Options) -> Iterator[str]:
    """Goal 2 over all options as the lines of a free MPS file, a maximisation, every number exact.

    Floors are columns ``met_*`` without a reward: a reader who wants goal 1 first fixes their number.
    """
    return mps_lines(build_program(options, named=True).assembly.arrays())


def mps_lines(arrays: Arrays) -> Iterator[str]:
    """A program as the lines of a free MPS file. MathOpt's own writer keeps six digits, too few to check a bound."""
    yield "NAME relevo\nOBJSENSE\n    MAX\nROWS\n N value\n"
    for name, lower, upper in zip(arrays.row_names, arrays.lower.tolist(), arrays.upper.tolist(), strict=True):
        yield f" {'E' if lower == upper else 'L' if lower == -math.inf else 'G'} {name}\n"
    yield "COLUMNS\n"
    yield from _columns(arrays)
    yield "RHS\n"
    for name, lower, upper in zip(arrays.row_names, arrays.lower.tolist(), arrays.upper.tolist(), strict=True):
        side = lower if lower == upper or upper == math.inf else upper
        if side:
            yield f" rhs {name} {side!r}\n"
    yield "BOUNDS\n"
    for name, low, high in zip(arrays.column_names, arrays.low.tolist(), arrays.high.tolist(), strict=True):
        yield f" FX bound {name} {low!r}\n" if low == high else f" LO bound {name} {low!r}\n UP bound {name} {high!r}\n"
    yield "ENDATA\n"


def _columns(arrays: Arrays) -> Iterator[str]:
    row, column, coefficient = arrays.entries
    order = np.lexsort((row, column))
    first = np.searchsorted(column[order], np.arange(len(arrays.low) + 1))
    rows, coefficients = row[order].tolist(), coefficient[order].tolist()
    whole = False
    for index, name in enumerate(arrays.column_names):
        if arrays.integer[index] != whole:
            whole, side = not whole, "INTEND" if whole else "INTORG"
            yield f" marker_{index} 'MARKER' '{side}'\n"
        if arrays.objective[index]:
            yield f" {name} value {float(arrays.objective[index])!r}\n"
        for entry in range(first[index], first[index + 1]):
            yield f" {name} {arrays.row_names[rows[entry]]} {coefficients[entry]!r}\n"
    if whole:
        yield f" marker_{len(arrays.low)} 'MARKER' 'INTEND'\n"


def column_meanings(instance: Instance, options: Options) -> Iterator[tuple[str, str]]:
    """Every column of the MPS file by name, with what it means in the instance's names."""
    for option in range(len(options)):
        yield f"open_{option}", f"an operation in {_window(instance, options, option)}"
        served = set()
        for pool, allowed in enumerate(options.allowed[option].tolist()):
            if allowed:
                served.add(int(options.pool_capability[pool]))
                yield (
                    f"n_{option}_{pool}",
                    f"teams of {instance.pools[pool].name} in {_window(instance, options, option)}",
                )
        for k in sorted(served):
            curve = options.curves[int(options.municipality[option])][k]
            for j, gain in enumerate(curve.gains):
                what = f"teams of {CAPABILITIES[k].value} that bring {gain:.9g} per period of weight 1"
                yield f"y_{option}_{k}_{j}", f"{what} in {_window(instance, options, option)}"
    for index, floor in enumerate(options.floors):
        place = instance.municipalities[floor.municipality].name
        yield f"met_{index}", f"whether the floor of {floor.teams} teams in {place} is met"
        for option in range(int(options.first[floor.municipality]), int(options.first[floor.municipality + 1])):
            yield f"z_{index}_{option}", f"whether {_window(instance, options, option)} meets it"


def _window(instance: Instance, options: Options, option: int) -> str:
    place = instance.municipalities[int(options.municipality[option])].name
    start, end = int(options.start[option]), int(options.start[option] + options.periods[option])
    return f"{place}, periods {start} to {end - 1}"
