"""Commitments: what became of them, which are overdue, and what lifts their block on renewals."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from relevo_server.domain.agreement import Agreement, AgreementDraft, AgreementState
from relevo_server.domain.commitment import CommitmentDraft, CommitmentKind, CommitmentState, Side
from relevo_server.domain.errors import Aborted, FailedPrecondition, InvalidArgument, NotFound
from relevo_server.domain.principal import LOCAL
from relevo_server.domain.waiver import WaiverDraft
from relevo_server.usecases.agreements import create_agreement, get_agreement, terminate_agreement
from relevo_server.usecases.commitments import (
    create_waiver,
    get_waiver,
    list_commitments,
    list_waivers,
    record_commitment,
)
from relevo_server.usecases.pages import PageRequest
from relevo_server.usecases.periods import Horizon
from relevo_server.usecases.ports import Ports
from relevo_server.usecases.snapshot_places import standings
from tests.server.world import ACAPULCO, CENTRO, GUERRERO, TIXTLA, TODAY, clock_of, held_meeting

WEEK = timedelta(days=7)
RECRUIT = CommitmentDraft(
    Side.LOCAL, "Recruit 40 officers", TODAY + WEEK, kind=CommitmentKind.RECRUITMENT, amount=40, commitment_id="recruit"
)
TEAMS = CommitmentDraft(
    *(Side.FEDERAL, "Send two teams", TODAY + 2 * WEEK),
    kind=CommitmentKind.TEAMS,
    amount=2,
    start=TODAY,
    end=TODAY + 8 * WEEK,
    commitment_id="teams",
)
WAIVER = WaiverDraft(ACAPULCO, "Executive Secretariat", ("Courses begin in June",), TODAY, TODAY + 4 * WEEK)


@pytest.fixture
def agreement(ports: Ports) -> Agreement:
    draft = AgreementDraft("Support", TODAY, date(2026, 1, 1), (ACAPULCO,), commitments=(RECRUIT, TEAMS))
    return create_agreement(ports, LOCAL, held_meeting(ports), draft)


def overdue_ids(ports: Ports, day: date) -> list[str]:
    page = list_commitments(ports, LOCAL, PageRequest(), overdue_on=day)
    return [agreed.commitment.commitment_id for agreed in page.items]


def test_what_is_promised_is_kept_in_numbers(ports: Ports, agreement: Agreement) -> None:
    recruit, teams = get_agreement(ports, LOCAL, agreement.name).commitments
    assert (recruit.kind, recruit.amount) == (CommitmentKind.RECRUITMENT, 40)
    assert (teams.amount, teams.start, teams.end) == (2, TODAY, TODAY + 8 * WEEK)


def test_overdue_commitments_are_found_until_they_are_kept(ports: Ports, agreement: Agreement) -> None:
    assert overdue_ids(ports, TODAY + WEEK) == []
    assert overdue_ids(ports, TODAY + 3 * WEEK) == ["recruit", "teams"]
    record_commitment(ports, LOCAL, agreement.name, "recruit", CommitmentState.BROKEN, "")
    assert overdue_ids(ports, TODAY + 3 * WEEK) == ["recruit", "teams"]
    record_commitment(ports, LOCAL, agreement.name, "recruit", CommitmentState.KEPT, "Register of recruits")
    assert overdue_ids(ports, TODAY + 3 * WEEK) == ["teams"]


def test_history_keeps_every_step(ports: Ports, agreement: Agreement) -> None:
    record_commitment(ports, LOCAL, agreement.name, "recruit", CommitmentState.BROKEN, "")
    clock_of(ports).move(days=1)
    changed = record_commitment(ports, LOCAL, agreement.name, "recruit", CommitmentState.KEPT, "Register")
    steps = [(step.state, step.evidence, step.principal) for step in changed.commitments[0].history]
    assert steps == [
        (CommitmentState.BROKEN, "", LOCAL.name),
        (CommitmentState.KEPT, "Register", LOCAL.name),
    ]
    assert changed.commitments[0].history[1].at - changed.commitments[0].history[0].at == timedelta(days=1)


def test_a_commitment_that_is_kept_when_it_is_written_down_says_who_wrote_it(ports: Ports) -> None:
    kept = replace(RECRUIT, state=CommitmentState.KEPT, evidence="Register")
    draft = AgreementDraft("", TODAY, date(2026, 1, 1), (ACAPULCO,), commitments=(kept, TEAMS))
    first, second = create_agreement(ports, LOCAL, held_meeting(ports), draft).commitments
    assert [(step.state, step.evidence, step.principal) for step in first.history] == [
        (CommitmentState.KEPT, "Register", LOCAL.name)
    ]
    assert second.history == ()


def test_what_cannot_be_recorded(ports: Ports, agreement: Agreement) -> None:
    with pytest.raises(InvalidArgument) as caught:
        record_commitment(ports, LOCAL, agreement.name, "recruit", CommitmentState.KEPT, " ")
    assert [fault.field for fault in caught.value.faults] == ["evidence"]
    with pytest.raises(NotFound):
        record_commitment(ports, LOCAL, agreement.name, "none", CommitmentState.BROKEN, "")
    with pytest.raises(Aborted):
        record_commitment(ports, LOCAL, agreement.name, "recruit", CommitmentState.BROKEN, "", etag="0")
    assert get_agreement(ports, LOCAL, agreement.name) == agreement


def test_a_terminated_agreement_binds_nobody(ports: Ports, agreement: Agreement) -> None:
    assert terminate_agreement(ports, LOCAL, agreement.name, etag=agreement.etag).state is AgreementState.TERMINATED
    assert overdue_ids(ports, TODAY + 3 * WEEK) == []
    with pytest.raises(FailedPrecondition):
        terminate_agreement(ports, LOCAL, agreement.name)


def test_commitments_are_filtered_and_paged(ports: Ports, agreement: Agreement) -> None:
    wanted = PageRequest(filter=f'side = "federal" AND region = "{CENTRO}"')
    assert [found.commitment.commitment_id for found in list_commitments(ports, LOCAL, wanted).items] == ["teams"]
    first = list_commitments(ports, LOCAL, PageRequest(1))
    earlier = replace(RECRUIT, due=TODAY, commitment_id="earlier")
    meeting = agreement.meeting
    create_agreement(ports, LOCAL, meeting, AgreementDraft("", TODAY, TODAY + WEEK, (TIXTLA,), commitments=(earlier,)))
    second = list_commitments(ports, LOCAL, PageRequest(9, first.next_token))
    assert [found.commitment.commitment_id for found in (*first.items, *second.items)] == ["recruit", "teams"]


def test_a_named_waiver_lifts_the_block_for_its_days(ports: Ports, agreement: Agreement) -> None:
    horizon = Horizon(TODAY, 13, 14)

    def standing(day: date) -> tuple[int, bool]:
        with ports.records.read() as unit:
            stands, _ = standings(unit, [ACAPULCO, TIXTLA], horizon, day)
        assert not stands[TIXTLA].standing.waiver
        return stands[ACAPULCO].standing.overdue_commitments, stands[ACAPULCO].standing.waiver

    assert standing(TODAY + 2 * WEEK) == (1, False)
    waiver = create_waiver(ports, LOCAL, WAIVER)
    assert standing(TODAY + 2 * WEEK) == (1, True)
    assert standing(WAIVER.end or TODAY) == (1, False)
    assert get_waiver(ports, LOCAL, waiver.name) == waiver
    assert list_waivers(ports, LOCAL, PageRequest(filter=f'municipality = "{ACAPULCO}"')).items == (waiver,)


def test_a_waiver_without_office_reason_or_end_is_refused(ports: Ports) -> None:
    with pytest.raises(InvalidArgument) as caught:
        create_waiver(ports, LOCAL, WaiverDraft(GUERRERO, "", (), TODAY, None))
    fields = {fault.field for fault in caught.value.faults}
    assert {"waiver.municipality", "waiver.office", "waiver.reasons", "waiver.end_date"} <= fields
    assert list_waivers(ports, LOCAL, PageRequest()).items == ()
