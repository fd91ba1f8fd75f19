"""The rungs of the ladder: what each must show, and the files made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.from_ladder import instance_from_ladder, read_ladder
from relevo_planner.compile import build_options
from relevo_planner.export import whole_program_mps
from relevo_server.wire.files import write_instance


@dataclass(frozen=True, slots=True)
class Target:
    """What a rung must show: a certified gap within seconds of the whole command, and GiB of memory."""

    gap: float
    seconds: float
    memory_gib: float


@dataclass(frozen=True, slots=True)
class Rung:
    """One fixed problem.

    Attributes:
        name: municipalities x periods.
        time_limit_s: what the whole command is given, a little less than what it must show: it may be late by a second.
        target: what it must show, if anything was asked of it.
        best_known: value of the best plan known before this run, None where none was.
        bound_known: the lowest bound known before this run.
        rivals: whether general solvers are asked, too.
    """

    name: str
    time_limit_s: float
    target: Target | None
    best_known: float | None
    bound_known: float | None
    rivals: bool = False

    @property
    def size(self) -> int:
        """Municipalities times periods."""
        municipalities, periods = self.name.split("x")
        return int(municipalities) * int(periods)


RUNGS = (
    Rung("50x13", 9.5, Target(0.005, 10, 1), 166.547, 166.856, rivals=True),
    Rung("50x26", 19.5, Target(0.005, 20, 1), 357.874, 358.978, rivals=True),
    Rung("100x26", 20, None, 444.854, 446.471, rivals=True),
    Rung("300x26", 14, Target(0.0015, 15, 2), 332.015, 332.576, rivals=True),
    Rung("1000x26", 30, None, 182.648, 182.823),
    Rung("2470x13", 30, None, 52.162, 52.209),
    Rung("2470x26", 29, Target(0.001, 30, 4), 113.684, 113.784),
    Rung("2470x52", 118, Target(0.005, 120, 6), None, None),
)
LONG_RUN = {"50x13": 0.002, "50x26": 0.002}
"""Rungs that go on, given ten minutes, and the gap that they must reach."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Files of a rung, made before anything is timed.

    Attributes:
        instance: the question that ``relevo offline`` reads.
        mps: makes the whole program on first use and returns its file.
        team_operations: no plan holds more (team, operation) pairs.
    """

    instance: Path
    mps: Callable[[], Path]
    team_operations: int


def prepare(rung: str, ladder: Path, folder: Path) -> Prepared:
    """Convert a rung.

    Args:
        rung: its name.
        ladder: folder of the ``ladder-*.json.gz`` files.
        folder: where the files go.
    """
    document = read_ladder(ladder / f"ladder-{rung}.json.gz")
    question = instance_from_ladder(document)
    instance = folder / f"{rung}.json"
    instance.write_text(write_instance(question), encoding="utf-8")

    def mps() -> Path:
        path = folder / f"{rung}.mps"
        if not path.exists():
            with path.open("w", encoding="utf-8") as file:
                file.writelines(whole_program_mps(build_options(question)))
        return path

    shortest = min(document["durations"]) + document["rest"]
    each = (document["periods"] + document["rest"]) // shortest
    return Prepared(instance, mps, each * sum(pool["teams"] for pool in document["pools"]))
