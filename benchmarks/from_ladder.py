"""Turn a rung of the benchmark ladder into an instance.

Command: ``python benchmarks/from_ladder.py FILE --out INSTANCE.json``.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from relevo_planner.instance import Capability, Instance, Municipality, Pool, Region, ReportStatus, Standing, Window
from relevo_planner.policy import Goal, Policy
from relevo_server.wire.files import write_instance

FIRST_DAY = date(2025, 1, 6)
"""A rung has no calendar; any Monday serves."""


def read_ladder(path: Path) -> dict[str, Any]:
    """Read a rung, plain or gzipped."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    document: dict[str, Any] = json.loads(text)
    return document


def instance_from_ladder(ladder: Mapping[str, Any]) -> Instance:
    """Express a rung as an instance in which only the ladder's own rules bind."""
    horizon = Window(0, int(ladder["periods"]))
    longest = max(ladder["durations"])
    regions = {str(place["region"]) for place in ladder["municipalities"]}
    regions |= {str(pool["region"]) for pool in ladder["pools"] if pool["region"] is not None}
    policy = Policy(
        durations=tuple(ladder["durations"]),
        tenure_periods=longest,
        tenure_window_periods=longest + int(ladder["separation"]),
        reserve_share=0.0,
        state_ceiling_share=1.0,
        goals=(Goal.FLOORS, Goal.NEED),
    )
    return Instance(
        first_day=FIRST_DAY,
        periods=horizon.end,
        municipalities=tuple(
            _municipality(place, rank, horizon) for rank, place in enumerate(ladder["municipalities"], start=1)
        ),
        pools=tuple(_pool(pool, int(ladder["rest"])) for pool in ladder["pools"]),
        regions=tuple(Region(name=f"regions/{name}", title=name, fusion_centre=horizon) for name in sorted(regions)),
        policy=policy,
    )


def _municipality(place: Mapping[str, Any], rank: int, horizon: Window) -> Municipality:
    gains = {
        Capability(capability): tuple(float(gain) for width, gain in steps for _ in range(width))
        for capability, steps in place["gain_steps"].items()
    }
    return Municipality(
        name=f"municipalities/{place['key']}",
        state="states/ladder",
        region=f"regions/{place['region']}",
        gains=gains,
        period_weights=tuple(float(weight) for weight in place["period_weight"]),
        title=str(place["key"]),
        rank=rank,
        verified_officers=0,
        absorption_teams=int(place["teams_limit"]),
        standing=Standing(agreements=(horizon,), report=ReportStatus.ACCEPTED, report_age_days=0, effort_ratio=1.0),
    )


def _pool(pool: Mapping[str, Any], rest: int) -> Pool:
    region = pool["region"]
    return Pool(
        name=f"pools/{pool['key']}",
        capability=Capability(pool["capability"]),
        teams=int(pool["teams"]),
        title=str(pool["key"]),
        rest_periods=rest,
        base_region="" if region is None else f"regions/{region}",
        reach_regions=() if region is None else (f"regions/{region}",),
        cost_per_operation=float(pool["cost_per_team"]),
    )


def main() -> None:
    """Read a rung, write an instance."""
    parser = argparse.ArgumentParser(description="Turn a rung of the benchmark ladder into an instance.")
    parser.add_argument("rung", type=Path, metavar="FILE", help="the rung, .json or .json.gz")
    parser.add_argument("--out", type=Path, required=True, metavar="INSTANCE.json", help="where the instance goes")
    arguments = parser.parse_args()
    arguments.out.write_text(write_instance(instance_from_ladder(read_ladder(arguments.rung))), encoding="utf-8")


if __name__ == "__main__":
    main()
