"""Agreements and their commitments."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from relevo_server.domain.agreement import Agreement, AgreementDraft, AgreementState, overdue_local
from relevo_server.domain.commitment import Commitment, CommitmentDraft, CommitmentState, Side
from relevo_server.domain.days import DaySpan
from relevo_server.domain.errors import FailedPrecondition

START, END = date(2025, 3, 1), date(2025, 6, 1)
COMMITMENT = Commitment("c1", Side.LOCAL, "Municipality of Acapulco", "Recruit 40 officers", date(2025, 4, 1))
AGREEMENT = Agreement(
    name="meetings/m/agreements/a",
    title="",
    municipalities=("municipalities/12001",),
    states=("states/02",),
    start=START,
    end=END,
    state=AgreementState.SIGNED,
    commitments=(COMMITMENT,),
    created=datetime(2025, 2, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("day", "live"),
    [(START - timedelta(days=1), False), (START, True), (END - timedelta(days=1), True), (END, False)],
)
def test_it_is_live_from_its_start_until_before_its_end(day: date, live: bool) -> None:
    assert AGREEMENT.live(day) is live
    assert not AGREEMENT.terminate().live(day)


def test_it_covers_what_it_names_and_whole_states() -> None:
    assert AGREEMENT.covers("municipalities/12001")
    assert AGREEMENT.covers("municipalities/02004")
    assert not AGREEMENT.covers("municipalities/12002")
    assert AGREEMENT.meeting == "meetings/m"


def test_it_carries_a_stay_only_on_every_day() -> None:
    assert AGREEMENT.carries("municipalities/12001", DaySpan(START, END))
    assert not AGREEMENT.carries("municipalities/12001", DaySpan(START, END + timedelta(days=1)))
    assert not AGREEMENT.carries("municipalities/12002", DaySpan(START, END))
    assert not AGREEMENT.terminate().carries("municipalities/12001", DaySpan(START, END))


def test_it_ends_early_once() -> None:
    with pytest.raises(FailedPrecondition):
        AGREEMENT.terminate().terminate()


@pytest.mark.parametrize(
    ("state", "day", "overdue"),
    [
        (CommitmentState.OPEN, COMMITMENT.due, 0),
        (CommitmentState.OPEN, COMMITMENT.due + timedelta(days=1), 1),
        (CommitmentState.BROKEN, COMMITMENT.due + timedelta(days=1), 1),
        (CommitmentState.KEPT, COMMITMENT.due + timedelta(days=1), 0),
    ],
)
def test_local_promises_fall_due(state: CommitmentState, day: date, overdue: int) -> None:
    kept = replace(AGREEMENT, commitments=(replace(COMMITMENT, state=state),))
    assert overdue_local([kept], "municipalities/12001", day) == overdue
    assert overdue_local([kept], "municipalities/12002", day) == 0
    federal = replace(AGREEMENT, commitments=(replace(COMMITMENT, state=state, side=Side.FEDERAL),))
    assert overdue_local([federal], "municipalities/12001", day) == 0


def test_a_draft_names_every_fault() -> None:
    draft = AgreementDraft(
        title="x" * 300,
        start=date(2025, 6, 1),
        end=date(2025, 5, 1),
        municipalities=("municipalities/1001", "municipalities/12001", "municipalities/12001"),
        commitments=(CommitmentDraft(None, "", None, state=CommitmentState.KEPT),),
    )
    assert {fault.field for fault in draft.faults(date(2025, 1, 1))} == {
        "agreement.title",
        "agreement.municipalities[0]",
        "agreement.municipalities[2]",
        "agreement.end_date",
        "agreement.commitments[0].promise",
        "agreement.commitments[0].due_date",
        "agreement.commitments[0].side",
        "agreement.commitments[0].evidence",
    }


@pytest.mark.parametrize(
    "draft",
    [
        AgreementDraft("", START, END),
        AgreementDraft("", date(2024, 1, 1), date(2025, 1, 1), states=("states/12",)),
        AgreementDraft("", START, None, states=("states/12",)),
        AgreementDraft("", START, END, states=("states/1",)),
        AgreementDraft(
            "", START, END, states=("states/12",), commitments=(CommitmentDraft(Side.LOCAL, "x", END),) * 201
        ),
        AgreementDraft(
            "", START, END, states=("states/12",), commitments=(CommitmentDraft(Side.LOCAL, "x", END, "", "a"),) * 2
        ),
    ],
)
def test_drafts_that_cannot_be(draft: AgreementDraft) -> None:
    assert draft.faults(date(2025, 1, 1))


def test_a_good_draft_has_none() -> None:
    commitment = CommitmentDraft(Side.LOCAL, "Recruit", END, "Municipality", "recruits", CommitmentState.KEPT, "DOF 12")
    assert not AgreementDraft("Support", START, END, states=("states/12",), commitments=(commitment,)).faults(START)
