"""Commands for commitments, waivers, briefs, comparison of reports and what the public sees."""

from typing import Any

import pytest
from google.protobuf import json_format

from relevo.v1.agreement_pb2 import AgreedCommitment, Agreement, Commitment, Waiver
from relevo.v1.capacity_report_pb2 import EffortAlarm, FigureChange
from relevo.v1.capacity_service_pb2 import CheckLocalEffortResponse, CompareCapacityReportResponse
from relevo.v1.meeting_brief_pb2 import EndingStay, MeetingBrief, RankingMovement
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.meeting_service_pb2 import ListCommitmentsResponse, ListWaiversResponse
from relevo.v1.observation_pb2 import Observation
from relevo.v1.transparency_service_pb2 import (
    CommitmentCell,
    ListObservationsResponse,
    StayCell,
    SummarizeCommitmentsResponse,
    SummarizeStaysResponse,
)
from relevo_client.commands import commitment, council
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer

AGREEMENT = "meetings/m/agreements/a"
OVERDUE = AgreedCommitment(
    agreement=AGREEMENT, commitment=Commitment(commitment_id="c1", promise="Recruit", side="SIDE_LOCAL"), overdue=True
)

KEPT = Commitment(
    commitment_id="c1",
    side="SIDE_LOCAL",
    promise="Recruit",
    state="STATE_KEPT",
    evidence="Register",
    due_date={"year": 2026, "month": 1, "day": 5},
)


