"""Every write leaves its event, and no change of the past stays hidden."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from relevo_server.domain.audit import START
from relevo_server.domain.errors import RelevoError
from relevo_server.domain.meeting import MeetingDraft
from relevo_server.domain.operation import Operation, Progress
from relevo_server.domain.pool import Capability, PoolDraft
from relevo_server.domain.principal import LOCAL, Principal
from relevo_server.storage import SqlRecords, open_engine
from relevo_server.storage.audit import told as audit_text
from relevo_server.usecases.audit import Anchor, list_audit_events, verify_trail
from relevo_server.usecases.force import create_pool
from relevo_server.usecases.meetings import create_meeting, hold_meeting
from relevo_server.usecases.operations import advance_operation, stop_operation
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.writing import Write
from tests.server.world import CENTRO, TODAY, CountingIds, StandingClock, open_ports, patrol_pool, settle


@pytest.fixture
def ports(tmp_path: Path) -> Ports:
    made = open_ports(tmp_path / "relevo.db")
    settle(made)
    for _ in range(3):
        patrol_pool(made)
    return made


@pytest.fixture
def engine(ports: Ports, tmp_path: Path) -> Engine:
    return open_engine(tmp_path / "relevo.db")


def tamper(engine: Engine, *statements: str) -> None:
    """Change the trail as somebody would who owns the file."""
    with engine.connect() as connection, connection.begin():
        for event in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS audit_events_no_{event}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_event_tells_who_did_what_from_what_to_what(ports: Ports) -> None:
    meeting = create_meeting(ports, LOCAL, MeetingDraft(CENTRO, "Regional meeting", TODAY))
    hold_meeting(ports, LOCAL, meeting.name, ("Secretariat",))
    made, held = list_audit_events(ports, LOCAL, PageRequest(filter=f'record = "{meeting.name}"')).items
    assert (made.actor, made.method, made.action, made.kind) == (LOCAL.name, "CreateMeeting", "create", "Meeting")
    assert (made.before, held.method, held.action) == ("", "HoldMeeting", "update")
    assert held.before == made.after != held.after
    assert "Secretariat" in held.after
    assert made.happened == ports.clock.now()


def test_the_trail_of_untouched_records_holds(ports: Ports) -> None:
    verdict = verify_trail(ports, LOCAL)
    assert verdict.broken == ""
    assert verdict.events > 3
    assert verdict.sha256 != START


def test_what_is_refused_or_only_validated_leaves_no_event(ports: Ports) -> None:
    before = verify_trail(ports, LOCAL)
    draft = PoolDraft("Agency", Capability.PATROL, 5, 30, illustrative=True)
    create_pool(ports, LOCAL, draft, write=Write(validate_only=True))
    with pytest.raises(RelevoError):
        create_pool(ports, LOCAL, PoolDraft("", Capability.PATROL, 0, 0))
    assert verify_trail(ports, LOCAL) == before
    create_pool(ports, LOCAL, draft)
    assert verify_trail(ports, LOCAL).broken == ""


def test_the_database_refuses_to_change_the_trail(engine: Engine) -> None:
    for statement in ("UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events"):
        with engine.connect() as connection, pytest.raises(IntegrityError, match="never changed"):
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE audit_events SET actor = 'principals/other' WHERE sequence = 2"],
        ["UPDATE audit_events SET after = '{}' WHERE sequence = 2"],
        ["UPDATE audit_events SET happened = '2001-01-01 00:00:00.000000' WHERE sequence = 2"],
        ["DELETE FROM audit_events WHERE sequence = 2"],
        ["DELETE FROM audit_events WHERE sequence = 1"],
        ["DELETE FROM audit_events WHERE sequence = 2", "UPDATE audit_events SET sequence = sequence - 1"],
        [
            "UPDATE audit_events SET sequence = -1 WHERE sequence = 2",
            "UPDATE audit_events SET sequence = 2 WHERE sequence = 3",
            "UPDATE audit_events SET sequence = 3 WHERE sequence = -1",
        ],
    ],
)
def test_a_changed_missing_or_reordered_event_is_found(ports: Ports, engine: Engine, statements: list[str]) -> None:
    tamper(engine, *statements)
    verdict = verify_trail(ports, LOCAL)
    assert verdict.broken
    assert verdict.events <= 1


def test_a_trail_cut_short_shows_against_a_noted_event(ports: Ports, engine: Engine) -> None:
    noted = verify_trail(ports, LOCAL)
    anchor = Anchor(noted.events, noted.sha256)
    assert verify_trail(ports, LOCAL, anchor) == noted
    tamper(engine, f"DELETE FROM audit_events WHERE sequence = {noted.events}")
    assert verify_trail(ports, LOCAL).broken == ""
    assert str(noted.events) in verify_trail(ports, LOCAL, anchor).broken


def test_the_chain_goes_on_after_a_restart(ports: Ports, engine: Engine) -> None:
    again = Ports(SqlRecords(engine), StandingClock(), CountingIds(iter(range(100, 200))), "test")
    patrol_pool(again)
    assert verify_trail(ports, LOCAL).broken == ""


def test_who_may_read_nothing_reads_no_trail(ports: Ports) -> None:
    nobody = Principal("principals/nobody")
    with pytest.raises(RelevoError, match="lacks the role"):
        verify_trail(ports, nobody)
    with pytest.raises(RelevoError, match="lacks the role"):
        list_audit_events(ports, nobody, PageRequest())


def test_numbers_that_json_does_not_know_leave_an_event_that_json_can_read(ports: Ports) -> None:
    now = ports.clock.now()
    broken = Operation("operations/o", "ProposePlan", "principals/a", "{}", float("nan"), now, now)
    with ports.records.write("principals/a", "ProposePlan") as unit, pytest.raises(IntegrityError):
        # SQLite itself keeps no such number; a text of it would reach the trail.
        unit.create([broken])
    event = audit_text(replace(broken, progress=Progress("searching", float("inf"))))
    assert json.loads(event, parse_constant=pytest.fail)["time_limit_seconds"] == "NaN"
    assert verify_trail(ports, LOCAL).broken == ""


def test_how_far_a_running_operation_has_come_leaves_no_event(ports: Ports) -> None:
    now = ports.clock.now()
    queued = Operation("operations/o", "ProposePlan", "principals/a", "{}", 30.0, now, now)
    with ports.records.write("principals/a", "ProposePlan") as unit:
        unit.create([queued])
        unit.update(queued.begin(now))
    before = verify_trail(ports, LOCAL)
    for step in range(3):
        advance_operation(ports, queued.name, 1, Progress("searching", float(step)))
    assert verify_trail(ports, LOCAL) == before
    stop_operation(ports, queued.name, 1)
    assert verify_trail(ports, LOCAL).events == before.events + 1
