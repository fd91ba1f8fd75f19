"""What is measured on a rung, and in which order."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.planner import Bench
from benchmarks.rungs import RUNGS, Prepared
from tests.benchmarks.made import run

RUNG = next(rung for rung in RUNGS if rung.name == "50x13")
THERE = [[20.0, 99.2, 100.0], [90.0, 99.7, 100.0]]


def titles(runs: list[dict[str, Any]], **wanted: Any) -> list[str]:
    """Titles without the rung; nothing is measured."""
    asked = {"only_rivals": False, "only_races": True, "rivals": ("highs",), "seeds": 2, "seed": 0}
    namespace = argparse.Namespace(long=False, seconds=600.0, **asked | wanted)
    prepared = Prepared(Path("unused.json"), lambda: Path("unused.mps"), 1)
    return [title.partition(": ")[2] for title, _ in Bench(RUNG, prepared, Path(), namespace).planned(runs)]


def test_both_sides_take_turns_seed_by_seed() -> None:
    raced = titles([run("highs", RUNG.name, "rival", THERE)])
    assert [(title.split(",")[0], title.rpartition(" ")[2]) for title in raced] == [
        *[("relevo", "0")] * 3, ("highs", "0"), *[("relevo", "1")] * 3, ("highs", "1"),
    ]  # fmt: skip
    assert raced[3] == "highs, 600 s, gap 0.001, seed 0"
    assert raced[-1] == "highs, 600 s, gap 0.005, seed 1"


def test_a_rival_that_got_nowhere_races_once() -> None:
    raced = titles([run("highs", RUNG.name, "rival", [[20.0, 90.0, 100.0]])], only_rivals=True)
    assert raced == ["highs, 600 s, gap 0.001, seed 0"]


def test_without_rivals_relevo_races_alone() -> None:
    assert len(titles([], rivals=())) == 6


def test_the_promises_are_measured_once() -> None:
    alone = titles([], rivals=(), seeds=1, only_races=False)
    assert [title.split(",")[1].strip() for title in alone] == ["target", "all goals", "to gap", "to gap", "to gap"]
