"""The public sees the same bytes, whatever happens inside the embargo."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from relevo.v1 import transparency_service_pb2 as wire
from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.commitment import CommitmentDraft, CommitmentState, Side
from relevo_server.domain.deployment import DeploymentDraft, PoolTeams
from relevo_server.domain.fund import Beneficiary, FundDraft, FundKind, ProjectDraft
from relevo_server.domain.meeting import Meeting
from relevo_server.domain.observation import ObservationDraft, ObservationSubject
from relevo_server.domain.pool import Pool
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.spending import SpendDraft
from relevo_server.rpc.interceptor import PUBLIC
from relevo_server.rpc.serving import make_server
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.commitments import record_commitment
from relevo_server.usecases.deployments import create_deployment
from relevo_server.usecases.funds import create_fund
from relevo_server.usecases.observations import file_observation
from relevo_server.usecases.ports import Ports, Query
from relevo_server.usecases.projects import create_project
from relevo_server.usecases.spending import create_spend_record
from tests.server.rpc.conftest import EmptyQueue, Running
from tests.server.rpc.test_door import METHODS, WRITES, invoke, path_of
from tests.server.rpc.told import told
from tests.server.world import (
    ACAPULCO,
    GUERRERO,
    SHEET,
    TIXTLA,
    TODAY,
    clock_of,
    held_meeting,
    import_text,
    open_ports,
    patrol_pool,
    published_ranking,
)

CHILPANCINGO = "municipalities/12029"
LARGER_SHEET = SHEET + "12029,Chilpancingo,Guerrero,Centro,17.55,-99.5,300000,\n"
DAYS = timedelta(days=1)
LATER = 200
RANKINGS = "ListPublishedRankingMunicipalities"
STAYS = "/relevo.v1.TransparencyService/SummarizeStays"


def records(path: Path) -> Ports:
    """Stays and an agreement that ended long ago, in three municipalities of Guerrero."""
    ports = open_ports(path)
    import_text(ports, LARGER_SHEET)
    published_ranking(ports)
    patrol_pool(ports, teams=20)
    agree(ports, "old", 60)
    fund(ports)
    for place in (ACAPULCO, TIXTLA, CHILPANCINGO):
        stay(ports, place, "old", 28)
        spend(ports, place, 100, date(2025, 1, 1))
    file_observation(ports, LOCAL, ObservationDraft("Council", ObservationSubject.SPENDING, "Why?"), observation_id="o")
    clock_of(ports).move(days=LATER)
    return ports


def agree(ports: Ports, own_id: str, days: int, ago: int = 0) -> None:
    today = ports.clock.now().date()
    promise = CommitmentDraft(Side.LOCAL, "Recruit", today + DAYS, commitment_id="c")
    places = (ACAPULCO, TIXTLA, CHILPANCINGO)
    draft = AgreementDraft("", today - ago * DAYS, today + days * DAYS, places, commitments=(promise,))
    create_agreement(ports, LOCAL, f"meetings/{meeting(ports)}", draft, agreement_id=own_id)


def fund(ports: Ports) -> None:
    draft = FundDraft("Programme", FundKind.FEDERAL_PROGRAMME, 10**6, date(2025, 1, 1), date(2026, 12, 31))
    create_fund(ports, LOCAL, draft, fund_id="f")
    places = tuple(Beneficiary(place, "Town hall") for place in (ACAPULCO, TIXTLA, CHILPANCINGO, GUERRERO))
    create_project(ports, LOCAL, "funds/f", ProjectDraft("Radios", places), project_id="p")


def spend(ports: Ports, place: str, amount: int, month: date, deployment: str = "") -> None:
    draft = SpendDraft(amount, month, place, deployment)
    create_spend_record(ports, LOCAL, "funds/f/projects/p", draft)


def meeting(ports: Ports) -> str:
    with ports.records.read() as unit:
        known = unit.find(Meeting, Query())
    return known[0].name.removeprefix("meetings/") if known else held_meeting(ports).removeprefix("meetings/")


def stay(ports: Ports, place: str, agreement: str, days: int, teams: int = 2, ago: int = 0) -> str:
    start = ports.clock.now().date() - ago * DAYS
    with ports.records.read() as unit:
        (pool,) = unit.find(Pool, Query())
    name = f"meetings/{meeting(ports)}/agreements/{agreement}"
    draft = DeploymentDraft(place, name, start, start + (ago + days) * DAYS, (PoolTeams(pool.name, teams),))
    return create_deployment(ports, LOCAL, draft).name


def public_bytes(ports: Ports) -> dict[str, bytes]:
    """What anybody is answered, as it is on the wire, without credentials."""
    server = make_server(ports, EmptyQueue(), "secret")
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    answers = {}
    with grpc.insecure_channel(address) as channel:
        first = channel.unary_unary("/relevo.v1.TransparencyService/ListPublishedRankings")
        ranking = wire.ListPublishedRankingsResponse.FromString(first(b"", timeout=20)).rankings[0].name
        said = {
            RANKINGS: wire.ListPublishedRankingMunicipalitiesRequest(parent=ranking),
            "GetObservation": wire.GetObservationRequest(name="observations/o"),
        }
        for path in sorted(PUBLIC):
            request = said.get(path.rpartition("/")[2])
            call: Any = channel.unary_unary(path)
            answers[path] = call(b"" if request is None else request.SerializeToString(), timeout=20)
    server.stop(None).wait()
    return answers


@pytest.fixture
def both(tmp_path: Path) -> tuple[Ports, Ports]:
    return records(tmp_path / "a.db"), records(tmp_path / "b.db")


def test_two_stores_that_differ_inside_the_embargo_answer_alike(both: tuple[Ports, Ports]) -> None:
    quiet, busy = both
    agree(busy, "new", 30)
    stay(busy, ACAPULCO, "new", 14, teams=5)
    name = f"meetings/{meeting(busy)}/agreements/new"
    record_commitment(busy, LOCAL, name, "c", CommitmentState.BROKEN, "")
    # Money of a month that is too recent, and of an old month for a stay that is not over.
    spend(busy, TIXTLA, 70, busy.clock.now().date().replace(day=1))
    agree(busy, "long", 30, ago=170)
    longer = stay(busy, TIXTLA, "long", 10, ago=160)
    spend(busy, TIXTLA, 50, date(2025, 3, 1), longer)
    told = public_bytes(quiet)
    assert public_bytes(busy) == told
    assert all(told.values())
    assert wire.SummarizeStaysResponse.FromString(told[STAYS]).cells[0].spend_mxn == 300
    # One day before the embargo on the new records ends nothing is told, then the first of them.
    for ports in both:
        clock_of(ports).move(days=10 + 89)
    assert public_bytes(busy) == public_bytes(quiet)
    for ports in both:
        clock_of(ports).move(days=1)
    assert public_bytes(busy) != public_bytes(quiet)


def test_what_is_told_adds_up_and_small_cells_are_suppressed(both: tuple[Ports, Ports]) -> None:
    ports, _ = both
    stay_days = wire.SummarizeStaysResponse.FromString(
        public_bytes(ports)["/relevo.v1.TransparencyService/SummarizeStays"]
    )
    cells = [(cell.month.month, cell.team_days, cell.municipalities, cell.suppressed) for cell in stay_days.cells]
    january = 31 - TODAY.day + 1
    assert cells == [(1, 3 * 2 * january, 3, False), (2, 3 * 2 * (28 - january), 3, False)]
    agree(ports, "new", 30)
    stay(ports, ACAPULCO, "new", 3)
    clock_of(ports).move(days=200)
    answers = public_bytes(ports)
    stays = wire.SummarizeStaysResponse.FromString(answers["/relevo.v1.TransparencyService/SummarizeStays"])
    assert [cell.suppressed for cell in stays.cells] == [False, False, True]
    assert not stays.cells[-1].HasField("team_days")
    promises = wire.SummarizeCommitmentsResponse.FromString(
        answers["/relevo.v1.TransparencyService/SummarizeCommitments"]
    )
    assert [(cell.state, cell.kept, cell.broken, cell.open) for cell in promises.cells] == [("states/12", 0, 0, 2)]


def test_the_public_may_call_exactly_what_transparency_reads(running: Running) -> None:
    service = "relevo.v1.TransparencyService"
    reads = [m for m in METHODS if m.containing_service.full_name == service and m not in WRITES]
    assert {path_of(method) for method in reads} == PUBLIC
    shown = (("authorization", "Bearer wrong"),)
    for method in reads:
        names = {"name", "parent"} & set(method.input_type.fields_by_name)
        if names:  # an empty name is looked at, so the call came in
            assert told(lambda method=method: invoke(running, method, None, shown)).reason == "INVALID_FIELDS"
        else:
            invoke(running, method, metadata=shown)
