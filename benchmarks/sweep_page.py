"""The page written from a measured sweep."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks.report import table

HEAD = """# A sweep, killed half-way

Written by `make bench-sweep` from what it just measured; `sweep.json` beside it holds every scenario and every look.
The scenarios stand on a rung of the benchmark ladder; a server solves them, is killed with SIGKILL once half of them
are solved, is started anew and does the rest. Progress is read over the API.
"""
SHARED = """\
Other work kept every core of the machine busy meanwhile, and solvers give way to it: the certified gaps are wider than
on a machine of its own, and a scenario may end before any bound of it is proven, which is told as failed.
"""


def write_results(folder: Path, measured: dict[str, Any]) -> None:
    """Write ``sweep.json`` and ``sweep.md``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_rounded(measured), separators=(",", ":"))
    (folder / "sweep.json").write_text(text + "\n", encoding="utf-8")
    (folder / "sweep.md").write_text(page(measured), encoding="utf-8")


def page(measured: dict[str, Any]) -> str:
    """The whole page, in Markdown."""
    machine, asked = measured["machine"], measured["asked"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    said = f"{machine['day']}, {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']:g} GiB"
    load = " ".join(f"{value:g}" for value in machine["load_average"])
    facts = [
        ("measured on", f"{said}; {machine['system']}, Python {machine['python']}, {versions}"),
        ("commit", machine["commit"]),
        ("load of the machine at the start", load),
        ("rung, scenarios, seed", f"{asked['rung']}, {asked['count']}, {asked['seed']}"),
        ("per scenario", f"gap {asked['gap']:.1%} or {asked['seconds']:g} s of solving"),
    ]
    parts = [HEAD, table(["", ""], facts)]
    if machine["load_average"][0] > machine["cores"]:
        parts.append(SHARED)
    return "\n".join([*parts, "## What was promised\n", _promises(measured), _kinds(measured)])


def _promises(measured: dict[str, Any]) -> str:
    samples = [sample for life in measured["lives"] for sample in life["samples"]]
    total, cores = measured["asked"]["count"], measured["machine"]["cores"]
    # While fewer scenarios than cores are left, or a server has only just begun, cores have nothing to do.
    busy = [s for life in measured["lives"] for s in life["samples"][10:] if total - s[1] > cores]
    all_cores = sum(solvers == cores for _, _, solvers in busy) / max(1, len(busy))
    gaps = [_gap(found) for found in measured["scenarios"] if found["value"] is not None]
    rows = [
        ("seconds from the first start to the last plan", f"{measured['wall_s']:.0f}"),
        ("most solvers at once; cores", f"{max(s[2] for s in samples)}; {cores}"),
        ("looks at which every core had its solver, while enough was left", f"{all_cores:.1%} of {len(busy)}"),
        ("different states of progress that were shown", len({s[1] for s in samples})),
        ("solved when the server was killed", measured["solved_at_kill"]),
        ("at work when it was killed, taken up again", f"{measured['at_work_at_kill']}, {measured['taken_up_again']}"),
        ("of those solved before, touched again", measured["solved_again"]),
        ("plans; scenarios that have one", f"{measured['plans']}; {measured['distinct_scenarios']}"),
        ("plans of another question than their scenario's", measured["other_questions"]),
        ("audit trail", "whole" if measured["audit_is_whole"] else "**broken**"),
        ("certified gap: median, largest", f"{median(gaps):.2%}, {max(gaps):.2%}" if gaps else "none"),
        ("states", ", ".join(f"{n} {state}" for state, n in _states(measured).items())),
    ]
    return table(["what", "measured"], rows)


def _kinds(measured: dict[str, Any]) -> str:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for found in measured["scenarios"]:
        kinds.setdefault(found["title"], []).append(found)
    rows = []
    for title, own in kinds.items():
        solved = [found for found in own if found["value"] is not None]
        gaps = [_gap(found) for found in solved]
        values = [found["value"] for found in solved]
        told = (mean(values), f"{min(values):.1f} to {max(values):.1f}", f"{max(gaps):.2%}") if solved else (None,) * 3
        rows.append((title, len(own), *told))
    return "## By kind\n\n" + table(["scenarios", "how many", "mean value", "values", "largest gap"], rows)


def _states(measured: dict[str, Any]) -> Counter[str]:
    return Counter(found["state"] for found in measured["scenarios"])


def _gap(found: dict[str, Any]) -> float:
    return max(0.0, found["bound"] - found["value"]) / max(abs(found["bound"]), 1e-12)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value
