"""Each verb sends the request that the API expects, with full names where a person may write ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from google.protobuf import json_format

from relevo.v1.agreement_pb2 import Agreement
from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.deployment_pb2 import Deployment
from relevo.v1.geography_pb2 import FusionCentre
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.planning_service_pb2 import ConfirmPlanRequest
from relevo.v1.pool_pb2 import Pool
from relevo.v1.ranking_pb2 import Ranking
from relevo_client import Relevo, RelevoError
from tests.clients.fake_server import SERVICES, FakeServer

METHODS = {
    method.name: method
    for descriptors, _, service in SERVICES
    for method in descriptors.DESCRIPTOR.services_by_name[service].methods
}
Verb = Callable[[Relevo], Any]
VERBS: dict[str, tuple[Verb, dict[str, Any]]] = {
    "GetMunicipality": (lambda r: r.geography.municipality("01001"), {"name": "municipalities/01001"}),
    "ListMunicipalities": (
        lambda r: list(r.geography.municipalities(state="12")),
        {"page_size": 1000, "filter": 'state = "states/12"'},
    ),
    "GetRegion": (lambda r: r.geography.region("centro"), {"name": "regions/centro"}),
    "ListRegions": (lambda r: list(r.geography.regions()), {}),
    "SetFusionCentre": (
        lambda r: r.geography.set_fusion_centre("centro", FusionCentre(status=FusionCentre.STATUS_PLANNED), etag="e1"),
        {"region": "regions/centro", "fusion_centre": {"status": "STATUS_PLANNED"}, "etag": "e1"},
    ),
    "GetDataset": (lambda r: r.incidence.dataset("d1"), {"name": "datasets/d1"}),
    "ListDatasets": (lambda r: list(r.incidence.datasets()), {}),
    "CreateRanking": (
        lambda r: r.rankings.create(Ranking(title="2024"), validate_only=True),
        {"ranking": {"title": "2024"}, "validate_only": True},
    ),
    "GetRanking": (lambda r: r.rankings.get("r1"), {"name": "rankings/r1"}),
    "ListRankings": (lambda r: list(r.rankings.list()), {}),
    "ListRankedMunicipalities": (
        lambda r: list(r.rankings.municipalities("r1")),
        {"parent": "rankings/r1", "page_size": 500},
    ),
    "PublishRanking": (lambda r: r.rankings.publish("r1", etag="e1"), {"name": "rankings/r1", "etag": "e1"}),
    "CreateMeeting": (
        lambda r: r.meetings.create(Meeting(region="regions/centro"), meeting_id="m1"),
        {"meeting": {"region": "regions/centro"}, "meeting_id": "m1"},
    ),
    "GetMeeting": (lambda r: r.meetings.get("m1"), {"name": "meetings/m1"}),
    "ListMeetings": (lambda r: list(r.meetings.list(region="centro")), {"filter": 'region = "regions/centro"'}),
    "HoldMeeting": (
        lambda r: r.meetings.hold("m1", ["Governor of Guerrero"], etag="e1"),
        {"name": "meetings/m1", "attending_offices": ["Governor of Guerrero"], "etag": "e1"},
    ),
    "CreateAgreement": (
        lambda r: r.meetings.agree("m1", Agreement(states=["states/12"]), agreement_id="a1"),
        {"parent": "meetings/m1", "agreement": {"states": ["states/12"]}, "agreement_id": "a1"},
    ),
    "GetAgreement": (
        lambda r: r.meetings.agreement("meetings/m1/agreements/a1"),
        {"name": "meetings/m1/agreements/a1"},
    ),
    "ListAgreements": (lambda r: list(r.meetings.agreements()), {"parent": "meetings/-"}),
    "SubmitCapacityReport": (
        lambda r: r.capacity.submit(CapacityReport(municipal_officers=0)),
        {"capacity_report": {"municipal_officers": "0"}},
    ),
    "GetCapacityReport": (lambda r: r.capacity.get("c1"), {"name": "capacityReports/c1"}),
    "ListCapacityReports": (
        lambda r: list(r.capacity.list(municipality="12001")),
        {"page_size": 500, "filter": 'municipality = "municipalities/12001"'},
    ),
    "AcceptCapacityReport": (
        lambda r: r.capacity.accept("c1", etag="e1"),
        {"name": "capacityReports/c1", "etag": "e1"},
    ),
    "ReturnCapacityReport": (
        lambda r: r.capacity.send_back("c1", ["too old"]),
        {"name": "capacityReports/c1", "reasons": ["too old"]},
    ),
    "CreatePool": (lambda r: r.force.create_pool(Pool(teams=3), pool_id="p1"), {"pool": {"teams": 3}, "pool_id": "p1"}),
    "GetPool": (lambda r: r.force.pool("p1"), {"name": "pools/p1"}),
    "ListPools": (lambda r: list(r.force.pools()), {}),
    "CreateDeployment": (
        lambda r: r.deployments.create(Deployment(plan="plans/p1"), deployment_id="d1"),
        {"deployment": {"plan": "plans/p1"}, "deployment_id": "d1"},
    ),
    "GetDeployment": (lambda r: r.deployments.get("d1"), {"name": "deployments/d1"}),
    "ListDeployments": (lambda r: list(r.deployments.list()), {}),
    "GetPlan": (lambda r: r.planning.get("p1"), {"name": "plans/p1"}),
    "ListPlans": (lambda r: list(r.planning.list()), {}),
    "GetPlanInstance": (lambda r: r.planning.instance("p1"), {"name": "plans/p1"}),
    "ExplainPlan": (
        lambda r: r.planning.explain("p1", municipality="12001"),
        {"name": "plans/p1", "municipality": "municipalities/12001"},
    ),
    "ConfirmPlan": (
        lambda r: r.planning.confirm("p1", ConfirmPlanRequest(office="Centro", operations=[0])),
        {"name": "plans/p1", "office": "Centro", "operations": [0]},
    ),
    "RejectPlan": (
        lambda r: r.planning.reject("p1", "Centro", ["too late"], etag="e1"),
        {"name": "plans/p1", "office": "Centro", "reasons": ["too late"], "etag": "e1"},
    ),
    "GetDefaultPolicy": (lambda r: r.planning.policy_numbers(), {}),
}
TESTED_ELSEWHERE = {"ImportFile", "ProposePlan", "WatchPlan", "GetOperation", "CancelOperation", "ListOperations"}
WITHOUT_VERB = {"DeleteOperation", "WaitOperation"}


def test_every_method_of_the_api_has_a_verb() -> None:
    assert set(METHODS) == set(VERBS) | TESTED_ELSEWHERE | WITHOUT_VERB


@pytest.mark.parametrize("method", VERBS)
def test_verb(method: str, fake: FakeServer, relevo: Relevo) -> None:
    verb, expected = VERBS[method]
    answer_type = METHODS[method].output_type._concrete_class
    fake.answers[method] = lambda _: answer_type()
    verb(relevo)
    (request,) = fake.requests(method)
    sent = json_format.MessageToDict(request, preserving_proto_field_name=True)
    sent.pop("request_id", None)
    assert sent == expected


@pytest.mark.parametrize("wrong", ["", "states/12"])
def test_a_name_of_another_collection_never_leaves(wrong: str, fake: FakeServer, relevo: Relevo) -> None:
    with pytest.raises(RelevoError, match="INVALID_ARGUMENT"):
        relevo.geography.municipality(wrong)
    assert not fake.calls
