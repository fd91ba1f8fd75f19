"""Commitments and waivers."""

from __future__ import annotations

from datetime import date

from relevo.v1 import agreement_pb2
from relevo_server.domain.commitment import (
    AgreedCommitment,
    Commitment,
    CommitmentChange,
    CommitmentDraft,
    CommitmentKind,
    CommitmentState,
    Side,
)
from relevo_server.domain.waiver import Waiver, WaiverDraft
from relevo_server.wire.choices import Choice
from relevo_server.wire.dates import date_message, day_of, timestamp
from relevo_server.wire.reading import Reading

COMMITMENT_STATES = Choice(agreement_pb2.Commitment.State.DESCRIPTOR, CommitmentState, "STATE_")
KINDS = Choice(agreement_pb2.Commitment.Kind.DESCRIPTOR, CommitmentKind, "KIND_")
SIDES = Choice(agreement_pb2.Commitment.Side.DESCRIPTOR, Side, "SIDE_")


def commitment_draft_of(reading: Reading, path: str, message: agreement_pb2.Commitment) -> CommitmentDraft:
    """Return what a caller says of a commitment."""
    return CommitmentDraft(
        side=SIDES.member(reading, f"{path}.side", message.side),
        promise=message.promise,
        due=day_of(reading, f"{path}.due_date", message.due_date),
        office=message.office,
        commitment_id=message.commitment_id,
        state=COMMITMENT_STATES.member(reading, f"{path}.state", message.state) or CommitmentState.OPEN,
        evidence=message.evidence,
        kind=KINDS.member(reading, f"{path}.kind", message.kind),
        amount=message.amount if message.HasField("amount") else None,
        start=day_of(reading, f"{path}.from_date", message.from_date),
        end=day_of(reading, f"{path}.to_date", message.to_date),
    )


def commitment_message(commitment: Commitment) -> agreement_pb2.Commitment:
    """Return the wire form of a commitment."""
    return agreement_pb2.Commitment(
        commitment_id=commitment.commitment_id,
        side=SIDES.number(commitment.side),
        office=commitment.office,
        promise=commitment.promise,
        due_date=date_message(commitment.due),
        state=COMMITMENT_STATES.number(commitment.state),
        evidence=commitment.evidence,
        kind=KINDS.number(commitment.kind),
        amount=commitment.amount,
        from_date=date_message(commitment.start),
        to_date=date_message(commitment.end),
        history=map(_change_message, commitment.history),
    )


def agreed_message(agreed: AgreedCommitment, day: date) -> agreement_pb2.AgreedCommitment:
    """Return the wire form of a commitment found across agreements, overdue or not by ``day``."""
    return agreement_pb2.AgreedCommitment(
        agreement=agreed.agreement,
        commitment=commitment_message(agreed.commitment),
        overdue=agreed.commitment.overdue(day),
    )


def waiver_draft_of(reading: Reading, message: agreement_pb2.Waiver) -> WaiverDraft:
    """Return what a caller says of a waiver."""
    return WaiverDraft(
        municipality=message.municipality,
        office=message.office,
        reasons=tuple(message.reasons),
        start=day_of(reading, "waiver.start_date", message.start_date),
        end=day_of(reading, "waiver.end_date", message.end_date),
    )


def waiver_message(waiver: Waiver) -> agreement_pb2.Waiver:
    """Return the wire form of a waiver."""
    return agreement_pb2.Waiver(
        name=waiver.name,
        municipality=waiver.municipality,
        office=waiver.office,
        reasons=waiver.reasons,
        start_date=date_message(waiver.start),
        end_date=date_message(waiver.end),
        create_time=timestamp(waiver.created),
    )


def _change_message(change: CommitmentChange) -> agreement_pb2.CommitmentChange:
    return agreement_pb2.CommitmentChange(
        state=COMMITMENT_STATES.number(change.state),
        evidence=change.evidence,
        time=timestamp(change.at),
        principal=change.principal,
    )
