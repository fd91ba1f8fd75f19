"""Each verb sends the request that the API expects, with full names where a person may write ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from google.protobuf import json_format

from relevo.v1.agreement_pb2 import Agreement, Commitment, Waiver
from relevo.v1.body_pb2 import Body
from relevo.v1.capacity_report_pb2 import CapacityReport
from relevo.v1.fund_pb2 import Fund, Project, SpendRecord
from relevo.v1.geography_pb2 import EmergencyCallService, FusionCentre
from relevo.v1.incidence_service_pb2 import GetIndicatorsRequest
from relevo.v1.meeting_pb2 import Meeting
from relevo.v1.observation_pb2 import Observation
from relevo.v1.pool_pb2 import Pool
from relevo.v1.ranking_pb2 import Ranking
from relevo_client import Relevo, RelevoError
from tests.clients.fake_server import SERVICES, FakeServer
from tests.clients.services.planning_verbs import PLANNING

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
    "CreateBody": (
        lambda r: r.bodies.create(Body(title="Navy"), body_id="navy"),
        {"body": {"title": "Navy"}, "body_id": "navy"},
    ),
    "GetBody": (lambda r: r.bodies.get("navy"), {"name": "bodies/navy"}),
    "ListBodies": (lambda r: list(r.bodies.list(kind="council")), {"filter": 'kind = "council"'}),
    "UpdateBody": (
        lambda r: r.bodies.update(Body(name="bodies/navy", title="Navy"), ["title"]),
        {"body": {"name": "bodies/navy", "title": "Navy"}, "update_mask": "title"},
    ),
    "GetDataset": (lambda r: r.incidence.dataset("d1"), {"name": "datasets/d1"}),
    "GetIndicators": (
        lambda r: r.incidence.indicators(GetIndicatorsRequest(area=GetIndicatorsRequest.AREA_STATE)),
        {"area": "AREA_STATE"},
    ),
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
    "SubmitRanking": (
        lambda r: r.rankings.submit("r1", [("12001", "two shootings")], submitter="Cabildo"),
        {
            "base": "rankings/r1",
            "submitter": "Cabildo",
            "places": [{"municipality": "municipalities/12001", "reason": "two shootings"}],
        },
    ),
    "ReplayRanking": (
        lambda r: r.rankings.replay("r1", ["ab" * 32]),
        {"name": "rankings/r1", "content_sha256": ["ab" * 32]},
    ),
    "CompareRankings": (
        lambda r: r.rankings.compare("r1", "r2", first=20),
        {"before": "rankings/r1", "after": "rankings/r2", "first": 20},
    ),
    "GetRankingPolicy": (lambda r: r.rankings.policy(), {}),
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
    "GetMeetingBrief": (lambda r: r.meetings.brief("m1"), {"name": "meetings/m1"}),
    "UpdateMeeting": (
        lambda r: r.meetings.update(Meeting(name="meetings/m1", title="T"), ["title"]),
        {"meeting": {"name": "meetings/m1", "title": "T"}, "update_mask": "title"},
    ),
    "CancelMeeting": (lambda r: r.meetings.cancel("m1", etag="e1"), {"name": "meetings/m1", "etag": "e1"}),
    "TerminateAgreement": (
        lambda r: r.meetings.terminate("meetings/m1/agreements/a1", etag="e1"),
        {"name": "meetings/m1/agreements/a1", "etag": "e1"},
    ),
    "RecordCommitment": (
        lambda r: r.meetings.record("meetings/m1/agreements/a1", "c1", Commitment.STATE_KEPT, evidence="DOF"),
        {"name": "meetings/m1/agreements/a1", "commitment_id": "c1", "state": "STATE_KEPT", "evidence": "DOF"},
    ),
    "ListCommitments": (
        lambda r: list(r.meetings.commitments(region="centro", overdue_on=date(2026, 1, 5))),
        {"filter": 'region = "regions/centro"', "overdue_on": {"year": 2026, "month": 1, "day": 5}},
    ),
    "CreateWaiver": (
        lambda r: r.meetings.waive(Waiver(office="Secretariat"), waiver_id="w1"),
        {"waiver": {"office": "Secretariat"}, "waiver_id": "w1"},
    ),
    "GetWaiver": (lambda r: r.meetings.waiver("w1"), {"name": "waivers/w1"}),
    "ListWaivers": (
        lambda r: list(r.meetings.waivers(municipality="12001")),
        {"filter": 'municipality = "municipalities/12001"'},
    ),
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
    "CompareCapacityReport": (lambda r: r.capacity.compare("c1"), {"name": "capacityReports/c1"}),
    "CheckLocalEffort": (
        lambda r: r.capacity.effort_alarms(date(2026, 1, 5)),
        {"day": {"year": 2026, "month": 1, "day": 5}},
    ),
    "GetEmergencyCallService": (
        lambda r: r.geography.emergency_calls("12"),
        {"name": "states/12/emergencyCallService"},
    ),
    "ListEmergencyCallServices": (lambda r: list(r.geography.every_emergency_calls()), {}),
    "SetEmergencyCallService": (
        lambda r: r.geography.set_emergency_calls(EmergencyCallService(source="C5")),
        {"emergency_call_service": {"source": "C5"}},
    ),
    "ListPublishedRankings": (lambda r: list(r.transparency.rankings()), {}),
    "ListPublishedRankingMunicipalities": (
        lambda r: list(r.transparency.municipalities("r1")),
        {"parent": "rankings/r1", "page_size": 500},
    ),
    "ListHeldMeetings": (lambda r: list(r.transparency.meetings()), {}),
    "SummarizeCommitments": (lambda r: r.transparency.commitments(), {}),
    "SummarizeStays": (lambda r: r.transparency.stays(), {}),
    "ListObservations": (lambda r: list(r.transparency.observations()), {}),
    "GetObservation": (lambda r: r.transparency.observation("o1"), {"name": "observations/o1"}),
    "FileObservation": (
        lambda r: r.transparency.observe(Observation(council="Council"), observation_id="o1"),
        {"observation": {"council": "Council"}, "observation_id": "o1"},
    ),
    "AnswerObservation": (
        lambda r: r.transparency.answer("o1", "So it is", "Secretariat", etag="e1"),
        {"name": "observations/o1", "answer": "So it is", "office": "Secretariat", "etag": "e1"},
    ),
    "CreatePool": (lambda r: r.force.create_pool(Pool(teams=3), pool_id="p1"), {"pool": {"teams": 3}, "pool_id": "p1"}),
    "GetPool": (lambda r: r.force.pool("p1"), {"name": "pools/p1"}),
    "ListPools": (lambda r: list(r.force.pools()), {}),
    "UpdatePool": (
        lambda r: r.force.update_pool(Pool(name="pools/p1", teams=3), ["teams"]),
        {"pool": {"name": "pools/p1", "teams": 3}, "update_mask": "teams"},
    ),
    "CreateFund": (
        lambda r: r.funds.create(Fund(title="F"), fund_id="f1", validate_only=True),
        {"fund": {"title": "F"}, "fund_id": "f1", "validate_only": True},
    ),
    "GetFund": (lambda r: r.funds.get("f1"), {"name": "funds/f1"}),
    "ListFunds": (lambda r: list(r.funds.list()), {}),
    "UpdateFund": (
        lambda r: r.funds.update(Fund(name="funds/f1", title="F"), ["title"]),
        {"fund": {"name": "funds/f1", "title": "F"}, "update_mask": "title"},
    ),
    "GetFundBalance": (lambda r: r.funds.balance("f1"), {"name": "funds/f1"}),
    "CreateProject": (
        lambda r: r.funds.create_project("f1", Project(title="P"), project_id="p1"),
        {"parent": "funds/f1", "project": {"title": "P"}, "project_id": "p1"},
    ),
    "GetProject": (lambda r: r.funds.project("funds/f1/projects/p1"), {"name": "funds/f1/projects/p1"}),
    "ListProjects": (lambda r: list(r.funds.projects()), {"parent": "funds/-"}),
    "UpdateProject": (
        lambda r: r.funds.update_project(Project(name="funds/f1/projects/p1", title="P"), ["title"]),
        {"project": {"name": "funds/f1/projects/p1", "title": "P"}, "update_mask": "title"},
    ),
    "CreateSpendRecord": (
        lambda r: r.funds.spend("funds/f1/projects/p1", SpendRecord(amount_mxn=5), spend_record_id="s1"),
        {"parent": "funds/f1/projects/p1", "spend_record": {"amount_mxn": "5"}, "spend_record_id": "s1"},
    ),
    "GetSpendRecord": (
        lambda r: r.funds.spend_record("funds/f1/projects/p1/spendRecords/s1"),
        {"name": "funds/f1/projects/p1/spendRecords/s1"},
    ),
    "ListSpendRecords": (
        lambda r: list(r.funds.spent("funds/f1/projects/-")),
        {"parent": "funds/f1/projects/-", "page_size": 500},
    ),
    "ListAuditEvents": (
        lambda r: list(r.audit.list('record = "pools/p1"')),
        {"filter": 'record = "pools/p1"'},
    ),
    "VerifyAuditTrail": (
        lambda r: r.audit.verify(noted_sequence=3, noted_sha256="ab" * 32),
        {"noted_sequence": "3", "noted_sha256": "ab" * 32},
    ),
    **PLANNING,
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
