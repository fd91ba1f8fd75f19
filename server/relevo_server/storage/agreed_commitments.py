"""Commitments of signed agreements, each found by itself."""

from __future__ import annotations

from sqlalchemy import RowMapping, literal

from relevo_server.domain.agreement import AgreementState
from relevo_server.domain.commitment import AgreedCommitment
from relevo_server.storage.agreements import agreements
from relevo_server.storage.commitments import commitment_of, commitments
from relevo_server.storage.meetings import meetings
from relevo_server.storage.shelf import PartRows, Shelf

_name = commitments.c.agreement + literal("/commitments/") + commitments.c.commitment_id
_region = meetings.c.region


def _agreed(row: RowMapping, _parts: PartRows) -> AgreedCommitment:
    return AgreedCommitment(row["name"], row["agreement"], row["region"], row["due_date"], commitment_of(row))


AGREED_COMMITMENTS = Shelf(
    kind=AgreedCommitment,
    table=commitments,
    columns={
        "name": _name,
        "agreement": commitments.c.agreement,
        "meeting": agreements.c.meeting,
        "region": _region,
        "side": commitments.c.side,
        "state": commitments.c.state,
        "due": commitments.c.due_date,
    },
    to_row=lambda _agreed: {},
    from_row=_agreed,
    source=commitments.join(
        agreements,
        (commitments.c.agreement == agreements.c.name) & (agreements.c.state == AgreementState.SIGNED.value),
    ).join(meetings, agreements.c.meeting == meetings.c.name),
    selected=(*commitments.c, _name.label("name"), _region),
)
