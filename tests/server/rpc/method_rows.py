"""One row per method: a request that succeeds on the records of ``method_world``, and what the descriptors cannot tell.

A new method needs a row here, or the table fails. Requests are JSON of the protos.
"""

from base64 import b64encode

from tests.server.rpc.deployment_rows import DEPLOYMENT_ROWS
from tests.server.rpc.method_row import DAY, END, NO_AGREEMENT, ROWS, Json, Row, listed, named
from tests.server.rpc.method_world import Names
from tests.server.rpc.money_rows import MONEY
from tests.server.rpc.planning_rows import PLANNING
from tests.server.rpc.what_if_rows import WHAT_IF
from tests.server.world import COUNTS

__all__ = ["DAY", "END", "ROWS", "Json", "Row"]


def _agreement(n: Names) -> Json:
    promise = {"side": "SIDE_LOCAL", "promise": "Recruit", "due_date": DAY}
    covered = {"states": ["states/12"], "start_date": DAY, "end_date": END, "commitments": [promise]}
    return {"parent": n["held"], "agreement": covered}


def _calls(state: str) -> Json:
    return {
        "emergency_call_service": {
            "name": f"states/{state}/emergencyCallService",
            "status": "STATUS_IN_SERVICE",
            "since_date": DAY,
        }
    }


_REPORT = {"state_name": "states/12", "municipality": "municipalities/12001", "as_of_date": {**DAY, "day": 15}}
_MONTHS = {"from_month": {"year": 2024, "month": 1, "day": 1}, "until_month": {"year": 2024, "month": 4, "day": 1}}

