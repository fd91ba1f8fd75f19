"""What meetings decide: record and read agreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from relevo_server.domain.agreement import Agreement, AgreementDraft, AgreementState
from relevo_server.domain.commitment import Commitment, CommitmentChange, CommitmentDraft, CommitmentState
from relevo_server.domain.days import day_of
from relevo_server.domain.errors import ErrorReason, Faults
from relevo_server.domain.meeting import Meeting, MeetingState
from relevo_server.domain.places import MunicipalityRecord, StateRecord
from relevo_server.domain.principal import Principal
from relevo_server.usecases.access import COORDINATE, require
from relevo_server.usecases.bodies import require_body
from relevo_server.usecases.chosen_ids import chosen_id
from relevo_server.usecases.pages import Page, PageRequest
from relevo_server.usecases.ports import Condition, Operator, Order, Ports, WriteUnit
from relevo_server.usecases.reading import find_named, read_list, read_named, require_all
from relevo_server.usecases.writing import PLAIN_WRITE, Write, require_etag, write_once

ANY_MEETING = "meetings/-"
OLDEST_FIRST = (Order("created"), Order("name"))


def create_agreement(
    ports: Ports,
    principal: Principal,
    parent: str,
    draft: AgreementDraft,
    *,
    agreement_id: str = "",
    write: Write = PLAIN_WRITE,
) -> Agreement:
    """Record an agreement of a held meeting.

    Args:
        ports: The outside.
        principal: Who asks.
        parent: ``meetings/{id}``.
        draft: The agreement.
        agreement_id: Chosen by the caller; empty: given here.
        write: How to write.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND (meeting, municipality, state), ALREADY_EXISTS,
            STATE_FORBIDS where the meeting was not held, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    now = ports.clock.now()
    faults = write.found()
    faults.extend(draft.faults(day_of(now)))
    own_id = chosen_id(faults, "agreement_id", agreement_id, ports.ids)

    def act(unit: WriteUnit) -> Agreement:
        meeting = require_all(faults, unit, Meeting, [("parent", parent)]).get(parent)
        if meeting is not None and meeting.state is not MeetingState.HELD:
            why = f"{parent} is {meeting.state}: only a meeting that was held can agree"
            faults.add("parent", why, "Record first that it took place", ErrorReason.STATE_FORBIDS)
        _require_places(faults, unit, draft)
        require_body(faults, unit, "agreement.follow_up", draft.follow_up)
        faults.refuse("the agreement")
        assert draft.start is not None
        assert draft.end is not None
        agreement = Agreement(
            name=f"{parent}/agreements/{own_id}",
            title=draft.title,
            municipalities=draft.municipalities,
            states=draft.states,
            start=draft.start,
            end=draft.end,
            state=AgreementState.SIGNED,
            commitments=_commitments(draft.commitments, now, principal),
            created=now,
            follow_up=draft.follow_up,
        )
        unit.create([agreement])
        return agreement

    return write_once(ports, principal, write, "CreateAgreement", (parent, draft, agreement_id), Agreement, act)


def get_agreement(ports: Ports, principal: Principal, name: str) -> Agreement:
    """Read ``meetings/{id}/agreements/{id}``.

    Raises:
        RelevoError: PERMISSION_DENIED, NOT_FOUND.
    """
    return read_named(ports, principal, Agreement, name)


def list_agreements(ports: Ports, principal: Principal, parent: str, page: PageRequest) -> Page[Agreement]:
    """List the agreements of one meeting, or of all (``meetings/-``), oldest first; filter by ``state``.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, PAGE_TOKEN_INVALID.
    """
    where = () if parent == ANY_MEETING else (Condition("meeting", Operator.EQUAL, parent),)
    return read_list(ports, principal, Agreement, page, order=OLDEST_FIRST, filter_fields=("state",), where=where)


def terminate_agreement(
    ports: Ports, principal: Principal, name: str, *, etag: str = "", write: Write = PLAIN_WRITE
) -> Agreement:
    """End an agreement early.

    Raises:
        RelevoError: PERMISSION_DENIED, INVALID_FIELDS, NOT_FOUND, STALE_ETAG, STATE_FORBIDS, REQUEST_ID_REUSED.
    """
    require(principal, COORDINATE)
    write.found().refuse("the agreement")

    def act(unit: WriteUnit) -> Agreement:
        stored = find_named(unit, Agreement, name)
        require_etag(name, stored.etag, etag)
        terminated = stored.terminate()
        unit.update(terminated)
        return terminated

    return write_once(ports, principal, write, "TerminateAgreement", (name, etag), Agreement, act)


def _require_places(faults: Faults, unit: WriteUnit, draft: AgreementDraft) -> None:
    remedy = "Import INEGI's catalogue, or correct it"
    municipalities = [(f"agreement.municipalities[{i}]", name) for i, name in enumerate(draft.municipalities)]
    states = [(f"agreement.states[{i}]", name) for i, name in enumerate(draft.states)]
    require_all(faults, unit, MunicipalityRecord, municipalities, remedy)
    require_all(faults, unit, StateRecord, states, remedy)


def _commitments(drafts: Sequence[CommitmentDraft], now: datetime, principal: Principal) -> tuple[Commitment, ...]:
    taken = {draft.commitment_id for draft in drafts}
    free = (f"c{number}" for number in range(1, 2 * len(drafts) + 1) if f"c{number}" not in taken)
    return tuple(_commitment(draft, draft.commitment_id or next(free), now, principal) for draft in drafts)


def _commitment(draft: CommitmentDraft, commitment_id: str, now: datetime, principal: Principal) -> Commitment:
    assert draft.side is not None
    assert draft.due is not None
    # One that is kept or broken when it is written down has a history of that one step.
    step = CommitmentChange(draft.state, draft.evidence, now, principal.name)
    return Commitment(
        commitment_id=commitment_id,
        side=draft.side,
        office=draft.office,
        promise=draft.promise,
        due=draft.due,
        state=draft.state,
        evidence=draft.evidence,
        kind=draft.kind,
        amount=draft.amount,
        start=draft.start,
        end=draft.end,
        history=() if draft.state is CommitmentState.OPEN else (step,),
    )
