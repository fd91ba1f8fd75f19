"""Commands for bodies and agencies."""

from typing import Any

import pytest
from google.protobuf import json_format

from relevo.v1.body_pb2 import Body
from relevo.v1.body_service_pb2 import ListBodiesResponse
from relevo_client.commands import body
from tests.clients.conftest import Run
from tests.clients.fake_server import FakeServer
from tests.clients.groups import load_from_here

NAVY = Body(name="bodies/navy", title="Navy", kind=Body.KIND_FEDERAL_AGENCY, etag="e1", source="DOF")


@pytest.fixture(autouse=True)
def groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The group is loaded from here, whatever is installed."""
    load_from_here(monkeypatch, body=body.app)


def sent(fake: FakeServer, method: str) -> dict[str, Any]:
    (request,) = fake.requests(method)
    plain: dict[str, Any] = json_format.MessageToDict(request, preserving_proto_field_name=True)
    plain.pop("request_id", None)
    return plain


def test_bodies_are_listed_by_kind(run: Run, fake: FakeServer) -> None:
    fake.answers["ListBodies"] = lambda _: ListBodiesResponse(bodies=[NAVY])
    ran = run("body", "list", "--kind", "federal-agency")
    assert ran.code == 0, ran.err
    assert "federal agency" in ran.out
    assert sent(fake, "ListBodies") == {"filter": 'kind = "federal_agency"'}
    assert run("body", "list", "--kind", "club").code == 2


def test_a_body_is_added(run: Run, fake: FakeServer) -> None:
    fake.answers["CreateBody"] = lambda request: request.body
    ran = run("body", "create", "Conference", "--kind", "regional-conference", "--region", "centro", "--id", "own")
    assert ran.code == 0, ran.err
    assert sent(fake, "CreateBody") == {
        "body": {"title": "Conference", "kind": "KIND_REGIONAL_CONFERENCE", "region": "regions/centro"},
        "body_id": "own",
    }


def test_a_body_is_corrected_where_something_is_said(run: Run, fake: FakeServer) -> None:
    fake.answers["GetBody"] = lambda _: NAVY
    fake.answers["UpdateBody"] = lambda request: request.body
    assert "DOF" in run("body", "show", "navy").out
    ran = run("body", "update", "navy", "--follows-up", "national-public-security-council")
    assert ran.code == 0, ran.err
    assert sent(fake, "UpdateBody") == {
        "body": {"name": "bodies/navy", "etag": "e1", "follows_up": "bodies/national-public-security-council"},
        "update_mask": "followsUp",
    }