ROWS |= {
    **DEPLOYMENT_ROWS,
    **MONEY,
    **PLANNING,
    **WHAT_IF,
    "GetMunicipality": named("municipality", "municipalities/99999"),
    "ListMunicipalities": listed(),
    "GetRegion": named("region", "regions/none"),
    "ListRegions": listed(),
    "GetBoundary": named("boundary", "municipalities/99999/boundary"),
    "ListBoundaries": listed(),
    "ListCellCounts": Row(lambda n: {"parent": n["municipality"]}, {"parent": "municipalities/99999"}),
    "SetFusionCentre": Row(
        lambda n: {"region": n["region"], "fusion_centre": {"status": "STATUS_OPERATING", "operating_from": DAY}},
        {"region": "regions/none"},
    ),
    "GetEmergencyCallService": named("calls", "states/31/emergencyCallService"),
    "ListEmergencyCallServices": listed(),
    "SetEmergencyCallService": Row(
        lambda _: _calls("12"), {"emergency_call_service.name": "states/31/emergencyCallService"}
    ),
    "CreateBody": Row(
        lambda _: {"body": {"title": "Conference", "kind": "KIND_REGIONAL_CONFERENCE", "region": "regions/centro"}},
        {"body.region": "regions/none", "body.follows_up": "bodies/none"},
    ),
    "GetBody": named("body", "bodies/none"),
    "ListBodies": listed("CreateBody"),
    "UpdateBody": Row(
        lambda n: {"body": {"name": n["body"], "title": "Navy"}, "update_mask": "title"},
        {"body.name": "bodies/none"},
    ),
    "ImportFile": Row(
        lambda _: {
            "header": {
                "title": "counts.csv",
                "crime_type": "crimeTypes/homicidio-doloso",
                "absent_means_default": "ABSENT_MEANS_UNKNOWN",
            }
        },
        free_text="header.title",
        further=({"chunk": b64encode(COUNTS.replace("30,30,30", "30,30,32").encode()).decode()},),
    ),
    "CreateUpload": Row(lambda _: {"upload": {"title": "counts.csv", "sha256": "0" * 64, "size_bytes": 1_000}}),
    "GetDataset": named("dataset", "datasets/none"),
    "ListDatasets": listed(),
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
    "GetRanking": named("draft", "rankings/none"),
    "ListRankings": listed("CreateRanking"),
    "ListRankedMunicipalities": Row(lambda n: {"parent": n["draft"]}, {"parent": "rankings/none"}),
    "PublishRanking": named("draft", "rankings/none"),
    "SubmitRanking": Row(
        lambda n: {
            "base": n["published"],
            "submitter": "Council",
            "places": [{"municipality": n["municipality"], "reason": "Asked for"}],
        },
        {"base": "rankings/none"},
        free_text="title",
    ),
    "ReplayRanking": named("published", "rankings/none"),
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
    "ListAuditEvents": listed("CreatePool"),
    "VerifyAuditTrail": Row(lambda _: {}, needs_nothing=True),
    "WatchEvents": Row(lambda _: {}, needs_nothing=True),
    "ExportAuditEvents": Row(lambda _: {}, needs_nothing=True),
    "PruneAuditTrail": Row(
        lambda n: {
            "through_sequence": 1,
            "through_sha256": n["first_event"],
            "export_sha256": n["first_export"],
            "office": "Archive",
        },
        free_text="office",
    ),
    "CreateMeeting": Row(
        lambda n: {"meeting": {"region": n["region"], "date": DAY, "convened_offices": ["Governor of Guerrero"]}},
        {
            "meeting.region": "regions/none",
            "meeting.body": "bodies/none",
            "meeting.convened_offices": "bodies/none",
        },
    ),
    "GetMeeting": named("convened", "meetings/none"),
    "GetMeetingBrief": named("convened", "meetings/none"),
    "ListMeetings": listed("CreateMeeting"),
    "HoldMeeting": named("convened", "meetings/none"),
    "UpdateMeeting": Row(
        lambda n: {"meeting": {"name": n["convened"], "title": "Extraordinary"}, "update_mask": "title"},
        {"meeting.name": "meetings/none"},
    ),
    "CancelMeeting": named("convened", "meetings/none"),
    "CreateAgreement": Row(
        _agreement, {"parent": "meetings/none", "agreement.states": "states/99", "agreement.follow_up": "bodies/none"}
    ),
    "GetAgreement": named("agreement", NO_AGREEMENT),
    "ListAgreements": Row(lambda _: {"parent": "meetings/-"}, more=("CreateAgreement", _agreement)),
    "TerminateAgreement": named("agreement", NO_AGREEMENT),
    "RecordCommitment": Row(
        lambda n: {"name": n["agreement"], "commitment_id": "c1", "state": "STATE_KEPT", "evidence": "Register"},
        {"name": NO_AGREEMENT, "commitment_id": "none"},
    ),
    "ListCommitments": listed("CreateAgreement"),
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
    "GetWaiver": named("waiver", "waivers/none"),
    "ListWaivers": listed("CreateWaiver"),
    "SubmitCapacityReport": Row(lambda _: {"capacity_report": _REPORT}, free_text="capacity_report.source"),
    "GetCapacityReport": named("report", "capacityReports/none"),
    "ListCapacityReports": listed("SubmitCapacityReport"),
    "AcceptCapacityReport": named("report", "capacityReports/none"),
    "ReturnCapacityReport": named("report", "capacityReports/none", reasons=["Too old"]),
    "CompareCapacityReport": named("report", "capacityReports/none"),
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
    "GetPool": named("pool", "pools/none"),
    "ListPools": listed("CreatePool"),
    "UpdatePool": Row(
        lambda n: {"pool": {"name": n["pool"], "teams": 6}, "update_mask": "teams"}, {"pool.name": "pools/none"}
    ),
    "ListPublishedRankings": listed(),
    "ListPublishedRankingMunicipalities": Row(lambda n: {"parent": n["published"]}, {"parent": "rankings/none"}),
    "ListHeldMeetings": listed("HoldMeeting"),
    "SummarizeCommitments": Row(lambda _: {}, needs_nothing=True),
    "SummarizeStays": Row(lambda _: {}, needs_nothing=True),
    "ListObservations": listed("FileObservation"),
    "GetObservation": named("observation", "observations/none"),
    "FileObservation": Row(
        lambda _: {"observation": {"council": "Council", "subject": "SUBJECT_SPENDING", "text": "Why?"}}
    ),
    "AnswerObservation": named("observation", "observations/none", answer="So it is", office="Secretariat"),
}
