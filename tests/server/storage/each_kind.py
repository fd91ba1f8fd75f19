"""One record of every kind, with every field filled somewhere, and a change of each that changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from relevo_server.domain.agreement import Agreement, AgreementState
from relevo_server.domain.audit import AuditCheckpoint
from relevo_server.domain.body import Body, BodyKind
from relevo_server.domain.boundary import Boundary
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.commitment import Commitment, CommitmentChange, CommitmentKind, CommitmentState, Side
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.decision import Decision, Override
from relevo_server.domain.deployment import Deployment, DeploymentState, PoolTeams
from relevo_server.domain.emergency_calls import EmergencyCallService, EmergencyCallStatus
from relevo_server.domain.fund import Beneficiary, Fund, FundKind, Project
from relevo_server.domain.incidence import AbsentMeans, Coverage, CrimeType
from relevo_server.domain.local_capacity import LocalCapacity, Training, TrainingModule
from relevo_server.domain.meeting import Meeting, MeetingState
from relevo_server.domain.observation import Observation, ObservationSubject
from relevo_server.domain.operation import Operation, OperationState, Progress
from relevo_server.domain.places import FusionCentre, FusionCentreStatus, MunicipalityRecord, Point, Region, StateRecord
from relevo_server.domain.plan import PlanRecord, PlanState, PlanSummary, Snapshot
from relevo_server.domain.policy_version import PolicyVersion
from relevo_server.domain.pool import Capability, Pool
from relevo_server.domain.publication import Publication
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingInput, RankingMethod, RankingState
from relevo_server.domain.ranking_numbers import RankingNumbers
from relevo_server.domain.scenario import Scenario, Sweep, SweepEntry
from relevo_server.domain.spending import SpendRecord
from relevo_server.domain.waiver import Waiver
from relevo_server.usecases.ports import Record

DAY = date(2025, 1, 15)
NOW = datetime(2025, 1, 15, 18, 30, 15, 123456, tzinfo=UTC)
CRIME = CrimeType("robo", "El patrimonio", "Robo", "Robo", "Con violencia", ("a", "b", "c", "d"))
COVERAGE = Coverage((CRIME,), ((2024, 1), (2024, 2)), {"robo": AbsentMeans.ZERO}, (5, 6), {"robo": 11}, {"robo": 1})

REGION = Region("regions/centro", "Centro", (), FusionCentre(FusionCentreStatus.CLOSED, DAY, DAY + timedelta(days=9)))
STATE = StateRecord("states/12", "Guerrero", "regions/centro")
PLACE = MunicipalityRecord(
    "municipalities/12001",
    "Acapulco",
    "states/12",
    "regions/centro",
    800_000,
    2024,
    Point(16.8, -99.9),
    0,
    2020,
    9,
    2020,
)
UNKNOWN_PLACE = MunicipalityRecord("municipalities/12061", "Tixtla", "states/12", "regions/centro")
BOUNDARY = Boundary(
    "municipalities/12001/boundary", "municipalities/12001", "states/12", '{"type":"Polygon"}', "mended", "ab" * 32
)
CALLS = EmergencyCallService("states/12/emergencyCallService", EmergencyCallStatus.NOT_IN_SERVICE, DAY, "C5", 1)
COUNCIL = Body("bodies/c", "Council", BodyKind.COUNCIL, "", "", "", "", NOW)
BODY = Body(
    "bodies/b", "Conference", BodyKind.REGIONAL_CONFERENCE, "Conferencia", REGION.name, COUNCIL.name, "DOF", NOW
)
DATASET = Dataset("datasets/d", "año.csv", "L", "ab" * 32, COVERAGE, 7, 1, DAY, NOW)
RANKING = Ranking(
    *("rankings/r", "R", RankingState.DRAFT, RankingMethod.VOLUME, ("datasets/d",), ("crimeTypes/robo",)),
    *(date(2024, 1, 1), date(2024, 3, 1), 10, 1, 1, 1, "formula", ("ab" * 32,), "1.0", NOW),
    numbers=RankingNumbers(4.0, 0.1, 0.2, 0.3, True, 0.5, 6, 20, 100, 7, {"crimeTypes/robo": 2.5}),
    inputs=(RankingInput("population", "cd" * 32),),
    base="rankings/b",
    submitter="Cabildo",
)
ENTRY = RankingEntry(
    "municipalities/12001", "Acapulco", "states/12", 1, 10, None, None, 10 / 11, 0.1, 0.2, 1.0, 2.5, 0.75, "why"
)
MEETING = Meeting(
    *("meetings/m", "regions/centro", "M", DAY, MeetingState.CONVENED, ("Gobernadora", "bodies/c"), ()),
    *(("one", "two\nlines"), NOW, 1, "bodies/b"),
)
AGREEMENT = Agreement(
    name="meetings/m/agreements/a",
    title="A",
    municipalities=("municipalities/12061", "municipalities/12001"),
    states=("states/12",),
    start=DAY,
    end=DAY + timedelta(days=90),
    state=AgreementState.SIGNED,
    commitments=(
        Commitment(
            *("c2", Side.LOCAL, "Acapulco", "Recruit", DAY, CommitmentState.KEPT, "DOF", CommitmentKind.RECRUITMENT),
            *(40, DAY, DAY + timedelta(days=30), (CommitmentChange(CommitmentState.KEPT, "DOF", NOW, "principals/a"),)),
        ),
        Commitment("c1", Side.FEDERAL, "", "Send teams", DAY),
    ),
    created=NOW,
    follow_up=COUNCIL.name,
)
WAIVER = Waiver(
    "waivers/w", "municipalities/12001", "Secretariat", ("Courses\nbegin in June",), DAY, DAY + timedelta(days=30), NOW
)
REPORT = CapacityReport(
    *("capacityReports/c", "states/12", "municipalities/12001", DAY, CapacityReportState.SUBMITTED),
    *(None, 0, 5, 10, True, "source", (), NOW, 1),
    LocalCapacity(
        *(1, 2, 3, 4, 5, 6, 7, 8, 9, 0),
        (Training(TrainingModule.EVIDENCE, 12, 40, DAY), Training(TrainingModule.TESTIMONY)),
    ),
)
FUND = Fund(
    *("funds/f", "F", FundKind.FEDERAL_PROGRAMME, 10**13, DAY, DAY + timedelta(days=365), "PEF", True, NOW),
)
PROJECT = Project("funds/f/projects/p", "P", (Beneficiary("municipalities/12001", "H. Ayuntamiento"),), 2**40, NOW)
POOL = Pool(
    *("pools/p", "P", "Agency", Capability.PATROL, 5, 30, 7, "regions/centro", ("regions/centro",)),
    *(500.5, Point(19.4, -99.1), DAY, None, True, NOW, 1, "funds/f", 12_000, DAY),
)
SNAPSHOT = Snapshot("snapshots/s", '{"periods":13}', (("pools/p", 1), ("rankings/r", 2)))
OPERATION = Operation(
    *("operations/o", "ProposePlan", "principals/local", "{}", 30.0, NOW, NOW, OperationState.RUNNING),
    *(Progress("searching", 1.5, None, 0.25), 1, True, "", ("DEFECT", "broken")),
)
PLAN = PlanRecord(
    PlanSummary(
        *("plans/p", PlanState.PROPOSED, "rankings/r", DAY, 13, 14, 0.1 + 0.2, 1e9, "tolerance", 2**40),
        *("cd" * 32, "snapshots/s", "operations/o", NOW),
        policy="policies/strict@2",
        scenario="scenarios/s",
    ),
    '{"operations":[]}',
    (("tenure", "too long"),),
)
DEPLOYMENT = Deployment(
    *("deployments/d", "municipalities/12001", "meetings/m/agreements/a", DAY, DAY + timedelta(days=28)),
    *((PoolTeams("pools/p", 2),), DeploymentState.PLANNED, "plans/p", NOW),
)
SPENT = SpendRecord(
    *("funds/f/projects/p/spendRecords/s", date(2025, 1, 1), "municipalities/12001", 2**40, "deployments/d"),
    *("", "", "Cuenta pública", NOW),
)
CORRECTION = replace(
    SPENT, name="funds/f/projects/p/spendRecords/t", amount_mxn=-5, corrects=SPENT.name, reason="Twice\ncounted"
)
OBSERVATION = Observation("observations/o", "Citizens' council", ObservationSubject.SPENDING, "Why?\nHow much?", NOW)
POLICY = PolicyVersion(
    *("policies/strict@2", "policies/strict", 2, "Strict", "Why\nnot", '{"period_days":7}', "principals/a", NOW)
)
SCENARIO = Scenario(
    *("scenarios/s", "S", "plans/p", "rankings/r", "policies/strict@2", "snapshots/s", "snapshots/s"),
    *('{"weights":[]}', ("one", "two\nlines"), NOW, ("a note",)),
)
SWEEP = Sweep("sweeps/w", "W", "operations/o", (SweepEntry("scenarios/s", "operations/o"),), "principals/local", NOW)
CHECKPOINT = AuditCheckpoint("auditCheckpoints/9", 1, 9, "ab" * 32, "cd" * 32, "Archive", NOW)
# In an order in which each names only what stands before it.
ALL: tuple[Record, ...] = (
    *(
        REGION,
        STATE,
        PLACE,
        UNKNOWN_PLACE,
        BOUNDARY,
        CALLS,
        COUNCIL,
        BODY,
        DATASET,
        RANKING,
        MEETING,
        AGREEMENT,
        WAIVER,
        REPORT,
        FUND,
        PROJECT,
        POOL,
        SNAPSHOT,
        OPERATION,
    ),
    *(PLAN, DEPLOYMENT, SPENT, CORRECTION, OBSERVATION, CHECKPOINT, POLICY, SCENARIO, SWEEP),
)

CHANGED: tuple[Any, ...] = (
    replace(REGION, title="Centre", fusion_centre=None, states=("states/12",), version=2),
    replace(STATE, title="Gro."),
    replace(PLACE, population=None, point=None),
    replace(BOUNDARY, geojson='{"type":"MultiPolygon"}', repair=""),
    replace(CALLS, status=EmergencyCallStatus.IN_SERVICE, version=2),
    replace(BODY, follows_up="", title="Meeting", version=2),
    RANKING.publish(NOW),
    MEETING.hold(["Secretaría"]),
    replace(AGREEMENT.terminate(), municipalities=("municipalities/12001",), commitments=AGREEMENT.commitments[1:]),
    REPORT.accept(),
    replace(DEPLOYMENT.activate(DAY, (PoolTeams("pools/p", 4, (1, 2, 4, 5)),)), reason="Fire\nelsewhere"),
    replace(FUND, title="Fund", ceiling_mxn=5, illustrative=False, version=2),
    replace(PROJECT, beneficiaries=(), budget_mxn=None, version=2),
    replace(
        POOL, fund="", team_day_mxn=None, teams_since=None, reach_regions=(), reach_km=None, base_region="", version=2
    ),
    OBSERVATION.reply("So it is", "Secretariat", NOW),
    replace(PLAN, publication=Publication("Coordination of Centro", "principals/local", NOW)).decide(
        PlanState.CONFIRMED,
        Decision(
            *("Coordination of Centro", "principals/local", NOW, (), (0, 2), ("deployments/d", "deployments/e")),
            *((Override(2, 1, 4, (PoolTeams("pools/p", 2),), "fewer beds"),), 0.1 + 0.2),
        ),
    ),
    OPERATION.succeed("plans/p", NOW + timedelta(seconds=1)),
)
