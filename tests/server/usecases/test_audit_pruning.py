"""What was exported and is old enough can be removed; what remains can still be verified, and so can the export."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from relevo_server.domain.audit import KEPT_DAYS, AuditCheckpoint
from relevo_server.domain.errors import RelevoError
from relevo_server.domain.principal import LOCAL, Principal, Role
from relevo_server.storage import open_engine
from relevo_server.usecases.audit import Anchor, list_audit_events, verify_trail
from relevo_server.usecases.audit_feed import Interest, begin_to_follow, missed_events
from relevo_server.usecases.audit_lines import LinesReader
from relevo_server.usecases.audit_pruning import Pruning, export_events, prune_audit_trail
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.writing import Write
from tests.server.usecases.test_audit import tamper
from tests.server.world import clock_of, open_ports, patrol_pool, settle


@pytest.fixture
def ports(tmp_path: Path) -> Ports:
    made = open_ports(tmp_path / "relevo.db")
    settle(made)
    patrol_pool(made)
    return made


def exported(ports: Ports, after: int = 0, through: int = 0) -> bytes:
    return "".join(part.lines for part in export_events(ports, LOCAL, after, through)).encode()


def wish(ports: Ports, through: int) -> Pruning:
    *_, last = export_events(ports, LOCAL, 0, through)
    return Pruning(last.sequence, last.sha256, last.export_sha256, "Archive")


def years_later(ports: Ports, years: float = 6.0) -> None:
    clock_of(ports).move(days=365.25 * years)


def prune(ports: Ports, through: int) -> AuditCheckpoint:
    return prune_audit_trail(ports, LOCAL, wish(ports, through))


def refused(ports: Ports, asked: Pruning) -> RelevoError:
    before = exported(ports)
    with pytest.raises(RelevoError) as caught:
        prune_audit_trail(ports, LOCAL, asked)
    assert exported(ports) == before
    return caught.value


def test_an_export_holds_every_event_and_is_the_same_every_time(ports: Ports) -> None:
    lines = exported(ports)
    assert lines == exported(ports)
    reader = LinesReader()
    reader.read(lines.splitlines(keepends=True))
    verdict = verify_trail(ports, LOCAL)
    assert (reader.broken, reader.events) == ("", verdict.events)
    assert reader.chain.sha256 == verdict.sha256
    *_, last = export_events(ports, LOCAL, 0, 0)
    assert last.export_sha256 == reader.export_sha256 == hashlib.sha256(lines).hexdigest()
    assert (last.events, last.sequence, last.sha256) == (verdict.events, verdict.events, verdict.sha256)


def test_an_export_in_two_pieces_joins_to_the_whole(ports: Ports) -> None:
    assert exported(ports, through=3) + exported(ports, after=3) == exported(ports)


def test_a_large_export_comes_in_parts(ports: Ports) -> None:
    for number in range(30):
        patrol_pool(ports, reach_regions=("regions/centro",), title=f"{number:02d}" + "x" * 190)
    many = list(export_events(ports, LOCAL, 0, 0))
    assert sum(part.lines.count("\n") for part in many) == many[-1].events


def test_what_is_left_follows_the_checkpoint(ports: Ports) -> None:
    before = exported(ports)
    years_later(ports)
    patrol_pool(ports)
    made = prune(ports, 4)
    assert (made.first_sequence, made.sequence) == (1, 4)
    assert made.export_sha256 == hashlib.sha256(b"".join(before.splitlines(keepends=True)[:4])).hexdigest()
    verdict = verify_trail(ports, LOCAL)
    assert (verdict.broken, verdict.checkpoint) == ("", made)
    events = list_audit_events(ports, LOCAL, PageRequest()).items
    assert events[0].sequence == 5
    assert (events[-1].method, events[-1].kind, events[-1].record) == ("PruneAuditTrail", "AuditCheckpoint", made.name)
    assert before.splitlines()[4:] == exported(ports).splitlines()[: len(before.splitlines()) - 4]


def test_an_export_is_verified_behind_another_one(ports: Ports) -> None:
    years_later(ports)
    old = exported(ports, through=4)
    prune(ports, 4)
    first, second = LinesReader(), LinesReader()
    first.read(old.splitlines(keepends=True))
    second.read(exported(ports).splitlines(keepends=True))
    assert (first.broken, second.broken) == ("", "")
    assert second.begins_after == (first.chain.sequence, first.chain.sha256) == (4, first.chain.sha256)


def test_a_second_checkpoint_takes_over(ports: Ports) -> None:
    years_later(ports)
    first = prune(ports, 4)
    told_of_first = verify_trail(ports, LOCAL).events
    years_later(ports)
    second = prune(ports, told_of_first)
    assert (second.first_sequence, second.sequence) == (first.sequence + 1, told_of_first)
    assert verify_trail(ports, LOCAL).broken == ""
    assert verify_trail(ports, LOCAL).checkpoint == second


def test_followers_and_noted_events_behind_the_checkpoint_are_told(ports: Ports) -> None:
    noted = [Anchor(event.sequence, event.sha256) for event in list_audit_events(ports, LOCAL, PageRequest()).items]
    years_later(ports)
    made = prune(ports, 4)
    assert "look for it in export" in verify_trail(ports, LOCAL, noted[2]).broken
    assert verify_trail(ports, LOCAL, noted[3]).broken == verify_trail(ports, LOCAL, noted[5]).broken == ""
    for after in (0, 3):
        for begin in (
            lambda after=after: begin_to_follow(ports, LOCAL, Anchor(after, "")),
            lambda after=after: missed_events(ports, LOCAL, Interest(), after),
        ):
            with pytest.raises(RelevoError) as caught:
                begin()
            assert caught.value.reason == "EVENTS_PRUNED"
            assert caught.value.metadata == {"checkpoint_sequence": "4"}
    begin_to_follow(ports, LOCAL, Anchor(4, made.sha256))
    with pytest.raises(RelevoError, match="removed"):
        list(export_events(ports, LOCAL, 2, 0))


def test_young_events_stay(ports: Ports) -> None:
    asked = wish(ports, 4)
    clock_of(ports).move(days=KEPT_DAYS - 1)
    found = refused(ports, asked)
    assert (found.reason, found.metadata) == ("EVENTS_TOO_YOUNG", {"kept_days": "1826"})
    clock_of(ports).move(days=1)
    assert prune_audit_trail(ports, LOCAL, asked).sequence == 4


def test_who_cannot_show_the_export_removes_nothing(ports: Ports) -> None:
    years_later(ports)
    asked = wish(ports, 4)
    found = refused(ports, replace(asked, sha256="0" * 64, export_sha256="1" * 64))
    assert found.reason == "INVALID_FIELDS"
    assert {fault.field for fault in found.faults} == {"through_sha256", "export_sha256"}
    assert refused(ports, replace(asked, sequence=999)).faults[0].field == "through_sequence"
    assert refused(ports, replace(asked, office="")).faults[0].field == "office"
    prune_audit_trail(ports, LOCAL, asked, write=Write(validate_only=True))
    assert verify_trail(ports, LOCAL).checkpoint is None
    with pytest.raises(RelevoError, match="lacks the role admin"):
        prune_audit_trail(ports, Principal("principals/a", frozenset(Role) - {Role.ADMIN}), asked)


def test_a_broken_trail_is_not_pruned(ports: Ports, tmp_path: Path) -> None:
    years_later(ports)
    asked = wish(ports, 4)
    tamper(open_engine(tmp_path / "relevo.db"), "UPDATE audit_events SET actor = 'x' WHERE sequence = 2")
    assert refused(ports, asked).reason == "TRAIL_BROKEN"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_checkpoints SET office = 'x'",
        "UPDATE audit_checkpoints SET sequence = 5, name = 'auditCheckpoints/5'",
        "DELETE FROM audit_checkpoints",
        "INSERT INTO audit_checkpoints SELECT 'auditCheckpoints/6', 5, 6, sha256, sha256, office, created "  # noqa: ISC004
        "FROM audit_checkpoints",
        "DELETE FROM audit_events WHERE method = 'PruneAuditTrail'",
    ],
)
def test_a_forged_checkpoint_is_found(ports: Ports, tmp_path: Path, statement: str) -> None:
    years_later(ports)
    prune(ports, 4)
    engine = open_engine(tmp_path / "relevo.db")
    for event in ("update", "delete"):
        tamper(engine, f"DROP TRIGGER audit_checkpoints_no_{event}")
    tamper(engine, statement)
    assert verify_trail(ports, LOCAL).broken


def test_the_database_lets_go_of_nothing_that_no_checkpoint_tells_of(ports: Ports, tmp_path: Path) -> None:
    years_later(ports)
    prune(ports, 4)
    engine = open_engine(tmp_path / "relevo.db")
    for statement in (
        "DELETE FROM audit_events",
        "DELETE FROM audit_checkpoints",
        "UPDATE audit_checkpoints SET office=1",
    ):
        with engine.connect() as connection, pytest.raises(Exception, match="never changed"):
            connection.exec_driver_sql(statement)
