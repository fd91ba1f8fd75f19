"""Results measured at different times come together on one page."""

import math
from pathlib import Path

from benchmarks.growth import draw, exponent
from benchmarks.records import find, found, load, merged, runs_of, store
from benchmarks.report import page
from benchmarks.rungs import RUNGS
from tests.benchmarks.made import machine, run


def test_what_is_measured_again_replaces_the_earlier_run_only() -> None:
    earlier = {"machine": machine(), "runs": [run("highs", "50x13", "rival", []), run("scip", "50x13", "rival", [])]}
    new = {"machine": machine(), "runs": [run("highs", "50x13", "rival", [], wall_s=1.0)]}
    parts = merged([earlier], new)
    assert [(found["who"], found["part"], found["wall_s"]) for found in runs_of(parts)] == [
        ("scip", 1, 9.0),
        ("highs", 2, 1.0),
    ]
    assert [part["runs"][0]["who"] for part in merged([new], new)] == ["highs"]


def test_runs_to_different_gaps_stand_side_by_side() -> None:
    runs = [run("relevo", "50x13", "to gap", [], asked_gap=gap) for gap in (0.05, 0.01)]
    parts = merged([{"machine": machine(), "runs": runs[:1]}], {"machine": machine(), "runs": runs[1:]})
    counts = [len(found(runs_of(parts), "relevo", "50x13", "to gap", gap)) for gap in (0.05, 0.01, 0.02)]
    assert counts == [1, 1, 0]


def test_runs_with_different_seeds_stand_side_by_side_in_order() -> None:
    runs = [run("highs", "50x13", "rival", [], seed=seed, wall_s=wall) for seed, wall in ((1, 1.0), (0, 2.0), (1, 3.0))]
    parts = merged([{"machine": machine(), "runs": runs[:2]}], {"machine": machine(), "runs": runs[2:]})
    assert [one["wall_s"] for one in found(runs_of(parts), "highs", "50x13", "rival")] == [2.0, 3.0]
    first = find(runs_of(parts), "highs", "50x13", "rival")
    assert first is not None
    assert first["seed"] == 0


def test_parts_survive_the_disk_and_unknown_is_null(tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "planner.json"
    assert load(path) == []
    store(path, [{"machine": machine(), "runs": [run("highs", "50x13", "rival", [], read_s=math.inf)]}])
    assert load(path)[0]["runs"][0]["read_s"] is None


def test_growth_is_the_slope_of_the_logarithms() -> None:
    slope = exponent([(10.0, 1.0), (100.0, 10.0**1.5), (1000.0, 10.0**3)])
    assert slope is not None
    assert math.isclose(slope, 1.5)
    assert exponent([(10.0, 1.0), (100.0, 2.0)]) is None


def test_the_page_names_what_was_measured_and_what_was_not_kept(tmp_path: Path) -> None:
    runs = [
        run("relevo", "50x13", "target", [[1.0, 99.0, 100.0]]),
        run("relevo", "50x13", "to gap", [[1.0, 99.0, 100.0]], asked_gap=0.01),
        run("highs", "50x13", "rival", [[100.0, 99.0, 100.0]], others_cores=0.7),
        run("cpsat", "50x13", "rival", [], certificate=None),
    ]
    parts = [{"machine": machine(), "runs": runs}]
    text = page(parts, RUNGS, plot="planner.svg")
    assert "| 50x13: gap ≤ 0.50% within 10 s and 1 GiB | 1.000% in 9.0 s, 0.20 GiB | **not kept** |" in text
    assert "| 50x13 | 1.0% | 9.00 | 100.0 | HiGHS | 11.1 | **not kept** | 99.000 | – | kept |" in text
    assert "9.0\\*" in text
    draw(runs_of(parts), RUNGS, tmp_path / "planner.svg")
    assert (tmp_path / "planner.svg").read_text(encoding="utf-8").startswith("<?xml")
