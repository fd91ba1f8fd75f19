"""What every storage must do, written against the ports alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relevo_server.domain.audit import AuditEvent
from relevo_server.domain.capacity_report import CapacityReportState
from relevo_server.domain.cells import CellCount
from relevo_server.domain.commitment import AgreedCommitment
from relevo_server.domain.deployment import Deployment
from relevo_server.domain.errors import Aborted, AlreadyExists
from relevo_server.domain.meeting import Meeting
from relevo_server.domain.operation import Operation
from relevo_server.domain.places import MunicipalityRecord, Region, StateRecord
from relevo_server.domain.plan import PlanSummary
from relevo_server.domain.pool import Pool
from relevo_server.domain.ranking import RankingEntry
from relevo_server.domain.revision import Revision
from relevo_server.storage.catalogue import SHELVES
from relevo_server.usecases.ports import Condition, Operator, Order, Query, Records
from tests.server.storage.each_kind import (
    ALL,
    CHANGED,
    DAY,
    DEPLOYMENT,
    MEETING,
    NOW,
    PLACE,
    PLAN,
    POOL,
    REGION,
    REPORT,
    UNKNOWN_PLACE,
)


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.name)
def test_what_was_written_is_read(full: Records, record: Any) -> None:
    written = replace(record, states=("states/12",)) if isinstance(record, Region) else record
    with full.read() as unit:
        assert unit.get(type(record), record.name) == written
        assert unit.get(type(record), "nothing") is None


def test_every_kind_of_record_is_tested() -> None:
    derived = {AgreedCommitment, AuditEvent, CellCount, PlanSummary, RankingEntry, Revision}
    assert {type(record) for record in ALL} == set(SHELVES) - derived


def test_a_summary_is_read_without_its_plan(full: Records) -> None:
    with full.read() as unit:
        assert unit.find(PlanSummary, Query()) == [PLAN.summary]


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


def test_writes_that_leave_events_are_counted_once_they_last(full: Records) -> None:
    before = full.changes(-1, 0.0)
    assert full.changes(before, 0.0) == before
    with full.write("principals/a", "Create") as unit:
        unit.create([replace(POOL, name="pools/undone")])
        unit.undo()
    with pytest.raises(AlreadyExists), full.write("principals/a", "Create") as unit:
        unit.create([POOL])
    with full.write("principals/a", "Advance") as unit:
        stored = unit.get(Operation, "operations/o")
        assert stored is not None
        unit.update(stored.advance(stored.progress, NOW), leaves_event=False)
    assert full.changes(-1, 0.0) == before
    with full.write("principals/a", "Create") as unit:
        unit.create([replace(POOL, name="pools/kept")])
        assert full.changes(-1, 0.0) == before
    assert full.changes(before, 60.0) == before + 1


def test_events_are_removed_up_to_a_checkpoint_and_no_further(full: Records) -> None:
    with pytest.raises(Exception, match="never changed"), full.write("principals/a", "Prune") as unit:
        unit.remove_events(10)
    with full.write("principals/a", "Prune") as unit:
        unit.remove_events(9)
    with full.read() as view:
        assert [event.sequence for event in view.find(AuditEvent, Query(order=(Order("sequence"),), limit=1))] == [10]


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
