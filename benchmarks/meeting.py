"""Meeting mode and one-fact changes: ``make bench-meeting``. Results in ``results/meeting.md`` and ``meeting.json``.

Two rungs of the ladder. On 50 x 13 a server of its own holds the rung's plan, and pins are changed through its API,
client and server on one machine, plain seconds of the caller. On 50 x 26 the planner solves the rung, then the rung
with one fact changed, warm from the first plan and staying close to it; both in one process, to the same gap.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.from_ladder import instance_from_ladder, read_ladder
from benchmarks.machine import facts
from benchmarks.meeting_facts import changed_pin, one_fact
from benchmarks.meeting_page import page
from relevo.v1.planning_service_pb2 import TryPlanRequest
from relevo_client import Relevo, connect
from relevo_planner.earlier import warm_from
from relevo_planner.instance import Instance, Operation
from relevo_planner.plan import Plan
from relevo_planner.policy import Goal
from relevo_planner.propose import propose
from relevo_planner.proving import NAME as PROOF
from relevo_planner.stopping import Deadline, FirstOf, Tolerance
from relevo_server.domain.operation import Operation as Queued
from relevo_server.domain.ranking import Ranking, RankingMethod, RankingState
from relevo_server.domain.search import Search
from relevo_server.storage import SqlRecords, open_engine, upgrade
from relevo_server.usecases.frozen_json import to_json
from relevo_server.usecases.proposing import METHOD, Proposal
from relevo_server.usecases.snapshot import snapshot_of
from relevo_server.wire.operation_teams import operation_message, operations_of
from relevo_server.wire.reading import Reading

RESULTS = Path(__file__).resolve().parent / "results"
GAP = 0.01
FIRST_SECONDS = 30.0
"""As a proposal usually has."""
BASE_SEARCH = Search(time_limit_seconds=60.0, gap_tolerance=0.005)
"""The plan that a meeting has at hand was made with the service's usual gap."""
SERVER = """
import sys
from pathlib import Path
from relevo_server.app import serving
with serving(Path(sys.argv[1]), "127.0.0.1:0", prepared=True) as served:
    print(served.address, served.token_file, flush=True)
    sys.stdin.read()
"""


def main() -> None:
    """Measure, store, write the page."""
    wanted = _arguments()
    rungs = {name: _rung(Path(wanted.data), name, date.fromisoformat(wanted.day)) for name in ("50x13", "50x26")}
    found: dict[str, Any] = {"machine": facts(wanted.day), "gap": GAP, "seed": wanted.seed}
    found["meeting"] = list(_meeting(rungs["50x13"], np.random.default_rng(wanted.seed), wanted.count))
    found["facts"] = list(_facts(rungs["50x26"], np.random.default_rng(wanted.seed), wanted.count))
    wanted.out.mkdir(parents=True, exist_ok=True)
    (wanted.out / "meeting.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (wanted.out / "meeting.md").write_text(page(found), encoding="utf-8")


def _rung(data: Path, name: str, day: date) -> Instance:
    """A rung that begins on the next Monday: a meeting changes plans for days to come."""
    ladder = read_ladder(data / "bench" / f"ladder-{name}.json.gz")
    return replace(instance_from_ladder(ladder), first_day=day + timedelta(days=7 - day.weekday()))


def _meeting(rung: Instance, random: np.random.Generator, count: int) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder), rung) as relevo:
        pending = relevo.planning.pending(relevo.planning.newest_operation())
        began = time.perf_counter()
        plan = pending.result()
        first = {"first_s": time.perf_counter() - began, "first_gap": plan.certificate.gap}
        stays = operations_of(Reading(), "operations", plan.operations)
        for _ in range(count):
            yield first | _trial(relevo, plan.name, changed_pin(rung, stays, random))


