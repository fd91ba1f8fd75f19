"""Commands for what becomes of a stay."""

from typing import Any

import pytest
from google.protobuf import json_format
from google.type.date_pb2 import Date

from relevo.v1.deployment_pb2 import Deployment, PoolTeams
from relevo.v1.deployment_service_pb2 import MoveDeploymentResponse, Presence, PresentStay
from relevo.v1.hand_back_pb2 import HandBack, HandBackItem
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer

DAY, WIRE = "2026-03-30", {"year": 2026, "month": 3, "day": 30}
STAY = Deployment(
    name="deployments/d",
    municipality="municipalities/12001",
    state=Deployment.STATE_ACTIVE,
    teams=[PoolTeams(pool="pools/patrol", teams=2, numbers=[1, 4])],
    last_day=Date(year=2026, month=2, day=1),
    etag="e1",
)


def sent(fake: FakeServer, method: str) -> dict[str, Any]:
    (request,) = fake.requests(method)
    plain: dict[str, Any] = json_format.MessageToDict(request, preserving_proto_field_name=True)
    plain.pop("request_id", None)
    return plain


@pytest.mark.parametrize(
    ("command", "method", "asked"),
    [
        (("activate", "d", "--on", DAY), "ActivateDeployment", {"arrival_date": WIRE}),
        (("extend", "d", "--until", DAY), "ExtendDeployment", {"end_date": WIRE}),
        (
            ("withdraw", "d", "--from", DAY, "--reason", "Fire"),
            "WithdrawDeployment",
            {"end_date": WIRE, "reason": "Fire"},
        ),
        (("cancel", "d", "--reason", "Fire"), "CancelDeployment", {"reason": "Fire"}),
    ],
)
def test_a_step_is_taken_on_what_was_read(
    run: Run, fake: FakeServer, command: tuple[str, ...], method: str, asked: dict[str, Any]
) -> None:
    fake.answers["GetDeployment"] = lambda _: STAY
    fake.answers[method] = lambda _: STAY
    ran = run("deployment", *command)
    assert ran.code == 0, ran.err
    assert sent(fake, method) == {"name": "deployments/d", "etag": "e1", **asked}
    assert "2 of patrol (number 1, 4)" in ran.out
    assert run("deployment", *command, "--json").json["name"] == "deployments/d"


@pytest.mark.parametrize("command", [("withdraw", "d", "--from", DAY), ("cancel", "d"), ("extend", "d")])
def test_what_must_be_said_is_asked_for(run: Run, fake: FakeServer, command: tuple[str, ...]) -> None:
    assert run("deployment", *command).code == 2
    assert not fake.calls


def test_a_move_tells_of_both_stays(run: Run, fake: FakeServer) -> None:
    there = Deployment(name="deployments/e", municipality="municipalities/02004")
    fake.answers["GetDeployment"] = lambda _: STAY
    fake.answers["MoveDeployment"] = lambda _: MoveDeploymentResponse(deployment=there, left=STAY)
    command = ("deployment", "move", "d", "--to", "02004", "--from", DAY, "--until", "2026-04-30")
    ran = run(*command, "--reason", "Fire there")
    assert ran.code == 0, ran.err
    assert sent(fake, "MoveDeployment") == {
        "name": "deployments/d",
        "municipality": "municipalities/02004",
        "start_date": WIRE,
        "end_date": {"year": 2026, "month": 4, "day": 30},
        "reason": "Fire there",
        "etag": "e1",
    }
    assert "deployments/e" in ran.out
    assert "deployments/d in 12001 ends with 2026-02-01." in ran.out
    fake.answers["MoveDeployment"] = lambda _: MoveDeploymentResponse(deployment=there)
    assert "ends with" not in run(*command).out
    assert run(*command, "--json").json["deployment"]["name"] == "deployments/e"


def test_presence_tells_how_long(run: Run, fake: FakeServer) -> None:
    fake.answers["GetPresence"] = lambda _: Presence(
        municipality="municipalities/12001",
        window_days=365,
        days_present=73,
        share=0.2,
        longest_days=40,
        longest_from_date=Date(year=2026, month=1, day=2),
        remaining_days=11,
        stays=[PresentStay(deployment=STAY, days=73)],
    )
    ran = run("deployment", "presence", "12001", "--from", DAY)
    assert ran.code == 0, ran.err
    assert sent(fake, "GetPresence") == {"municipality": "municipalities/12001", "from_date": WIRE}
    for told in ("73 of 365 (20.0%)", "40 days from 2026-01-02", "now", "patrol"):
        assert told in ran.out
    assert run("deployment", "presence", "12001", "--json").json["days_present"] == 73


def test_a_hand_back_tells_what_is_unknown_and_what_is_late(run: Run, fake: FakeServer) -> None:
    late = HandBackItem(
        promise="Recruit 40",
        figure="officers",
        target=140,
        baseline=100,
        current=100,
        expected=120,
        progress=HandBackItem.PROGRESS_OFF_TRACK,
    )
    dark = HandBackItem(promise="Certify 20", figure="certified_officers", progress=HandBackItem.PROGRESS_UNKNOWN)
    fake.answers["GetHandBack"] = lambda _: HandBack(deployment="deployments/d", items=[late, dark], off_track=True)
    ran = run("deployment", "hand-back", "d", "--day", DAY)
    assert ran.code == 0, ran.err
    assert sent(fake, "GetHandBack") == {"name": "deployments/d", "day": WIRE}
    assert "OFF TRACK" in ran.out
    lines = {line.split("  ")[0]: line for line in ran.out.splitlines()}
    assert lines["Recruit 40"].split()[-6:] == ["100", "100", "120", "140", "off", "track"]
    assert lines["Certify 20"].count("unknown") == 4
    assert run("deployment", "hand-back", "d", "--json").json["off_track"]
