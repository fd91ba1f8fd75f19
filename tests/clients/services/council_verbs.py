"""Verbs of what citizens' councils see and file, each with the request that the API expects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relevo.v1.observation_pb2 import Observation
from relevo_client import Relevo

COUNCIL_VERBS: dict[str, tuple[Callable[[Relevo], Any], dict[str, Any]]] = {
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
}