def _trial(relevo: Relevo, name: str, pin: Operation) -> dict[str, Any]:
    began = time.perf_counter()
    answer = relevo.planning.try_out(name, TryPlanRequest(pins=[operation_message(pin)], gap_tolerance=GAP))
    took = time.perf_counter() - began
    assert not answer.plan.conflicts, answer.plan.conflicts
    assert not answer.plan.review_findings, answer.plan.review_findings
    return {
        "pin": f"{pin.municipality} {pin.start}+{pin.periods}",
        "seconds": took,
        "gap": answer.plan.certificate.gap,
        "changed": len(answer.difference.stays),
        "kept": answer.difference.kept,
    }


def _facts(rung: Instance, random: np.random.Generator, count: int) -> Iterator[dict[str, Any]]:
    plan, first_s = _solved(rung, None)
    goals = (Goal.FLOORS, Goal.NEED, Goal.STABILITY)
    policy = replace(rung.policy, goals=goals)
    for _ in range(count):
        fact = one_fact(rung, plan, random)
        question = replace(fact.instance, published=plan.operations, policy=policy)
        again, took = _solved(question, plan)
        untouched = [stay for stay in plan.operations if not fact.touches(stay)]
        moved = sum(1 for stay in untouched if stay not in again.operations)
        need = next(result for result in again.goals if result.goal is Goal.NEED)
        yield {
            "fact": fact.text,
            "first_s": first_s[0],
            "first_processor_s": first_s[1],
            "first_gap": plan.certificate.gap,
            "seconds": took[0],
            "processor_s": took[1],
            "need_gap": 1.0 - need.value / need.bound,
            "gap": again.certificate.gap,
            "stays": len(plan.operations),
            "untouched": len(untouched),
            "moved": moved,
        }


def _solved(question: Instance, before: Plan | None) -> tuple[Plan, tuple[float, float]]:
    """A plan, and the plain and the processor's seconds that it took."""
    began, processor = time.perf_counter(), time.process_time()
    stop = FirstOf((Tolerance(GAP), Deadline(began + FIRST_SECONDS, time.perf_counter)))
    plan = propose(question, stop=stop, warm=None if before is None else warm_from(before))
    took = time.perf_counter() - began, time.process_time() - processor
    # What is still being proven is of no use any more, and no part of the next solve.
    while any(thread.name == PROOF for thread in threading.enumerate()):
        time.sleep(0.05)
    return plan, took


@contextmanager
def _served(home: Path, rung: Instance) -> Iterator[Relevo]:
    """A server on records that hold nothing but the rung as a question that waits for its plan."""
    engine = open_engine(home / "relevo.db")
    upgrade(engine)
    now = datetime.now(UTC)
    snapshot = snapshot_of(rung, ())
    ranking = Ranking(
        "rankings/ladder", "A rung of the ladder", RankingState.PUBLISHED, RankingMethod.VOLUME, (), (),
        rung.first_day, rung.first_day, 0, 0, 0, 0, "", (), "", now,
    )  # fmt: skip
    request = to_json(Proposal(snapshot.name, ranking.name, BASE_SEARCH))
    limit = BASE_SEARCH.time_limit_seconds
    queued = Queued("operations/first", METHOD, "principals/bench", request, limit, now, now)
    with SqlRecords(engine, lambda: now).write("principals/bench", "Bench") as unit:
        unit.create([ranking])
        unit.create([snapshot])
        unit.create([queued])
    engine.dispose()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address, token_file = process.stdout.readline().split()
        with connect(address, token=Path(token_file).read_text(encoding="ascii").strip()) as relevo:
            yield relevo
    finally:
        process.communicate("")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure meeting mode and one-fact changes.")
    parser.add_argument("--data", default=os.environ.get("RELEVO_DATA"), help="folder that holds bench/")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results (default: %(default)s)")
    parser.add_argument("--day", default=datetime.now(UTC).date().isoformat(), help="date that the results bear")
    parser.add_argument("--seed", type=int, default=0, help="of what is changed")
    parser.add_argument("--count", type=int, default=20, help="changes on each rung (default: %(default)s)")
    wanted = parser.parse_args()
    if not wanted.data or not (Path(wanted.data) / "bench").is_dir():
        sys.exit("No ladder: set RELEVO_DATA to the folder that holds bench/, or pass --data FOLDER.")
    return wanted


if __name__ == "__main__":
    main()
