"""Policies: the numbers for people to read, and the named versions that plans are made under."""

from __future__ import annotations

from dataclasses import replace

from relevo_planner.policy import Policy, PolicyNumber
from relevo_planner.policy_faults import contradictions, policy_faults
from relevo_server.domain.errors import ErrorReason, Faults, NotFound, not_found
from relevo_server.domain.policy_version import PolicyDraft, PolicyVersion, version_name
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, READ, require
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.frozen_json import from_json
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, Query, Unit, WriteUnit
from relevo_server.usecases.reading import find_named, read_list
from relevo_server.usecases.snapshot import Question
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

BY_NUMBER = (Order("policy"), Order("number"))
PERIOD_DAYS = (7, 14, 28)
COLLECTION = "policies/"
AMENDABLE = frozenset({"title", "reason", "numbers"})


def get_default_policy(principal: Principal) -> tuple[PolicyNumber, ...]:
    """Every number of the default policy with its unit and reason.

    Raises:
        RelevoError: PERMISSION_DENIED.
    """
    require(principal, READ)
    return Policy().numbers()


def create_policy(
    ports: Ports, principal: Principal, draft: PolicyDraft, *, policy_id: str = "", write: Write = PLAIN_WRITE
) -> PolicyVersion:
    """Store the first version of a policy.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, POLICY_CONTRADICTORY with every fault, ALREADY_EXISTS,
            REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    own_id = chosen_id(faults, "policy_id", policy_id, ports.ids)

    def act(unit: WriteUnit) -> PolicyVersion:
        _check(faults, draft)
        return _store(ports, principal, unit, f"{COLLECTION}{own_id}", 1, draft)

    return write_once(ports, principal, write, "CreatePolicy", (draft, policy_id), PolicyVersion, act)


def update_policy(
    ports: Ports,
    principal: Principal,
    name: str,
    draft: PolicyDraft,
    paths: frozenset[str] = AMENDABLE,
    *,
    etag: str = "",
    write: Write = PLAIN_WRITE,
) -> PolicyVersion:
    """Store the next version of a policy; those before it stay as they are.

    Args:
        ports: The outside.
        principal: Who asks.
        name: ``policies/{id}``, or the version that the new one follows.
        draft: What it says anew.
        paths: Fields of the draft that count; the others are those of the version before.
        etag: Of the version that was read.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, POLICY_CONTRADICTORY with every fault, NOT_FOUND, STALE_ETAG
            where there is a later version, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    faults = write.found()
    if not name.startswith(COLLECTION):
        faults.add("policy_version.name", f"{name[:80]!r} is no policy", "Write policies/ and the id")

    def act(unit: WriteUnit) -> PolicyVersion:
        faults.refuse("the policy")
        read = find_policy(unit, name)
        kept = PolicyDraft(read.title, read.reason, read.numbers)
        wanted = replace(kept, **{field: getattr(draft, field) for field in paths})
        _check(faults, wanted)
        newest = find_policy(unit, read.policy)
        require_etag(name, newest.etag, etag or read.etag)
        return _store(ports, principal, unit, newest.policy, newest.number + 1, wanted)

    return write_once(ports, principal, write, "UpdatePolicy", (name, draft, paths, etag), PolicyVersion, act)


def get_policy(ports: Ports, principal: Principal, name: str) -> PolicyVersion:
    """Read ``policies/{id}@{number}``, or the newest version of ``policies/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    require(principal, READ)
    with ports.records.read() as unit:
        return find_policy(unit, name)


def list_policies(ports: Ports, principal: Principal, page: PageRequest) -> Page[PolicyVersion]:
    """List every version of every policy; filter by ``policy``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    return read_list(ports, principal, PolicyVersion, page, order=BY_NUMBER, filter_fields=("policy",))


def find_policy(unit: Unit, name: str) -> PolicyVersion:
    """Read a version by its name, or the newest one of a policy.

    Raises:
        RelevoError: NOT_FOUND.
    """
    if "@" in name:
        return find_named(unit, PolicyVersion, name)
    own = Condition("policy", Operator.EQUAL, name)
    newest = unit.find(PolicyVersion, Query((own,), (Order("number", descending=True),), limit=1))
    if not newest:
        raise not_found(name)
    return newest[0]


def with_named_policy(faults: Faults, unit: Unit, question: Question) -> Question:
    """Return a question with the numbers of the policy that it names, and the name of the version that was taken.

    Numbers of its own that contradict each other are noted: what nobody could store, nobody plans under.
    """
    if not question.policy_name:
        _note_contradictions(faults, question.policy)
        return question
    if question.policy != Policy():
        faults.add("policy", "stands beside policy_name", "Name a policy or give numbers, not both")
    try:
        version = find_policy(unit, question.policy_name)
    except NotFound:
        faults.missing("policy_name", question.policy_name, "Check the name, or create the policy")
        return question
    return replace(question, policy=numbers_of(version), policy_name=version.name)


def numbers_of(version: PolicyVersion) -> Policy:
    """Return the numbers of a version as the planner knows them."""
    return from_json(Policy, version.numbers)


def note_contradictions(faults: Faults, policy: Policy) -> None:
    """Note everything for which a policy cannot be followed."""
    for fault in policy_faults(policy):
        faults.add(fault.where, fault.text, "Correct the number")
    if policy.period_days not in PERIOD_DAYS:
        faults.add("policy.period_days", f"{policy.period_days} is none of 7, 14, 28", "Choose one of them")
    _note_contradictions(faults, policy)


def _note_contradictions(faults: Faults, policy: Policy) -> None:
    for fault in contradictions(policy):
        faults.add(fault.where, fault.text, "Change one of the numbers", ErrorReason.POLICY_CONTRADICTORY)


def _check(faults: Faults, draft: PolicyDraft) -> None:
    faults.extend(draft.faults())
    note_contradictions(faults, from_json(Policy, draft.numbers))
    faults.refuse("the policy")


def _store(
    ports: Ports, principal: Principal, unit: WriteUnit, policy: str, number: int, draft: PolicyDraft
) -> PolicyVersion:
    version = PolicyVersion(
        name=version_name(policy, number),
        policy=policy,
        number=number,
        title=draft.title,
        reason=draft.reason,
        numbers=draft.numbers,
        principal=principal.name,
        created=ports.clock.now(),
    )
    unit.create([version])
    return version
