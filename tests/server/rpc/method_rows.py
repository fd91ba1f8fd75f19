"""One row per method: a request that succeeds on the records of ``method_world``, and what the descriptors cannot tell.

A new method needs a row here, or the table fails. Requests are JSON of the protos.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.server.rpc.method_world import Names

Json = dict[str, Any]
DAY = {"year": 2025, "month": 1, "day": 20}
END = {"year": 2025, "month": 6, "day": 1}


@dataclass(frozen=True)
class Row:
    """What is asked of one method.

    Attributes:
        ask: A request that succeeds.
        unknown: Paths of fields, each with the name of a record that does not exist: NOT_FOUND.
        needs_nothing: An empty request is a good one.
        free_text: Path of a text that makes it another request, where the caller gives neither etag nor id.
        more: For a list: a method and a request that add a record to it between two pages; None: nothing is added over
            the wire, and the pages join to the whole all the same.
    """

    ask: Callable[[Names], Json]
    unknown: Mapping[str, str] = field(default_factory=dict)
    needs_nothing: bool = False
    free_text: str = ""
    more: tuple[str, Callable[[Names], Json]] | None = None


def _named(record: str, unknown: str, **more: Any) -> Row:
    return Row(lambda n: {"name": n[record], **more}, {"name": unknown})


def _listed(more: str | None = None) -> Row:
    return Row(lambda _: {}, needs_nothing=True, more=(more, lambda n: ROWS[more or ""].ask(n)) if more else None)


def _agreement(n: Names) -> Json:
    promise = {"side": "SIDE_LOCAL", "promise": "Recruit", "due_date": DAY}
    covered = {"states": ["states/12"], "start_date": DAY, "end_date": END, "commitments": [promise]}
    return {"parent": n["held"], "agreement": covered}


def _deployment(n: Names) -> Json:
    stay = {"municipality": "municipalities/02002", "agreement": n["agreement"], "start_date": DAY}
    return {"deployment": {**stay, "end_date": END, "teams": [{"pool": n["pool"], "teams": 1}]}}


def _calls(state: str) -> Json:
    return {
        "emergency_call_service": {
            "name": f"states/{state}/emergencyCallService",
            "status": "STATUS_IN_SERVICE",
            "since_date": DAY,
        }
    }


def _project(n: Names) -> Json:
    beneficiary = {"place": n["municipality"], "office": "Town hall"}
    return {"parent": n["fund"], "project": {"title": "Radios", "beneficiaries": [beneficiary]}}


def _spend(n: Names) -> Json:
    month = {**DAY, "day": 1}
    spent = {"month": month, "place": n["municipality"], "amount_mxn": 5, "reason": "Radios"}
    return {"parent": n["project"], "spend_record": spent}


_NO_PROJECT = "funds/none/projects/none"
_NO_AGREEMENT = "meetings/none/agreements/none"
_REPORT = {"state_name": "states/12", "municipality": "municipalities/12001", "as_of_date": {**DAY, "day": 15}}
_MONTHS = {"from_month": {"year": 2024, "month": 1, "day": 1}, "until_month": {"year": 2024, "month": 4, "day": 1}}

ROWS: dict[str, Row] = {
    "GetMunicipality": _named("municipality", "municipalities/99999"),
    "ListMunicipalities": _listed(),
    "GetRegion": _named("region", "regions/none"),
    "ListRegions": _listed(),
    "SetFusionCentre": Row(
        lambda n: {"region": n["region"], "fusion_centre": {"status": "STATUS_OPERATING", "operating_from": DAY}},
        {"region": "regions/none"},
    ),
    "GetEmergencyCallService": _named("calls", "states/31/emergencyCallService"),
    "ListEmergencyCallServices": _listed(),
    "SetEmergencyCallService": Row(
        lambda _: _calls("12"), {"emergency_call_service.name": "states/31/emergencyCallService"}
    ),
    "CreateBody": Row(
        lambda _: {"body": {"title": "Conference", "kind": "KIND_REGIONAL_CONFERENCE", "region": "regions/centro"}},
        {"body.region": "regions/none", "body.follows_up": "bodies/none"},
    ),
    "GetBody": _named("body", "bodies/none"),
    "ListBodies": _listed("CreateBody"),
    "UpdateBody": Row(
        lambda n: {"body": {"name": n["body"], "title": "Navy"}, "update_mask": "title"},
        {"body.name": "bodies/none"},
    ),
    "GetDataset": _named("dataset", "datasets/none"),
    "ListDatasets": _listed(),
    "CreateRanking": Row(
        lambda n: {
            "ranking": {
                "method": "METHOD_VOLUME",
                "datasets": [n["dataset"]],
                "crime_types": ["crimeTypes/homicidio-doloso"],
                **_MONTHS,
            }
        },
        {"ranking.datasets": "datasets/none"},
        free_text="ranking.title",
    ),
    "GetRanking": _named("draft", "rankings/none"),
    "ListRankings": _listed("CreateRanking"),
    "ListRankedMunicipalities": Row(lambda n: {"parent": n["draft"]}, {"parent": "rankings/none"}),
    "PublishRanking": _named("draft", "rankings/none"),
    "SubmitRanking": Row(
        lambda n: {
            "base": n["published"],
            "submitter": "Council",
            "places": [{"municipality": n["municipality"], "reason": "Asked for"}],
        },
        {"base": "rankings/none"},
        free_text="title",
    ),
    "ReplayRanking": _named("published", "rankings/none"),
    "CompareRankings": Row(
        lambda n: {"before": n["published"], "after": n["draft"]},
        {"before": "rankings/none", "after": "rankings/none"},
    ),
    "GetRankingPolicy": Row(lambda _: {}, needs_nothing=True),
    "GetIndicators": Row(
        lambda n: {
            "datasets": [n["dataset"]],
            "crime_types": ["crimeTypes/homicidio-doloso"],
            "area": "AREA_STATE",
            **_MONTHS,
        },
        {"datasets": "datasets/none"},
    ),
    "ListAuditEvents": _listed("CreatePool"),
    "VerifyAuditTrail": Row(lambda _: {}, needs_nothing=True),
    "CreateMeeting": Row(
        lambda n: {"meeting": {"region": n["region"], "date": DAY, "convened_offices": ["Governor of Guerrero"]}},
        {
            "meeting.region": "regions/none",
            "meeting.body": "bodies/none",
            "meeting.convened_offices": "bodies/none",
        },
    ),
    "GetMeeting": _named("convened", "meetings/none"),
    "GetMeetingBrief": _named("convened", "meetings/none"),
    "ListMeetings": _listed("CreateMeeting"),
    "HoldMeeting": _named("convened", "meetings/none"),
    "UpdateMeeting": Row(
        lambda n: {"meeting": {"name": n["convened"], "title": "Extraordinary"}, "update_mask": "title"},
        {"meeting.name": "meetings/none"},
    ),
    "CancelMeeting": _named("convened", "meetings/none"),
    "CreateAgreement": Row(
        _agreement, {"parent": "meetings/none", "agreement.states": "states/99", "agreement.follow_up": "bodies/none"}
    ),
    "GetAgreement": _named("agreement", _NO_AGREEMENT),
    "ListAgreements": Row(lambda _: {"parent": "meetings/-"}, more=("CreateAgreement", _agreement)),
    "TerminateAgreement": _named("agreement", _NO_AGREEMENT),
    "RecordCommitment": Row(
        lambda n: {"name": n["agreement"], "commitment_id": "c1", "state": "STATE_KEPT", "evidence": "Register"},
        {"name": _NO_AGREEMENT, "commitment_id": "none"},
    ),
    "ListCommitments": _listed("CreateAgreement"),
    "CreateWaiver": Row(
        lambda n: {
            "waiver": {
                "municipality": n["municipality"],
                "office": "Secretariat",
                "reasons": ["Courses begin in June"],
                "start_date": DAY,
                "end_date": END,
            }
        },
        {"waiver.municipality": "municipalities/99999"},
    ),
    "GetWaiver": _named("waiver", "waivers/none"),
    "ListWaivers": _listed("CreateWaiver"),
    "SubmitCapacityReport": Row(lambda _: {"capacity_report": _REPORT}, free_text="capacity_report.source"),
    "GetCapacityReport": _named("report", "capacityReports/none"),
    "ListCapacityReports": _listed("SubmitCapacityReport"),
    "AcceptCapacityReport": _named("report", "capacityReports/none"),
    "ReturnCapacityReport": _named("report", "capacityReports/none", reasons=["Too old"]),
    "CompareCapacityReport": _named("report", "capacityReports/none"),
    "CheckLocalEffort": Row(lambda _: {"day": DAY}, needs_nothing=True),
    "CreatePool": Row(
        lambda _: {
            "pool": {
                "agency": "Agency",
                "capability": "CAPABILITY_PATROL",
                "teams": 5,
                "officers_per_team": 30,
                "team_day_mxn": 1,
            }
        },
        {"pool.agency": "bodies/none", "pool.fund": "funds/none"},
    ),
    "GetPool": _named("pool", "pools/none"),
    "ListPools": _listed("CreatePool"),
    "UpdatePool": Row(
        lambda n: {"pool": {"name": n["pool"], "teams": 6}, "update_mask": "teams"}, {"pool.name": "pools/none"}
    ),
    "CreateFund": Row(
        lambda _: {
            "fund": {
                "title": "Programme",
                "kind": "KIND_FEDERAL_PROGRAMME",
                "ceiling_mxn": 1000,
                "start_date": DAY,
                "end_date": END,
            }
        },
    ),
    "GetFund": _named("fund", "funds/none"),
    "ListFunds": _listed("CreateFund"),
    "UpdateFund": Row(
        lambda n: {"fund": {"name": n["fund"], "title": "Other"}, "update_mask": "title"}, {"fund.name": "funds/none"}
    ),
    "GetFundBalance": _named("fund", "funds/none"),
    "CreateProject": Row(
        _project, {"parent": "funds/none", "project.beneficiaries": {"place": "states/99", "office": "Office"}}
    ),
    "GetProject": _named("project", _NO_PROJECT),
    "ListProjects": Row(lambda _: {"parent": "funds/-"}, more=("CreateProject", _project)),
    "UpdateProject": Row(
        lambda n: {"project": {"name": n["project"], "title": "Other"}, "update_mask": "title"},
        {"project.name": _NO_PROJECT},
    ),
    "CreateSpendRecord": Row(
        _spend,
        {
            "parent": _NO_PROJECT,
            "spend_record.deployment": "deployments/none",
            "spend_record.corrects": f"{_NO_PROJECT}/spendRecords/none",
        },
        free_text="spend_record.source",
    ),
    "GetSpendRecord": _named("spend", f"{_NO_PROJECT}/spendRecords/none"),
    "ListSpendRecords": Row(lambda n: {"parent": f"{n['fund']}/projects/-"}, more=("CreateSpendRecord", _spend)),
    "CreateDeployment": Row(
        _deployment,
        {
            "deployment.municipality": "municipalities/99999",
            "deployment.agreement": _NO_AGREEMENT,
            "deployment.teams.pool": "pools/none",
        },
    ),
    "GetDeployment": _named("deployment", "deployments/none"),
    "ListDeployments": _listed("CreateDeployment"),
    "ListPublishedRankings": _listed(),
    "ListPublishedRankingMunicipalities": Row(lambda n: {"parent": n["published"]}, {"parent": "rankings/none"}),
    "ListHeldMeetings": _listed("HoldMeeting"),
    "SummarizeCommitments": Row(lambda _: {}, needs_nothing=True),
    "SummarizeStays": Row(lambda _: {}, needs_nothing=True),
    "ListObservations": _listed("FileObservation"),
    "GetObservation": _named("observation", "observations/none"),
    "FileObservation": Row(
        lambda _: {"observation": {"council": "Council", "subject": "SUBJECT_SPENDING", "text": "Why?"}}
    ),
    "AnswerObservation": _named("observation", "observations/none", answer="So it is", office="Secretariat"),
}
