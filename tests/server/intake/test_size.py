"""A full national year is read fast and in little memory, and memory does not grow with the file."""

import io
import resource
import sys
import time
from collections.abc import Iterator

import pytest

from relevo_server.intake import Terms, open_reading
from tests.server.intake.made import HEADER, csv_file

MUNICIPALITIES = 2_478
CRIMES = 98


class Generated(io.RawIOBase):
    """A file that is made while it is read, so that it takes no memory itself."""

    def __init__(self, years: range) -> None:
        self._blocks = self._made(years)

    def read(self, size: int = -1, /) -> bytes:
        return next(self._blocks, b"")

    def _made(self, years: range) -> Iterator[bytes]:
        yield csv_file([HEADER])
        crimes = [
            ["Bien", f"Tipo {number // 4}", f"Subtipo {number // 2}", f"Modalidad {number}"] for number in range(98)
        ]
        keys = [f"{state}{part:03d}" for state in range(1, 33) for part in range(1, 79)][:MUNICIPALITIES]
        for year in years:
            for place, key in enumerate(keys):
                months = ["0"] * 11 + [str(place % 50)]
                yield csv_file([[year, key[:-3], "Estado", key, "Lugar", *crime, *months] for crime in crimes])


def peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


@pytest.mark.slow
def test_a_national_year_takes_seconds_and_little_memory() -> None:
    stream = io.BytesIO(b"".join(iter(Generated(range(2024, 2025)).read, b"")))
    before_mb, began = peak_mb(), time.process_time()
    reading = open_reading(stream, Terms())
    rows = sum(len(batch) for batch in reading.batches())
    assert time.process_time() - began < 10
    assert peak_mb() - before_mb < 100
    assert rows == MUNICIPALITIES * CRIMES
    coverage = reading.source.coverage
    assert coverage is not None
    assert sum(coverage.totals) == CRIMES * sum(place % 50 for place in range(MUNICIPALITIES))
