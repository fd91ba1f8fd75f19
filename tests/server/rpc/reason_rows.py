"""One row per error reason: what a caller does on the records of ``method_world`` that is refused for it.

A new reason needs a row here, or the collection fails.
"""

import hashlib
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from relevo.v1 import intake_service_pb2_grpc
from relevo.v1.intake_service_pb2 import CreateUploadRequest, ImportUploadRequest, SendUploadHeader, SendUploadRequest
from relevo.v1.upload_pb2 import Upload
from relevo_server.domain.principal import Principal, Role
from relevo_server.rpc import interceptor, records, sources
from relevo_server.storage import open_engine
from relevo_server.usecases.proposing import MOST_UNFINISHED
from relevo_server.usecases.uploads import MOST_UNFINISHED as MOST_UPLOADS
from tests.server.rpc.conftest import Running, served
from tests.server.rpc.method_house import call, request_of
from tests.server.rpc.method_rows import END, ROWS, Json
from tests.server.rpc.method_world import Names
from tests.server.rpc.test_door import METHODS, invoke
from tests.server.rpc.test_uploads import chunk, header, send
from tests.server.usecases.test_audit import tamper
from tests.server.world import ACAPULCO, COUNTS, POINTS, TIJUANA, accepted_report, clock_of

BY_NAME = {method.name: method for method in METHODS}


@dataclass(frozen=True)
class Caller:
    """Somebody at the door of a house."""

    house: Running
    names: Names
    path: Path
    monkeypatch: pytest.MonkeyPatch

    def ask(self, method: str, said: Json) -> Any:
        """Call a method with just this."""
        return call(self.house, BY_NAME[method], request_of(BY_NAME[method], said))

    def ask_row(self, method: str, **more: Any) -> Any:
        """Call a method as its row asks it, but for this."""
        return self.ask(method, {**ROWS[method].ask(self.names), **more})

    def send(self, text: str, **said: object) -> Any:
        """Upload a file."""
        data = text.encode()
        return send(self.house, header(sha256="", size_bytes=len(data), **said), chunk(data))


def _twice(method: str) -> Callable[[Caller], Any]:
    def do(caller: Caller) -> Any:
        caller.ask_row(method)
        return caller.ask_row(method)

    return do


def _reused(caller: Caller) -> Any:
    caller.ask_row("CreatePool", request_id="once")
    return caller.ask_row("CreatePool", request_id="once", pool_id="other")


def _taken(caller: Caller) -> Any:
    caller.ask_row("CreatePool", pool_id="taken")
    return caller.ask_row("CreatePool", pool_id="taken")


def _denied(caller: Caller) -> Any:
    reader = Principal("principals/reader", frozenset({Role.READER}))
    caller.monkeypatch.setattr(interceptor, "LOCAL", reader)
    return caller.ask_row("CreatePool")


def _stay(caller: Caller, **more: Json) -> Any:
    stay = ROWS["CreateDeployment"].ask(caller.names)["deployment"]
    return caller.ask("CreateDeployment", {"deployment": {**stay, **more}})


def _foreign(caller: Caller) -> Any:
    report = ROWS["SubmitCapacityReport"].ask(caller.names)["capacity_report"]
    return caller.ask("SubmitCapacityReport", {"capacity_report": {**report, "state_name": "states/02"}})


def _unranked(caller: Caller) -> Any:
    caller.names["published"] = caller.names["draft"]
    return caller.ask_row("ProposePlan")


def _overloaded(caller: Caller) -> Any:
    caller.monkeypatch.setattr(caller.house.threads.feed, "room", 0)
    return caller.ask("WatchEvents", {})


def _too_large(caller: Caller) -> Any:
    caller.monkeypatch.setattr(sources.IntakeServicer.__init__, "__defaults__", (100,))
    with contextmanager(served)(caller.path) as narrow:
        return send(narrow, header(), chunk())


def _defect(caller: Caller) -> Any:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    caller.monkeypatch.setattr(records.force, "list_pools", broken)
    return caller.ask("ListPools", {})


def _quota(caller: Caller) -> Any:
    for _ in range(MOST_UNFINISHED):
        caller.ask_row("ProposePlan")
    return caller.ask_row("ProposePlan")


def _stale_plan(caller: Caller) -> Any:
    accepted_report(caller.house.ports, ACAPULCO, 900)
    return caller.ask_row("ConfirmPlan")


def _endless(caller: Caller) -> Any:
    stored = caller.ask_row("GetPlan")
    teams = [{"pool": stored.operations[0].teams[0].pool, "teams": 1}]
    override = {"operation": 0, "start": 0, "periods": 13, "teams": teams, "reason": "longer is better"}
    return caller.ask_row("ConfirmPlan", overrides=[override])


def _pruned(caller: Caller) -> Any:
    caller.ask_row("PruneAuditTrail")
    return caller.ask("WatchEvents", {})


def _broken_trail(caller: Caller) -> Any:
    tamper(open_engine(caller.path), "UPDATE audit_events SET actor = 'x' WHERE sequence = 1")
    return caller.ask_row("PruneAuditTrail")


def _too_young(caller: Caller) -> Any:
    clock_of(caller.house.ports).move(days=-1)
    return caller.ask_row("PruneAuditTrail")


def _over_ceiling(caller: Caller) -> Any:
    spend = ROWS["CreateSpendRecord"].ask(caller.names)["spend_record"]
    return caller.ask_row("CreateSpendRecord", spend_record={**spend, "amount_mxn": 10_000})


def _elsewhere(caller: Caller) -> Any:
    spend = ROWS["CreateSpendRecord"].ask(caller.names)["spend_record"]
    return caller.ask_row("CreateSpendRecord", spend_record={**spend, "place": "municipalities/02004"})