@pytest.fixture(autouse=True)
def groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The groups are loaded from here, whatever is installed."""
    import relevo_client.main as command_line

    own = {"commitment": commitment.app, "council": council.app}
    find = command_line.EntryPointGroup.get_command

    def get_command(self: Any, ctx: Any, name: str) -> Any:
        return command_line.typer.main.get_command(own[name]) if name in own else find(self, ctx, name)

    monkeypatch.setattr(command_line.EntryPointGroup, "get_command", get_command)


def sent(fake: FakeServer, method: str) -> dict[str, Any]:
    (request,) = fake.requests(method)
    plain: dict[str, Any] = json_format.MessageToDict(request, preserving_proto_field_name=True)
    plain.pop("request_id", None)
    return plain


def test_overdue_commitments_are_listed(run: Run, fake: FakeServer) -> None:
    fake.answers["ListCommitments"] = lambda _: ListCommitmentsResponse(commitments=[OVERDUE])
    ran = run("commitment", "list", "--region", "centro", "--overdue-on", "2026-01-05")
    assert ran.code == 0, ran.err
    assert "overdue" in ran.out
    assert f"{AGREEMENT} c1" in ran.out
    assert sent(fake, "ListCommitments")["overdue_on"] == {"year": 2026, "month": 1, "day": 5}


def test_a_commitment_is_kept_with_its_evidence(run: Run, fake: FakeServer) -> None:
    fake.answers["GetAgreement"] = lambda _: Agreement(name=AGREEMENT, etag="e1")
    fake.answers["RecordCommitment"] = lambda _: Agreement(name=AGREEMENT, commitments=[KEPT])
    ran = run("commitment", "keep", AGREEMENT, "c1", "--evidence", "Register")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[-1].split() == ["c1", "local", "Recruit", "2026-01-05", "kept", "Register"]
    assert "Only checking" not in ran.err
    told = sent(fake, "RecordCommitment")
    assert (told["state"], told["evidence"], told["etag"]) == ("STATE_KEPT", "Register", "e1")


def test_a_look_at_what_would_be_recorded_says_so_to_the_server(run: Run, fake: FakeServer) -> None:
    fake.answers["GetAgreement"] = lambda _: Agreement(name=AGREEMENT, etag="e1")
    fake.answers["RecordCommitment"] = lambda _: Agreement(name=AGREEMENT)
    fake.answers["TerminateAgreement"] = lambda _: Agreement(name=AGREEMENT)
    ran = run("commitment", "break", AGREEMENT, "c1", "--validate-only")
    assert ran.code == 0, ran.err
    told = sent(fake, "RecordCommitment")
    assert (told["state"], told["validate_only"]) == ("STATE_BROKEN", True)
    assert "nothing is written" in ran.err
    ran = run("meeting", "terminate", AGREEMENT, "--validate-only")
    assert ran.code == 0, ran.err
    assert sent(fake, "TerminateAgreement") == {"name": AGREEMENT, "etag": "e1", "validate_only": True}


def test_a_waiver_is_named_and_ends(run: Run, fake: FakeServer) -> None:
    fake.answers["CreateWaiver"] = lambda request: request.waiver
    fake.answers["ListWaivers"] = lambda _: ListWaiversResponse(waivers=[Waiver(name="waivers/w", reasons=["Why"])])
    days = ("--from", "2026-01-05", "--until", "2026-02-05")
    ran = run("commitment", "waive", "12001", "--office", "Secretariat", "--reason", "Courses", *days)
    assert ran.code == 0, ran.err
    assert sent(fake, "CreateWaiver")["waiver"]["municipality"] == "municipalities/12001"
    assert "waivers/w" in run("commitment", "waivers").out
    assert run("commitment", "waive", "12001", "--office", "Secretariat", "--reason", "Courses").code == 2


def test_a_meeting_is_changed_where_something_is_said(run: Run, fake: FakeServer) -> None:
    fake.answers["GetMeeting"] = lambda _: Meeting(name="meetings/m", etag="e1")
    fake.answers["UpdateMeeting"] = lambda request: request.meeting
    ran = run("meeting", "update", "m", "--title", "Extraordinary")
    assert ran.code == 0, ran.err
    assert sent(fake, "UpdateMeeting") == {
        "meeting": {"name": "meetings/m", "title": "Extraordinary", "etag": "e1"},
        "update_mask": "title",
    }


def test_a_brief_shows_what_there_is(run: Run, fake: FakeServer) -> None:
    fake.answers["GetMeetingBrief"] = lambda _: MeetingBrief(
        meeting=Meeting(name="meetings/m"),
        ranking_movements=[RankingMovement(municipality="municipalities/12001", position_now=2)],
        ending_stays=[EndingStay(deployment="deployments/d", open_local_commitments=[OVERDUE])],
        overdue_observations=[Observation(text="What did it cost?")],
    )
    ran = run("meeting", "brief", "m")
    assert ran.code == 0, ran.err
    for told in ("not ranked", "deployments/d", "Recruit", "What did it cost?"):
        assert told in ran.out
    assert "Proposed" not in ran.out


def test_reports_are_compared_and_alarms_told(run: Run, fake: FakeServer) -> None:
    changes = [FigureChange(figure="local_capacity.on_duty_officers", before=10)]
    fake.answers["CompareCapacityReport"] = lambda _: CompareCapacityReportResponse(
        before="capacityReports/b", changes=changes
    )
    fake.answers["CheckLocalEffort"] = lambda _: CheckLocalEffortResponse(
        alarms=[EffortAlarm(municipality="municipalities/12001", officers_before=100, officers_now=90)]
    )
    compared = run("capacity", "compare", "c")
    assert "on duty officers" in compared.out
    assert "unknown" in compared.out
    assert "90" in run("capacity", "effort").out


def test_the_public_sees_suppressed_cells_as_such(run: Run, fake: FakeServer) -> None:
    fake.answers["SummarizeCommitments"] = lambda _: SummarizeCommitmentsResponse(
        cells=[CommitmentCell(state="states/12", side="SIDE_LOCAL", kept=31, open=0, suppressed=True)]
    )
    fake.answers["SummarizeStays"] = lambda _: SummarizeStaysResponse(
        cells=[StayCell(state="states/12", team_days=84, municipalities=3)]
    )
    promises = run("council", "commitments").out.split("\n")
    assert promises[1].split() == ["12", "local", "31", "suppressed", "0"]
    assert "84" in run("council", "stays").out


def test_a_council_observes_and_is_answered(run: Run, fake: FakeServer) -> None:
    fake.answers["FileObservation"] = lambda request: request.observation
    fake.answers["GetObservation"] = lambda _: Observation(name="observations/o", etag="e1")
    fake.answers["AnswerObservation"] = lambda _: Observation(answer="So it is", answering_office="Secretariat")
    fake.answers["ListObservations"] = lambda _: ListObservationsResponse(observations=[Observation(text="Why?")])
    assert run("council", "observe", "Council", "--subject", "spending", "--text", "Why?").code == 0
    assert sent(fake, "FileObservation")["observation"]["subject"] == "SUBJECT_SPENDING"
    assert run("council", "observe", "Council", "--subject", "weather", "--text", "Why?").code == 2
    assert "So it is" in run("council", "answer", "o", "--text", "So it is", "--office", "Secretariat").out
    assert "not answered" in run("council", "observations").out
