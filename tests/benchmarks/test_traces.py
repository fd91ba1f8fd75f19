"""Traces say when which gap was certified."""

import json
import math
from pathlib import Path

from benchmarks.traces import best_at, packed, read_lines, time_to_gap, trace_of, unpacked

LINES = [
    {"elapsed_s": 1.0, "alone_s": 0.5},
    {"elapsed_s": 2.0, "alone_s": 1.0, "bound": 120.0},
    {"elapsed_s": 3.0, "alone_s": 1.5, "incumbent": 90.0},
    {"elapsed_s": 4.0, "alone_s": 2.0, "incumbent": 80.0, "bound": 100.0},
    {"elapsed_s": 5.0, "alone_s": 2.5, "incumbent": None, "bound": 100.0},
    {"elapsed_s": 6.0, "alone_s": 3.0, "incumbent": 99.5, "bound": 110.0},
]


def test_a_gap_is_certified_once_plan_and_bound_are_both_there() -> None:
    trace = trace_of(LINES, "elapsed_s")
    assert time_to_gap(trace, 0.30) == 3.0
    assert time_to_gap(trace, 0.10) == 4.0
    assert time_to_gap(trace, 0.005) == 6.0
    assert time_to_gap(trace, 0.001) is None


def test_a_worse_plan_or_bound_never_replaces_a_better_one() -> None:
    last = trace_of(LINES, "elapsed_s")[-1]
    assert (last.incumbent, last.bound) == (99.5, 100.0)


def test_lines_without_news_are_left_out_and_the_clock_is_chosen() -> None:
    assert [point.at_s for point in trace_of(LINES, "alone_s")] == [1.0, 1.5, 2.0, 3.0]


def test_the_best_plan_so_far() -> None:
    trace = trace_of(LINES, "elapsed_s")
    assert best_at(trace, 2.9) == -math.inf
    assert best_at(trace, 5.9) == 90.0


def test_a_trace_survives_json() -> None:
    trace = trace_of(LINES, "elapsed_s")
    assert unpacked(json.loads(json.dumps(packed(trace)))) == trace


def test_a_line_cut_short_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_text('{"a": 1}\n{"a": 2}\n{"a"', encoding="utf-8")
    assert read_lines(path) == [{"a": 1}, {"a": 2}]
    assert read_lines(tmp_path / "none") == []
