"""Records of a few municipalities, written through the API: enough for plans that are found within a second.

Municipalities and counts are the first of one region in the bundled sheet; pools, agreement and reports are
illustrative.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from relevo.v1.agreement_pb2 import Agreement
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.pool_pb2 import Capability, Pool
from relevo_client import Relevo
from relevo_client.dates import to_wire
from relevo_client.demo import records, samples

SAMPLE = Path(__file__).resolve().parent.parent / "samples"
REGION = "Centro"
OFFICE = "Coordination of the region Centro"


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """What plans are made of.

    Attributes:
        ranking: Published.
        places: Municipalities, by their order in the ranking.
        pool: Patrol teams.
        teams: How many.
        first_day: From which the agreement carries.
    """

    ranking: str
    places: tuple[str, ...]
    pool: str
    teams: int
    first_day: date


def build(relevo: Relevo, scratch: Path, *, places: int, teams: int, first_day: date, last_day: date) -> SmallWorld:
    """Write the records.

    Args:
        relevo: Of a server without records.
        scratch: Folder for the shortened sheets.
        places: How many municipalities.
        teams: Of the one pool; they rest for a week.
        first_day: Of the agreement.
        last_day: Its end: the first day that it carries no more.
    """
    sheets, before = _shortened(scratch, places), first_day - timedelta(days=21)
    dataset = records.load_sheets(relevo, sheets)
    ranking = records.publish_ranking(relevo, dataset)
    records.set_fusion_centres(relevo, sheets)
    (region,) = relevo.geography.regions()
    meeting = Meeting(region=region.name, title="Illustrative", date=to_wire(before))
    relevo.meetings.create(meeting, meeting_id="only")
    relevo.meetings.hold("only", [OFFICE])
    agreement = Agreement(
        title="Illustrative", states=region.states, start_date=to_wire(first_day), end_date=to_wire(last_day)
    )
    relevo.meetings.agree("only", agreement)
    pool = Pool(agency="Illustrative", capability=Capability.CAPABILITY_PATROL, teams=teams, officers_per_team=30)
    pool.rest_days, pool.illustrative = 7, True
    made = relevo.force.create_pool(pool, pool_id="patrol")
    records.submit_reports(relevo, sheets, before)
    ranked = [line.municipality for line in relevo.rankings.municipalities(ranking.name)]
    return SmallWorld(ranking.name, tuple(ranked), made.name, teams, first_day)


def next_monday(today: date) -> date:
    """The first Monday that is more than a week away."""
    return today + timedelta(days=14 - today.weekday())


def _shortened(scratch: Path, places: int) -> samples.Samples:
    whole = samples.read(SAMPLE)
    with whole.municipalities.open(encoding="utf-8", newline="") as file:
        keys = [row["cvegeo"] for row in csv.DictReader(file) if row["region"] == REGION][:places]
    sheets = {}
    for sheet in (whole.municipalities, whole.incidence):
        header, *lines = sheet.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.partition(",")[0] in keys]
        sheets[sheet.name] = scratch / sheet.name
        sheets[sheet.name].write_text("\n".join([header, *kept]) + "\n", encoding="utf-8")
    return replace(whole, municipalities=sheets[whole.municipalities.name], incidence=sheets[whole.incidence.name])
