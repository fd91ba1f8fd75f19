"""Try the planner on ten thousand random tiny questions: ``make fuzz-planner`` (options in ``ARGS``).

Every plan of every question is enumerated; the planner's must be worth as much as the best of them, its bound never
less, its review clean; on some of the same questions the price method is forced. Seeds follow each other, so that any
of them can be tried again alone. What is known is written on the way.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.machine import facts
from tests.planner.tried import PRICE_STEPS, Tried, tried

RESULTS = Path(__file__).resolve().parent / "results"
CHUNK = 50
WRITTEN_EVERY = 500


@dataclass(slots=True)
class Tally:
    """What all seeds so far have shown."""

    count: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    faulty: list[Tried] = field(default_factory=list)

    def add(self, one: Tried) -> None:
        """Count a seed, and keep it where something is wrong."""
        self.count += 1
        self.marks.update(one.marks)
        if one.faults:
            self.faulty.append(one)

    def document(self) -> dict[str, Any]:
        """As it is written to the result file."""
        return {
            "questions": self.count,
            "faulty": [{"seed": one.seed, "faults": one.faults} for one in self.faulty],
            "covered": dict(sorted(self.marks.items())),
            "price_steps": PRICE_STEPS,
        }


def main() -> None:
    """Try, tell, write."""
    wanted = _arguments()
    tally, began = Tally(), time.monotonic()
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    seeds = range(wanted.first, wanted.first + wanted.count)
    with ProcessPoolExecutor(wanted.processes) as processes:
        for one in processes.map(partial(_tried, prices_every=wanted.prices_every), seeds, chunksize=CHUNK):
            tally.add(one)
            for fault in one.faults:
                print(f"seed {one.seed}: {fault}", flush=True)
            if tally.count % WRITTEN_EVERY == 0 or tally.count == wanted.count:
                _write(wanted, tally, time.monotonic() - began)
                print(f"{tally.count} tried, {len(tally.faulty)} faulty", file=sys.stderr, flush=True)
    print(f"{tally.count} questions, {len(tally.faulty)} faulty; {wanted.out}")
    sys.exit(1 if tally.faulty else 0)


def _tried(seed: int, prices_every: int) -> Tried:
    return tried(seed, by_prices=seed % prices_every == 0)


def _write(wanted: argparse.Namespace, tally: Tally, elapsed_s: float) -> None:
    found = {
        "what": "the planner against every plan of random tiny questions",
        "command": "make fuzz-planner",
        "seeds": [wanted.first, wanted.first + tally.count - 1],
        "prices_every": wanted.prices_every,
        "processes": wanted.processes,
        "elapsed_s": round(elapsed_s, 1),
        **tally.document(),
        "machine": facts(wanted.day),
    }
    wanted.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="questions to try")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--prices-every", type=int, default=4, help="force the price method on every so many seeds")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS / "fuzz-planner.json")
    parser.add_argument("--day", default=datetime.now(UTC).date().isoformat(), help="written into the result")
    return parser.parse_args()


if __name__ == "__main__":
    main()
