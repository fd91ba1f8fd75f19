"""Import at size and the national ranking: ``make bench-import``. Results in ``results/import.md`` and ``import.json``.

The real municipal file of 2024 is expanded to the full official layout (every municipality times every line of the
state file's classification, zeros included) and streamed through the API of a server in a process of its own; beside
it stands ``pandas.read_csv`` of the same file, where pandas is installed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from benchmarks.import_page import CRIME_LINES, page
from benchmarks.machine import facts
from relevo.v1.incidence_pb2 import AbsentMeans
from relevo.v1.intake_service_pb2 import ImportHeader
from relevo.v1.ranking_pb2 import Ranking
from relevo_client import Relevo, connect
from relevo_client.dates import to_wire

RESULTS = Path(__file__).resolve().parent / "results"
YEARS = tuple(range(2015, 2025))
HOMICIDE = "crimeTypes/homicidio-doloso"
Row = tuple[str, ...]
"""Key of a place, then a line of the classification."""
_UNDIVIDED = "No especificado"
PLACES = ("AGEEML_20249161546763.csv", "operative_regions_2013.csv", "conapo_population_1990_2040.csv")
SERVER = """
import sys
from pathlib import Path
from relevo_server.app import serving
with serving(Path(sys.argv[1]), "127.0.0.1:0") as served:
    print(served.address, served.token_file, flush=True)
    sys.stdin.read()
"""
PANDAS = """
import resource, sys, time
import pandas
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
table = pandas.read_csv(sys.argv[1], encoding="latin-1")
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(table))
"""


def main() -> None:
    """Measure, store, write the page."""
    wanted = _arguments()
    data = Path(wanted.data) / "data"
    with tempfile.TemporaryDirectory() as scratch, server(Path(scratch) / "home") as (relevo, process):
        folder = Path(scratch)
        for name in PLACES:
            relevo.intake.import_file(data / "geography" / name)
        found: dict[str, Any] = {"machine": facts(wanted.day), "before_mib": _peak_mib(process), "years": []}
        found["empty_records_mib"] = _records_mib(folder / "home")
        for year in YEARS:
            path = folder / f"IDM_NM_{year}.csv.gz"
            found["rows"] = expand(data, year, path)
            found["bytes"] = path.stat().st_size
            before, client_before = _cpu_seconds(process), time.process_time()
            seconds, answer = timed_import(relevo, path)
            cpu, client_cpu = _cpu_seconds(process) - before, time.process_time() - client_before
            measured = {"year": year, "seconds": seconds, "cpu_seconds": cpu, "client_cpu_seconds": client_cpu}
            measured |= {"peak_mib": _peak_mib(process), "records_mib": _records_mib(folder / "home")}
            found["years"].append(measured | {"load": os.getloadavg()[0]})
            print(f"{year}: {seconds:.2f} s, {cpu:.2f} s of processor, {answer.rows_read:,} rows", flush=True)
        found["again_seconds"], answer = timed_import(relevo, path)
        assert answer.already_imported
        found["pandas"] = _pandas(path)
        rankings = {name: _rank(relevo, answer.dataset.name, method) for name, method in _METHODS.items()}
        found["rankings"] = {name: took for name, (took, _) in rankings.items()}
        found["ranked_incidents"] = min(made.ranked_incidents for _, made in rankings.values())
        found["peak_mib"] = _peak_mib(process)
    wanted.out.mkdir(parents=True, exist_ok=True)
    kept = json.dumps(found, indent=1, sort_keys=True) + "\n"
    (wanted.out / "import.json").write_text(kept, encoding="utf-8")
    text = page(json.loads(kept))
    (wanted.out / "import.md").write_text(text, encoding="utf-8")
    print(text)


_METHODS = {"VOLUME": Ranking.METHOD_VOLUME, "RATE": Ranking.METHOD_RATE, "BLEND": Ranking.METHOD_BLEND}


def expand(data: Path, year: int, path: Path) -> int:
    """Write the real counts of 2024 as a full national file of ``year`` and return its rows."""
    header, real = _real(data)
    lines = _classification(data)
    real = on_lines(real, lines)
    with (data / "geography" / PLACES[0]).open(encoding="latin-1", newline="") as file:
        places = [(row["CVE_ENT"], row["NOM_ENT"], row["CVE_MUN"], row["NOM_MUN"]) for row in csv.DictReader(file)]
    text = io.StringIO(newline="")
    write = csv.writer(text).writerow
    write(header)
    rows = 0
    for state, state_name, part, name in places:
        key = state.zfill(2) + part.zfill(3)
        for line in lines:
            months = real.get((key, *line), ["0"] * 12)
            write([year, int(state), state_name, int(key), name, *line, *months])
            rows += 1
    with gzip.open(path, "wb", compresslevel=6) as packed:
        packed.write(text.getvalue().encode("latin-1", "replace"))
    return rows


def on_lines(real: dict[Row, list[str]], lines: list[tuple[str, ...]]) -> dict[Row, list[str]]:
    """Move what the real file does not break down (homicides, "Sin desglose") to the line "No especificado".

    Raises:
        ValueError: a crime has no such line, and its counts would be lost.
    """
    known, placed = set(lines), dict[Row, list[str]]()
    for (key, *crime), months in real.items():
        line = tuple(crime) if tuple(crime) in known else (*crime[:3], _UNDIVIDED)
        if line not in known or (key, *line) in placed:
            raise ValueError(f"the classification has no line of its own for {', '.join(crime)} of {key}")
        placed[key, *line] = months
    return placed


def timed_import(relevo: Relevo, path: Path) -> tuple[float, Any]:
    """Import a file through the API; the seconds are the caller's."""
    began = time.perf_counter()
    answer = relevo.intake.import_file(path, ImportHeader(absent_means_default=AbsentMeans.ABSENT_MEANS_UNKNOWN))
    return time.perf_counter() - began, answer


