"""What every storage must do, written against the ports alone; a new backend is one more fixture parameter."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relevo_server.domain.agreement import Agreement, AgreementState, Commitment, CommitmentState, Side
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportState
from relevo_server.domain.dataset import Dataset
from relevo_server.domain.deployment import Deployment, DeploymentState, PoolTeams
from relevo_server.domain.errors import Aborted, AlreadyExists
from relevo_server.domain.incidence import AbsentMeans, Coverage, CrimeType, MunicipalCounts
from relevo_server.domain.meeting import Meeting, MeetingState
from relevo_server.domain.operation import Operation, OperationState, Progress
from relevo_server.domain.places import (
    FusionCentre,
    FusionCentreStatus,
    MunicipalityRecord,
    Point,
    Region,
    StateRecord,
)
from relevo_server.domain.plan import PlanRecord, PlanState, PlanSummary, Snapshot
from relevo_server.domain.pool import Capability, Pool
from relevo_server.domain.ranking import Ranking, RankingEntry, RankingMethod, RankingState
from relevo_server.storage import SqlRecords, open_engine, upgrade
from relevo_server.storage.catalogue import SHELVES
from relevo_server.usecases.ports import Condition, Operator, Order, Query, Record, Records, Remembered

DAY = date(2025, 1, 15)
NOW = datetime(2025, 1, 15, 18, 30, 15, 123456, tzinfo=UTC)
CRIME = CrimeType("robo", "El patrimonio", "Robo", "Robo", "Con violencia", ("a", "b", "c", "d"))
OTHER = replace(CRIME, modality="Sin violencia", classification=("a", "b", "c", "e"))
COVERAGE = Coverage((CRIME,), ((2024, 1), (2024, 2)), {"robo": AbsentMeans.ZERO}, (5, 6), {"robo": 11}, {"robo": 1})

REGION = Region("regions/centro", "Centro", (), FusionCentre(FusionCentreStatus.CLOSED, DAY, DAY + timedelta(days=9)))
STATE = StateRecord("states/12", "Guerrero", "regions/centro")
PLACE = MunicipalityRecord(
    "municipalities/12001", "Acapulco", "states/12", "regions/centro", 800_000, 2024, Point(16.8, -99.9), 0, 2020
)
UNKNOWN_PLACE = MunicipalityRecord("municipalities/12061", "Tixtla", "states/12", "regions/centro")
DATASET = Dataset("datasets/d", "año.csv", "L", "ab" * 32, COVERAGE, 7, 1, DAY, NOW)
RANKING = Ranking(
    *("rankings/r", "R", RankingState.DRAFT, RankingMethod.VOLUME, ("datasets/d",), ("crimeTypes/robo",)),
    *(date(2024, 1, 1), date(2024, 3, 1), 10, 1, 1, 1, "formula", ("ab" * 32,), "1.0", NOW),
)
ENTRY = RankingEntry("municipalities/12001", "Acapulco", "states/12", 1, 10, None, None, 10 / 11)
MEETING = Meeting(
    "meetings/m", "regions/centro", "M", DAY, MeetingState.CONVENED, ("Gobernadora",), (), ("one", "two\nlines"), NOW
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
        Commitment("c2", Side.LOCAL, "Acapulco", "Recruit", DAY, CommitmentState.KEPT, "DOF"),
        Commitment("c1", Side.FEDERAL, "", "Send teams", DAY),
    ),
    created=NOW,
)
REPORT = CapacityReport(
    *("capacityReports/c", "states/12", "municipalities/12001", DAY, CapacityReportState.SUBMITTED),
    *(None, 0, 5, 10, True, "source", (), NOW),
)
POOL = Pool(
    *("pools/p", "P", "Agency", Capability.PATROL, 5, 30, 7, "regions/centro", ("regions/centro",)),
    *(500.5, Point(19.4, -99.1), DAY, None, True, NOW),
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
    ),
    '{"operations":[]}',
    (("tenure", "too long"),),
)
DEPLOYMENT = Deployment(
    *("deployments/d", "municipalities/12001", "meetings/m/agreements/a", DAY, DAY + timedelta(days=28)),
    *((PoolTeams("pools/p", 2),), DeploymentState.PLANNED, "plans/p", NOW),
)
# In an order in which each names only what stands before it.
ALL: tuple[Record, ...] = (
    *(REGION, STATE, PLACE, UNKNOWN_PLACE, DATASET, RANKING, MEETING, AGREEMENT, REPORT, POOL, SNAPSHOT, OPERATION),
    *(PLAN, DEPLOYMENT),
)


@pytest.fixture(params=["sqlite"])
def records(tmp_path: Path) -> Records:
    engine = open_engine(tmp_path / "relevo.db")
    upgrade(engine)
    return SqlRecords(engine)


@pytest.fixture
def full(records: Records) -> Records:
    with records.write("principals/a", "Fill") as unit:
        for record in ALL:
            unit.create([record])
    return records


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.name)
def test_what_was_written_is_read(full: Records, record: Any) -> None:
    written = replace(record, states=("states/12",)) if isinstance(record, Region) else record
    with full.read() as unit:
        assert unit.get(type(record), record.name) == written
        assert unit.get(type(record), "nothing") is None


def test_every_kind_of_record_is_tested() -> None:
    assert {type(record) for record in ALL} == set(SHELVES) - {PlanSummary, RankingEntry}


def test_a_summary_is_read_without_its_plan(full: Records) -> None:
    with full.read() as unit:
        assert unit.find(PlanSummary, Query()) == [PLAN.summary]


CHANGED: tuple[Any, ...] = (
    replace(REGION, title="Centre", fusion_centre=None, states=("states/12",), version=2),
    replace(STATE, title="Gro."),
    replace(PLACE, population=None, point=None),
    RANKING.publish(NOW),
    MEETING.hold(["Secretaría"]),
    replace(AGREEMENT.terminate(), municipalities=("municipalities/12001",), commitments=AGREEMENT.commitments[1:]),
    REPORT.accept(),
    replace(POOL, reach_regions=(), reach_km=None, base_region="", version=2),
    replace(DEPLOYMENT.activate(), teams=(PoolTeams("pools/p", 4),)),
    OPERATION.succeed("plans/p", NOW + timedelta(seconds=1)),
)


@pytest.mark.parametrize("changed", CHANGED, ids=lambda record: record.name)
def test_an_update_replaces_the_record_and_its_parts(full: Records, changed: Any) -> None:
    with full.write("principals/a", "Change") as unit:
        unit.update(changed)
    with full.read() as unit:
        assert unit.get(type(changed), changed.name) == changed


@pytest.mark.parametrize("changed", [record for record in CHANGED if hasattr(record, "version")], ids=lambda r: r.name)
def test_an_update_follows_the_version_before(full: Records, changed: Any) -> None:
    with pytest.raises(Aborted), full.write("principals/a", "Change") as unit:
        unit.update(replace(changed, version=changed.version + 1))
    with pytest.raises(Aborted), full.write("principals/a", "Change") as unit:
        unit.update(replace(changed, name="meetings/m/agreements/unknown"))


def test_taken_names_are_all_told_and_nothing_is_written(full: Records) -> None:
    with pytest.raises(AlreadyExists) as caught, full.write("principals/a", "Create") as unit:
        unit.create([replace(POOL, name="pools/new"), POOL])
    assert [fault.field for fault in caught.value.faults] == ["pools/p"]
    with full.read() as unit:
        assert [pool.name for pool in unit.find(Pool, Query())] == ["pools/p"]


def test_an_exception_undoes_everything(records: Records) -> None:
    def fail() -> None:
        with records.write("principals/a", "Fail") as unit:
            unit.create([REGION])
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    with records.read() as unit:
        assert unit.find(Region, Query()) == []


def test_undo_begins_anew(records: Records) -> None:
    with records.write("principals/a", "Look") as unit:
        unit.create([REGION])
        unit.undo()
        assert unit.get(Region, REGION.name) is None
        unit.create([replace(REGION, name="regions/sur")])
    with records.read() as unit:
        assert [region.name for region in unit.find(Region, Query())] == ["regions/sur"]


def test_a_name_that_does_not_exist_cannot_be_kept(records: Records) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), records.write("principals/a", "Create") as unit:
        unit.create([replace(PLACE, state="states/99")])


def test_a_stay_without_an_end_cannot_be_kept(full: Records) -> None:
    endless: Any = replace(DEPLOYMENT, name="deployments/e", end=None)
    with pytest.raises(Exception, match="end_date"), full.write("principals/a", "Create") as unit:
        unit.create([endless])


def test_two_accepted_reports_of_one_municipality_cannot_be_kept(full: Records) -> None:
    accepted = replace(REPORT, state=CapacityReportState.ACCEPTED)
    with pytest.raises(Exception, match="UNIQUE"), full.write("principals/a", "Create") as unit:
        unit.create([replace(accepted, name="capacityReports/x"), replace(accepted, name="capacityReports/y")])


def test_an_open_view_does_not_see_what_is_written_meanwhile(full: Records) -> None:
    with full.read() as before:
        assert before.get(Meeting, "meetings/m") == MEETING
        with full.write("principals/a", "HoldMeeting") as unit:
            unit.update(MEETING.hold([]))
        assert before.get(Meeting, "meetings/m") == MEETING
    with full.read() as after:
        assert after.get(Meeting, "meetings/m") == MEETING.hold([])


def test_writers_wait_for_each_other_and_lose_nothing(full: Records) -> None:
    def advance(_: int) -> None:
        with full.write("principals/a", "Advance") as unit:
            stored = unit.get(Operation, "operations/o")
            assert stored is not None
            progress = replace(stored.progress, elapsed_seconds=stored.progress.elapsed_seconds + 1)
            unit.update(stored.advance(progress, NOW))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(advance, range(40)))
    with full.read() as unit:
        (operation,) = unit.find(Operation, Query())
    assert operation.progress.elapsed_seconds == 40.25
    assert operation.version == 41


ROW = MunicipalCounts("12001", CRIME, 2024, (3, None, 0, *(None,) * 9))
ROWS = (
    ROW,
    replace(ROW, crime=OTHER, counts=tuple(range(12))),
    replace(ROW, place_key="12999"),
    replace(ROW, crime=replace(CRIME, id="fraude", classification=("x", "x", "x", "x"))),
)


def test_counts_are_kept_with_their_crimes_and_unknown_months(full: Records) -> None:
    with full.write("principals/a", "ImportFile") as unit:
        unit.add_counts("datasets/e", ROWS[:2])
        unit.add_counts("datasets/e", ())
        unit.add_counts("datasets/e", ROWS[2:])
        unit.create([replace(DATASET, name="datasets/e")])
    with full.read() as unit:
        assert sorted(map(repr, unit.counts("datasets/e", ["robo"]))) == sorted(map(repr, ROWS[:3]))
        assert list(unit.counts("datasets/d", ["robo"])) == []
        assert list(unit.counts("datasets/e", [])) == []


def test_counts_without_their_dataset_cannot_be_kept(full: Records) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), full.write("principals/a", "ImportFile") as unit:
        unit.add_counts("datasets/never", ROWS)


def test_entries_are_read_by_position(full: Records) -> None:
    second = replace(ENTRY, municipality="municipalities/12061", position=2, population=5, rate_per_100k=1.5)
    with full.write("principals/a", "CreateRanking") as unit:
        unit.add_entries("rankings/r", [second, ENTRY])
        unit.add_entries("rankings/r", [])
    query = Query((Condition("ranking", Operator.EQUAL, "rankings/r"),), (Order("position"),))
    with full.read() as unit:
        assert unit.find(RankingEntry, query) == [ENTRY, second]


def test_an_answer_is_remembered_for_its_caller_and_method(full: Records) -> None:
    remembered = Remembered("ab", '{"name":"ñ"}', NOW)
    with full.write("principals/a", "CreatePool") as unit:
        assert unit.recall("CreatePool", "1") is None
        unit.remember("CreatePool", "1", remembered)
    with full.write("principals/a", "CreatePool") as unit:
        assert unit.recall("CreatePool", "1") == remembered
        assert unit.recall("CreateMeeting", "1") is None
    with full.write("principals/b", "CreatePool") as unit:
        assert unit.recall("CreatePool", "1") is None


def test_conditions_compare(full: Records) -> None:
    start, day = "start", timedelta(days=1)
    expected = {
        (Operator.LESS, DAY): False,
        (Operator.AT_MOST, DAY): True,
        (Operator.GREATER, DAY): False,
        (Operator.GREATER, DAY - day): True,
        (Operator.AT_LEAST, DAY): True,
        (Operator.EQUAL, DAY): True,
        (Operator.IN, (DAY - day, DAY)): True,
    }
    with full.read() as unit:
        for (operator, value), found in expected.items():
            assert bool(unit.find(Deployment, Query((Condition(start, operator, value),)))) is found


def test_a_state_without_region_fulfils_no_condition_on_it(full: Records) -> None:
    with full.write("principals/a", "Create") as unit:
        unit.create([StateRecord("states/02", "Baja California")])
        unit.create([replace(PLACE, name="municipalities/02004", state="states/02", region="")])
    with full.read() as unit:
        in_centro = unit.find(MunicipalityRecord, Query((Condition("region", Operator.EQUAL, "regions/centro"),)))
        assert {place.name for place in in_centro} == {PLACE.name, UNKNOWN_PLACE.name}
        assert unit.get(MunicipalityRecord, "municipalities/02004") is not None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    days=st.lists(st.integers(0, 3), max_size=12),
    descending=st.tuples(st.booleans(), st.booleans()),
    size=st.integers(1, 5),
)
def test_pages_join_to_the_whole(full: Records, days: list[int], descending: tuple[bool, bool], size: int) -> None:
    order = (Order("day", descending[0]), Order("name", descending[1]))
    with full.write("principals/a", "Fill") as unit:
        for number, offset in enumerate(days):
            unit.create([replace(MEETING, name=f"meetings/{number:02d}", day=DAY + timedelta(days=offset))])
        whole = unit.find(Meeting, Query(order=order))
        paged: list[Meeting] = []
        while True:
            after = (paged[-1].day, paged[-1].name) if paged else None
            page = unit.find(Meeting, Query(order=order, after=after, limit=size))
            paged += page
            if len(page) < size:
                break
        unit.undo()
    assert paged == whole
    # Python sorts stably: by the last field first.
    expected = sorted(whole, key=lambda meeting: meeting.name, reverse=descending[1])
    assert whole == sorted(expected, key=lambda meeting: meeting.day, reverse=descending[0])
    assert len(whole) == len(days) + 1
