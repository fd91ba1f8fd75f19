"""The payload of a dossier: protobuf JSON of a plan, its question and its ranking, and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from relevo.v1 import instance_pb2, plan_pb2, ranking_pb2, ranking_service_pb2
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_server.domain.errors import Fault
from relevo_server.usecases.dossiers import Papers
from relevo_server.wire.files import message_json
from relevo_server.wire.instance import instance_message, instance_of
from relevo_server.wire.json_reading import read_json
from relevo_server.wire.plan import plan_of
from relevo_server.wire.proposals import stored_plan_message
from relevo_server.wire.rankings import entry_message, ranking_message
from relevo_server.wire.reading import Reading

PARTS = ("plan", "instance", "ranking", "ranked_municipalities")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a payload.

    Attributes:
        findings: What the service's review is said to have found, as (rule, message).
        positions: The ranking's lines as (municipality, position).
    """

    name: str
    plan: Plan
    instance: Instance
    findings: tuple[tuple[str, str], ...]
    ranking: str
    positions: tuple[tuple[str, int], ...]


def payload_of(papers: Papers) -> bytes:
    """Write a payload: the same papers, the same bytes."""
    parts: dict[str, Any] = {
        "plan": _plain(stored_plan_message(papers.stored)),
        "instance": _plain(instance_message(papers.stored.instance)),
        "ranking": _plain(ranking_message(papers.ranking)),
        "ranked_municipalities": [_plain(entry_message(entry)) for entry in papers.entries],
    }
    return (json.dumps(parts, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_payload(payload: bytes) -> Read:
    """Read what ``payload_of`` wrote.

    Raises:
        RelevoError: INVALID_FIELDS, with every fault of form.
    """
    reading = Reading()
    try:
        parts = json.loads(payload)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        parts = None
        reading.take([Fault("payload", f"is no JSON: {error}")])
    if parts is not None and (not isinstance(parts, dict) or set(parts) != set(PARTS)):
        reading.take([Fault("payload", f"does not hold exactly {', '.join(PARTS)}")])
    reading.refuse("the dossier")
    plan, instance = plan_pb2.Plan(), instance_pb2.Instance()
    read_json(reading, json.dumps(parts["plan"]).encode(), plan)
    read_json(reading, json.dumps(parts["instance"]).encode(), instance)
    ranking, lines = ranking_pb2.Ranking(), ranking_service_pb2.ListRankedMunicipalitiesResponse()
    try:
        json_format.ParseDict(parts["ranking"], ranking)
        json_format.ParseDict({"ranked_municipalities": parts["ranked_municipalities"]}, lines)
    except json_format.ParseError as error:
        reading.take([Fault("ranking", str(error))])
    reading.refuse("the dossier")
    read = Read(
        name=plan.name,
        plan=plan_of(reading, plan),
        instance=instance_of(reading, instance),
        findings=tuple((finding.rule, finding.message) for finding in plan.review_findings),
        ranking=ranking.name,
        positions=tuple((line.municipality, line.position) for line in lines.ranked_municipalities),
    )
    reading.refuse("the dossier")
    return read


def _plain(message: Message) -> Any:
    return json.loads(message_json(message))