@contextmanager
def server(home: Path) -> Iterator[tuple[Relevo, psutil.Process]]:
    """A server on records of its own, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address, token = process.stdout.readline().split()
        with connect(address, Path(token).read_text(encoding="ascii").strip()) as relevo:
            yield relevo, psutil.Process(process.pid)
    finally:
        process.stdin.close()
        process.wait()


def _real(data: Path) -> tuple[list[str], dict[tuple[str, ...], list[str]]]:
    with gzip.open(data / "incidence/IDM_NM_2024.csv.gz", "rt", encoding="latin-1", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        return header, {(row[3].zfill(5), *row[5:9]): row[9:21] for row in rows}


def _classification(data: Path) -> list[tuple[str, ...]]:
    with gzip.open(data / "incidence/IDEFC_NM_state_2015_2024.csv.gz", "rt", encoding="latin-1", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        lines = list(dict.fromkeys(tuple(row[3:7]) for row in rows))
    assert len(lines) >= CRIME_LINES, f"the state file has {len(lines)} lines of the classification"
    return lines[:CRIME_LINES]


def _rank(relevo: Relevo, dataset: str, method: Any) -> tuple[float, Ranking]:
    wanted = Ranking(
        method=method,
        datasets=[dataset],
        crime_types=[HOMICIDE],
        from_month=to_wire(date(YEARS[-1], 1, 1)),
        until_month=to_wire(date(YEARS[-1] + 1, 1, 1)),
    )
    began = time.perf_counter()
    made = relevo.rankings.create(wanted)
    took = time.perf_counter() - began
    assert made.ranked_municipalities > 2_400
    assert made.ranked_incidents > 25_000
    return took, made


def _pandas(path: Path) -> dict[str, Any] | None:
    try:
        installed = version("pandas")
    except PackageNotFoundError:
        return None
    ran = subprocess.run([sys.executable, "-c", PANDAS, str(path)], capture_output=True, text=True, check=True)
    seconds, peak, _ = ran.stdout.split()
    return {"version": installed, "seconds": float(seconds), "peak_mib": float(peak)}


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _records_mib(home: Path) -> float:
    """Size of the records on disk, what waits in the write-ahead log included."""
    return sum(path.stat().st_size for path in home.glob("relevo.db*")) / 2**20


def _peak_mib(process: psutil.Process) -> float:
    """Peak resident memory so far, by the kernel's own count where it keeps one."""
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return float(process.memory_info().rss) / 2**20


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure imports at size and the national ranking.")
    parser.add_argument("--data", default=os.environ.get("RELEVO_DATA"), help="folder that holds data/")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results (default: %(default)s)")
    parser.add_argument("--day", default=datetime.now(UTC).date().isoformat(), help="date that the results bear")
    wanted = parser.parse_args()
    if not wanted.data or not (Path(wanted.data) / "data").is_dir():
        sys.exit("No data: set RELEVO_DATA to the folder that holds data/, or pass --data FOLDER.")
    return wanted


if __name__ == "__main__":
    main()
