"""Measure one run: Relevo's whole command, or a rival on the exported program."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.rungs import Prepared
from benchmarks.traces import packed, read_lines, trace_of
from benchmarks.watched import Watched, watch

Run = dict[str, Any]
"""What was asked and what came out, as it stands in the results' JSON."""

RIVALS = ("highs", "scip", "cpsat")
ROOT = Path(__file__).resolve().parent.parent


def run_relevo(
    rung: str, prepared: Prepared, folder: Path, *, seconds: float, gap: float, seed: int, purpose: str
) -> Run:
    """Time ``relevo offline propose`` from the call to the end of the process, the file's reading included.

    Args:
        rung: its name.
        prepared: its files.
        folder: for what the run leaves.
        seconds: ``--time-limit``.
        gap: relative gap at which the command may stop.
        seed: of every random choice.
        purpose: ``target``, ``to gap`` or ``long``.
    """
    plan, progress = folder / "plan.json", folder / "progress.jsonl"
    for left in (plan, progress):
        left.unlink(missing_ok=True)
    command = [str(Path(sys.executable).with_name("relevo")), "offline", "propose"]
    command += ["--instance", str(prepared.instance), "--time-limit", f"{seconds:g}", "--gap", f"{gap:g}"]
    command += ["--seed", str(seed), "--out", str(plan), "--progress", str(progress)]
    log = folder / "relevo.log"
    took = watch(command, log=log, limit_s=2 * seconds + 60)
    run = _asked("relevo", rung, purpose, seconds, gap, seed) | asdict(took)
    run["trace"] = packed(trace_of(read_lines(progress), "elapsed_s"))
    if took.exit_code == 0 and plan.exists():
        run |= {"certificate": _certificate(plan), "status": "ok"}
    else:
        run["status"] = f"failed: {_last_line(log)}"
    return run


def run_rival(name: str, rung: str, prepared: Prepared, folder: Path, *, seconds: float, gap: float, seed: int) -> Run:
    """Let a rival search on the exported program, in a process of its own."""
    lines, log = folder / "rival.jsonl", folder / "rival.log"
    lines.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.rivals.run", name, str(prepared.mps()), "--trace", str(lines)]
    command += ["--seconds", f"{seconds:g}", "--gap", f"{gap:g}", "--seed", str(seed)]
    command += ["--team-operations", str(prepared.team_operations), "--began", repr(time.monotonic())]
    took = watch(command, log=log, limit_s=2 * seconds + 120, folder=ROOT)
    return rival_record(name, rung, read_lines(lines), took, seconds=seconds, gap=gap, seed=seed, log=log)


def rival_record(
    name: str,
    rung: str,
    told: list[dict[str, Any]],
    took: Watched,
    *,
    seconds: float,
    gap: float,
    seed: int,
    log: Path,
) -> Run:
    """What a rival's lines and its process say, as a run."""
    run = _asked(name, rung, "rival", seconds, gap, seed) | asdict(took)
    trace = trace_of(told, "alone_s")
    best, bound = (trace[-1].incumbent, trace[-1].bound) if trace else (0.0, float("inf"))
    phases = {line["phase"]: line for line in told}
    start, read, end = (phases.get(phase, {}) for phase in ("start", "read", "end"))
    run |= {
        "solver": start.get("solver", ""),
        "threads": start.get("threads"),
        "read_s": read.get("alone_s"),
        "rounding_error": read.get("rounding_error"),
        "certificate": {"value": best, "bound": bound, "gap": trace[-1].gap} if trace else None,
        "trace": packed(trace),
        "wall_trace": packed(trace_of(told, "elapsed_s")),
        "status": end.get("status") or ("ended from outside" if took.ended else f"failed: {_last_line(log)}"),
    }
    return run


def _asked(who: str, rung: str, purpose: str, seconds: float, gap: float, seed: int) -> Run:
    return {"who": who, "rung": rung, "purpose": purpose, "time_limit_s": seconds, "asked_gap": gap, "seed": seed}


def _certificate(plan: Path) -> dict[str, float]:
    certificate = json.loads(plan.read_text(encoding="utf-8"))["certificate"]
    return {name: float(certificate.get(name, 0.0)) for name in ("value", "bound", "gap")}


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1][:200] if lines else "it said nothing"
