"""The whole program as an MPS file, so that anyone can check a plan or its bound with a solver of their own."""

from __future__ import annotations

from collections.abc import Iterator

from ortools.math_opt.io.python import mps_converter

from relevo_planner.compile import CAPABILITIES
from relevo_planner.instance import Instance
from relevo_planner.options import Options
from relevo_planner.program import build_program


def whole_program_mps(options: Options) -> str:
    """Goal 2 over all options in the free MPS format, as a maximisation.

    Floors are columns ``met_*`` without a reward: a reader who wants goal 1 first fixes their number.
    """
    program = build_program(options, named=True)
    text: str = mps_converter.model_proto_to_mps(program.assembly.proto())
    return text


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
