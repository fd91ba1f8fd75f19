"""Unary calls while eight proposals are in flight, against the same calls without: ``make bench-serving``.

Idle and busy phases take turns, so that other work on the machine weighs on both. In a busy phase eight proposals of
50 municipalities and 13 periods are in flight, one solver per core and the others queued; in an idle phase none. Calls
come from a process of their own over loopback (``load.py``). Results in ``results/serving.json``.

``--compare`` also measures how else the system could be told to run the solvers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.load import SHARES
from benchmarks.machine import facts
from benchmarks.served import Served, served
from benchmarks.service_page import store
from benchmarks.small_world import SAMPLE, next_monday
from relevo.v1.planning_service_pb2 import ProposePlanRequest
from relevo_client import PendingPlan, Relevo
from relevo_client.dates import to_wire
from relevo_client.demo import records, samples

RESULTS = Path(__file__).resolve().parent / "results"
IN_FLIGHT = 8
MOST_RATIO = 2.0
IDLE, BUSY = "idle", "busy"
MUNICIPALITIES, PERIODS = 50, 13
_LONGEST_SECONDS = 900.0
_BEGIN_SECONDS = 180.0

Schedule = Callable[[int], None]


def _class(policy: str) -> Schedule:
    return lambda pid: os.sched_setscheduler(pid, getattr(os, policy), os.sched_param(0))


def _nice(value: int) -> Schedule:
    def renice(pid: int) -> None:
        os.sched_setscheduler(pid, os.SCHED_OTHER, os.sched_param(0))
        os.setpriority(os.PRIO_PROCESS, pid, value)

    return renice


OTHERS: dict[str, Schedule] = {
    "nice 10": _nice(10),
    "nice 19": _nice(19),
    "SCHED_BATCH": _class("SCHED_BATCH"),
    "SCHED_IDLE": _class("SCHED_IDLE"),
}
"""Ways to run the solvers, from the most to the least urgent."""


class Load:
    """The process that calls."""

    def __init__(self, at: Served) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.load", at.address, str(at.token_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, **asked: Any) -> dict[str, list[float]]:
        """Call for some seconds and return how long each call took, by method."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer: dict[str, list[float]] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


class Proposals:
    """Eight at once."""

    def __init__(self, relevo: Relevo, server: int, ranking: str, first_day: date) -> None:
        self._relevo, self._server = relevo, psutil.Process(server)
        self._ranking, self._first_day = ranking, first_day
        self.cancel_seconds: list[float] = []

    def solvers(self) -> list[int]:
        """Processes that solve."""
        return [child.pid for child in self._server.children(recursive=True)]

    def one(self, seconds: float, gap: float, seed: int = 0) -> PendingPlan:
        """Ask for one plan."""
        return self._relevo.planning.propose(
            ProposePlanRequest(
                ranking=self._ranking,
                first_municipalities=MUNICIPALITIES,
                first_day=to_wire(self._first_day),
                periods=PERIODS,
                time_limit_seconds=seconds,
                gap_tolerance=gap,
                seed=seed,
            )
        )

    @contextmanager
    def in_flight(self, schedule: Schedule | None) -> Iterator[None]:
        """Keep eight in flight, as many at work as there are cores, until the context ends."""
        pending = [self.one(_LONGEST_SECONDS, 1e-9, seed) for seed in range(IN_FLIGHT)]
        at_work = min(os.cpu_count() or 1, IN_FLIGHT)
        until = time.monotonic() + _BEGIN_SECONDS
        while sum(plan.look().phase == "searching" for plan in pending) < at_work:
            assert time.monotonic() < until, "the solvers do not begin to search"
            time.sleep(0.2)
        if schedule is not None:
            for pid in self.solvers():
                schedule(pid)
        yield
        done = [plan for plan in pending if plan.look() and plan.is_done]
        assert not done, f"{len(done)} of the proposals ended within the phase: fewer were in flight"
        assert len(self.solvers()) == at_work
        # The queued ones first, so that none of them gets its turn.
        for plan in reversed(pending):
            began = time.monotonic()
            plan.cancel()
            while not plan.is_done:
                plan.look()
            self.cancel_seconds.append(time.monotonic() - began)


