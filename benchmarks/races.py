"""Two coordinators confirm plans that want the same teams: ``make races``. Result in ``results/races.json``.

In each race two plans are proposed for two municipalities whose stays together want more teams than the pool has on
some day (serving or resting), and two callers with connections of their own confirm them at the same moment over gRPC.
One must win; the other must be told a failed precondition that names the pool, its teams, the days and the stay that
has them; and nothing but the winner's stay may be placed.

The plans are written down as a solver's answers would be; their confirmation is the server's alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

from benchmarks.machine import facts
from benchmarks.served import Served, served
from benchmarks.service_page import store
from benchmarks.small_world import OFFICE, SmallWorld, build, next_monday
from relevo.v1.planning_service_pb2 import ConfirmPlanRequest
from relevo_client import Relevo, RelevoError
from relevo_planner.evaluate import evaluate
from relevo_planner.instance import Operation
from relevo_planner.plan import Certificate, Plan, Stop
from relevo_planner.policy import Policy
from relevo_server.app import RECORDS, RandomIds, SystemClock
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.search import Search
from relevo_server.storage import SqlRecords, open_engine
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.usecases.snapshot import Question

RESULTS = Path(__file__).resolve().parent / "results"
TEAMS = 5
PERIOD_DAYS = 7
REST = timedelta(days=7)
STEP_DAYS = 140
"""Between two races: the longest stay, its rest and the pause that tenure asks for are over."""
SEASON = 100
"""Races on the same records, each on later days."""
_WHY = re.compile(
    r"(?P<wanted>\d+ wanted from \S+ to \S+), but (?P<pool>\S+ has \d+) on (?P<day>\S+), "
    r"\d+ of them away or resting for (?P<stay>[^\s.]+)"
)


@dataclass(frozen=True, slots=True)
class Rival:
    """One coordinator's stay: from which period, how many, with how many teams."""

    start: int
    periods: int
    teams: int


def draw(chance: random.Random) -> tuple[Rival, Rival]:
    """Two stays that share a day, of service or of rest, and together want more teams than there are."""
    first = Rival(chance.randint(0, 1), chance.randint(1, 2), chance.randint(1, TEAMS))
    # A week of rest follows: the other begins at the latest in it.
    start = chance.randint(0, min(2, first.start + first.periods))
    periods = chance.randint(max(1, first.start - start), 2)
    return first, Rival(start, periods, chance.randint(TEAMS + 1 - first.teams, TEAMS))


