"""Random sequences of commands over agreements, commitments, reports and stays never reach what the rules forbid.

The invariants are written here from the rules' words, over days and sets, without the code that keeps them.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from relevo_server.domain.agreement import Agreement, AgreementDraft, AgreementState
from relevo_server.domain.audit import AuditEvent, ChainReader
from relevo_server.domain.capacity_report import CapacityReport, CapacityReportDraft
from relevo_server.domain.commitment import CommitmentDraft, CommitmentState, Side
from relevo_server.domain.deployment import Deployment, DeploymentDraft, PoolTeams
from relevo_server.domain.errors import ErrorReason, RelevoError
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.waiver import Waiver, WaiverDraft
from relevo_server.storage import SqlRecords, open_engine
from relevo_server.usecases.agreements import create_agreement, terminate_agreement
from relevo_server.usecases.audit import BY_SEQUENCE
from relevo_server.usecases.capacity import accept_capacity_report, return_capacity_report, submit_capacity_report
from relevo_server.usecases.commitments import create_waiver, record_commitment
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.moving import Move, move_deployment
from relevo_server.usecases.ports import Ports, Query
from relevo_server.usecases.stay_changes import (
    activate_deployment,
    cancel_deployment,
    extend_deployment,
    withdraw_deployment,
)
from tests.server.usecases.forbidden import require_lawful, require_steps
from tests.server.world import (
    ACAPULCO,
    GUERRERO,
    TIXTLA,
    CountingIds,
    StandingClock,
    held_meeting,
    live_agreement,
    open_ports,
    patrol_pool,
    settle,
)

# A loaded machine takes its time.
pytestmark = pytest.mark.timeout(600)
PLACES = (ACAPULCO, TIXTLA)
TEAMS, REST = 3, 7
DAY = timedelta(days=1)
Snapshot = dict[str, Any]
places = st.sampled_from(PLACES)
picks = st.integers(0, 10**6)


@cache
def template() -> tuple[Path, str, str]:
    """Made once and copied for every sequence."""
    path = Path(tempfile.mkdtemp(prefix="relevo-machine-")) / "relevo.db"
    ports = open_ports(path)
    settle(ports)
    pool, meeting = patrol_pool(ports, TEAMS, REST).name, held_meeting(ports)
    live_agreement(ports)
    with open_engine(path).connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, pool, meeting


class Commands(RuleBasedStateMachine):
    """One sequence of commands on records of its own."""

    def __init__(self) -> None:
        super().__init__()
        path, self.pool, self.meeting = template()
        self.folder = Path(tempfile.mkdtemp(prefix="relevo-machine-"))
        self.engine = open_engine(Path(shutil.copy(path, self.folder / "relevo.db")))
        self.clock = StandingClock()
        ids = CountingIds()
        for _ in range(1_000):  # those of the template are taken
            ids.new()
        self.ports = Ports(SqlRecords(self.engine, self.clock.now), self.clock, ids, "test")
        self.chain = ChainReader()
        self.before: Snapshot = {}

    def teardown(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def read(self) -> Snapshot:
        with self.ports.records.read() as unit:
            kinds: Sequence[Any] = (Agreement, CapacityReport, Deployment)
            return {record.name: record for kind in kinds for record in unit.find(kind, Query())}

    def of(self, kind: type) -> list[Any]:
        return [record for record in self.before.values() if isinstance(record, kind)]

    def try_it(self, command: Callable[[], Any]) -> Any:
        """Return what the command answers; None where it was refused, which changes nothing."""
        try:
            return command()
        except RelevoError as error:
            refused = error
        assert refused.faults
        assert refused.reason is not ErrorReason.DEFECT
        assert self.read() == self.before
        return None

    @initialize()
    def begin(self) -> None:
        self.before = self.read()

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        self.clock.move(days=days)

    @rule(start=st.integers(-10, 20), length=st.integers(10, 200), due=st.integers(-5, 40))
    def sign(self, start: int, length: int, due: int) -> None:
        first = self.today + start * DAY
        promise = CommitmentDraft(Side.LOCAL, "Recruit", self.today + due * DAY, commitment_id="c")
        draft = AgreementDraft("", first, first + length * DAY, states=(GUERRERO,), commitments=(promise,))
        self.try_it(lambda: create_agreement(self.ports, LOCAL, self.meeting, draft))

    @rule(pick=picks)
    def terminate(self, pick: int) -> None:
        agreements = self.of(Agreement)
        self.try_it(lambda: terminate_agreement(self.ports, LOCAL, agreements[pick % len(agreements)].name))

    @rule(pick=picks, state=st.sampled_from(CommitmentState), evidence=st.sampled_from(["", "Register"]))
    def follow(self, pick: int, state: CommitmentState, evidence: str) -> None:
        agreements = self.of(Agreement)
        name = agreements[pick % len(agreements)].name
        self.try_it(lambda: record_commitment(self.ports, LOCAL, name, "c", state, evidence))

    @rule(place=places, days=st.integers(1, 20))
    def waive(self, place: str, days: int) -> None:
        draft = WaiverDraft(place, "Secretariat", ("Courses",), self.today, self.today + days * DAY)
        assert self.try_it(lambda: create_waiver(self.ports, LOCAL, draft))

    @rule(place=places, officers=st.none() | st.integers(0, 50), age=st.integers(-1, 30))
    def report(self, place: str, officers: int | None, age: int) -> None:
        draft = CapacityReportDraft(GUERRERO, place, self.today - age * DAY, officers)
        self.try_it(lambda: submit_capacity_report(self.ports, LOCAL, draft))

    @rule(pick=picks, accept=st.booleans())
    def judge(self, pick: int, accept: bool) -> None:
        reports = self.of(CapacityReport)
        if reports:
            name = reports[pick % len(reports)].name
            if accept:
                self.try_it(lambda: accept_capacity_report(self.ports, LOCAL, name))
            else:
                self.try_it(lambda: return_capacity_report(self.ports, LOCAL, name, ("Too old",)))

    @rule(place=places, start=st.integers(-5, 40), length=st.integers(1, 90), teams=st.integers(1, 4), pick=picks)
    def place(self, place: str, start: int, length: int, teams: int, pick: int) -> None:
        agreements = self.of(Agreement)
        first = self.today + start * DAY
        agreement = agreements[pick % len(agreements)].name
        draft = DeploymentDraft(place, agreement, first, first + length * DAY, (PoolTeams(self.pool, teams),))
        placed = self.try_it(lambda: create_deployment(self.ports, LOCAL, draft))
        if placed:
            self.carried(placed.municipality, agreement, placed.start, placed.end)

    def stay(self, pick: int) -> Deployment | None:
        stays = self.of(Deployment)
        return stays[pick % len(stays)] if stays else None

    @rule(pick=picks, late=st.integers(0, 3))
    def arrive(self, pick: int, late: int) -> None:
        if stay := self.stay(pick):
            arrived = self.try_it(lambda: activate_deployment(self.ports, LOCAL, stay.name, stay.start + late * DAY))
            assert arrived is None or stay.start <= arrived.start <= self.today < stay.end

    @rule(pick=picks, days=st.integers(-5, 60), other=picks)
    def extend(self, pick: int, days: int, other: int) -> None:
        if stay := self.stay(pick):
            agreements = self.of(Agreement)
            agreement = stay.agreement if other % 2 else agreements[other % len(agreements)].name
            end = stay.end + days * DAY
            extended = self.try_it(lambda: extend_deployment(self.ports, LOCAL, stay.name, end, agreement))
            if extended:
                assert extended.end > stay.end > self.today
                assert extended.teams == stay.teams
                self.carried(stay.municipality, agreement, stay.end, extended.end)
                assert not self.is_blocked(stay.municipality)

    @rule(pick=picks, place=places, start=st.integers(-5, 60), length=st.integers(1, 60))
    def move(self, pick: int, place: str, start: int, length: int) -> None:
        if stay := self.stay(pick):
            first = self.today + start * DAY
            wanted = Move(place, first, first + length * DAY)
            moved = self.try_it(lambda: move_deployment(self.ports, LOCAL, stay.name, wanted))
            if moved:
                assert first >= self.today
                self.carried(place, stay.agreement, first, wanted.end or first)

    @rule(pick=picks, early=st.integers(-2, 40))
    def withdraw(self, pick: int, early: int) -> None:
        if stay := self.stay(pick):
            end = stay.end - early * DAY
            gone = self.try_it(lambda: withdraw_deployment(self.ports, LOCAL, stay.name, end, "Fire"))
            assert gone is None or stay.start < gone.end <= stay.end

    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        if stay := self.stay(pick):
            self.try_it(lambda: cancel_deployment(self.ports, LOCAL, stay.name, "Not needed"))

    def carried(self, place: str, agreement: str, start: date, end: date) -> None:
        """Every day stood on a signed agreement when it was promised."""
        found = self.before[agreement]
        assert found.state is AgreementState.SIGNED
        assert place in found.municipalities or GUERRERO in found.states
        assert found.start <= start
        assert end <= found.end

    def is_blocked(self, place: str) -> bool:
        with self.ports.records.read() as unit:
            lifted = any(w.municipality == place and w.start <= self.today < w.end for w in unit.find(Waiver, Query()))
        return not lifted and any(
            promise.side is Side.LOCAL and promise.due < self.today and promise.state is not CommitmentState.KEPT
            for agreement in self.of(Agreement)
            if agreement.state is AgreementState.SIGNED
            for promise in agreement.commitments
        )

    @invariant()
    def nothing_forbidden_is_reached(self) -> None:
        now = self.read()
        require_steps(self.before, now)
        self.before = now
        require_lawful(now.values(), self.pool, TEAMS, REST)

    @invariant()
    def the_audit_chain_holds(self) -> None:
        """Read on from where the step before had come to."""
        with self.ports.records.read() as unit:
            events = unit.find(AuditEvent, Query((), BY_SEQUENCE, (self.chain.sequence,)))
        assert self.chain.read(events) == ""


TestCommands = Commands.TestCase
TestCommands.settings = settings(
    settings(max_examples=12, stateful_step_count=30, deadline=None), suppress_health_check=list(HealthCheck)
)