def measure(wanted: argparse.Namespace, scratch: Path) -> dict[str, Any]:
    """Set up, measure round by round, and return everything."""
    phases: dict[str, Schedule | None] = {BUSY: None, **(OTHERS if wanted.compare else {})}
    took: dict[str, list[dict[str, list[float]]]] = defaultdict(list)
    chance = random.Random(wanted.seed)
    with served(scratch / "home") as at, at.connect() as relevo:
        proposals = Proposals(relevo, at.pid, *_records(relevo))
        first = proposals.one(30.0, 0.02)
        known = {"plan": first.result().name, "operation": first.name}
        load = Load(at)
        load.run(seconds=5, rate=wanted.rate, seed=0, **known)
        for number in range(wanted.rounds):
            order = [IDLE, *phases]
            chance.shuffle(order)
            for phase in order:
                asked = {"seconds": wanted.seconds, "rate": wanted.rate, "seed": number, **known}
                if phase == IDLE:
                    took[phase].append(load.run(**asked))
                else:
                    with proposals.in_flight(phases[phase]):
                        took[phase].append(load.run(**asked))
                print(f"round {number + 1}, {phase}: p99 {1000 * _p99(took[phase][-1:]):.1f} ms", flush=True)
        load.close()
    return {
        "rounds": wanted.rounds,
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "seconds_per_phase": wanted.seconds,
        "calls_per_second": wanted.rate,
        "shares_percent": SHARES,
        "seed": wanted.seed,
        "in_flight": IN_FLIGHT,
        "cancel_seconds_worst": round(max(proposals.cancel_seconds), 3),
        "phases": {phase: _summary(runs, took[IDLE]) for phase, runs in took.items()},
    }


def _records(relevo: Relevo) -> tuple[str, date]:
    """Write the records of the demonstration; return the ranking's name and the plans' first day."""
    first_day, sheets = next_monday(datetime.now(UTC).date()), samples.read(SAMPLE)
    before = first_day - timedelta(days=14)
    ranking = records.publish_ranking(relevo, records.load_sheets(relevo, sheets))
    regions = records.set_fusion_centres(relevo, sheets)
    records.create_pools(relevo, sheets)
    records.hold_meetings(relevo, sheets, regions, before)
    records.submit_reports(relevo, sheets, before)
    return ranking.name, first_day


def _summary(runs: list[dict[str, list[float]]], idle: list[dict[str, list[float]]]) -> dict[str, Any]:
    every = _joined(runs)
    pairs = [_p99([run]) / _p99([beside]) for run, beside in zip(runs, idle, strict=True)]
    return {
        "calls": len(every),
        "p50_ms": round(1000 * float(np.percentile(every, 50)), 2),
        "p99_ms": round(1000 * float(np.percentile(every, 99)), 2),
        "p99_against_idle": round(_p99(runs) / _p99(idle), 3),
        "p99_against_idle_median_of_rounds": round(statistics.median(pairs), 3),
        "p99_ms_by_method": {
            name: round(1000 * float(np.percentile([s for run in runs for s in run.get(name, [])], 99)), 2)
            for name in SHARES
        },
    }


def _joined(runs: list[dict[str, list[float]]]) -> list[float]:
    return [seconds for run in runs for by_method in run.values() for seconds in by_method]


def _p99(runs: list[dict[str, list[float]]]) -> float:
    return float(np.percentile(_joined(runs), 99))


def main() -> None:
    """Measure and store."""
    wanted = _arguments()
    machine = facts(wanted.day)
    with tempfile.TemporaryDirectory() as scratch:
        found = {"machine": machine, **measure(wanted, Path(scratch))}
    ratio = found["phases"][BUSY]["p99_against_idle"]
    found["promise"] = {"most_ratio": MOST_RATIO, "ratio": ratio, "kept": ratio <= MOST_RATIO}
    if wanted.compare:
        (wanted.out / "serving-compared.json").write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
    else:
        store(wanted.out, "serving", found)
    print(json.dumps(found, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure unary calls with eight proposals in flight.")
    parser.add_argument("--rounds", type=int, default=8, help="pairs of an idle and a busy phase")
    parser.add_argument("--seconds", type=float, default=15.0, help="length of a phase")
    parser.add_argument("--rate", type=float, default=40.0, help="calls per second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compare", action="store_true", help="also measure other ways to run the solvers")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the result (default: %(default)s)")
    parser.add_argument("--day", default=datetime.now(UTC).date().isoformat(), help="date that the result bears")
    return parser.parse_args()


if __name__ == "__main__":
    main()
