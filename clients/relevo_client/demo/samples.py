"""The bundled sample: two sheets of published facts and three illustrative files."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from relevo_client.errors import Fault, RelevoError


@dataclass(frozen=True, slots=True)
class Samples:
    """What the demonstration loads.

    Attributes:
        municipalities: sheet of municipalities.
        incidence: sheet of monthly counts.
        pools: illustrative pools.
        meetings: illustrative meetings, agreements and fusion centres.
        capacity: illustrative capacity reports.
    """

    municipalities: Path
    incidence: Path
    pools: dict[str, Any]
    meetings: dict[str, Any]
    capacity: dict[str, Any]

    def state_titles(self) -> dict[str, str]:
        """Return the title of each state of the sheet by its name, `states/12`."""
        with self.municipalities.open(encoding="utf-8", newline="") as sheet:
            return {f"states/{row['cvegeo'][:2]}": row["state"] for row in csv.DictReader(sheet)}

    def meeting_day(self, first_day: date) -> date:
        """Return the day of the meetings before a plan that starts on `first_day`."""
        return first_day - timedelta(days=self.meetings["days_before_first_day"])

    def report_day(self, first_day: date) -> date:
        """Return the day that the capacity reports describe."""
        return first_day - timedelta(days=self.capacity["days_before_first_day"])


def read(folder: Path) -> Samples:
    """Read the sample.

    Raises:
        RelevoError: NOT_FOUND, naming every file that is missing.
    """
    sheets = [folder / "municipalities.csv", folder / "intentional_homicides_2024.csv"]
    illustrative = [folder / "illustrative" / f"{name}.json" for name in ("pools", "meetings", "capacity")]
    faults = [Fault("sample", "is missing", str(path)) for path in (*sheets, *illustrative) if not path.is_file()]
    if faults:
        raise RelevoError("NOT_FOUND", "the sample is not complete", faults=faults)
    municipalities, incidence = sheets
    pools, meetings, capacity = (json.loads(path.read_text(encoding="utf-8")) for path in illustrative)
    return Samples(municipalities, incidence, pools, meetings, capacity)
