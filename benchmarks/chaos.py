"""Servers and solvers are killed under callers who propose, watch and decide: ``make chaos``.

Each kill takes the server, a solver, or both, at a moment drawn at random between two answers; the server is started
again at once. At the end the records are held against the books of what was acknowledged: nothing lost, nothing
doubled, no process left behind, the audit trail whole. Result in ``results/chaos.json``.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from benchmarks.ledger import hold
from benchmarks.machine import facts
from benchmarks.served import Nursery, Served, kill, require_gone
from benchmarks.service_page import store
from benchmarks.small_world import build, next_monday
from benchmarks.story import PERIOD_DAYS, PERIODS, WEEKS, Books, Caller
from relevo_server.jobs.desk import MOST_DEATHS

RESULTS = Path(__file__).resolve().parent / "results"
SERVER, SOLVER, BOTH = "server", "solver", "server and solver"
KINDS = (SERVER, SOLVER, BOTH)
CALLERS = 3
PLACES, TEAMS = 5, 40
_MOST_ANSWERS = 8
"""Between two kills."""
_SILENCE_SECONDS = 240.0
"""Without any answer something hangs."""
_SOLVER_SECONDS = 10.0
"""How long a solver is waited for that is to be killed."""


@dataclass
class Killer:
    """Kills what is drawn, and starts the server again.

    Attributes:
        nursery: Starts servers.
        books: Tell when answers arrive.
        chance: Draws victims and moments.
        most_delay_seconds: Longest wait after the answer that a kill follows.
        kills: How many of each kind.
    """

    nursery: Nursery
    books: Books
    chance: random.Random
    most_delay_seconds: float
    served: Served
    kills: Counter[str] = field(default_factory=Counter)
    _in_a_row: int = 0

    def strike(self) -> None:
        """Wait for a moment, then kill."""
        self._await(self.books.answers + self.chance.randint(1, _MOST_ANSWERS))
        with self.books.changed:
            self.books.changed.wait(self.chance.uniform(0.0, self.most_delay_seconds))
        kind = self.chance.choice(KINDS)
        if kind == SOLVER and self._in_a_row == MOST_DEATHS - 1:
            # One more within the life of one server, and the solve would be given up, as it should.
            kind = BOTH
        solvers = self._solvers() if kind == SERVER else self._some_solvers()
        if kind != SERVER and not solvers:
            kind = SERVER
        server = psutil.Process(self.served.pid)
        if kind == SOLVER:
            kill([self.chance.choice(solvers)])
        elif kind == SERVER:
            kill([server])
        else:
            kill(self.chance.sample([server, self.chance.choice(solvers)], 2))
        self.kills[kind] += 1
        self._in_a_row = self._in_a_row + 1 if kind == SOLVER else 0
        if kind != SOLVER:
            require_gone(solvers)
            self.served = self.nursery.start()

    def _await(self, answers: int) -> None:
        until = time.monotonic() + _SILENCE_SECONDS
        with self.books.changed:
            while self.books.answers < answers and not self.books.faults:
                if not self.books.changed.wait(until - time.monotonic()):
                    faulthandler.dump_traceback()
                    raise RuntimeError(f"no answer for {_SILENCE_SECONDS} seconds")
        if self.books.faults:
            raise self.books.faults[0]

    def _solvers(self) -> list[psutil.Process]:
        return psutil.Process(self.served.pid).children(recursive=True)

    def _some_solvers(self) -> list[psutil.Process]:
        until = time.monotonic() + _SOLVER_SECONDS
        while not (found := self._solvers()) and time.monotonic() < until:
            with self.books.changed:
                self.books.changed.wait(0.02)
        return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went.

    Attributes:
        kills: How many of each kind.
        books: What was acknowledged.
        begun_again: Attempts beyond the first, of all operations.
        events: Of the audit trail.
    """

    kills: dict[str, int]
    books: Books
    begun_again: int
    events: int


def run(kills: int, seed: int, scratch: Path, most_delay_seconds: float = 0.0) -> Outcome:
    """Kill so many times, let the callers finish, and hold the records against their books.

    Raises:
        AssertionError: Something was lost, doubled or left behind.
    """
    home, books = scratch / "home", Books()
    nursery = Nursery(home)
    try:
        killer = Killer(nursery, books, random.Random(seed), most_delay_seconds, nursery.start())
        callers = _callers(killer.served, scratch, seed, books)
        for number in range(1, kills + 1):
            killer.strike()
            if number % 20 == 0:
                print(f"{number} kills, {len(books.plans)} proposals ended", flush=True)
        books.closing.set()
        for caller in callers:
            caller.join(_SILENCE_SECONDS)
            if caller.is_alive():
                faulthandler.dump_traceback()
            assert not caller.is_alive(), f"{caller.name} does not come to an end with {caller.doing}"
        if books.faults:
            raise books.faults[0]
        solvers = psutil.Process(killer.served.pid).children(recursive=True)
        kill([psutil.Process(killer.served.pid)])
        require_gone(solvers)
    finally:
        books.closing.set()
        nursery.close()
    begun_again, events = hold(home, books)
    return Outcome(dict(killer.kills), books, begun_again, events)


def _callers(served: Served, scratch: Path, seed: int, books: Books) -> list[Caller]:
    first_day = next_monday(datetime.now(UTC).date())
    last_day = first_day + timedelta(days=7 * WEEKS + PERIOD_DAYS * PERIODS)
    with served.connect() as relevo:
        world = build(relevo, scratch, places=PLACES, teams=TEAMS, first_day=first_day, last_day=last_day)
    callers = [Caller(number, seed, served.connect(), world, books) for number in range(CALLERS)]
    for caller in callers:
        caller.daemon = True
        caller.start()
    return callers


def main() -> None:
    """Kill, and store how it went."""
    wanted = _arguments()
    machine, began = facts(wanted.day), time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        outcome = run(wanted.kills, wanted.seed, Path(scratch), most_delay_seconds=0.4)
    books = outcome.books
    found = {
        "machine": machine,
        "seed": wanted.seed,
        "kills": outcome.kills | {"all": sum(outcome.kills.values())},
        "proposals": len(books.plans),
        "plans": sum(1 for plan in books.plans.values() if plan),
        "confirmed": len(books.confirmed),
        "rejected": len(books.rejected),
        "confirmations_refused": books.refused,
        "requests_repeated": books.repeated,
        "solves_begun_again": outcome.begun_again,
        "calls_without_a_server": books.failures,
        "audit_events": outcome.events,
        "lost": 0,
        "doubled": 0,
        "processes_left_behind": 0,
        "audit_trail_intact": True,
        "seconds": round(time.monotonic() - began, 1),
    }
    store(wanted.out, "chaos", found)
    print(json.dumps(found, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill servers and solvers under their callers.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the result (default: %(default)s)")
    parser.add_argument("--day", default=datetime.now(UTC).date().isoformat(), help="date that the result bears")
    return parser.parse_args()


if __name__ == "__main__":
    main()
