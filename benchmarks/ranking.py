"""How well rankings would have done: ``make bench-ranking``. Results in ``results/ranking.md`` and ``ranking.json``.

Half-lives are tried on earlier origins and judged on later ones; every figure of the page is of the later ones. The
default policy was chosen this way, and this command measures again whether it still is the choice.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import histories
from benchmarks.machine import facts
from benchmarks.ranking_page import page
from relevo_planner.need.backtest import SHORT_RIVALS, HitRate, best, hit_rates, scored_by
from relevo_planner.need.calibration import calibration
from relevo_planner.need.history import History
from relevo_planner.need.score import order, score
from relevo_planner.need.score_policy import ScoreMethod, ScorePolicy

RESULTS = Path(__file__).resolve().parent / "results"
HORIZONS = (3, 6, 12)
EARLIER, LATER = range(24, 61, 6), (66, 109)
HALF_LIVES = (2.0, 4.0, 6.0, 9.0, 12.0, 24.0)
DEFAULT = "default (VOLUME)"
POLICY = ScorePolicy()
SMALL = 5_000
DRAWS = 1000


def main() -> None:
    """Measure, store, write the page."""
    wanted = _arguments()
    data = Path(wanted.data) / "data"
    deaths = histories.deaths(data)
    found: dict[str, Any] = {"machine": facts(wanted.day), "seed": POLICY.seed, "draws": DRAWS}
    print("death certificates: choice of the half-life …", flush=True)
    found["choice"] = half_lives(deaths)
    print("death certificates: hit rates …", flush=True)
    found["deaths"] = {str(h): judged(deaths, h, _later(h)) for h in HORIZONS}
    found["deaths_first"] = {str(n): judged(deaths, 12, _later(12), first=n) for n in (25, 100, 200)}
    print("death certificates: intervals …", flush=True)
    found["coverage"] = {method.value: coverage(deaths, method, (66, 78, 90, 102, 108)) for method in ScoreMethod}
    found["small"] = {"raw rate": small_places(deaths, None)} | {
        f"smoothed rate, half-life {h:g} months": small_places(deaths, h) for h in (4.0, 12.0, 24.0, 60.0)
    }
    print("SESNSP 2024 …", flush=True)
    found["homicides_2024"] = short(histories.homicides_2024(data))
    print("SESNSP 2015-2023 …", flush=True)
    found["selected"] = {}
    for crime, history in histories.selected(data).items():
        print(f"  {crime} …", flush=True)
        found["selected"][crime] = judged(history, 12, range(48, 97, 12)) | {
            "coverage": coverage(history, ScoreMethod.VOLUME, (48, 60, 72, 84, 96)),
            "incidents": int(np.nansum(history.counts[crime])),
        }
    wanted.out.mkdir(parents=True, exist_ok=True)
    (wanted.out / "ranking.json").write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    text = page(found)
    (wanted.out / "ranking.md").write_text(text, encoding="utf-8")
    print(text)


def half_lives(history: History) -> dict[str, Any]:
    """Mean hit rate of VOLUME by half-life, on the earlier origins and on the later ones, six months ahead."""
    choosers = {f"{h:g}": scored_by(ScoreMethod.VOLUME, replace(POLICY, half_life_months=h)) for h in HALF_LIVES}
    earlier = hit_rates(history, choosers, origins=EARLIER, horizon=6, first=50)
    later = hit_rates(history, choosers, origins=_later(6), horizon=6, first=50)
    return {
        "earlier": {name: earlier[name].mean for name in choosers},
        "later": {name: later[name].mean for name in choosers},
        "chosen": best(earlier, list(choosers)),
        "table": POLICY.remembered(histories.DEATHS).half_life_months,
    }


def judged(history: History, horizon: int, origins: range, first: int = POLICY.first) -> dict[str, Any]:
    """Hit rates of the three methods beside rivals and oracle, each with its paired gap to the default."""
    found = hit_rates(history, _methods(), origins=origins, horizon=horizon, first=first)
    return {"origins": len(origins), "rates": {name: _told(rate, found[DEFAULT]) for name, rate in found.items()}}


def short(history: History) -> dict[str, Any]:
    """The one origin that a single year bears: half a year known, half a year ahead."""
    found = hit_rates(
        history, _methods(), origins=[6], horizon=6, first=POLICY.first, rivals=SHORT_RIVALS, past_months=6
    )
    return {"origins": 1, "rates": {name: _told(rate, found[DEFAULT]) for name, rate in found.items()}}


def coverage(history: History, method: ScoreMethod, origins: tuple[int, ...]) -> dict[str, Any]:
    """Share of municipalities whose next year's rank fell into its 90 % interval."""
    seen = calibration(history, method, replace(POLICY, draws=DRAWS), origins=origins)
    return {
        "overall": seen.overall,
        "first_200": seen.first_200,
        "by_origin": [float(share) for share in seen.overall_by_origin],
        "first_200_by_origin": [float(share) for share in seen.head_by_origin],
    }


def small_places(history: History, half_life_months: float | None) -> dict[str, float]:
    """Municipalities under 5,000 inhabitants among the first 50 by rate, mean over later origins, and what came next.

    Args:
        history: The whole past.
        half_life_months: Of the smoothed rate; None: the raw rate of the last twelve months.

    Returns:
        ``small``: how many; ``rate_next``: incidents per 100,000 in the 12 months ahead over all 50 together;
        ``incidents_next``: those incidents.
    """
    small, rates, incidents = [], [], []
    for origin in _later(12):
        past = history.until(origin)
        if half_life_months is None:
            last = past.counts[histories.DEATHS][:, -12:].sum(axis=1)
            scores = last / past.population
        else:
            policy = replace(POLICY, half_life_months=half_life_months)
            scores = score(past, ScoreMethod.RATE, policy).score
        chosen = order(scores)[:50]
        people = history.population[chosen]
        small.append(float((people < SMALL).sum()))
        ahead = history.counts[histories.DEATHS][chosen, origin : origin + 12].sum()
        rates.append(float(ahead / people.sum() * 1e5))
        incidents.append(float(ahead))
    means = {"small": small, "rate_next": rates, "incidents_next": incidents}
    return {name: float(np.mean(values)) for name, values in means.items()}


def _methods() -> dict[str, Any]:
    return {
        DEFAULT: scored_by(ScoreMethod.VOLUME, POLICY),
        "RATE": scored_by(ScoreMethod.RATE, POLICY),
        "BLEND": scored_by(ScoreMethod.BLEND, POLICY),
    }


def _later(horizon: int) -> range:
    """Later origins a horizon apart, so that no month is judged twice."""
    start, end = LATER
    return range(start, min(end, 120 - horizon + 1), horizon)


def _told(rate: HitRate, default: HitRate) -> dict[str, Any]:
    gap = default.gap(rate)
    return {
        "mean": rate.mean,
        "accuracy_index": rate.accuracy_index,
        "rates": [float(value) for value in rate.rates],
        "default_ahead": gap.mean,
        "half_width": None if np.isnan(gap.half_width) else gap.half_width,
        "is_noise": gap.is_noise,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Judge rankings on real data.")
    parser.add_argument("--data", default=os.environ.get("RELEVO_DATA"), help="folder that holds data/")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results (default: %(default)s)")
    parser.add_argument("--day", default=datetime.now(UTC).date().isoformat(), help="date that the results bear")
    wanted = parser.parse_args()
    if not wanted.data or not (Path(wanted.data) / "data").is_dir():
        sys.exit("No data: set RELEVO_DATA to the folder that holds data/, or pass --data FOLDER.")
    return wanted


if __name__ == "__main__":
    main()
