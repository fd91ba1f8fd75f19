"""A small world for tests: a clock that stands still, ids that count, four municipalities of two regions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path

from shapely.geometry import box, mapping

from relevo_server.domain.agreement import Agreement, AgreementDraft
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportDraft
from relevo_server.domain.deployment import Deployment, DeploymentDraft, DeploymentState
from relevo_server.domain.incidence import AbsentMeans
from relevo_server.domain.meeting import MeetingDraft
from relevo_server.domain.pool import Capability, Pool, PoolDraft
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.ranking import Ranking, RankingDraft, RankingMethod
from relevo_server.storage import SqlRecords, open_engine, upgrade
from relevo_server.storage.upload_folder import UploadFolder
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.capacity import accept_capacity_report, submit_capacity_report
from relevo_server.usecases.force import create_pool
from relevo_server.usecases.intake import ImportTerms, import_file
from relevo_server.usecases.intake_result import ImportResult
from relevo_server.usecases.meetings import create_meeting, hold_meeting
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.rankings import create_ranking, publish_ranking

TODAY = date(2025, 1, 15)
ACAPULCO, TIXTLA, TIJUANA, MEXICALI = (f"municipalities/{key}" for key in ("12001", "12061", "02004", "02002"))
GUERRERO, BAJA_CALIFORNIA = "states/12", "states/02"
CENTRO, NOROESTE = "regions/centro", "regions/noroeste"
HOMICIDE = "crimeTypes/homicidio-doloso"

SHEET = """\
cvegeo,municipality,state,region,latitude,longitude,population_2024,municipal_officers_2020
12001,Acapulco de Juárez,Guerrero,Centro,16.862,-99.887,800000,2332
12061,Tixtla de Guerrero,Guerrero,Centro,17.566,-99.398,40000,
02004,Tijuana,Baja California,Noroeste,32.532,-117.019,2000000,3933
02002,Mexicali,Baja California,Noroeste,32.651,-115.468,1000000,2000
"""
COUNTS = """\
cvegeo,2024-01,2024-02,2024-03
12001,30,30,30
12061,2,2,2
02004,100,120,110
02002,10,0,5
12999,1,0,0
"""
# Squares of a degree around the places' points.
BOUNDARIES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"CVEGEO": key}, "geometry": mapping(square)}
            for key, square in (("12001", box(-100.4, 16.3, -99.4, 17.3)), ("12061", box(-99.9, 17.3, -98.9, 18.3)))
        ],
    }
)
POINTS = "month,crime_type,cvegeo,latitude,longitude\n" + "".join(
    f"2024-01,Homicidio doloso,12001,{latitude},-99.8877665544332211\n"
    for latitude in [16.8611223344556677] * 6 + [17.0611223344556677] * 2
)


@dataclass
class StandingClock:
    """Stands still until it is moved."""

    at: datetime = datetime(TODAY.year, TODAY.month, TODAY.day, 18, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class CountingIds:
    """a1, a2, a3 ..."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self) -> str:
        return f"a{next(self.numbers)}"


def open_ports(path: Path, clock: StandingClock | None = None) -> Ports:
    """Ports on a new or earlier database file."""
    engine = open_engine(path)
    upgrade(engine)
    clock = clock or StandingClock()
    uploads = UploadFolder(path.parent / "uploads")
    return Ports(SqlRecords(engine, clock.now), clock, CountingIds(), "test", uploads=uploads)


def clock_of(ports: Ports) -> StandingClock:
    assert isinstance(ports.clock, StandingClock)
    return ports.clock


def recorded_stay(ports: Ports, draft: DeploymentDraft) -> Deployment:
    """A stay as the records hold it, whatever the rules of placing one say today."""
    assert draft.start is not None
    assert draft.end is not None
    stay = Deployment(
        f"deployments/{ports.ids.new()}",
        draft.municipality,
        draft.agreement,
        draft.start,
        draft.end,
        draft.teams,
        DeploymentState.ACTIVE,
        draft.plan,
        ports.clock.now(),
    )
    with ports.records.write(LOCAL.name, "RecordStay") as unit:
        unit.create([stay])
    return stay


def import_text(ports: Ports, text: str, encoding: str = "utf-8", **terms: object) -> ImportResult:
    return import_file(ports, LOCAL, BytesIO(text.encode(encoding)), ImportTerms(**terms))  # type: ignore[arg-type]


def import_below(ports: Ports) -> tuple[ImportResult, ImportResult]:
    """Import two boundaries, and geocoded incidents: a full cell and a few elsewhere."""
    return import_text(ports, BOUNDARIES), import_text(ports, POINTS)


def settle(ports: Ports) -> None:
    """Import the places."""
    import_text(ports, SHEET)


def published_ranking(ports: Ports) -> Ranking:
    """Import the counts and publish a ranking by volume of the three months."""
    imported = import_text(ports, COUNTS, crime_type=HOMICIDE, absent_means_default=AbsentMeans.UNKNOWN)
    assert imported.dataset is not None
    draft = RankingDraft(
        "Homicides", RankingMethod.VOLUME, (imported.dataset.name,), (HOMICIDE,), date(2024, 1, 1), date(2024, 4, 1)
    )
    return publish_ranking(ports, LOCAL, create_ranking(ports, LOCAL, draft).name)


def held_meeting(ports: Ports, region: str = CENTRO) -> str:
    meeting = create_meeting(ports, LOCAL, MeetingDraft(region, "Regional meeting", TODAY))
    return hold_meeting(ports, LOCAL, meeting.name, ("Secretariat",)).name


def live_agreement(
    ports: Ports,
    start: date = date(2025, 1, 1),
    end: date = date(2026, 1, 1),
    states: tuple[str, ...] = (GUERRERO, BAJA_CALIFORNIA),
) -> Agreement:
    draft = AgreementDraft("Support", start, end, states=states)
    return create_agreement(ports, LOCAL, held_meeting(ports), draft)


def patrol_pool(ports: Ports, teams: int = 5, rest_days: int = 7, **more: object) -> Pool:
    draft = PoolDraft("Agency", Capability.PATROL, teams, 30, rest_days=rest_days, illustrative=True, **more)  # type: ignore[arg-type]
    return create_pool(ports, LOCAL, draft)


def accepted_report(ports: Ports, municipality: str, officers: int | None, as_of: date = TODAY) -> CapacityReport:
    state = f"states/{municipality[-5:-3]}"
    draft = CapacityReportDraft(state, municipality, as_of, officers, officers_year_before=officers)
    return accept_capacity_report(ports, LOCAL, submit_capacity_report(ports, LOCAL, draft).name)
