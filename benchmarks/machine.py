"""On what a figure was measured: machine, versions, when."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

PACKAGES = ("relevo", "ortools", "numpy", "scipy", "highspy", "pyscipopt")


def facts(day: str) -> dict[str, Any]:
    """Facts that a reader needs to judge a figure; ``day`` is said by the caller."""
    return {
        "day": day,
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {package: version(package) for package in PACKAGES},
        "commit": _commit(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _commit() -> str:
    """The commit, with a plus where the planner's files differ from it."""
    here = Path(__file__).resolve().parent.parent
    asked = ["git", "-C", str(here), "rev-parse", "--short", "HEAD"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    if found.returncode:
        return ""
    changed = subprocess.run(["git", "-C", str(here), "diff", "--quiet", "HEAD", "--", "planner"], check=False)
    return found.stdout.strip() + ("+" if changed.returncode else "")
