"""The table written from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.goals_apart import PURPOSE
from benchmarks.growth import exponent, points_to_gap
from benchmarks.records import Part, find, runs_of
from benchmarks.rungs import Rung
from benchmarks.runs import RIVALS, Run
from benchmarks.traces import GAPS, time_to_gap, unpacked
from benchmarks.verdicts import TIMES_FASTER, Race, Times, Verdict, long_runs, races, targets, time_limits

TITLES = {"highs": "HiGHS", "scip": "SCIP", "cpsat": "CP-SAT", "relevo": "Relevo"}
BUSY_OTHERS = 0.1
"""From this many cores on that others kept busy, a run is marked as disturbed."""
HEAD = """# The planner, measured

Written by `make bench-planner` from the runs it just timed; `planner.json` beside it holds every run with its trace.
A gap is (bound - value) / bound, both proven. Seconds of Relevo are those of the whole command
`relevo offline propose`, from the call to the end of the process: starting, reading the file and writing the plan
included. Memory is the most that the process tree held at one time.
"""
GOALS_NOTE = """\
`start` is Python, the file, the options and the baselines; `need` is goals 1 and 2 to the gap that a proposal usually
asks for; then one goal after the other, the last with roster, shortfalls, review and writing. The gap is that of the
plan at the end, after need was given up for fairness as far as the policy allows. Explaining is
`relevo offline explain`: every operation and every open need.
"""
RIVAL_NOTES = """\
Each solver reads the program that `relevo offline export --mps` writes: all options, all compositions, every number
exact. HiGHS and CP-SAT may use both cores. SCIP uses one: its concurrent mode tells nothing before it ends. CP-SAT
takes whole numbers only: gains are multiplied by a million and rounded, and its bounds are given with the most that
rounding can hide. Times include reading the file. Seconds to a gap are those of the clock or, where they are fewer
because other work kept cores busy (\\*), CPU seconds per thread that the solver keeps busy. One seed; more seeds below.
"""
RACE_NOTES = """\
With several seeds the time of each side is the middle one, the fastest rival of each seed standing for them all; what
did not get there with a seed counts with the time that it was given. The plans are those of the seed with which Relevo
fared worst beside the best plan that any rival had by then with any seed.
"""


def page(parts: Sequence[Part], rungs: Sequence[Rung], *, plot: str) -> str:
    """The whole page, in Markdown."""
    runs = runs_of(list(parts))
    sections = [HEAD, "## Measured on\n", _machines(parts)]
    ours = [run for run in runs if run["who"] == "relevo" and run["purpose"] == "target"]
    if ours:
        sections += ["## Relevo on the ladder\n", _ladder(runs, rungs), _growth(runs, rungs, plot)]
        sections += [*_goals(runs, rungs)]
        sections += ["## What was promised\n", _promises([*targets(runs, rungs), *long_runs(runs), *time_limits(runs)])]
    if any(run["purpose"] == "rival" for run in runs):
        sections += ["## The same program in general solvers\n", RIVAL_NOTES, _rivals(runs, rungs)]
    compared = races(runs, rungs)
    if compared:
        sections += [f"## {TIMES_FASTER:g} times faster?\n", _races(compared)]
    return "\n".join(sections)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; None becomes a dash, floats keep what matters."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _machines(parts: Sequence[Part]) -> str:
    rows = []
    for number, part in enumerate(parts, start=1):
        facts = part["machine"]
        versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
        load = " ".join(f"{value:g}" for value in facts["load_average"])
        machine = f"{facts['processor']}, {facts['cores']} cores, {facts['memory_gib']:g} GiB"
        seeds = sorted({run["seed"] for run in part["runs"]})
        row = [number, facts["day"], machine, facts["system"], f"Python {facts['python']}, {versions}"]
        rows.append([*row, facts["commit"], " ".join(map(str, seeds)), load])
    return table(["part", "day", "machine", "system", "versions", "commit", "seeds", "load at start"], rows)


def _ladder(runs: list[Run], rungs: Sequence[Rung]) -> str:
    head = ["rung", "value", "bound", "gap", "whole command s", "CPU s", "GiB"]
    head += [*(f"{gap * 100:g} % after s" for gap in GAPS), "best known", "bound known", "part"]
    rows = []
    for rung in rungs:
        run = find(runs, "relevo", rung.name, "target")
        if run is None:
            continue
        found = run.get("certificate") or {}
        trace = unpacked(run["trace"])
        row = [rung.name, *_certificate(found), _seconds(run), run["cpu_s"], run["peak_mib"] / 1024]
        row += [*(time_to_gap(trace, gap) for gap in GAPS), _six(rung.best_known), _six(rung.bound_known), run["part"]]
        rows.append(row)
    note = "The command is given the seconds that the promise allows and uses them; the gaps' seconds are when the"
    return table(head, rows) + f"\n{note}\nbound and the plan that certify them were both there.\n"


def _goals(runs: list[Run], rungs: Sequence[Rung]) -> Iterable[str]:
    """Seconds of the goals after need, and of explaining the plan."""
    measured = [run for rung in rungs if (run := find(runs, "relevo", rung.name, PURPOSE)) is not None]
    if not measured:
        return
    names = list(dict.fromkeys(name for run in measured for name in run["phases"]))
    head = ["rung", *(f"{name} s" for name in names), "whole command s", "gap", "explaining it all s", "part"]
    rows = []
    for run in measured:
        times = [run["phases"].get(name) for name in names]
        gap = _certificate(run.get("certificate") or {})[-1]
        rows.append([run["rung"], *times, _seconds(run), gap, run["explain_s"], run["part"]])
    yield "## The other goals and the explanations, timed apart\n"
    yield GOALS_NOTE
    yield table(head, rows)


def _growth(runs: list[Run], rungs: Sequence[Rung], plot: str) -> str:
    lines = [f"![Seconds and memory by size]({plot})\n"]
    for gap in (0.01, 0.005):
        slope = exponent(points_to_gap(runs, rungs, gap))
        if slope is not None:
            lines.append(f"Seconds to {gap:.1%} grow as size to the power of {slope:.2f}.")
    return "\n".join(lines) + "\n"


def _promises(verdicts: Sequence[Verdict]) -> str:
    return table(["promised", "measured", ""], ([v.promise, v.measured, _said(v.kept)] for v in verdicts))


def _rivals(runs: list[Run], rungs: Sequence[Rung]) -> str:
    head = ["rung", "solver", "version", "threads", "best value", "bound", "gap", "5 % after s", "1 %", "0.5 %"]
    head += ["reading s", "clock s", "CPU s", "GiB", "others' cores", "ended", "part"]
    rows = []
    for rung in rungs:
        for name in RIVALS:
            run = find(runs, name, rung.name, "rival")
            if run is None:
                continue
            trace = unpacked(run["trace"])
            times = [time_to_gap(trace, gap) for gap in (0.05, 0.01, 0.005)]
            row = [rung.name, TITLES[name], run["solver"], run["threads"], *_certificate(run["certificate"] or {})]
            row += [*times, run["read_s"], _seconds(run), run["cpu_s"], run["peak_mib"] / 1024]
            rows.append([*row, run["others_cores"], run["status"], run["part"]])
    return table(head, rows)


def _races(compared: Sequence[Race]) -> str:
    head = ["rung", "certified gap", "Relevo, whole command s", "fastest rival s", "rival", "times", ""]
    head += ["Relevo's plan", "best rival's plan by then", "none as good"]
    rows = [
        [
            *(race.rung, f"{race.gap:.1%}", _times(race.relevo), _times(race.rivals), TITLES.get(race.rival)),
            race.ratio,
            "no rival got there" if race.fast_enough is None else _said(race.fast_enough),
            *(_six(race.relevo_value), _six(race.rival_value), _said(race.better_plan)),
        ]
        for race in compared
    ]
    fast = [race.fast_enough for race in compared if race.fast_enough is not None]
    better = [race.better_plan for race in compared if race.better_plan is not None]
    claims = [
        Verdict(f"at least {TIMES_FASTER:g} times faster wherever a rival gets there", _share(fast), kept=all(fast)),
        Verdict("when Relevo is done, no rival has as good a plan", _share(better), kept=all(better)),
    ]
    return RACE_NOTES + "\n" + table(head, rows) + "\n" + _promises(claims)


def _times(times: Times | None) -> str | None:
    """The middle of several seeds, and the least and the most."""
    if times is None:
        return None
    middle, least, most = (_cell(value) for value in (times.median, times.seconds[0], times.seconds[-1]))
    return middle if len(times.seconds) == 1 else f"{middle} ({least} to {most}, {len(times.seconds)} seeds)"


def _share(verdicts: Sequence[bool]) -> str:
    return f"{sum(verdicts)} of {len(verdicts)} comparisons"


def _certificate(found: dict[str, Any]) -> list[str | None]:
    gap = found.get("gap")
    return [_six(found.get("value")), _six(found.get("bound")), None if gap is None else f"{gap:.3%}"]


def _seconds(run: Run) -> str:
    return f"{run['wall_s']:.1f}" + ("\\*" if run["others_cores"] >= BUSY_OTHERS else "")


def _six(value: float | None) -> str | None:
    return None if value is None or abs(value) == float("inf") else f"{value:.3f}"


def _said(kept: bool | None) -> str | None:
    return None if kept is None else ("kept" if kept else "**not kept**")


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}" if value < 10 else f"{value:.1f}"
    return str(value)