def _no_team_left(caller: Caller) -> Any:
    caller.ask_row("CreateDeployment")
    return caller.ask("UpdatePool", {"pool": {"name": caller.names["pool"], "teams": 1}, "update_mask": "teams"})


def _too_long(caller: Caller) -> Any:
    return caller.ask_row("ExtendDeployment", end_date={**END, "year": 2025, "month": 12})


def _overdue(caller: Caller) -> Any:
    clock_of(caller.house.ports).move(days=29)
    stay = ROWS["CreateDeployment"].ask(caller.names)["deployment"]
    again = {**stay, "municipality": TIJUANA, "start_date": {"year": 2025, "month": 2, "day": 20}}
    return caller.ask_row("CreateDeployment", deployment=again)


def _ended(caller: Caller) -> Any:
    clock_of(caller.house.ports).move(days=60)
    return caller.ask_row("ExtendDeployment")


def _upload(caller: Caller, data: bytes = COUNTS.encode()) -> tuple[Any, Upload]:
    """The door of files, and a file that is announced."""
    stub = intake_service_pb2_grpc.IntakeServiceStub(caller.house.channel)
    said = Upload(title="counts.csv", sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    return stub, stub.CreateUpload(CreateUploadRequest(upload=said), metadata=caller.house.known, timeout=20)


def _send_upload(caller: Caller, offset: int, data: bytes = b"") -> Any:
    stub, upload = _upload(caller, data or COUNTS.encode())
    first = SendUploadRequest(header=SendUploadHeader(name=upload.name, offset=offset))
    parts = iter([first, SendUploadRequest(chunk=data)])
    return stub.SendUpload(parts, metadata=caller.house.known, timeout=20)


def _incomplete(caller: Caller) -> Any:
    stub, upload = _upload(caller)
    return stub.ImportUpload(ImportUploadRequest(name=upload.name), metadata=caller.house.known, timeout=20)


def _many_uploads(caller: Caller) -> Any:
    return [_upload(caller, str(number).encode()) for number in range(MOST_UPLOADS + 1)]


REASONS: dict[str, Callable[[Caller], Any]] = {
    "INVALID_FIELDS": lambda c: c.ask("CreatePool", {}),
    "NOT_FOUND": lambda c: c.ask("GetPool", {"name": "pools/none"}),
    "ALREADY_EXISTS": _taken,
    "STALE_ETAG": lambda c: c.ask_row("HoldMeeting", etag="0"),
    "REQUEST_ID_REUSED": _reused,
    "PAGE_TOKEN_INVALID": lambda c: c.ask("ListPools", {"page_token": "x"}),
    "UNAUTHENTICATED": lambda c: invoke(c.house, BY_NAME["ListPools"]),
    "PERMISSION_DENIED": _denied,
    "INTAKE_REFUSED": lambda c: c.send(COUNTS.replace("100,120", "100,-120")),
    "LAYOUT_UNKNOWN": lambda c: c.send("a,b\n1,2\n"),
    "INTAKE_TRUNCATED": lambda c: send(c.house, header(), chunk(b"cvegeo")),
    "MUNICIPALITY_UNKNOWN": lambda c: c.send(COUNTS.replace("12061,2", "12062,2")),
    "RANKING_PUBLISHED": lambda c: c.ask("PublishRanking", {"name": c.names["published"]}),
    "STATE_FORBIDS": _twice("CancelMeeting"),
    "NO_LIVE_AGREEMENT": lambda c: _stay(c, end_date={**END, "year": 2027}),
    "STAY_OVERLAPS": _twice("CreateDeployment"),
    "FOREIGN_MUNICIPALITY": _foreign,
    "INSTANCE_INVALID": _unranked,
    "OVERLOADED": _overloaded,
    "TOO_LARGE": _too_large,
    "DEFECT": _defect,
    "QUOTA_SPENT": _quota,
    "PLAN_STALE": _stale_plan,
    "OVERRIDE_BREAKS_RULES": _endless,
    "SIGNING_KEY_MISSING": lambda c: c.ask("GetDossier", {"name": c.names["plan"]}),
    "TENURE_EXCEEDED": _too_long,
    "COMMITMENT_OVERDUE": _overdue,
    "STAY_ENDED": _ended,
    "UPLOAD_OFFSET": lambda c: _send_upload(c, 7),
    "UPLOAD_INCOMPLETE": _incomplete,
    "UPLOAD_LIMIT": _many_uploads,
    "POINTS_NOT_KEPT": lambda c: _send_upload(c, 0, POINTS.encode()),
    "PLAN_NOT_PUBLISHED": lambda c: c.ask("ReplanPlan", {"name": c.names["plan"]}),
    "EVENTS_PRUNED": _pruned,
    "POLICY_CONTRADICTORY": lambda c: c.ask(
        "CreatePolicy", {"policy_version": {"reason": "Why", "policy": {"tenure_periods": 1}}}
    ),
    "SCENARIO_INVALID": lambda c: c.ask(
        "CreateScenario",
        {"scenario": {"plan": c.names["plan"], "changes": {"closures": [{"region": "regions/none"}]}}},
    ),
    "POOL_COMMITTED": _no_team_left,
    "FUND_EXHAUSTED": _over_ceiling,
    "NOT_BENEFICIARY": _elsewhere,
    "EVENT_UNKNOWN": lambda c: c.ask("WatchEvents", {"after_sequence": 9_999}),
    "TRAIL_BROKEN": _broken_trail,
    "EVENTS_TOO_YOUNG": _too_young,
}
