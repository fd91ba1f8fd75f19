"""A sweep of a hundred scenarios on a server that is killed half-way: cores used, progress shown, nothing lost.

Command: ``python -m benchmarks.sweep``; ``RELEVO_DATA`` holds bench/.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks.from_ladder import instance_from_ladder, read_ladder
from benchmarks.machine import facts
from benchmarks.sweep_page import write_results
from benchmarks.sweep_scenarios import scenarios
from relevo_client import Relevo, connect
from relevo_client.errors import RelevoError
from relevo_server.app import RECORDS, TOKEN, RandomIds, SystemClock
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import Ranking, RankingMethod, RankingState
from relevo_server.domain.search import Search
from relevo_server.jobs.starting import SOLVER
from relevo_server.storage import SqlRecords, open_engine, upgrade
from relevo_server.usecases.audit import verify_trail
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.scenarios import Base, store_scenario
from relevo_server.usecases.snapshot import snapshot_of
from relevo_server.usecases.sweeps import begin_sweep, get_sweep

SWEEP = "sweeps/bench"
LOOK_SECONDS = 0.5
_SERVE = "from relevo_client.main import main; main()"


@dataclass
class Life:
    """One life of the server.

    Attributes:
        samples: (seconds, ended, solvers at work), looked at over the API.
        killed: Whether it ended by SIGKILL.
    """

    samples: list[tuple[float, int, int]] = field(default_factory=list)
    killed: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rung", default="50x13")
    parser.add_argument("--count", type=int, default=100, help="scenarios")
    parser.add_argument("--seconds", type=float, default=15.0, help="most seconds of solving per scenario")
    parser.add_argument("--gap", type=float, default=0.02, help="gap at which a scenario is good enough")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results", help="where results go")
    asked = parser.parse_args()
    machine = facts(datetime.now(UTC).date().isoformat())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o700)
        ports = _prepare(home, asked)
        began = time.monotonic()
        lives = [_live(home, began, asked.count // 2)]
        before = {entry.operation.name: entry.operation for entry in get_sweep(ports, LOCAL, SWEEP).entries}
        lives.append(_live(home, began, None))
        wall = time.monotonic() - began
        found = _found(ports, before)
    measured = {"machine": machine, "asked": {k: v for k, v in vars(asked).items() if k != "out"}, "wall_s": wall}
    write_results(asked.out, {**measured, **found, "lives": [vars(life) for life in lives]})


def _prepare(home: Path, asked: argparse.Namespace) -> Ports:
    """Records that hold the rung as a frozen question, the scenarios of it and the sweep, none of them solved."""
    ladder = Path(os.environ["RELEVO_DATA"]) / "bench" / f"ladder-{asked.rung}.json.gz"
    instance = instance_from_ladder(read_ladder(ladder))
    engine = open_engine(home / RECORDS)
    upgrade(engine)
    clock = SystemClock()
    ports = Ports(SqlRecords(engine, clock.now), clock, RandomIds(), "bench")
    snapshot = snapshot_of(instance, ())
    with ports.records.write(LOCAL.name, "Prepare") as unit:
        unit.create([_ranking()])
        unit.create([snapshot])
        base = Base(snapshot, instance, "", _ranking().name, "")
        stored = [
            store_scenario(unit, ports, base, changes, name=f"scenarios/s{index}", title=title)
            for index, (title, changes) in enumerate(scenarios(instance, asked.count, asked.seed))
        ]
        search = Search(asked.seconds, asked.gap, asked.seed)
        begin_sweep(unit, ports, LOCAL, stored, search, name=SWEEP, title=f"{asked.count} scenarios on {asked.rung}")
    return ports


def _ranking() -> Ranking:
    """A rung has no incidence: the ranking only gives its question a name."""
    months = date(2024, 1, 1), date(2025, 1, 1)
    return Ranking(
        *("rankings/ladder", "ladder", RankingState.PUBLISHED, RankingMethod.VOLUME, (), (), *months),
        *(0, 0, 0, 0, "", (), "", datetime(2025, 1, 1, tzinfo=UTC)),
    )


def _live(home: Path, began: float, kill_at: int | None) -> Life:
    """Serve until so many scenarios are solved and then kill the server, or until all of them are."""
    life = Life()
    with _server(home) as (process, relevo):
        while True:
            sweep = relevo.what_if.sweep_so_far(SWEEP)
            life.samples.append((time.monotonic() - began, sweep.ended, _solvers(process.pid)))
            if kill_at is not None and sweep.ended >= kill_at:
                children = psutil.Process(process.pid).children(recursive=True)
                process.kill()
                life.killed = True
                _, alive = psutil.wait_procs(children, timeout=10)
                assert not alive, "a solver outlived its server"
                return life
            if sweep.ended == len(sweep.entries):
                return life
            time.sleep(LOOK_SECONDS)


@contextmanager
def _server(home: Path) -> Iterator[tuple[subprocess.Popen[str], Relevo]]:
    command = [sys.executable, "-c", _SERVE, "serve", "--home", str(home), "--address", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[2].rstrip(";")
        with connect(address, (home / TOKEN).read_text(encoding="ascii").strip()) as relevo:
            _await(relevo)
            yield process, relevo
    finally:
        process.terminate()
        process.wait()


def _await(relevo: Relevo) -> None:
    for _ in range(50):
        try:
            relevo.what_if.sweep_so_far(SWEEP)
        except RelevoError:
            time.sleep(LOOK_SECONDS)
        else:
            return


def _solvers(server: int) -> int:
    count = 0
    for child in psutil.Process(server).children(recursive=True):
        try:
            count += child.cmdline()[-1:] == [SOLVER[-1]]  # with a number behind it: kept ready for a trial
        except psutil.NoSuchProcess:
            continue
    return count


def _found(ports: Ports, before: dict[str, Any]) -> dict[str, Any]:
    """What the records hold at the end, against what they held when the server was killed."""
    entries = get_sweep(ports, LOCAL, SWEEP).entries
    solved = {name for name, operation in before.items() if operation.ended}
    plans = [entry.plan for entry in entries if entry.plan is not None]
    return {
        "solved_at_kill": len(solved),
        "at_work_at_kill": sum(operation.attempt == 1 and not operation.ended for operation in before.values()),
        "solved_again": sum(e.operation != before[e.operation.name] for e in entries if e.operation.name in solved),
        "taken_up_again": sum(entry.operation.attempt > 1 for entry in entries),
        "plans": len(plans),
        "distinct_scenarios": len({plan.scenario for plan in plans}),
        "other_questions": sum(
            e.plan is not None and e.plan.instance_sha256 != e.scenario.instance_sha256 for e in entries
        ),
        "audit_is_whole": not verify_trail(ports, LOCAL).broken,
        "scenarios": [
            {
                "scenario": entry.scenario.name,
                "title": entry.scenario.title,
                "state": entry.operation.state.value,
                "value": None if entry.plan is None else entry.plan.value,
                "bound": None if entry.plan is None else entry.plan.bound,
                "stop": None if entry.plan is None else entry.plan.stop,
                "search_s": entry.operation.progress.elapsed_seconds,
                "attempts": entry.operation.attempt,
                "error": None if entry.operation.error is None else entry.operation.error[1],
            }
            for entry in entries
        ],
    }


if __name__ == "__main__":
    main()
