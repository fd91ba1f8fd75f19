"""The page that says how planning as a service held up, from whichever results there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAMES = {"serving": "make bench-serving", "chaos": "make chaos", "races": "make races"}


def store(folder: Path, name: str, found: dict[str, Any]) -> None:
    """Write a result beside the others, and the page of all of them anew."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    parts = [_PARTS[part](json.loads(path.read_text(encoding="utf-8"))) for part, path in _there(folder)]
    text = "\n".join(["# Planning as a service", *parts])
    (folder / "service.md").write_text(text, encoding="utf-8")


def _there(folder: Path) -> list[tuple[str, Path]]:
    return [(name, path) for name in NAMES if (path := folder / f"{name}.json").exists()]


def _serving(found: dict[str, Any]) -> str:
    rows = "\n".join(
        f"| {phase} | {told['calls']:,} | {told['p50_ms']:.1f} | {told['p99_ms']:.1f} | {told['p99_against_idle']:.2f} "
        f"| {told['p99_against_idle_median_of_rounds']:.2f} |"
        for phase, told in sorted(found["phases"].items(), reverse=True)
    )
    promise = found["promise"]
    return f"""
## Unary calls with {found["in_flight"]} proposals in flight

{_measured("serving", found)} {found["rounds"]} rounds of one idle and one busy phase in random order, each of
{found["seconds_per_phase"]:g} s with {found["calls_per_second"]:g} calls a second (reads, and one write in seven)
from a process of its own over loopback, server and callers at nice {found["nice"]}; a call's time
runs from the moment it was due. On a loaded machine idle phases are not idle, and the ratio says little. Busy:
{found["in_flight"]} proposals of 50 municipalities and 13 periods, one solver per core, the others queued.

| phase | calls | p50, ms | p99, ms | p99 against idle | median over rounds |
|---|---|---|---|---|---|
{rows}

Promise: p99 at most {promise["most_ratio"]:g} times the idle one. It was {promise["ratio"]:.2f} times:
{"kept" if promise["kept"] else "NOT kept"}. The slowest cancel took {found["cancel_seconds_worst"]:.2f} s, waiting for
the answer included.
"""


def _chaos(found: dict[str, Any]) -> str:
    kills = found["kills"]
    told = ", ".join(f"{kills[kind]} times the {kind}" for kind in sorted(kills) if kind != "all")
    return f"""
## Kills

{_measured("chaos", found)} Seed {found["seed"]}. In {found["seconds"]:.0f} s {kills["all"]} kills ({told}), each at a
random moment, under three callers who proposed {found["proposals"]} plans, watched each to its end, confirmed
{found["confirmed"]}, were refused {found["confirmations_refused"]} confirmations and rejected {found["rejected"]};
{found["requests_repeated"]} requests were made again after their answer.
{found["solves_begun_again"]} solves were begun again. Of what was acknowledged {found["lost"]} was lost and
{found["doubled"]} doubled; {found["processes_left_behind"]} processes were left behind; the audit trail of
{found["audit_events"]:,} events
{"verifies" if found["audit_trail_intact"] else "is BROKEN"}.
"""


def _races(found: dict[str, Any]) -> str:
    return f"""
## Races

{_measured("races", found)} Seed {found["seed"]}. In {found["seconds"]:.0f} s {found["races"]:,} races of two callers
who confirm, at the same moment, plans that want the same teams. The first caller won
{found["won_by_the_first_caller"]}, the second {found["won_by_the_second_caller"]}, both or neither
{found["both_or_neither_won"]}. In {found["losers_told_teams_and_days"]:,} the other was told a failed precondition
with the pool, its teams, the days and the stay that has them, and nothing of it was placed. The audit trails
{"verify" if found["audit_trail_intact"] else "are BROKEN"}.
"""


def _measured(name: str, found: dict[str, Any]) -> str:
    machine = found["machine"]
    return (
        f"`{NAMES[name]}`, {machine['day']}: commit {machine['commit'] or 'unknown'}, {machine['processor']}, "
        f"{machine['cores']} cores, Python {machine['python']}, load {machine['load_average'][0]} when it began "
        "(of other work, where it is more than a few tenths)."
    )


_PARTS = {"serving": _serving, "chaos": _chaos, "races": _races}
