"""Measure the planner on the ladder: ``make bench-planner`` (options in ``ARGS``; ``--help`` lists them).

Relevo's whole command on every rung; the same exported program in general solvers on the smaller ones; and a page that
says, from what was just measured, what is promised and kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.again import able, seconds_left
from benchmarks.goals_apart import run_goals
from benchmarks.growth import draw
from benchmarks.machine import facts
from benchmarks.records import load, merged, runs_of, store
from benchmarks.report import page
from benchmarks.rungs import LONG_RUN, RUNGS, Prepared, Rung, prepare
from benchmarks.runs import RIVALS, Run, run_relevo, run_rival
from benchmarks.verdicts import COMPARED_GAPS

RESULTS = Path(__file__).resolve().parent / "results"
SHORT = ("50x13", "50x26", "300x26")
LONG_S = 600.0
USUAL_GAP = 0.005
"""Of need, where the other goals are timed: a proposal's own unless it asks for another."""
RIVAL_GAP = 0.001
"""A rival may stop here: nothing that is compared lies below."""

Measure = Callable[[], Run]


def main() -> None:
    """Measure, store, write the page."""
    wanted = _arguments()
    rungs = [rung for rung in RUNGS if rung.name in wanted.rungs]
    stored = wanted.out / f"{wanted.name}.json"
    parts = load(stored) if wanted.merge else []
    machine, runs = facts(wanted.day), []
    with tempfile.TemporaryDirectory(dir=wanted.scratch) as scratch:
        folder = Path(scratch).resolve()
        for rung in rungs:
            prepared = prepare(rung.name, wanted.ladder, folder)
            for title, measure in Bench(rung, prepared, folder, wanted).planned(runs):
                print(f"{title} …", end=" ", flush=True)
                run = measure()
                runs.append(run)
                print(_told(run), flush=True)
                # What was measured stays, whatever happens later.
                store(stored, merged(parts, {"machine": machine, "runs": runs}))
    parts = merged(parts, {"machine": machine, "runs": runs}) if runs else parts
    plot = wanted.out / f"{wanted.name}.svg"
    wanted.out.mkdir(parents=True, exist_ok=True)
    draw(runs_of(parts), RUNGS, plot)
    text = page(parts, RUNGS, plot=plot.name)
    (wanted.out / f"{wanted.name}.md").write_text(text, encoding="utf-8")
    print(text)


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that is to be measured on a rung."""

    rung: Rung
    prepared: Prepared
    folder: Path
    wanted: argparse.Namespace

    def planned(self, runs: Sequence[Run]) -> Iterator[tuple[str, Measure]]:
        """Titles and measurements; ``runs`` are those of all rungs so far.

        Seed by seed both sides race, one soon after the other: a machine is not as quick all day.
        """
        ours = not self.wanted.only_rivals
        if ours and not self.wanted.only_races:
            yield from self._alone()
        if self.rung.rivals:
            for seed in range(self.wanted.seed, self.wanted.seed + self.wanted.seeds):
                if ours:
                    yield from self._raced(seed)
                yield from self._rivals(runs, seed)

    def _alone(self) -> Iterator[tuple[str, Measure]]:
        rung, seed = self.rung, self.wanted.seed
        yield self._relevo("target", rung.time_limit_s, 0.0, seed)
        if rung.target is not None:
            limit = 2 * rung.time_limit_s
            yield (
                f"{rung.name}: relevo, all goals, {limit:g} s",
                lambda: run_goals(rung.name, self.prepared, self.folder, seconds=limit, gap=USUAL_GAP, seed=seed),
            )
        if rung.name in LONG_RUN and self.wanted.long:
            yield self._relevo("long", LONG_S, LONG_RUN[rung.name], seed)

    def _raced(self, seed: int) -> Iterator[tuple[str, Measure]]:
        seconds = LONG_S if self.wanted.long else 3 * self.rung.time_limit_s
        for gap in COMPARED_GAPS:
            yield self._relevo("to gap", seconds, gap, seed)

    def _rivals(self, runs: Sequence[Run], seed: int) -> Iterator[tuple[str, Measure]]:
        names = self.wanted.rivals
        if seed == self.wanted.seed:
            for name in names:
                yield self._rival(name, self.wanted.seconds, RIVAL_GAP, seed)
            return
        for name, gap in able(names, self.rung.name, runs):
            left = seconds_left(names, self.rung.name, runs, seed, gap, self.wanted.seconds)
            yield self._rival(name, left, gap, seed)

    def _relevo(self, purpose: str, seconds: float, gap: float, seed: int) -> tuple[str, Measure]:
        return f"{self.rung.name}: relevo, {purpose}, {seconds:g} s, gap {gap:g}, seed {seed}", lambda: run_relevo(
            self.rung.name, self.prepared, self.folder, seconds=seconds, gap=gap, seed=seed, purpose=purpose
        )

    def _rival(self, name: str, seconds: float, gap: float, seed: int) -> tuple[str, Measure]:
        return f"{self.rung.name}: {name}, {seconds:g} s, gap {gap:g}, seed {seed}", lambda: run_rival(
            name, self.rung.name, self.prepared, self.folder, seconds=seconds, gap=gap, seed=seed
        )


def _told(run: Run) -> str:
    found = run.get("certificate")
    gap = "no certificate" if found is None or found["gap"] is None else f"gap {found['gap']:.3%}"
    return f"{gap}, {run['wall_s']:.1f} s, {run['peak_mib']:.0f} MiB, {run['status']}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the planner on the ladder.")
    names = [rung.name for rung in RUNGS]
    data = os.environ.get("RELEVO_DATA")
    ladder = Path(data) / "bench" if data else None
    parser.add_argument("--ladder", type=Path, default=ladder, help="folder of the rungs (default: $RELEVO_DATA/bench)")
    parser.add_argument("--rungs", nargs="+", choices=names, metavar="RUNG", help=f"of {', '.join(names)}")
    parser.add_argument("--rivals", nargs="+", choices=RIVALS, default=RIVALS, help="general solvers to ask")
    parser.add_argument("--no-rivals", dest="rivals", action="store_const", const=(), help="ask none")
    parser.add_argument("--only-rivals", action="store_true", help="leave Relevo out")
    parser.add_argument("--seconds", type=float, default=LONG_S, help="for each rival (default: %(default)s)")
    parser.add_argument("--no-long", dest="long", action="store_false", help="leave out Relevo's ten-minute runs")
    parser.add_argument("--short", action="store_true", help="a few minutes: three rungs, no rivals, no long runs")
    parser.add_argument("--merge", action="store_true", help="keep earlier results that are not measured again")
    parser.add_argument("--seed", type=int, default=0, help="the first (default: %(default)s)")
    parser.add_argument("--seeds", type=int, default=5, help="how many of each side race (default: %(default)s)")
    parser.add_argument("--only-races", action="store_true", help="of Relevo, what rivals are compared with")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results (default: %(default)s)")
    parser.add_argument("--name", default="planner", help="of the results' files (default: %(default)s)")
    parser.add_argument("--scratch", type=Path, help="folder for what a run leaves (default: the system's)")
    today = datetime.now(UTC).date().isoformat()
    parser.add_argument("--day", default=today, help="date that the results bear (default: today)")
    parser.add_argument("--render", action="store_true", help="only write the page from earlier results")
    wanted = parser.parse_args()
    if wanted.short:
        wanted.rivals, wanted.long, wanted.seeds = (), False, 1
    wanted.rungs = wanted.rungs or (list(SHORT) if wanted.short else names)
    if wanted.render:
        wanted.rungs, wanted.merge = [], True
    elif wanted.ladder is None or not wanted.ladder.is_dir():
        sys.exit("No ladder: set RELEVO_DATA to the folder that holds bench/, or pass --ladder FOLDER.")
    return wanted


if __name__ == "__main__":
    main()
