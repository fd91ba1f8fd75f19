"""Verbs of plans and of the stays that they become, with the request that each sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relevo.v1.planning_service_pb2 import ConfirmPlanRequest, ReplanPlanRequest, TryPlanRequest
from relevo_client import Relevo

PLANNING_VERBS: dict[str, tuple[Callable[[Relevo], Any], dict[str, Any]]] = {
    "GetPlan": (lambda r: r.planning.get("p1"), {"name": "plans/p1"}),
    "ListPlans": (lambda r: list(r.planning.list()), {}),
    "GetPlanInstance": (lambda r: r.planning.instance("p1"), {"name": "plans/p1"}),
    "GetPlanOutcome": (
        lambda r: r.planning.outcome("p1", ["d1"], crime_types=["secuestro"], before=6, after=3),
        {
            "name": "plans/p1",
            "datasets": ["datasets/d1"],
            "crime_types": ["crimeTypes/secuestro"],
            "before_months": 6,
            "after_months": 3,
        },
    ),
    "GetDossier": (lambda r: r.planning.dossier("p1"), {"name": "plans/p1"}),
    "ExplainPlan": (
        lambda r: r.planning.explain("p1", municipality="12001"),
        {"name": "plans/p1", "municipality": "municipalities/12001"},
    ),
    "ExplainPool": (
        lambda r: r.planning.explain_pool("p1", "patrol", start=2, language="es"),
        {"name": "plans/p1", "pool": "pools/patrol", "start": 2, "language_code": "es"},
    ),
    "ExplainUnserved": (
        lambda r: r.planning.explain_unserved("p1", "12001", language="es", time_limit_seconds=5),
        {
            "name": "plans/p1",
            "municipality": "municipalities/12001",
            "language_code": "es",
            "time_limit_seconds": 5.0,
        },
    ),
    "ConfirmPlan": (
        lambda r: r.planning.confirm("p1", ConfirmPlanRequest(office="Centro", operations=[0])),
        {"name": "plans/p1", "office": "Centro", "operations": [0]},
    ),
    "RejectPlan": (
        lambda r: r.planning.reject("p1", "Centro", ["too late"], etag="e1"),
        {"name": "plans/p1", "office": "Centro", "reasons": ["too late"], "etag": "e1"},
    ),
    "PublishPlan": (
        lambda r: r.planning.publish("p1", "Centro", etag="e1"),
        {"name": "plans/p1", "office": "Centro", "etag": "e1"},
    ),
    "ReplanPlan": (
        lambda r: r.planning.replan("p1", ReplanPlanRequest(periods=3)),
        {"name": "plans/p1", "periods": 3},
    ),
    "TryPlan": (
        lambda r: r.planning.try_out("p1", TryPlanRequest(unpinned=["municipalities/12001"])),
        {"name": "plans/p1", "unpinned": ["municipalities/12001"]},
    ),
    "GetDefaultPolicy": (lambda r: r.planning.policy_numbers(), {}),
    "WaitOperation": (
        lambda r: r.operations.wait("operations/o1", 2.5),
        {"name": "operations/o1", "timeout": "2.500s"},
    ),
    "DeleteOperation": (lambda r: r.operations.delete("operations/o1"), {"name": "operations/o1"}),
}
