"""Results on disk: parts measured at different times, each with the facts of its machine."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.runs import Run

Part = dict[str, Any]
"""``machine``: facts; ``runs``: what was measured there."""
SEEDED = ("to gap", "rival")
"""Purposes for which runs with several seeds stand side by side."""


def load(path: Path) -> list[Part]:
    """Parts of earlier measurements, none where there is no file."""
    if not path.exists():
        return []
    parts: list[Part] = json.loads(path.read_text(encoding="utf-8"))["parts"]
    return parts


def merged(earlier: list[Part], new: Part) -> list[Part]:
    """The earlier parts without the runs that were measured again, and the new part."""
    again = {_key(run) for run in new["runs"]}
    kept = [{**part, "runs": [run for run in part["runs"] if _key(run) not in again]} for part in earlier]
    return [part for part in [*kept, new] if part["runs"]]


def store(path: Path, parts: list[Part]) -> None:
    """Write parts; what is not known is null."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"parts": _plain(parts)}, separators=(",", ":")) + "\n", encoding="utf-8")


def runs_of(parts: list[Part]) -> list[Run]:
    """Every run, with the number of its part (from 1)."""
    return [{**run, "part": number} for number, part in enumerate(parts, start=1) for run in part["runs"]]


def find(runs: Sequence[Run], who: str, rung: str, purpose: str) -> Run | None:
    """The run measured for a purpose, with the lowest seed where there are several; None where there is none."""
    return next(iter(found(runs, who, rung, purpose)), None)


def found(runs: Sequence[Run], who: str, rung: str, purpose: str, gap: float | None = None) -> list[Run]:
    """The runs measured for a purpose, a run for each seed, in order of seeds."""
    wanted = [run for run in runs if (run["who"], run["rung"], run["purpose"]) == (who, rung, purpose)]
    return sorted((run for run in wanted if gap in (None, run["asked_gap"])), key=lambda run: int(run["seed"]))


def _key(run: Run) -> tuple[Any, ...]:
    gap = run["asked_gap"] if run["purpose"] == "to gap" else None
    return run["who"], run["rung"], run["purpose"], gap, run["seed"] if run["purpose"] in SEEDED else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