class Track:
    """Runs races on one server."""

    def __init__(self, home: Path, at: Served, world: SmallWorld) -> None:
        self._world = world
        clock, self._engine = SystemClock(), open_engine(home / RECORDS)
        self._ports = Ports(SqlRecords(self._engine, clock.now), clock, RandomIds(), "race")
        self._callers = [at.connect(), at.connect()]
        self._placed: set[str] = set()

    def close(self) -> None:
        """Close the connections."""
        for caller in self._callers:
            caller.close()
        self._engine.dispose()

    def race(self, number: int, rivals: tuple[Rival, Rival]) -> int:
        """Run one race and return who won, 0 or 1.

        Raises:
            AssertionError: Something was not as it must be.
        """
        first_day = self._world.first_day + timedelta(days=STEP_DAYS * number)
        plans = [self._propose(first_day, place, rival) for place, rival in enumerate(rivals)]
        start = Barrier(2)

        def confirm(caller: Relevo, plan: str) -> str | RelevoError:
            request = ConfirmPlanRequest(office=OFFICE)
            start.wait()
            try:
                (deployment,) = caller.planning.confirm(plan, request).decision.deployments
            except RelevoError as error:
                return error
            return deployment

        with ThreadPoolExecutor(2) as both:
            outcomes = list(both.map(confirm, self._callers, plans))
        (won,) = (index for index, outcome in enumerate(outcomes) if isinstance(outcome, str))
        stay, loss = outcomes[won], outcomes[1 - won]
        assert isinstance(stay, str)
        assert isinstance(loss, RelevoError)
        self._judge(loss, stay, rivals[1 - won], first_day)
        self._placed.add(stay)
        there = {deployment.name for deployment in self._callers[0].deployments.list()}
        assert there == self._placed, f"placed by nobody: {there ^ self._placed}"
        return won

    def _judge(self, loss: RelevoError, stay: str, wanted: Rival, first_day: date) -> None:
        begins = first_day + timedelta(days=PERIOD_DAYS * wanted.start)
        last = begins + timedelta(days=PERIOD_DAYS * wanted.periods - 1)
        assert (loss.code, loss.reason) == ("FAILED_PRECONDITION", "STAY_OVERLAPS"), loss
        (fault,) = loss.faults
        assert fault.place == "operations[0].teams[0].teams"
        told = _WHY.match(fault.why)
        assert told is not None, fault.why
        assert told["wanted"] == f"{wanted.teams} wanted from {begins} to {last}", fault.why
        assert told["pool"] == f"{self._world.pool} has {TEAMS}", fault.why
        assert begins <= date.fromisoformat(told["day"]) <= last + REST, fault.why
        assert told["stay"] == stay, fault.why

    def _propose(self, first_day: date, place: int, rival: Rival) -> str:
        world = self._world
        question = Question(
            world.ranking, first_day, first_municipalities=2, periods=4, policy=Policy(period_days=PERIOD_DAYS)
        )
        name = propose_plan(self._ports, LOCAL, question, Search()).name
        work = begin_proposal(self._ports, name)
        stays = (Operation(world.places[place], rival.start, rival.periods, {world.pool: rival.teams}),)
        value = evaluate(work.instance, stays).value
        plan = Plan(stays, Certificate(value, value), (), (), (), (), (), Stop.OPTIMAL, 0, "0" * 64, {})
        return complete_proposal(self._ports, name, work.operation.attempt, plan, ()).name


def run(races: int, seed: int, scratch: Path) -> Iterator[int]:
    """Yield who won each of some races; every season has a server and records of its own."""
    chance = random.Random(seed)
    for season, begun in enumerate(range(0, races, SEASON)):
        folder = scratch / str(season)
        folder.mkdir()
        yield from _season(min(SEASON, races - begun), chance, folder)


def _season(races: int, chance: random.Random, scratch: Path) -> Iterator[int]:
    with served(scratch / "home") as at:
        first_day = next_monday(datetime.now(UTC).date())
        with at.connect() as relevo:
            last_day = first_day + timedelta(days=STEP_DAYS * (SEASON + 1))
            world = build(relevo, scratch, places=2, teams=TEAMS, first_day=first_day, last_day=last_day)
        track = Track(scratch / "home", at, world)
        try:
            for number in range(races):
                yield track.race(number, draw(chance))
            with at.connect() as relevo:
                verdict = relevo.audit.verify()
            assert not verdict.broken, verdict.broken
        finally:
            track.close()


def main() -> None:
    """Race, and store how it went."""
    wanted = _arguments()
    machine = facts(wanted.day)
    began, won = time.monotonic(), Counter[int]()
    with tempfile.TemporaryDirectory() as scratch:
        for number, winner in enumerate(run(wanted.races, wanted.seed, Path(scratch)), 1):
            won[winner] += 1
            if number % 100 == 0:
                print(f"{number} races: {won[0]} and {won[1]} won", flush=True)
    found: dict[str, Any] = {
        "machine": machine,
        "seed": wanted.seed,
        "races": wanted.races,
        "won_by_the_first_caller": won[0],
        "won_by_the_second_caller": won[1],
        "losers_told_teams_and_days": wanted.races,
        "both_or_neither_won": 0,
        "audit_trail_intact": True,
        "seconds": round(time.monotonic() - began, 1),
    }
    store(wanted.out, "races", found)
    print(json.dumps(found, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Two coordinators confirm plans that want the same teams.")
    parser.add_argument("--races", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the result (default: %(default)s)")
    parser.add_argument("--day", default=datetime.now(UTC).date().isoformat(), help="date that the result bears")
    return parser.parse_args()


if __name__ == "__main__":
    main()
