"""A plan with all that it stands on, to be signed and verified without the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relevo_planner.canonical import instance_sha256
from relevo_planner.evaluate import evaluate
from relevo_planner.instance import Instance
from relevo_planner.plan import Plan
from relevo_planner.review import review_plan
from relevo_server.domain.dossier import Envelope, signed_bytes
from relevo_server.domain.errors import ErrorReason, Fault, refusal
from relevo_server.domain.principal import Principal
from relevo_server.domain.ranking import Ranking, RankingEntry
from relevo_server.usecases.access import READ, require
from relevo_server.usecases.plans import StoredPlan, get_plan
from relevo_server.usecases.ports import Ports, Query
from relevo_server.usecases.rankings import BY_POSITION, of_ranking
from relevo_server.usecases.reading import find_named

ROUNDING = 1e-6
"""Relative: what two machines may make of the same sum."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What a dossier holds: the plan with its question, and the ranking with its lines, best first."""

    stored: StoredPlan
    ranking: Ranking
    entries: tuple[RankingEntry, ...]


def gather_papers(ports: Ports, principal: Principal, name: str) -> Papers:
    """Read all that ``plans/{id}`` stands on.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    stored = get_plan(ports, principal, name)
    with ports.records.read() as unit:
        ranking = find_named(unit, Ranking, stored.summary.ranking)
        entries = unit.find(RankingEntry, Query((of_ranking(ranking.name),), BY_POSITION))
    return Papers(stored, ranking, tuple(entries))


def seal(ports: Ports, payload: bytes) -> Envelope:
    """Sign a payload.

    Raises:
        RelevoError: SIGNING_KEY_MISSING.
    """
    if ports.signer is None:
        fault = Fault("server", "has no key to sign with", "Make one: relevo admin key create, then start it again")
        raise refusal(ErrorReason.SIGNING_KEY_MISSING, "nothing can be signed", [fault])
    return Envelope(payload, ports.signer.key_id, ports.signer.sign(signed_bytes(payload)))


def find_contradictions(
    plan: Plan, instance: Instance, findings: Sequence[tuple[str, str]], positions: Sequence[tuple[str, int]]
) -> Iterator[str]:
    """Read a dossier's parts against each other, with neither service nor optimizer.

    Args:
        plan: The answer.
        instance: The question.
        findings: What the service's review is said to have found, as (rule, message).
        positions: The ranking's lines as (municipality, position).

    Yields:
        A sentence for each thing that does not hold.
    """
    if instance_sha256(instance) != plan.instance_sha256:
        yield f"the plan answers another question: its instance has the SHA-256 {plan.instance_sha256}"
    value = evaluate(instance, plan.operations).value
    if abs(value - plan.certificate.value) > ROUNDING * max(1.0, abs(value)):
        yield f"the operations are worth {value:.6g}, the certificate says {plan.certificate.value:.6g}"
    if plan.certificate.bound < value - ROUNDING * max(1.0, abs(value)):
        yield f"the bound {plan.certificate.bound:.6g} lies below the operations' value {value:.6g}"
    for violation in review_plan(instance, plan):
        # The words may be those of another version; whose rule is broken is not.
        if not any(rule == violation.rule and text.startswith(f"{violation.subject}: ") for rule, text in findings):
            yield f"{violation.rule}: {violation.subject}: {violation.text}; the review does not say so"
    by_name = dict(positions)
    if len(by_name) < len(positions):
        yield "the ranking names a municipality twice"
    for place in instance.municipalities:
        ranked = by_name.get(place.name, 0)
        if place.rank and ranked != place.rank:
            yield f"{place.name} has rank {place.rank} in the question, {ranked or 'none'} in the ranking"
