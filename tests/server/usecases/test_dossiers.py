"""A plan with all that it stands on: gathered, sealed, and read against itself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relevo_planner.canonical import instance_sha256
from relevo_planner.evaluate import evaluate
from relevo_planner.instance import Instance
from relevo_planner.instance import Operation as Stay
from relevo_planner.plan import Certificate, Plan
from relevo_planner.roster import name_teams
from relevo_server.domain.errors import ErrorReason, FailedPrecondition, NotFound
from relevo_server.domain.principal import LOCAL
from relevo_server.signing.keys import create_key, load_signer, verified
from relevo_server.usecases.dossiers import Papers, find_contradictions, gather_papers, seal
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.proposing import begin_proposal, complete_proposal, propose_plan
from relevo_server.wire.dossiers import payload_of, read_payload
from tests.server.jobs.staged import empty_plan
from tests.server.usecases.test_proposing import SEARCH, prepared
from tests.server.world import ACAPULCO, TIJUANA


@pytest.fixture
def name(ports: Ports) -> str:
    """A stored plan of one stay, with the value that it has and the hash of its question."""
    operation = propose_plan(ports, LOCAL, prepared(ports), SEARCH)
    instance = begin_proposal(ports, operation.name).instance
    stays = (Stay(ACAPULCO, 0, 4, {instance.pools[0].name: 3}),)
    value = evaluate(instance, stays).value
    found = replace(empty_plan(value, value + 1.0), operations=stays, instance_sha256=instance_sha256(instance))
    plan = replace(found, roster=name_teams(instance, stays))
    return complete_proposal(ports, operation.name, 1, plan, ()).name


@pytest.fixture
def papers(ports: Ports, name: str) -> Papers:
    return gather_papers(ports, LOCAL, name)


def test_the_payload_is_the_same_bytes_and_holds_what_was_stored(papers: Papers) -> None:
    payload = payload_of(papers)
    assert payload_of(papers) == payload
    read = read_payload(payload)
    assert (read.name, read.ranking) == (papers.stored.summary.name, papers.ranking.name)
    assert read.plan.operations == papers.stored.plan.operations
    assert read.instance == papers.stored.instance
    assert len(read.positions) == len(papers.entries) > 0
    assert list(find_contradictions(read.plan, read.instance, read.findings, read.positions)) == []


def test_it_is_sealed_with_the_key_of_the_server(ports: Ports, papers: Papers, tmp_path: Path) -> None:
    key = create_key(tmp_path / "keys")
    envelope = seal(replace(ports, signer=load_signer(tmp_path / "keys")), payload_of(papers))
    assert envelope.key_id == key.key_id
    assert verified(envelope, key.pem.encode())


def test_without_a_key_nothing_is_sealed(ports: Ports, papers: Papers) -> None:
    with pytest.raises(FailedPrecondition) as caught:
        seal(ports, payload_of(papers))
    assert caught.value.reason is ErrorReason.SIGNING_KEY_MISSING
    assert "relevo admin key create" in str(caught.value.faults[0])


def test_a_plan_that_is_not_there_has_no_papers(ports: Ports, name: str) -> None:
    with pytest.raises(NotFound):
        gather_papers(ports, LOCAL, "plans/none")


def _more_value(plan: Plan, value: float) -> Plan:
    return replace(plan, certificate=Certificate(value, max(value, plan.certificate.bound)))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda p, i, r: (_more_value(p, p.certificate.value * 2), i, r), "are worth"),
        (lambda p, i, r: (replace(p, certificate=Certificate(p.certificate.value, 0.0)), i, r), "lies below"),
        (lambda p, i, r: (p, replace(i, periods=i.periods + 1), r), "another question"),
        (lambda p, i, r: (p, i, [(place, position + 1) for place, position in r]), "in the ranking"),
        (lambda p, i, r: (p, i, []), "none in the ranking"),
    ],
)
def test_every_part_that_was_changed_is_found(
    papers: Papers, spoil: Callable[..., tuple[Plan, Instance, Any]], sentence: str
) -> None:
    read = read_payload(payload_of(papers))
    plan, instance, positions = spoil(read.plan, read.instance, list(read.positions))
    found = list(find_contradictions(plan, instance, read.findings, positions))
    assert any(sentence in text for text in found), found


def test_a_broken_rule_that_the_review_kept_quiet_about_is_found(papers: Papers) -> None:
    stored = papers.stored
    long_stay = tuple(
        replace(stay, periods=stored.instance.policy.tenure_periods + 1) for stay in stored.plan.operations
    )
    plan = replace(stored.plan, operations=long_stay)
    quiet = list(find_contradictions(plan, stored.instance, (), ()))
    assert any(text.startswith("tenure") and "review does not say so" in text for text in quiet), quiet
    told = list(find_contradictions(plan, stored.instance, (("tenure", f"{ACAPULCO}: too long"),), ()))
    assert not any(text.startswith("tenure") for text in told)
    elsewhere = list(find_contradictions(plan, stored.instance, (("tenure", f"{TIJUANA}: too long"),), ()))
    assert any(text.startswith("tenure") for text in elsewhere), "of another place"


def test_a_ranking_that_names_a_place_twice_is_found(papers: Papers) -> None:
    positions = [(entry.municipality, entry.position) for entry in papers.entries]
    stored = papers.stored
    found = list(find_contradictions(stored.plan, stored.instance, (), [positions[-1], *positions]))
    assert found == ["the ranking names a municipality twice"]
