"""Commitments as the public reads them: each count on municipalities of its own."""

from datetime import timedelta

from relevo_server.domain.agreement import AgreementDraft
from relevo_server.domain.commitment import CommitmentDraft, CommitmentState, Side
from relevo_server.domain.principal import ANYBODY, LOCAL
from relevo_server.usecases.agreements import create_agreement
from relevo_server.usecases.commitments import record_commitment
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.transparency import summarize_commitments
from tests.server.world import ACAPULCO, SHEET, TIXTLA, TODAY, clock_of, held_meeting, import_text

CHILPANCINGO = "municipalities/12029"
DAYS = timedelta(days=1)


def test_what_became_of_one_places_promise_does_not_show_through(empty_ports: Ports) -> None:
    ports = empty_ports
    import_text(ports, SHEET + "12029,Chilpancingo,Guerrero,Centro,17.55,-99.5,300000,\n")
    meeting = held_meeting(ports)
    promise = CommitmentDraft(Side.LOCAL, "Recruit", TODAY + DAYS, commitment_id="c")

    def agree(place: str, state: CommitmentState) -> None:
        draft = AgreementDraft("", TODAY, TODAY + 30 * DAYS, (place,), commitments=(promise,))
        agreement = create_agreement(ports, LOCAL, meeting, draft)
        record_commitment(ports, LOCAL, agreement.name, "c", state, "Register")

    for place in (ACAPULCO, TIXTLA, CHILPANCINGO):
        agree(place, CommitmentState.KEPT)
    agree(TIXTLA, CommitmentState.BROKEN)
    clock_of(ports).move(days=30 + 89)
    assert summarize_commitments(ports, ANYBODY) == ()
    clock_of(ports).move(days=1)
    (cell,) = summarize_commitments(ports, ANYBODY)
    assert dict(cell.counts) == {CommitmentState.KEPT: 3, CommitmentState.OPEN: 0}
